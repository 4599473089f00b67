import ts from "@tslab/typescript-for-tslab";

/** One small change of a source text: the characters from `start` to `end` become `after`. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly kind: "arithmetic" | "boundary" | "condition" | "constant" | "extremum" | "statement";
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
}

type Change = Pick<Mutant, "kind" | "after"> & { readonly node: ts.Node };

const arithmetic: Readonly<Record<string, string>> = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "%": "*",
  "**": "*",
  "+=": "-=",
  "-=": "+=",
  "*=": "/=",
  "/=": "*=",
  "++": "--",
  "--": "++",
};

const boundary: Readonly<Record<string, string>> = { "<": "<=", "<=": "<", ">": ">=", ">=": ">" };

const condition: Readonly<Record<string, string>> = { "===": "!==", "!==": "===", "&&": "||", "||": "&&" };

const extremum: Readonly<Record<string, string>> = { min: "max", max: "min", floor: "ceil", ceil: "floor" };

const isText = (node: ts.Node) =>
  ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node);

/** Error messages and their details, progress reports, types: nothing of the result depends on them. */
function isOutside(node: ts.Node): boolean {
  if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || isText(node)) return true;
  const call = node.parent;
  if (ts.isNewExpression(call) && /Error$/.test(call.expression.getText())) return true;
  if (!ts.isCallExpression(call) || call.expression === node) return false;
  const called = call.expression.getText();
  if (called === "requireInput") return call.arguments[0] !== node;
  return /^(require[A-Z]\w*|.*[pP]rogress(\.\w+)?|.*\.breathe|.*\breport)$/.test(called);
}

function binaryChanges(node: ts.BinaryExpression): Change[] {
  const operator = node.operatorToken;
  const text = operator.getText();
  if (text === "+" && [node.left, node.right].some(isText)) return [];
  const tables = { arithmetic, boundary, condition } as const;
  return (["arithmetic", "boundary", "condition"] as const).flatMap((kind) => {
    const after = tables[kind][text];
    return after === undefined ? [] : [{ kind, after, node: operator }];
  });
}

function unaryChanges(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Change[] {
  const operand = node.operand.getText();
  if (node.operator === ts.SyntaxKind.MinusToken) return [{ kind: "arithmetic", after: operand, node }];
  if (node.operator === ts.SyntaxKind.ExclamationToken) return [{ kind: "condition", after: operand, node }];
  const operator = node.operator === ts.SyntaxKind.PlusPlusToken ? "++" : "--";
  if (!node.getText().includes(operator)) return [];
  return [{ kind: "arithmetic", after: node.getText().replace(operator, arithmetic[operator]!), node }];
}

function changesAt(node: ts.Node): Change[] {
  if (ts.isBinaryExpression(node)) return binaryChanges(node);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return unaryChanges(node);
  if (ts.isNumericLiteral(node)) return [{ kind: "constant", after: `(${node.getText()} + 1)`, node }];
  if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "Math") {
    const after = extremum[node.name.text];
    return after === undefined ? [] : [{ kind: "extremum", after, node: node.name }];
  }
  const decided = ts.isIfStatement(node)
    ? node.expression
    : ts.isConditionalExpression(node)
      ? node.condition
      : undefined;
  if (decided !== undefined) return [{ kind: "condition", after: `!(${decided.getText()})`, node: decided }];
  if (ts.isExpressionStatement(node)) return [{ kind: "statement", after: ";", node }];
  return [];
}

/** All single small changes of a TypeScript source, in the order of the text. */
export function mutantsOf(file: string, text: string): Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: Mutant[] = [];
  const visit = (node: ts.Node): void => {
    if (isOutside(node)) return;
    for (const { kind, after, node: changed } of changesAt(node)) {
      const [start, end] = [changed.getStart(), changed.getEnd()];
      const line = source.getLineAndCharacterOfPosition(start).line + 1;
      found.push({ file, line, kind, start, end, before: text.slice(start, end), after });
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

/** The source with the change made. */
export const mutated = (text: string, { start, end, after }: Mutant): string =>
  text.slice(0, start) + after + text.slice(end);

/** JavaScript of a source, its types taken out without a look at other files. */
export function javascript(text: string): string {
  const { ES2022: target } = ts.ScriptTarget;
  const compilerOptions = { target, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}
