// @ts-check

/** @typedef {import("./tslab.mjs").TypeScript} TypeScript */
/** @typedef {import("@tslab/typescript-for-tslab").BuilderProgram} BuilderProgram */
/** @typedef {{ bindSourceFile: (file: import("@tslab/typescript-for-tslab").SourceFile, options: object) => void }} Undeclared */

/**
 * What tslab makes its programs with, without what no cell needs; a third of a cell's checking. TypeScript would make a
 * type checker and notes on what each file refers to for each program, two a cell, so that a later build knows what to check
 * anew; but the cell is checked and nothing else, and of its first program tslab wants the names, for which it has only to be
 * bound. JavaScript is not asked for either: the kernel makes its own.
 *
 * @param {TypeScript & Undeclared} ts
 * @returns {(...parts: any[]) => BuilderProgram} in place of `createEmitAndSemanticDiagnosticsBuilderProgram`
 */
export const lightBuilder =
  (ts) =>
  (...parts) => {
    const [, , host] = parts;
    const create = /** @type {(...parts: any[]) => BuilderProgram} */ (ts.createAbstractBuilder);
    const builder = create(...parts);
    const program = builder.getProgram();
    const sources = program.getSourceFiles().filter(({ isDeclarationFile }) => !isDeclarationFile);
    for (const file of sources) ts.bindSourceFile(file, program.getCompilerOptions());
    const [cell] = sources;
    if (!cell || sources.length > 1) {
      // local modules beside the cell: which of them it reaches has to be found out, and they are compiled
      const whole = () => ts.createSemanticDiagnosticsBuilderProgram(program, host);
      return { ...builder, getAllDependencies: (file) => whole().getAllDependencies(file) };
    }
    return {
      ...builder,
      getAllDependencies: ({ fileName }) => [fileName],
      emit: (file, write, token, _, transformers) => {
        const writeBoth = (/** @type {string} */ path, /** @type {string} */ text) => {
          write?.(path, text, false);
          write?.(path.replace(/\.d\.ts$/, ".js"), "", false);
        };
        return builder.emit(file, writeBoth, token, true, transformers);
      },
    };
  };
