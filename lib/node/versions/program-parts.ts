// @silent: only tells what a program is

import type { Node } from "acorn";
import { canonicalText, type Reference, type Surroundings, type Token } from "./canonical-text.js";
import { packageOf } from "./locked-packages.js";
import type { ModuleNames } from "./module-names.js";
import type { ModuleSyntax } from "./module-syntax.js";
import type { Meaning, Part, Unit } from "./unit.js";

/** Properties that only check results, and never count. */
const checks = ["canary"];

/** What units are made of: canonical text, and the other units that it names. */
export class ProgramParts {
  /** Packages that the parts of units refer to. */
  readonly packagesOf = new Map<Unit, Set<string>>();
  private readonly silentCalls = new Map<Unit, readonly Unit[]>();

  /** @param ofLibrary names of the packages that the library depends on */
  constructor(
    private readonly names: ModuleNames,
    private readonly ofLibrary: ReadonlySet<string>,
  ) {}

  /** The parts of a unit, those of silent ones reduced to what these call. */
  of(unit: Unit): readonly Part[] {
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
      typeof meaning === "string" ? [meaning] : this.ofMeaning(meaning),
    );
    return unit.parts;
  }

  /** A meaning as parts of a unit that names it. */
  ofMeaning(meaning: Meaning): Part[] {
    if (meaning.kind === "outside") return [meaning.text];
    const { unit, which } = meaning;
    return [unit.module.isSilent ? { silent: this.calledBySilent(unit) } : { unit, which }];
  }

  private surroundings(module: ModuleSyntax): Surroundings {
    return {
      isKnown: (name) => module.declarations.has(name) || module.imports.has(name),
      isOwn: (name) => module.declarations.has(name),
      isNamespace: (name) => {
        const imported = module.imports.get(name);
        return imported?.name === "*" && this.names.pathOf(imported.from, module) !== undefined;
      },
      isSilent: (name) => {
        const imported = module.imports.has(name) ? this.names.meaningOf(module, name) : undefined;
        return imported?.kind === "unit" && imported.unit.module.isSilent;
      },
    };
  }

  private tokensOf({ module, source, apart }: Unit): readonly Token[] {
    if (source === module) return [];
    const nodes = Array.isArray(source) ? source : [source as Node];
    return canonicalText(nodes, this.surroundings(module), [...checks, ...apart]);
  }

  /** Packages of the library that a text names in quotes: found by path, or loaded when they are needed. */
  private namedPackages(text: string): string[] {
    return [...text.matchAll(/"([@\w./-]+)"/g)]
      .map(([, quoted]) => packageOf(quoted!))
      .filter((name) => this.ofLibrary.has(name));
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
    if (name === null) return this.names.file(detail!, module);
    if (detail === null) return this.names.meaningOf(module, name);
    return this.names.imported({ from: module.imports.get(name)!.from, name: detail }, module);
  }

  private allOf(module: ModuleSyntax): (string | Meaning)[] {
    const exported = [...module.exports.keys()]
      .sort()
      .flatMap((name) => [name, this.names.exported(module, name)]);
    const stars = module.starExports.map((from) => this.names.imported({ from, name: "*" }, module));
    const statements: Meaning = { kind: "unit", unit: this.names.unit(module.statements, module), which: 0 };
    return [...exported, ...stars, statements].flatMap((each) => each ?? []);
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
}
