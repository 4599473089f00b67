// @silent: only tells what a program is

import { readFileSync } from "node:fs";
import { type Node, parse } from "acorn";
import { InputError } from "../../support/index.js";
import { namesOf } from "./canonical-text.js";

/** A name taken from another module: one of its exports, or `*` for all of them. */
export interface ImportedName {
  readonly from: string;
  readonly name: string;
}

/** A declaration at the top of a module; a pattern declares several names at once. */
export interface TopDeclaration {
  readonly names: readonly string[];
  readonly node: Node;
}

/** A compiled module, taken apart. */
export interface ModuleSyntax {
  readonly path: string;
  /** First line `// @silent: reason`: its own code does not count, what it calls does. */
  readonly isSilent: boolean;
  readonly declarations: ReadonlyMap<string, TopDeclaration>;
  readonly imports: ReadonlyMap<string, ImportedName>;
  /** Modules imported for what they do, not for a name. */
  readonly bareImports: readonly string[];
  /** By exported name: a name of the module's top, or of another module. */
  readonly exports: ReadonlyMap<string, string | ImportedName>;
  readonly starExports: readonly string[];
  /** Statements that declare nothing, in their order. */
  readonly statements: readonly Node[];
}

/** First line of a module that only words messages, reports progress, keeps files or has work done elsewhere. */
const silentMark = /^\/\/ @silent: \S/;

/** The name that stands for a default export without one. */
const unnamed = "*default*";

/**
 * Reads a compiled module.
 *
 * @throws InputError if there is none at `path`
 */
export function readModule(path: string): ModuleSyntax {
  const source = sourceOf(path);
  const found = {
    path,
    isSilent: silentMark.test(source),
    declarations: new Map<string, TopDeclaration>(),
    imports: new Map<string, ImportedName>(),
    bareImports: [] as string[],
    exports: new Map<string, string | ImportedName>(),
    starExports: [] as string[],
    statements: [] as Node[],
  };
  const tree = parse(source, { ecmaVersion: "latest", sourceType: "module" });
  for (const statement of tree.body) take(statement, found);
  return found;
}

function sourceOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new InputError(
      "programVersion",
      `there is no compiled module ${path.split(/[/\\]/).slice(-2).join("/")}`,
      {
        path,
      },
    );
  }
}

type Mutable<T> = {
  -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer A, infer B>
    ? Map<A, B>
    : T[K] extends readonly (infer A)[]
      ? A[]
      : T[K];
};

// biome-ignore lint/suspicious/noExplicitAny: the parser's types are looser than its trees
function take(node: any, found: Mutable<ModuleSyntax>): void {
  const declare = (names: readonly string[], part: Node) => {
    for (const name of names) found.declarations.set(name, { names, node: part });
  };
  const nameOf = (id: { name?: string; value?: string }) => id.name ?? id.value!;
  switch (node.type) {
    case "ImportDeclaration":
      if (node.specifiers.length === 0) found.bareImports.push(node.source.value);
      for (const each of node.specifiers) {
        const name =
          each.type === "ImportSpecifier"
            ? nameOf(each.imported)
            : each.type === "ImportDefaultSpecifier"
              ? "default"
              : "*";
        found.imports.set(each.local.name, { from: node.source.value, name });
      }
      return;
    case "ExportAllDeclaration":
      if (node.exported === null) found.starExports.push(node.source.value);
      else found.exports.set(nameOf(node.exported), { from: node.source.value, name: "*" });
      return;
    case "ExportNamedDeclaration":
      for (const { local, exported } of node.specifiers) {
        const name = nameOf(local);
        found.exports.set(nameOf(exported), node.source === null ? name : { from: node.source.value, name });
      }
      if (node.declaration !== null) {
        const before = new Set(found.declarations.keys());
        take(node.declaration, found);
        for (const name of found.declarations.keys()) if (!before.has(name)) found.exports.set(name, name);
      }
      return;
    case "ExportDefaultDeclaration": {
      const name = node.declaration.id?.name ?? unnamed;
      declare([name], node.declaration);
      found.exports.set("default", name);
      return;
    }
    case "FunctionDeclaration":
    case "ClassDeclaration":
      declare([node.id.name], node);
      return;
    case "VariableDeclaration":
      for (const each of node.declarations) declare(namesOf(each.id), each);
      return;
    default:
      if (node.type !== "EmptyStatement") found.statements.push(node);
  }
}
