/** Six ways for a cell to be wrong, and the error that each must show. */
const wrong: Readonly<Record<number, readonly [code: string, error: string]>> = {
  3: ["const three: string = 3;", "TypeScriptError"],
  6: ["const before = 6;\nthrow new RangeError(String(before));", "RangeError"],
  9: ["const = 9;", "TypeScriptError"],
  11: ['await Promise.reject(new TypeError("rejected"));', "TypeError"],
  12: ['Promise.reject(new Error("nobody handles it"));\nawait new Promise(() => {});', "Error"],
  17: ["missing.name;", "TypeScriptError"],
};

/** What a cell is to show: its own number, or the name of its error. */
export const expectedOutputs: readonly string[] = Array.from(
  { length: 20 },
  (_, i) => wrong[i + 1]?.[1] ?? `cell ${i + 1}`,
);

/** A notebook of 20 cells, six of them wrong in different ways and tagged so; each of the others prints its number. */
export function twentyCells(): string {
  const cells = expectedOutputs.map((_, i) => {
    const error = wrong[i + 1];
    return {
      cell_type: "code",
      id: `cell-${i + 1}`,
      metadata: error ? { tags: ["raises-exception"] } : {},
      execution_count: null,
      outputs: [],
      source: error?.[0] ?? `console.log("cell ${i + 1}");`,
    };
  });
  const metadata = {
    kernelspec: { name: "tslab", display_name: "TypeScript (tslab)", language: "typescript" },
  };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

interface Output {
  readonly output_type: string;
  readonly text?: string | readonly string[];
  readonly ename?: string;
}

/** What the cells of an executed notebook show, as {@link expectedOutputs} has it. */
export function shownBy(notebook: string): string[] {
  const { cells } = JSON.parse(notebook) as {
    cells: { outputs: Output[]; execution_count: number | null }[];
  };
  return cells.map(({ outputs, execution_count }, i) => {
    if (execution_count !== i + 1) return `not executed as number ${i + 1}`;
    return outputs.map(({ text, ename }) => ename ?? [text].flat().join("").trim()).join(", ");
  });
}
