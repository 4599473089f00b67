// @ts-check
import { createRequire } from "node:module";

// The notebooks speak of MNIST. Where other images are in use, some of their cells cannot be executed: those that show a study made from MNIST,
// those that check numbers against the report's or the committed ones, and those that need what these would have made.

const require = createRequire(import.meta.url);
/** @type {typeof import("@tslab/typescript-for-tslab")} */
const ts = require("@tslab/typescript-for-tslab");

/** @typedef {import("@tslab/typescript-for-tslab").Node} Node */

/**
 * The names at the top level of a cell, and all names that it speaks of; names of properties do not count.
 * @param {string} cell
 * @returns {{ declared: string[], used: Set<string> }}
 */
function namesIn(cell) {
  const file = ts.createSourceFile("cell.ts", cell, ts.ScriptTarget.Latest, true);
  /** @type {string[]} */
  const declared = [];
  /** @param {import("@tslab/typescript-for-tslab").BindingName} name */
  const declare = (name) => {
    if (ts.isIdentifier(name)) declared.push(name.text);
    else for (const part of name.elements) if (ts.isBindingElement(part)) declare(part.name);
  };
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations) declare(name);
    else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name)
      declared.push(statement.name.text);
  }
  /** @type {Set<string>} */
  const used = new Set();
  /** @param {Node} node */
  const visit = (node) => {
    if (ts.isIdentifier(node) && !isPropertyName(node)) used.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { declared, used };
}

/** @param {import("@tslab/typescript-for-tslab").Identifier} node */
function isPropertyName(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) return parent.name === node;
  if (ts.isMethodDeclaration(parent) || ts.isPropertySignature(parent)) return parent.name === node;
  return ts.isBindingElement(parent) && parent.propertyName === node;
}

/**
 * What the cells call the studies that they import.
 * @param {readonly string[]} cells
 * @returns {Map<string, string>} local name to the library's
 */
function importedStudies(cells) {
  const clauses = cells.flatMap((cell) => [
    ...cell.matchAll(/import\s*\{([^}]*)\}\s*from\s*"pml\/studies"/g),
  ]);
  const names = clauses.flatMap(([, clause = ""]) => clause.split(",").map((each) => each.trim()));
  return new Map(
    names.map((each) => {
      const [name = "", local = name] = each.split(/\s+as\s+/);
      return [local, name];
    }),
  );
}

/** What the library has of the report's results; the rest of `pml/report` are settings. */
const reportNumbers = ["readReportCodes", "reportNeighbours", "reportPrinted", "reportTable"];

/**
 * Of each cell why it is not executed where other images are in use, as a sentence in Markdown; undefined where it is.
 *
 * @param {readonly string[]} cells code cells in their order
 * @param {Readonly<Record<string, string>>} studies names of the studies made from other images than those in use, by the name of the study in
 *   the code (`vaeSeeds`: `vae-seeds`)
 * @returns {(string | undefined)[]}
 */
export function cellsLeftOut(cells, studies) {
  /** @type {Map<string, string>} */
  const missing = new Map();
  const own = [...importedStudies(cells)].flatMap(([local, name]) => {
    const study = studies[name];
    return study === undefined ? [] : [/** @type {const} */ ([local, study])];
  });
  return cells.map((cell) => {
    const { declared, used } = namesIn(cell);
    const why = reasonFor(cell, used, new Map(own), missing);
    if (why !== undefined) for (const name of declared) missing.set(name, why);
    return why;
  });
}

/**
 * @param {string} cell @param {ReadonlySet<string>} used
 * @param {ReadonlyMap<string, string>} studies by what the cells call them @param {ReadonlyMap<string, string>} missing
 */
function reasonFor(cell, used, studies, missing) {
  // an import is only a name
  if (/^\s*import\b/.test(cell)) return undefined;
  const aliases = [...studies].filter(([name]) => used.has(name));
  if (used.has("readStudy") && aliases.length > 0) {
    const commands = aliases.map(([, study]) => `\`npm run study -- ${study}\``).join(", ");
    return `Not executed: this cell shows a study that was made from other images. ${commands} makes it from those in use.`;
  }
  const ofReport = reportNumbers.find((name) => used.has(name));
  if (ofReport !== undefined)
    return `Not executed: this cell shows the report's numbers, which are MNIST's (\`${ofReport}\`).`;
  if (/\bassert(\.\w+)?\(|\bwithin\(|\bnear\(/.test(cell))
    return "Not executed: this cell checks numbers of MNIST.";
  const needed = [...used].find((name) => missing.has(name));
  return needed === undefined
    ? undefined
    : `Not executed: this cell needs \`${needed}\` of a cell that was not executed.`;
}
