// @ts-check

/** @typedef {import("./tslab.mjs").TypeScript} TypeScript */

/**
 * The compiler's output without the `export {};` that makes it a module: its last statement, behind which there may be comments.
 * @param {typeof import("@tslab/typescript-for-tslab")} ts
 * @param {string} output
 */
function withoutMark(ts, output) {
  const code = output.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
  const mark = ts
    .createSourceFile("cell.js", code, ts.ScriptTarget.Latest)
    .statements.filter(ts.isExportDeclaration)
    .at(-1);
  return mark === undefined ? code : `${code.slice(0, mark.pos)}\n${code.slice(mark.end)}`;
}

/**
 * A cell as JavaScript, its types taken away, and a source map of it.
 * @param {TypeScript} ts
 * @param {string} edited the cell's source, names of the notebook replaced
 * @param {import("@tslab/typescript-for-tslab").CompilerOptions} options of the checker
 */
export function emit(ts, edited, { target, jsx, experimentalDecorators }) {
  const { outputText, sourceMapText = "" } = ts.transpileModule(`export {};${edited}`, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target,
      jsx,
      experimentalDecorators,
      newLine: ts.NewLineKind.LineFeed,
      sourceMap: true,
    },
  });
  return { body: withoutMark(ts, outputText), map: sourceMapText };
}
