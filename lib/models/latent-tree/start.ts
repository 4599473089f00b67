import type { Random } from "../../random/index.js";
import type { LatentTreeParameters, LatentTreeSize } from "./model.js";
import type { TreeOrder } from "./tree.js";

/** How likely a state is to be its parent's at the start: see {@link stickyStart}. */
const sameState = 0.95;

/**
 * Where EM begins: a state mostly goes on unchanged from pixel to pixel, so that at first the tree is nearly a mixture of H kinds of images, and
 * EM lets the states part where that pays. Emissions are each pixel's own histogram, disturbed level by level to tell the states apart. (From
 * transitions that know nothing, EM ends a good deal lower: states then mean something else at every pixel.)
 *
 * @returns expected counts per image, of the shape of the parameters
 * @param histograms D x V, how often each pixel shows each level, nodes in order, every row with sum 1
 */
export function stickyStart(
  size: LatentTreeSize,
  histograms: Float64Array,
  random: Random,
): LatentTreeParameters {
  const { states, levels, dimension } = size;
  const prior = new Float32Array(states).fill(1 / states);
  const transitions = new Float32Array((dimension - 1) * states ** 2);
  for (let i = 0; i < transitions.length; i++) {
    const isSame = i % states === Math.floor(i / states) % states;
    transitions[i] =
      (((1 - sameState) / states) * (0.5 + random.uniform()) + (isSame ? sameState : 0)) / states;
  }
  const emissions = new Float32Array(dimension * levels * states);
  for (let i = 0; i < emissions.length; i++)
    emissions[i] = (histograms[Math.floor(i / states)]! * (0.1 + random.uniform() ** 3)) / states;
  return { prior, transitions, emissions };
}

/** How often each pixel shows each level, D x V by nodes in order, with so many images of all levels alike added; every row sums to 1. */
export function levelHistograms(
  {
    values,
    columns,
    count,
  }: { readonly values: Int16Array; readonly columns: number; readonly count: number },
  { levels }: LatentTreeSize,
  { places }: TreeOrder,
  added = 1,
): Float64Array {
  const histograms = new Float64Array(columns * levels).fill(added / levels);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < columns; column++) {
      const level = values[row * columns + column]!;
      if (level >= 0) histograms[places[column]! * levels + level]!++;
    }
  }
  for (let node = 0; node < columns; node++) {
    const row = histograms.subarray(node * levels, (node + 1) * levels);
    const sum = row.reduce((total, value) => total + value, 0);
    for (let level = 0; level < levels; level++) row[level]! /= sum;
  }
  return histograms;
}
