import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parameterArray } from "pml/models";
import type { LatentTree } from "pml/models/latent-tree";
import * as latentTree from "pml/models/latent-tree";
import { readFloat64, scope, tensor } from "pml/tensorflow";
import { expectedCounts } from "#internal/models/latent-tree/expected-counts";
import { requireLevels } from "#internal/models/latent-tree/level-rows";
import { batchIndices, levelTensors } from "#internal/models/latent-tree/level-tensors";
import type { MessagePlan } from "#internal/models/latent-tree/messages";
import { normalisedLevel } from "#internal/models/latent-tree/messages";
import { plainParameters } from "#internal/models/latent-tree/model";
import { treeOrder } from "#internal/models/latent-tree/tree";
import { assertClose } from "../../support/close.js";
import {
  allRows,
  breadthFirst,
  jointProbability,
  latentTrees,
  likelihoodByEnumeration,
} from "../../support/latent-tree-by-enumeration.js";

/** Counts of all rows, each of its weight, as arrays of the shape of the parameters. */
function countsOf(model: LatentTree, pixels: readonly (number | null)[], weights: readonly number[]) {
  const { config: size, parents, parameters } = model;
  const tree = treeOrder(parents);
  const rows = requireLevels("test", { values: pixels, columns: size.dimension }, size.levels);
  const plan: MessagePlan = {
    tree,
    size,
    batch: rows.count,
    precision: "float64",
    hasMissing: rows.hasMissing,
  };
  return scope(() => {
    const levels = levelTensors(plainParameters(parameters), size, tree).map((level, depth) =>
      normalisedLevel(size, tree.levels[depth]!, level),
    );
    const indices = batchIndices(rows, [...Array(rows.count).keys()], size, tree, rows.count);
    const found = expectedCounts(
      plan,
      levels,
      indices,
      tensor(Float64Array.from(weights), [1, rows.count, 1]),
    );
    const all = (name: "transitions" | "emissions") =>
      found.counts.map((level) => [...readFloat64(level[name])]);
    const [prior, ...transitions] = all("transitions");
    return {
      logLikelihoods: readFloat64(found.logLikelihoods),
      prior: prior!,
      transitions: transitions.flat(),
      emissions: all("emissions").flat(),
    };
  });
}

/** The same by adding up the posteriors of all states of all nodes. */
function countsByEnumeration(model: LatentTree, pixels: readonly (number | null)[], weight: number) {
  const { dimension, states: H, levels: V } = model.config;
  const order = breadthFirst(model.parents);
  const counts = {
    prior: Array(H).fill(0) as number[],
    transitions: Array((dimension - 1) * H * H).fill(0) as number[],
    emissions: Array(dimension * V * H).fill(0) as number[],
  };
  const likelihood = likelihoodByEnumeration(model, pixels);
  for (const states of allRows(dimension, H)) {
    const share = (weight * jointProbability(model, pixels, states)) / likelihood;
    order.forEach((node, place) => {
      const state = states[node]!;
      if (place === 0) counts.prior[state]! += share;
      else counts.transitions[((place - 1) * H + states[model.parents[node]!]!) * H + state]! += share;
      const pixel = pixels[node];
      if (pixel != null) counts.emissions[(place * V + pixel) * H + state]! += share;
    });
  }
  return counts;
}

const pixelDraws = fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 10, maxLength: 10 });

test("expected counts are those of an enumeration of all states, weighted, and without the missing pixels", () => {
  fc.assert(
    fc.property(latentTrees, pixelDraws, (model, draws) => {
      const { dimension, levels } = model.config;
      const pixels = draws.slice(0, 2 * dimension).map((draw) => (draw < 0 ? null : draw % levels));
      const weights = [1, 2.5];
      const found = countsOf(model, pixels, weights);
      const rows = weights.map((weight, i) =>
        countsByEnumeration(model, pixels.slice(i * dimension, (i + 1) * dimension), weight),
      );
      for (const name of ["prior", "transitions", "emissions"] as const) {
        const expected = rows[0]![name].map((value, i) => value + rows[1]![name][i]!);
        assertClose(found[name], expected, 1e-12, name);
      }
    }),
    { numRuns: 60 },
  );
});

test("expected counts are the gradient of the log-likelihood", async () => {
  // d ln p / d ln A_gh by central differences of the plain formula, which does not divide by the row's sum
  await fc.assert(
    fc.asyncProperty(latentTrees, pixelDraws, async (model, draws) => {
      const { dimension, states: H, levels: V } = model.config;
      const pixels = draws.slice(0, dimension).map((draw) => Math.abs(draw) % V);
      const found = countsOf(model, pixels, [1]);
      assertClose(
        found.logLikelihoods,
        await latentTree.logDensity(model, { values: pixels, columns: dimension }),
        1e-12,
        "nats",
      );
      // of the softmax's argument: count - sum of the row's counts * probability
      const step = 2 ** -8;
      const lengths = { prior: [1, H], transitions: [H, 1], emissions: [V, H] } as const;
      for (const name of ["prior", "transitions", "emissions"] as const) {
        const { data: values, shape } = model.parameters[name];
        for (let i = 0; i < values.length; i += 3) {
          const moved = (sign: number) => {
            const changed = values.slice();
            changed[i] = Math.fround(values[i]! * Math.exp(sign * step));
            const parameters = { ...model.parameters, [name]: parameterArray(changed, ...shape) };
            return { ...model, parameters };
          };
          const [up, down] = [moved(1), moved(-1)];
          const width = Math.log(up.parameters[name].data[i]! / down.parameters[name].data[i]!);
          const slope =
            (Math.log(likelihoodByEnumeration(up, pixels)) -
              Math.log(likelihoodByEnumeration(down, pixels))) /
            width;
          const row =
            name === "prior"
              ? [...values.keys()]
              : rowOf(i, name === "emissions" ? V : H, name === "emissions" ? H : 1);
          const sum = row.reduce((total, at) => total + values[at]!, 0);
          const counted = row.reduce((total, at) => total + found[name][at]!, 0);
          const expected = found[name][i]! - (counted * values[i]!) / sum;
          assert.ok(
            Math.abs(slope - expected) < 2e-5,
            `${name} ${i}: ${slope} is not ${expected} (${lengths[name]})`,
          );
        }
      }
    }),
    { numRuns: 25 },
  );
});

/** The entries that sum to 1 together with entry i: of stride 1 or H. */
function rowOf(i: number, length: number, stride: number): number[] {
  const block = Math.floor(i / (length * stride)) * length * stride;
  const within = i % stride;
  return Array.from({ length }, (_, k) => block + within + k * stride);
}
