import { fit as fitKMeans, type KMeansHooks } from "../k-means/fit.js";
import { countRows, type Observations } from "./observations.js";

/** The clusters that a mixture begins with. */
export interface StartingClusters {
  /** How many clusters there are: as many as components, or as distinct rows if these are fewer. */
  readonly clusters: number;
  readonly labels: Int32Array;
  /** clusters x columns. */
  readonly centres: Float64Array;
  /** The cluster of each component; several share one where there are more components than distinct rows. */
  readonly clusterOf: Int32Array;
  /** Number of components of each cluster. */
  readonly shares: Int32Array;
}

/** The number of distinct rows, counted up to `most`. */
export function countDistinctRows({ values, columns }: Observations, most: number): number {
  const distinct = new Set<string>();
  for (let start = 0; start < values.length && distinct.size < most; start += columns)
    distinct.add(values.subarray(start, start + columns).join(" "));
  return distinct.size;
}

/**
 * k-means with a cluster for each component, or, if the rows are not that diverse, for each distinct row: the components then
 * share clusters evenly, and the mixture is the one with fewer components written with more.
 */
export async function startingClusters(
  observations: Observations,
  components: number,
  options: { readonly maxIterations?: number },
  hooks: KMeansHooks,
): Promise<StartingClusters> {
  const clusters = Math.min(components, countDistinctRows(observations, components));
  const { labels, parameters } = await fitKMeans(observations, { ...options, clusters }, hooks);
  const clusterOf = Int32Array.from({ length: components }, (_, k) => k % clusters);
  const shares = new Int32Array(clusters);
  for (const cluster of clusterOf) shares[cluster]! += 1;
  return { clusters, labels, centres: parameters.centres.data, clusterOf, shares };
}

/** rows x K: each row belongs to the components of its cluster in equal parts. */
export function sharedResponsibilities({ labels, clusterOf, shares }: StartingClusters): Float64Array {
  const components = clusterOf.length;
  const responsibilities = new Float64Array(labels.length * components);
  labels.forEach((label, row) => {
    for (let k = label; k < components; k += shares.length)
      responsibilities[row * components + k] = 1 / shares[label]!;
  });
  return responsibilities;
}

/** What there is to say about a fit of more components than distinct rows; undefined if there are enough. */
export function noteOnDistinctRows(observations: Observations, components: number): string | undefined {
  const distinct = countDistinctRows(observations, components);
  if (distinct >= components) return undefined;
  return `the ${countRows(observations)} rows hold ${distinct} distinct ones: the ${components} components say no more than ${distinct} would`;
}
