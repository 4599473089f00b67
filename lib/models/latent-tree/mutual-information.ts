import { Breather, requireInput, requireInteger } from "../../support/index.js";
import {
  type Attribute,
  dispose,
  execute,
  keep,
  read,
  scope,
  type Tensor,
  tensor,
} from "../../tensorflow/index.js";
import { chunks } from "../common/observations.js";
import type { Levels } from "./level-rows.js";

type Attributes = Readonly<Record<string, Attribute>>;

const widen: Attributes = { SrcT: { type: "uint8" }, DstT: { type: "float32" }, Truncate: { bool: false } };
const transposeLeft: Attributes = { transpose_a: { bool: true }, transpose_b: { bool: false } };
const plain: Attributes = {};

/** Rows whose indicators are multiplied at a time. */
const chunkRows = 2000;

/** Up to so many rows a count is a whole number that single precision holds. */
const mostRows = 2 ** 24;

/**
 * The mutual information of every two columns in nats, `I = sum_ab p(a, b) ln p(a, b) / (p(a) p(b))`, of levels gathered in groups: level
 * 0, and the others in equal stretches. Counts are exact; a row in which either pixel is missing does not count.
 *
 * @param groups number of groups, at least 2; `levels` or more leaves the levels as they are
 * @returns columns x columns by rows, symmetric, 0 on the diagonal
 */
export async function mutualInformation(
  rows: Levels,
  levels: number,
  groups: number,
  signal?: AbortSignal,
): Promise<Float64Array> {
  requireInteger("mutualInformation", "groups", groups, 2);
  requireInput(
    rows.count < mostRows,
    "mutualInformation",
    () => `takes fewer than ${mostRows} rows, got ${rows.count}`,
  );
  const used = Math.min(groups, levels);
  const counts = await jointCounts(rows, groupOfLevel(levels, used), used, new Breather(signal));
  const { columns } = rows;
  const information = new Float64Array(columns * columns);
  for (let a = 0; a < columns; a++) {
    for (let b = 0; b < a; b++) {
      const value = informationOf(counts, columns * used, a * used, b * used, used);
      information[a * columns + b] = value;
      information[b * columns + a] = value;
    }
  }
  return information;
}

/** Level 0 is a group of its own, since paper is not a shade of ink; the others share the rest evenly. */
function groupOfLevel(levels: number, groups: number): Uint8Array {
  return Uint8Array.from({ length: levels }, (_, level) =>
    level === 0 ? 0 : 1 + Math.floor(((level - 1) * (groups - 1)) / (levels - 1)),
  );
}

/** How often column a is in group i while column b is in group j: (columns groups) x (columns groups). */
async function jointCounts(rows: Levels, groupOf: Uint8Array, groups: number, breather: Breather) {
  const width = rows.columns * groups;
  let total: Tensor | undefined;
  for (const [start, end] of chunks(rows.count, chunkRows)) {
    const next = scope(() => {
      const bits = tensor(indicators(rows, start, end, groupOf, groups), [end - start, width]);
      const wide = execute("Cast", widen, [bits])[0]!;
      const products = execute("MatMul", transposeLeft, [wide, wide])[0]!;
      return keep(total === undefined ? products : execute("AddV2", plain, [total, products])[0]!);
    });
    if (total !== undefined) dispose(total);
    total = next;
    await breather.breathe();
  }
  const counts = read(total!) as Float32Array;
  dispose(total!);
  return counts;
}

function indicators(
  { values, columns }: Levels,
  start: number,
  end: number,
  groupOf: Uint8Array,
  groups: number,
) {
  const bits = new Uint8Array((end - start) * columns * groups);
  for (let i = start * columns, at = 0; i < end * columns; i++, at += groups) {
    const level = values[i]!;
    if (level >= 0) bits[at + groupOf[level]!] = 1;
  }
  return bits;
}

/** From the block of joint counts of two columns; never below 0, which only rounding could make it. */
function informationOf(
  counts: Float32Array,
  width: number,
  row: number,
  column: number,
  groups: number,
): number {
  const left = new Float64Array(groups);
  const right = new Float64Array(groups);
  let all = 0;
  for (let i = 0; i < groups; i++) {
    for (let j = 0; j < groups; j++) {
      const count = counts[(row + i) * width + column + j]!;
      left[i]! += count;
      right[j]! += count;
      all += count;
    }
  }
  let sum = 0;
  for (let i = 0; i < groups; i++) {
    for (let j = 0; j < groups; j++) {
      const count = counts[(row + i) * width + column + j]!;
      if (count > 0) sum += (count / all) * Math.log((count * all) / (left[i]! * right[j]!));
    }
  }
  return Math.max(0, sum);
}
