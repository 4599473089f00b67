// @ts-check

/** @typedef {import("./tslab.mjs").TypeScript} TypeScript */
/** @typedef {import("@tslab/typescript-for-tslab").Node} Node */

/**
 * The names that an import gives the cell at run time, each with its name in the module (null stands for the whole module);
 * undefined where all of it is types: the module may be there for the compiler only.
 * @param {TypeScript} ts
 * @param {import("@tslab/typescript-for-tslab").TypeChecker} checker
 * @param {import("@tslab/typescript-for-tslab").ImportDeclaration} declaration
 * @returns {[name: string, exported: string | null][] | undefined}
 */
export function importedNames(ts, checker, { importClause }) {
  if (!importClause) return [];
  if (importClause.isTypeOnly) return undefined;
  /** @type {[string, string | null][]} */
  const names = [];
  const add = (
    /** @type {import("@tslab/typescript-for-tslab").Identifier} */ name,
    /** @type {string | null} */ exported,
  ) => {
    if (isValue(ts, checker, name)) names.push([name.text, exported]);
  };
  if (importClause.name) add(importClause.name, "default");
  const bindings = importClause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) add(bindings.name, null);
  else
    for (const element of bindings?.elements ?? [])
      if (!element.isTypeOnly) add(element.name, (element.propertyName ?? element.name).text);
  return names.length === 0 ? undefined : names;
}

/**
 * Whether an imported name is more than a type.
 * @param {TypeScript} ts
 * @param {import("@tslab/typescript-for-tslab").TypeChecker} checker
 * @param {Node} name
 */
function isValue(ts, checker, name) {
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol || (symbol.flags & ts.SymbolFlags.Alias) === 0) return true;
  const { flags, declarations } = checker.getAliasedSymbol(symbol);
  return declarations === undefined || (flags & ts.SymbolFlags.Value) !== 0;
}
