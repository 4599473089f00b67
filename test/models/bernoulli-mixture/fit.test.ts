import assert from "node:assert/strict";
import { test } from "node:test";
import { type BernoulliMixture, parameterArray } from "pml/models";
import type { BernoulliMixtureState } from "pml/models/bernoulli-mixture";
import * as bernoulliMixture from "pml/models/bernoulli-mixture";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";

const columns = 8;
/** Two kinds of rows: mostly white at the left, mostly white at the right. */
function planted(count: number, seed: number) {
  const random = Random.from(seed);
  const labels = Array.from({ length: count }, () => random.integer(2));
  const values = Uint8Array.from({ length: count * columns }, (_, i) => {
    const isLeft = i % columns < columns / 2;
    const p = isLeft === (labels[Math.floor(i / columns)] === 0) ? 0.85 : 0.1;
    return random.uniform() < p ? 1 : 0;
  });
  return { observations: { values, columns }, labels };
}
const { observations } = planted(500, 1);
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

test("the log-likelihood is that of the formula, and the probabilities of all images sum to 1", async () => {
  const model = await bernoulliMixture.fit(observations, { components: 3 }, { random: Random.from(2) });
  const all = Uint8Array.from(
    { length: 2 ** columns * columns },
    (_, i) => (Math.floor(i / columns) >> (i % columns)) & 1,
  );
  const found = await bernoulliMixture.logDensity(model, { values: all, columns });
  assertClose(
    found.reduce((sum, value) => sum + Math.exp(value), 0),
    1,
    1e-12,
    "sum",
  );
  const direct = Array.from({ length: 2 ** columns }, (_, image) => {
    const terms = Array.from(model.parameters.weights.data, (weight, k) => {
      let product = weight;
      for (let d = 0; d < columns; d++) {
        const p = model.parameters.probabilities.data[k * columns + d]!;
        product *= all[image * columns + d] === 1 ? p : 1 - p;
      }
      return product;
    });
    return Math.log(terms.reduce((sum, term) => sum + term, 0));
  });
  assertClose(found, direct, 1e-12, "log-likelihood");
});

test("EM never lowers its objective, with and without pseudo-counts", async () => {
  for (const pseudoCount of [0, 0.5, 1]) {
    const config = { components: 4, pseudoCount, tolerance: 0, maxIterations: 60 };
    const { history } = await bernoulliMixture.fit(observations, config, { random: Random.from(3) });
    for (let i = 1; i < history.length; i++)
      assert.ok(history[i]!.objective >= history[i - 1]!.objective - 1e-12, `${pseudoCount}, iteration ${i}`);
    if (pseudoCount === 0) assert.equal(history[5]!.objective, history[5]!.meanLogLikelihood);
  }
});

test("one component is the mean image, with its pseudo-counts", async () => {
  const { parameters } = await bernoulliMixture.fit(
    observations,
    { components: 1 },
    { random: Random.from(1) },
  );
  const white = Array.from({ length: columns }, (_, d) =>
    observations.values.filter((_, i) => i % columns === d),
  );
  assertClose(
    parameters.probabilities.data,
    white.map((pixel) => (pixel.reduce((a, b) => a + b, 0) + 1) / 502),
    1e-12,
    "mean",
  );
});

test("planted kinds are found, and samples have their frequencies", async () => {
  const { observations: many } = planted(4000, 7);
  const model = await bernoulliMixture.fit(
    many,
    { components: 2, tolerance: 1e-7 },
    { random: Random.from(1) },
  );
  const left = model.parameters.probabilities.data[0]! > 0.5 ? 0 : 1;
  for (let d = 0; d < columns; d++) {
    const expected = d < columns / 2 ? 0.85 : 0.1;
    assertClose(model.parameters.probabilities.data[left * columns + d]!, expected, 0.05, `pixel ${d}`);
  }
  const { values: drawn } = bernoulliMixture.sample(model, 4000, Random.from(2));
  const gap =
    mean(await bernoulliMixture.logDensity(model, { values: drawn, columns })) -
    mean(await bernoulliMixture.logDensity(model, many));
  assert.ok(Math.abs(gap) < 0.15, `${gap}`);
});

test("samples have the moments of the mixture: means, and covariances between pixels", async () => {
  const model = await bernoulliMixture.fit(observations, { components: 3 }, { random: Random.from(2) });
  const count = 40_000;
  const { values: drawn } = bernoulliMixture.sample(model, count, Random.from(9));
  /** E[x_i x_j] of the mixture; pixels are independent within a component. */
  const expected = (i: number, j: number) =>
    model.parameters.weights.data.reduce((sum, weight, k) => {
      const [p, q] = [
        model.parameters.probabilities.data[k * columns + i]!,
        model.parameters.probabilities.data[k * columns + j]!,
      ];
      return sum + weight * (i === j ? p : p * q);
    }, 0);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j <= i; j++) {
      let both = 0;
      for (let row = 0; row < count; row++) both += drawn[row * columns + i]! * drawn[row * columns + j]!;
      const p = expected(i, j);
      // 4.5 standard errors of a share
      assert.ok(Math.abs(both / count - p) < 4.5 * Math.sqrt((p * (1 - p)) / count), `pixels ${i}, ${j}`);
    }
  }
  assert.deepEqual(bernoulliMixture.sample(model, 5, Random.from(9)).values, drawn.subarray(0, 5 * columns));
});

test("a fit begun with the parameters of another goes on where that has ended", async () => {
  const fit = (maxIterations: number) =>
    bernoulliMixture.fit(
      observations,
      { components: 4, tolerance: 0, maxIterations },
      { random: Random.from(3) },
    );
  const whole = await fit(12);
  const part = await fit(5);
  // the last M step of `part` is what `whole` goes on from in its sixth iteration
  const rest = await bernoulliMixture.fit(observations, {
    components: 4,
    tolerance: 0,
    maxIterations: 7,
    start: { parameters: part.parameters },
  });
  const path = (history: typeof whole.history) => history.map(({ objective }) => objective);
  assert.deepEqual(path(rest.history), path(whole.history).slice(5));
  assert.deepEqual(rest.parameters, whole.parameters);
  await assert.rejects(
    bernoulliMixture.fit(observations, { components: 3, start: { parameters: part.parameters } }),
    /probabilities to begin with must be 3 x 8, got 4 x 8/,
  );
});

test("grey values, too many components and a missing start are refused", async () => {
  const random = Random.from(1);
  const grey = { values: Uint8Array.of(0, 128, 255, 1), columns: 2 };
  await assert.rejects(
    bernoulliMixture.fit(grey, { components: 1 }, { random }),
    /binarise the images first/,
  );
  const bits = { values: Uint8Array.of(0, 255, 255, 0), columns: 2, divisor: 255 };
  await assert.rejects(bernoulliMixture.fit(bits, { components: 3 }, { random }), /at least as many rows/);
  await assert.rejects(bernoulliMixture.fit(bits, { components: 1 }), /wants `random`/);
  const model = await bernoulliMixture.fit(bits, { components: 1 }, { random });
  await assert.rejects(bernoulliMixture.logDensity(model, grey), /got 128/);
});

test("every row of a sample is drawn, the first and the last", () => {
  const white: BernoulliMixture = {
    kind: "bernoulli-mixture",
    config: { components: 1, dimension: 3, pseudoCount: 0, tolerance: 0, maxIterations: 1 },
    parameters: {
      weights: parameterArray(Float64Array.of(1), 1),
      probabilities: parameterArray(Float64Array.of(1, 0, 1), 1, 3),
    },
    history: [],
    converged: true,
  };
  assert.deepEqual(
    bernoulliMixture.sample(white, 3, Random.from(1)).values,
    Uint8Array.of(1, 0, 1, 1, 0, 1, 1, 0, 1),
  );
});

test("responsibilities of another shape are refused", async () => {
  const responsibilities = new Float64Array(500 * 2 - 1).fill(0.5);
  await assert.rejects(
    bernoulliMixture.fit(observations, { components: 2, start: { responsibilities } }),
    /responsibilities must be 500 x 2, got 999 numbers/,
  );
});

test("a fit taken up again ends with the same bits", async () => {
  const states: BernoulliMixtureState[] = [];
  const config = { components: 3, tolerance: 0, maxIterations: 6 };
  const random = Random.from(4);
  const whole = await bernoulliMixture.fit(observations, config, {
    random,
    onState: (state) => states.push(state),
  });
  for (const from of [states[0]!, states[3]!])
    assert.deepEqual(await bernoulliMixture.fit(observations, config, { random, from }), whole);
  await assert.rejects(
    bernoulliMixture.fit(observations, { ...config, components: 2 }, { random, from: states[0] }),
    /components 3, wanted is 2/,
  );
});
