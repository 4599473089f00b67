import { requireInput } from "../support/index.js";

/** Which class most of a cluster's items are of. */
export interface MajorityClass {
  readonly label: number;
  /** Of the cluster's items; 0 for an empty cluster. */
  readonly share: number;
}

/**
 * The majority class of each cluster, and its share there (ties: the lower class).
 *
 * @param table counts, a row for each class, a column for each cluster, as {@link contingencyTable} makes it
 * @throws InputError without a class
 */
export function majorityClasses(table: readonly (readonly number[])[]): MajorityClass[] {
  requireInput(table.length > 0, "majorityClasses", "wants at least one class");
  return table[0]!.map((_, cluster) => {
    const counts = table.map((row) => row[cluster]!);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const largest = Math.max(...counts);
    return { label: counts.indexOf(largest), share: total === 0 ? 0 : largest / total };
  });
}
