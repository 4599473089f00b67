// @silent: only tells what a notebook is made from

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { libraryVersions, type ProgramVersions } from "../node/index.js";

/** Hashes of what a notebook's outputs depend on, part by part. */
export interface NotebookParts {
  /** The code of the cells. */
  readonly cells: string;
  /** The program behind the names that the cells import. */
  readonly library: string;
  /** The packages that this program runs on, and the kernel's, as they are locked. */
  readonly packages: string;
  /** The committed results of the studies that the cells name. */
  readonly studies: string;
  /** The images in use, where the program reads them. */
  readonly data: string;
}

/** What is looked at beside the cells. */
export interface NotebookSurroundings {
  readonly studiesFolder: string;
  readonly quick: boolean;
  /** Digest of the images in use; asked for only where they are read. */
  readonly dataDigest: () => string;
  readonly versions?: ProgramVersions;
}

/** A name that the cells import from a room. */
interface ImportedName {
  readonly room: string;
  readonly name: string;
  /** What the cells call it. */
  readonly local: string;
}

/** The kernel's package: its compiler makes programs of the cells. */
const kernelPackage = "tslab";

const importStatement = /import\s+([^"';]*?)\s*from\s*["']pml\/([\w/.-]+)["']\s*;?[^\S\n]*\n?/g;
const importCall = /import\(\s*["']pml\/([\w/.-]+)["']\s*\)/g;

/** A name that is no property, and the first of its own properties that is written with it. */
const wordWithMember = /(?:(?<![\w$.]|\.\.)|(?<=\.\.\.))([A-Za-z_$][\w$]*)(?:\.([A-Za-z_$][\w$]*))?/g;

const shortHash = (value: unknown) =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);

/**
 * What a notebook of these code cells is made from.
 *
 * Rooms and names of the library do not count in the cells: a function that is renamed or has moved to another room, and the cells with it, leaves all parts as they
 * are. Its program counts in `library`.
 */
export function notebookParts(cells: readonly string[], surroundings: NotebookSurroundings): NotebookParts {
  const { studiesFolder, quick, dataDigest, versions = libraryVersions() } = surroundings;
  const imported = importedNames(cells);
  const { texts, used } = withoutNames(cells, imported);
  const values = [...used, ...wholeRooms(cells)].filter(
    ({ room, name }) =>
      existsSync(versions.door(room)) && (name === "*" || versions.has(versions.door(room), name)),
  );
  const { code, packages, readsImages } = versions.programOfDoors(values);
  return {
    cells: shortHash([texts, quick]),
    library: code.slice(0, 16),
    packages: versions.lock([...packages, kernelPackage]).slice(0, 16),
    studies: shortHash(resultsOf(cells, studiesFolder)),
    data: readsImages ? dataDigest().slice(0, 16) : "none",
  };
}

function importedNames(cells: readonly string[]): ImportedName[] {
  return cells.flatMap((cell) =>
    [...cell.matchAll(importStatement)].flatMap(([, clause, room]) => namesIn(clause!, room!)),
  );
}

/** `{ a, b as c, type D }`, or `* as room`. */
function namesIn(clause: string, room: string): ImportedName[] {
  const all = /^\*\s*as\s+(\w+)$/.exec(clause);
  if (all !== null) return [{ room, name: "*", local: all[1]! }];
  const list = /\{([^}]*)\}/.exec(clause)?.[1] ?? "";
  return list.split(",").flatMap((part) => {
    const found = /^(?:type\s+)?(\w+)(?:\s+as\s+(\w+))?$/.exec(part.trim());
    return found === null ? [] : [{ room, name: found[1]!, local: found[2] ?? found[1]! }];
  });
}

const wholeRooms = (cells: readonly string[]): ImportedName[] =>
  cells.flatMap((cell) =>
    [...cell.matchAll(importCall)].map(([, room]) => ({ room: room!, name: "*", local: "" })),
  );

/** The cells without their imports from the library, each imported name as a number, in the order in which they are used; of namespaces each member. */
function withoutNames(cells: readonly string[], imported: readonly ImportedName[]) {
  const byLocal = new Map(imported.map((each) => [each.local, each]));
  const memberOf = (space: ImportedName, name: string): ImportedName => {
    const local = `${space.local}.${name}`;
    const member = byLocal.get(local) ?? { room: space.room, name, local };
    byLocal.set(local, member);
    return member;
  };
  const used = new Map<ImportedName, number>();
  const texts = cells.map((cell) =>
    cell
      .replace(importStatement, "")
      .replace(importCall, "import(pml)")
      // not a property: another thing of the same name
      .replace(wordWithMember, (whole, word: string, member?: string) => {
        const found = byLocal.get(word);
        if (found === undefined) return whole;
        const isMember = found.name === "*" && member !== undefined;
        const each = isMember ? memberOf(found, member) : found;
        if (!used.has(each)) used.set(each, used.size);
        return `§${used.get(each)}${isMember || member === undefined ? "" : `.${member}`}`;
      }),
  );
  return { texts, used: [...used.keys()] };
}

/** Results of the studies that the cells name, as vae-seeds or vaeSeeds; which version of the code stands for them does not count. */
function resultsOf(cells: readonly string[], folder: string): unknown[] {
  const code = cells.join("\n");
  const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".json"))
        .map((name) => basename(name, ".json"))
        .sort()
    : [];
  return names
    .filter((name) => code.includes(name) || new RegExp(`\\b${camel(name)}\\b`).test(code))
    .map((name) => {
      const record = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
      const { code: _code, canary: _canary, adopted: _adopted, question: _question, ...made } = record;
      return [name, made];
    });
}
