// @silent: only tells what a program is

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../../support/index.js";
import { packageOf } from "./locked-packages.js";
import { type ModuleSyntax, readModule } from "./module-syntax.js";
import type { Meaning, Source, Unit } from "./unit.js";

/** What the names in a compiled library's modules stand for: a declaration of the library, a whole module, something outside. */
export class ModuleNames {
  private readonly modules = new Map<string, ModuleSyntax>();
  private readonly units = new Map<Source, Unit>();

  /** @param library the folder of the compiled library */
  constructor(readonly library: string) {}

  /** The compiled door of a room, such as `figures`. */
  door(room: string): string {
    return join(this.library, room, "index.js");
  }

  /** The syntax of a module. */
  module(path: string): ModuleSyntax {
    const known = this.modules.get(path) ?? readModule(path);
    this.modules.set(path, known);
    return known;
  }

  /** Whether a module has a value of that name, declared in it, imported or exported. */
  has(path: string, name: string): boolean {
    return (
      this.meaningOf(this.module(path), name) !== undefined ||
      this.exported(this.module(path), name) !== undefined
    );
  }

  /** What a module knows under a name; throws if it knows none. */
  named(path: string, name: string): Meaning {
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

  /** The one unit of a source. */
  unit(source: Source, module: ModuleSyntax): Unit {
    const unit = this.units.get(source) ?? { module, source, apart: [] };
    this.units.set(source, unit);
    return unit;
  }

  /** The path of a module of the library that is imported; undefined for packages and Node's own. */
  pathOf(specifier: string, from: ModuleSyntax): string | undefined {
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

  /** What an import stands for. */
  imported(
    { from, name }: { readonly from: string; readonly name: string },
    by: ModuleSyntax,
  ): Meaning | undefined {
    const path = this.pathOf(from, by);
    if (path === undefined) return this.outside(from, name);
    const module = this.module(path);
    return name === "*" ? this.whole(module) : this.exported(module, name);
  }

  /** What a module exports under a name. */
  exported(module: ModuleSyntax, name: string): Meaning | undefined {
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
  meaningOf(module: ModuleSyntax, name: string): Meaning | undefined {
    const imported = module.imports.get(name);
    if (imported !== undefined) return this.imported(imported, module);
    const declaration = module.declarations.get(name);
    if (declaration === undefined) return undefined;
    const unit = this.unit(declaration.node, module);
    return { kind: "unit", unit, which: declaration.names.indexOf(name) };
  }

  /** A module with all its exports and statements. */
  whole(module: ModuleSyntax): Meaning {
    return { kind: "unit", unit: this.unit(module, module), which: 0 };
  }

  /** Another file: a module with all it does, or the bytes of something else. */
  file(specifier: string, module: ModuleSyntax): Meaning {
    const path = join(dirname(module.path), specifier);
    if (/\.m?js$/.test(path)) return this.whole(this.module(path));
    const bytes = existsSync(path) ? readFileSync(path) : "";
    return { kind: "outside", text: createHash("sha256").update(bytes).digest("hex"), package: null };
  }
}

const shortName = (path: string) => path.split(/[/\\]/).slice(-2).join("/");
