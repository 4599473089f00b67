import { InputError, requireInteger, requireLength } from "../support/index.js";

function requireLabels(caller: string, name: string, labels: ArrayLike<number>, classes: number): void {
  requireInteger(caller, "classes", classes, 1);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      throw new InputError(caller, `${name}[${i}] must be an integer in 0..${classes - 1}, got ${label}`, {
        index: i,
        label,
      });
    }
  }
}

/**
 * How often each pair of labels comes together: entry [r][c] counts the cases with row label r and column label c.
 *
 * With true classes for rows and predicted ones for columns this is the confusion matrix.
 *
 * @param rowLabels integers in 0 .. rows - 1
 * @param columnLabels as many integers in 0 .. columns - 1
 * @throws InputError if the lengths differ or a label is out of range
 */
export function contingencyTable(
  rowLabels: ArrayLike<number>,
  columnLabels: ArrayLike<number>,
  rows: number,
  columns: number,
): number[][] {
  requireLength("contingencyTable", "columnLabels", columnLabels.length, rowLabels.length);
  requireLabels("contingencyTable", "rowLabels", rowLabels, rows);
  requireLabels("contingencyTable", "columnLabels", columnLabels, columns);
  const table = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  for (let i = 0; i < rowLabels.length; i++) table[rowLabels[i]!]![columnLabels[i]!]! += 1;
  return table;
}
