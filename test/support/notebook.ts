/** The text of a notebook file: a heading, then these code cells. */
export function notebook(...cells: readonly string[]): string {
  const heading = { cell_type: "markdown", id: "heading", metadata: {}, source: ["# A test"] };
  const code = cells.map((source, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    metadata: {},
    execution_count: null,
    outputs: [],
    source: source.split(/(?<=\n)/),
  }));
  return `${JSON.stringify({ cells: [heading, ...code], metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}
