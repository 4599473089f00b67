import { type LevelRows, type Levels, requireLevels } from "./level-rows.js";
import { mutualInformation } from "./mutual-information.js";
import { maximumSpanningTree } from "./tree.js";

/** How the tree of the pixels is found. */
export interface ChowLiuOptions {
  /** Number of levels V of a pixel, 256 by default. */
  readonly levels?: number;
  /** Groups of levels that the mutual information is taken of, 8 by default; with 4 or 16 MNIST's tree is hardly worse. */
  readonly groups?: number;
  /** Columns of an image: of pixels that tell equally much (or, being constant, nothing) the nearer one is joined. Default: one row. */
  readonly width?: number;
  /** At most so many rows, evenly spread, are looked at; 20,000 by default. */
  readonly mostRows?: number;
  readonly signal?: AbortSignal;
}

/**
 * The tree of Chow and Liu (1968): of all trees over the pixels the one whose edges have the greatest sum of mutual information, which is the tree
 * of greatest likelihood for pixels without latent states. Rooted in the middle.
 *
 * @returns the parent of each pixel, -1 for the root
 * @throws InputError for rows that are not fit, see {@link LevelRows}
 */
export async function chowLiuTree(data: LevelRows, options: ChowLiuOptions = {}): Promise<Int32Array> {
  const { levels = 256, groups = 8, width = data.columns, mostRows = 20_000, signal } = options;
  const found = spread(requireLevels("latentTree.chowLiuTree", data, levels), mostRows);
  const information = await mutualInformation(found, levels, groups, signal);
  const far = (a: number, b: number) =>
    Math.hypot(Math.floor(a / width) - Math.floor(b / width), (a % width) - (b % width));
  return maximumSpanningTree(information, data.columns, far);
}

/** Every k-th row, so that no more than `most` are left. */
function spread(rows: Levels, most: number): Levels {
  const { count, columns, values } = rows;
  if (count <= most) return rows;
  const chosen = new Int16Array(most * columns);
  for (let i = 0; i < most; i++) {
    const row = Math.floor((i * count) / most);
    chosen.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  }
  return { ...rows, count: most, values: chosen };
}
