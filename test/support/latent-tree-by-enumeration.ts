import fc from "fast-check";
import { parameterArray } from "pml/models";
import type { LatentTree, LatentTreeSize } from "pml/models/latent-tree";

/** A tree of random shape and parameters; `spread` 1 is mild, 5 has probabilities of very different size. */
export function randomLatentTree(
  { dimension, states, levels }: LatentTreeSize,
  draws: () => number,
  spread = 1,
): LatentTree {
  const weights = (rows: number, length: number) => {
    const all = Float32Array.from({ length: rows * length }, () => draws() ** spread + 1e-3);
    for (let row = 0; row < rows; row++) {
      const part = all.subarray(row * length, (row + 1) * length);
      const sum = part.reduce((total, value) => total + value, 0);
      for (let i = 0; i < length; i++) part[i]! /= sum;
    }
    return all;
  };
  // a random order, in which each node but the first hangs on an earlier one
  const order = Array.from({ length: dimension }, (_, i) => [draws(), i] as const)
    .sort(([a], [b]) => a - b)
    .map(([, i]) => i);
  const parents = new Int32Array(dimension).fill(-1);
  for (let i = 1; i < dimension; i++) parents[order[i]!] = order[Math.floor(draws() * i)]!;
  const byState = weights(dimension * states, levels);
  const emissions = Float32Array.from({ length: dimension * levels * states }, (_, i) => {
    const state = i % states;
    const level = Math.floor(i / states) % levels;
    return byState[(Math.floor(i / states / levels) * states + state) * levels + level]!;
  });
  return {
    kind: "latent-tree",
    config: {
      dimension,
      states,
      levels,
      width: dimension,
      stepwisePasses: 0,
      fullPasses: 0,
      batchRows: 1,
      steps: { offset: 4, decay: 0.51 },
      pseudoCounts: { transition: 0, emission: 0 },
      blur: { share: 0, width: 1 },
      precision: "float64",
    },
    parents,
    parameters: {
      prior: parameterArray(weights(1, states), states),
      transitions: parameterArray(weights((dimension - 1) * states, states), dimension - 1, states, states),
      emissions: parameterArray(emissions, dimension, levels, states),
    },
    history: [],
  };
}

/** Small random trees with their parameters. */
export const latentTrees = fc
  .record({
    dimension: fc.integer({ min: 1, max: 5 }),
    states: fc.integer({ min: 1, max: 3 }),
    levels: fc.integer({ min: 2, max: 3 }),
    seed: fc.integer({ min: 1, max: 1e9 }),
    spread: fc.constantFrom(1, 5),
  })
  .map(({ seed, spread, ...size }) => {
    let word = seed;
    const draws = () => {
      word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
      return word / 2 ** 32;
    };
    return randomLatentTree(size, draws, spread);
  });

/** The places of the nodes, breadth first, written down anew. */
export function breadthFirst(parents: Int32Array): number[] {
  const order = [parents.indexOf(-1)];
  for (const node of order)
    order.push(...Array.from(parents.keys()).filter((child) => parents[child] === node));
  return order;
}

/** All rows of `columns` digits below `base`. */
export function* allRows(columns: number, base: number): Generator<number[]> {
  for (let code = 0; code < base ** columns; code++)
    yield Array.from({ length: columns }, (_, i) => Math.floor(code / base ** i) % base);
}

/** p(x, z) by the formula, in double precision, rows of probabilities divided by their sums; a null pixel counts 1. */
export function jointProbability(
  model: LatentTree,
  pixels: readonly (number | null)[],
  states: readonly number[],
) {
  const { config: size, parents, parameters } = model;
  const { prior, transitions, emissions } = {
    prior: parameters.prior.data,
    transitions: parameters.transitions.data,
    emissions: parameters.emissions.data,
  };
  const { states: H, levels: V } = size;
  const share = (values: Float32Array, start: number, length: number, stride: number, at: number) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += values[start + i * stride]!;
    return values[start + at * stride]! / sum;
  };
  return breadthFirst(parents).reduce((total, node, place) => {
    const state = states[node]!;
    const arrival =
      place === 0
        ? share(prior, 0, H, 1, state)
        : share(transitions, ((place - 1) * H + states[parents[node]!]!) * H, H, 1, state);
    const pixel = pixels[node];
    const shown = pixel == null ? 1 : share(emissions, place * V * H + state, V, H, pixel);
    return total * arrival * shown;
  }, 1);
}

/** p(x) as the sum over all states. */
export function likelihoodByEnumeration(model: LatentTree, pixels: readonly (number | null)[]): number {
  let sum = 0;
  for (const states of allRows(model.config.dimension, model.config.states))
    sum += jointProbability(model, pixels, states);
  return sum;
}
