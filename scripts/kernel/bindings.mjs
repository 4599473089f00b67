// @ts-check

// Which names of a cell belong to the notebook, and not to a function or block inside of the cell.

/** @typedef {import("./tslab.mjs").TypeScript} TypeScript */
/** @typedef {import("@tslab/typescript-for-tslab").Node} Node */
/** @typedef {import("@tslab/typescript-for-tslab").Identifier} Identifier */

/**
 * Whether a variable is declared by `var`, whose scope is the function around it and not the block.
 * @param {TypeScript} ts @param {Node} list
 */
export const isVar = (ts, list) => (list.flags & ts.NodeFlags.BlockScoped) === 0;

/**
 * The list of declarations that a variable or a part of a destructuring pattern stands in, or undefined.
 * @param {TypeScript} ts @param {Node} declaration
 */
function listOf(ts, declaration) {
  let node = declaration;
  while (ts.isBindingElement(node) || ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node))
    node = node.parent;
  return ts.isVariableDeclaration(node) && ts.isVariableDeclarationList(node.parent)
    ? node.parent
    : undefined;
}

/** @param {TypeScript} ts @param {Node} node */
const bounds = (ts, node) =>
  ts.isFunctionLike(node) || ts.isModuleBlock(node) || ts.isClassStaticBlockDeclaration(node);

/**
 * Whether a declaration makes a name of the notebook.
 * @param {TypeScript} ts
 * @param {Node} declaration
 */
function isTopLevel(ts, declaration) {
  if (
    ts.isFunctionDeclaration(declaration) ||
    ts.isClassDeclaration(declaration) ||
    ts.isEnumDeclaration(declaration) ||
    ts.isModuleDeclaration(declaration)
  )
    return ts.isSourceFile(declaration.parent);
  if (
    ts.isImportClause(declaration) ||
    ts.isImportSpecifier(declaration) ||
    ts.isNamespaceImport(declaration)
  )
    return true;
  const list = listOf(ts, declaration);
  if (!list) return false;
  if (!isVar(ts, list)) return ts.isVariableStatement(list.parent) && ts.isSourceFile(list.parent.parent);
  /** @type {Node} */
  let node = list;
  while (!ts.isSourceFile(node)) {
    if (bounds(ts, node)) return false;
    node = node.parent;
  }
  return true;
}

/**
 * Tells whether a symbol is a name of the notebook: declared at the top level of this cell or of an earlier one.
 * @param {TypeScript} ts
 * @param {readonly Node[]} files the cell, and the declarations of earlier cells
 * @returns {(symbol: import("@tslab/typescript-for-tslab").Symbol | undefined) => boolean}
 */
export const notebookNames = (ts, files) => (symbol) =>
  (symbol?.declarations ?? []).some(
    (declaration) => files.includes(declaration.getSourceFile()) && isTopLevel(ts, declaration),
  );

/**
 * The identifiers that a name or a destructuring pattern declares.
 * @param {TypeScript} ts
 * @param {import("@tslab/typescript-for-tslab").BindingName} name
 * @returns {Identifier[]}
 */
export function declaredBy(ts, name) {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : declaredBy(ts, element.name),
  );
}
