// @ts-check

/** @typedef {import("./tslab.mjs").TypeScript} TypeScript */

const blank = (/** @type {string} */ text) => text.replace(/[^\n]/g, " ");

/**
 * A cell without `export`, which has no meaning there, as all names of a notebook are at hand in all cells: what is left
 * stands where it stood.
 *
 * @param {TypeScript} ts
 * @param {string} source
 */
export function withoutExports(ts, source) {
  if (!/\bexport\b/.test(source)) return source;
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022, true);
  let text = source;
  const clear = (/** @type {number} */ start, /** @type {number} */ end) => {
    text = text.slice(0, start) + blank(text.slice(start, end)) + text.slice(end);
  };
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) clear(statement.getStart(), statement.end);
    else if (ts.isExportAssignment(statement)) clear(statement.getStart(), statement.expression.getStart());
    else if (ts.canHaveModifiers(statement))
      for (const modifier of ts.getModifiers(statement) ?? [])
        if (
          [ts.SyntaxKind.ExportKeyword, ts.SyntaxKind.DefaultKeyword].some((kind) => kind === modifier.kind)
        )
          clear(modifier.getStart(), modifier.end);
  }
  return text;
}
