// @ts-check

// What a piece of a cell is, told from its syntax alone.

/** @typedef {import("./tslab.mjs").TypeScript} TypeScript */
/** @typedef {import("@tslab/typescript-for-tslab").Node} Node */

/** Whether what a statement declares is there however far the cell comes. @param {TypeScript} ts @param {Node} statement */
export function isHoisted(ts, statement) {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  );
}

/** Whether something is only declared, for the compiler. @param {TypeScript} ts @param {Node} node */
export function isAmbient(ts, node) {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)
  );
}

/** An assignment is no question, so its value is no answer. @param {TypeScript} ts @param {Node} node */
export function isAssignment(ts, node) {
  while (ts.isParenthesizedExpression(node)) node = node.expression;
  const { FirstAssignment, LastAssignment } = ts.SyntaxKind;
  if (!ts.isBinaryExpression(node)) return false;
  return node.operatorToken.kind >= FirstAssignment && node.operatorToken.kind <= LastAssignment;
}

/** Whether a name is the one that a declaration gives. @param {TypeScript} ts @param {Node} node */
export function isNameOfDeclaration(ts, node) {
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isClassDeclaration(parent) ||
      ts.isEnumDeclaration(parent) ||
      ts.isModuleDeclaration(parent)) &&
    parent.name === node
  );
}

/**
 * Whether a name is declared by `around`, and not used later from inside of a function.
 * @param {TypeScript} ts
 * @param {Node} use
 * @param {import("@tslab/typescript-for-tslab").Symbol | undefined} symbol of the name
 * @param {Node | undefined} around a declaration
 */
export function isDeclaredBy(ts, use, symbol, around) {
  if (!around || !symbol?.declarations) return false;
  const isInside = symbol.declarations.some((declaration) => {
    /** @type {Node} */
    let node = declaration;
    while (node !== around && !ts.isSourceFile(node)) node = node.parent;
    return node === around;
  });
  if (!isInside) return false;
  if (!ts.isVariableDeclaration(around)) return true;
  for (let node = use; node !== around; node = node.parent) if (ts.isFunctionLike(node)) return false;
  return true;
}

/** Whether a name is what a call calls, or a tag of a template. @param {TypeScript} ts @param {Node} node */
export function isCalled(ts, node) {
  let use = node;
  while (
    ts.isParenthesizedExpression(use.parent) ||
    ts.isNonNullExpression(use.parent) ||
    ts.isAsExpression(use.parent) ||
    ts.isTypeAssertionExpression(use.parent) ||
    ts.isSatisfiesExpression(use.parent) ||
    ts.isExpressionWithTypeArguments(use.parent)
  )
    use = use.parent;
  const { parent } = use;
  return (
    (ts.isCallExpression(parent) && parent.expression === use) ||
    (ts.isTaggedTemplateExpression(parent) && parent.tag === use)
  );
}

/** Where a line begins with a parenthesis, JavaScript would take it for the continuation of the one before. @param {TypeScript} ts @param {Node} node */
export function beginsStatement(ts, node) {
  const start = node.getStart();
  for (let around = node.parent; around.getStart() === start; around = around.parent)
    if (ts.isExpressionStatement(around))
      return (
        ts.isBlock(around.parent) ||
        ts.isCaseOrDefaultClause(around.parent) ||
        ts.isModuleBlock(around.parent)
      );
  return false;
}
