import { InputError, requireInput } from "../support/index.js";

/** Counts of cases by class (row) and cluster (column), as `contingencyTable` makes them. */
export type Contingency = readonly (readonly number[])[];

interface Margins {
  readonly total: number;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function marginsOf(table: Contingency, caller: string): Margins {
  const width = table[0]?.length ?? 0;
  table.forEach((row, r) => {
    requireInput(
      row.length === width,
      caller,
      () => `row ${r} has ${row.length} entries, row 0 has ${width}`,
      { row: r },
    );
    row.forEach((count, c) => {
      if (Number.isSafeInteger(count) && count >= 0) return;
      throw new InputError(caller, `entry [${r}][${c}] must be a count, got ${count}`, { row: r, column: c });
    });
  });
  const rows = table.map(sum);
  const total = sum(rows);
  requireInput(total > 0, caller, "the table counts no case");
  return { total, rows, columns: Array.from({ length: width }, (_, c) => sum(table.map((row) => row[c]!))) };
}

/**
 * Purity: the share of cases that belong to the most frequent class of their cluster. In (0, 1]; it grows with
 * the number of clusters and is 1 where every case is a cluster.
 *
 * @param table counts by class (row) and cluster (column)
 * @throws InputError for an empty or ragged table or an entry that is no count
 */
export function purity(table: Contingency): number {
  const { total, columns } = marginsOf(table, "purity");
  return sum(columns.map((_, c) => Math.max(...table.map((row) => row[c]!)))) / total;
}

/**
 * Adjusted Rand index (Hubert and Arabie 1985, equation 5): agreement over pairs of cases, 1 for equal partitions, 0 on
 * average for independent ones, negative for worse than chance.
 *
 * `(sum_ij C(n_ij) - e) / ((a + b)/2 - e)`, `C(n) = n (n - 1)/2`, a and b the sums of C over row and column totals,
 * `e = a b / C(total)`; 1 where both partitions are trivial in the same way.
 *
 * @param table counts by class (row) and cluster (column)
 * @throws InputError for an empty or ragged table or an entry that is no count
 */
export function adjustedRandIndex(table: Contingency): number {
  const { total, rows, columns } = marginsOf(table, "adjustedRandIndex");
  const pairs = (n: number) => (n * (n - 1)) / 2;
  const together = sum(table.flat().map(pairs));
  const inRows = sum(rows.map(pairs));
  const inColumns = sum(columns.map(pairs));
  const isSamePartition = together === inRows && together === inColumns;
  if (isSamePartition) return 1;
  const expected = (inRows * inColumns) / pairs(total);
  return (together - expected) / (0.5 * (inRows + inColumns) - expected);
}

function entropy(counts: readonly number[], total: number): number {
  return -sum(counts.map((count) => (count === 0 ? 0 : (count / total) * Math.log(count / total))));
}

/**
 * Normalised mutual information of class and cluster: `I / ((H_rows + H_columns)/2)`, in [0, 1]; 1 for equal
 * partitions (also where both have a single part), 0 for independent ones.
 *
 * @param table counts by class (row) and cluster (column)
 * @throws InputError for an empty or ragged table or an entry that is no count
 */
export function normalisedMutualInformation(table: Contingency): number {
  const { total, rows, columns } = marginsOf(table, "normalisedMutualInformation");
  const meanEntropy = 0.5 * (entropy(rows, total) + entropy(columns, total));
  if (meanEntropy === 0) return 1;
  const terms = table.flatMap((row, r) =>
    row.map((count, c) =>
      count === 0 ? 0 : (count / total) * Math.log((count / rows[r]!) * (total / columns[c]!)),
    ),
  );
  return Math.max(0, sum(terms)) / meanEntropy;
}
