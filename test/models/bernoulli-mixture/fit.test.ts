import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type BernoulliMixture,
  bernoulliMixtureLogLikelihood,
  fitBernoulliMixture,
  sampleBernoulliMixture,
} from "pml/models";
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
  const model = await fitBernoulliMixture(observations, { components: 3, random: Random.from(2) });
  const all = Uint8Array.from(
    { length: 2 ** columns * columns },
    (_, i) => (Math.floor(i / columns) >> (i % columns)) & 1,
  );
  const found = await bernoulliMixtureLogLikelihood(model, { values: all, columns });
  assertClose(
    found.reduce((sum, value) => sum + Math.exp(value), 0),
    1,
    1e-12,
    "sum",
  );
  const direct = Array.from({ length: 2 ** columns }, (_, image) => {
    const terms = Array.from(model.weights, (weight, k) => {
      let product = weight;
      for (let d = 0; d < columns; d++) {
        const p = model.probabilities[k * columns + d]!;
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
    const options = { components: 4, pseudoCount, tolerance: 0, maxIterations: 60, random: Random.from(3) };
    const { history } = await fitBernoulliMixture(observations, options);
    for (let i = 1; i < history.length; i++)
      assert.ok(history[i]!.objective >= history[i - 1]!.objective - 1e-12, `${pseudoCount}, iteration ${i}`);
    if (pseudoCount === 0) assert.equal(history[5]!.objective, history[5]!.logLikelihood);
  }
});

test("one component is the mean image, with its pseudo-counts", async () => {
  const { probabilities } = await fitBernoulliMixture(observations, {
    components: 1,
    random: Random.from(1),
  });
  const white = Array.from({ length: columns }, (_, d) =>
    observations.values.filter((_, i) => i % columns === d),
  );
  assertClose(
    probabilities,
    white.map((pixel) => (pixel.reduce((a, b) => a + b, 0) + 1) / 502),
    1e-12,
    "mean",
  );
});

test("planted kinds are found, and samples have their frequencies", async () => {
  const { observations: many } = planted(4000, 7);
  const model = await fitBernoulliMixture(many, { components: 2, tolerance: 1e-7, random: Random.from(1) });
  const left = model.probabilities[0]! > 0.5 ? 0 : 1;
  for (let d = 0; d < columns; d++) {
    const expected = d < columns / 2 ? 0.85 : 0.1;
    assertClose(model.probabilities[left * columns + d]!, expected, 0.05, `pixel ${d}`);
  }
  const drawn = sampleBernoulliMixture(model, 4000, Random.from(2));
  const gap =
    mean(await bernoulliMixtureLogLikelihood(model, { values: drawn, columns })) -
    mean(await bernoulliMixtureLogLikelihood(model, many));
  assert.ok(Math.abs(gap) < 0.15, `${gap}`);
});

test("samples have the moments of the mixture: means, and covariances between pixels", async () => {
  const model = await fitBernoulliMixture(observations, { components: 3, random: Random.from(2) });
  const count = 40_000;
  const drawn = sampleBernoulliMixture(model, count, Random.from(9));
  /** E[x_i x_j] of the mixture; pixels are independent within a component. */
  const expected = (i: number, j: number) =>
    model.weights.reduce((sum, weight, k) => {
      const [p, q] = [model.probabilities[k * columns + i]!, model.probabilities[k * columns + j]!];
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
  assert.deepEqual(sampleBernoulliMixture(model, 5, Random.from(9)), drawn.subarray(0, 5 * columns));
});

test("a fit begun with the parameters of another goes on where that has ended", async () => {
  const fit = (maxIterations: number) =>
    fitBernoulliMixture(observations, { components: 4, tolerance: 0, maxIterations, random: Random.from(3) });
  const whole = await fit(12);
  const part = await fit(5);
  // the last M step of `part` is what `whole` goes on from in its sixth iteration
  const rest = await fitBernoulliMixture(observations, {
    components: 4,
    tolerance: 0,
    maxIterations: 7,
    parameters: part,
  });
  assert.deepEqual(rest.history, whole.history.slice(5));
  assert.deepEqual(rest.probabilities, whole.probabilities);
  await assert.rejects(
    fitBernoulliMixture(observations, { components: 3, parameters: part }),
    /probabilities to begin with must be 3 x 8, got 32/,
  );
});

test("grey values, too many components and a missing start are refused", async () => {
  const random = Random.from(1);
  const grey = { values: Uint8Array.of(0, 128, 255, 1), columns: 2 };
  await assert.rejects(fitBernoulliMixture(grey, { components: 1, random }), /binarise the images first/);
  const bits = { values: Uint8Array.of(0, 255, 255, 0), columns: 2, divisor: 255 };
  await assert.rejects(fitBernoulliMixture(bits, { components: 3, random }), /at least as many rows/);
  await assert.rejects(fitBernoulliMixture(bits, { components: 1 }), /random stream/);
  const model = await fitBernoulliMixture(bits, { components: 1, random });
  await assert.rejects(bernoulliMixtureLogLikelihood(model, grey), /got 128/);
});

test("every row of a sample is drawn, the first and the last", () => {
  const white: BernoulliMixture = {
    kind: "bernoulli-mixture",
    config: { components: 1, dimension: 3, pseudoCount: 0, tolerance: 0, maxIterations: 1 },
    weights: Float64Array.of(1),
    probabilities: Float64Array.of(1, 0, 1),
    history: [],
    converged: true,
  };
  assert.deepEqual(
    sampleBernoulliMixture(white, 3, Random.from(1)),
    Uint8Array.of(1, 0, 1, 1, 0, 1, 1, 0, 1),
  );
});

test("responsibilities of another shape are refused", async () => {
  const responsibilities = new Float64Array(500 * 2 - 1).fill(0.5);
  await assert.rejects(
    fitBernoulliMixture(observations, { components: 2, responsibilities }),
    /responsibilities must be 500 x 2, got 999 numbers/,
  );
});
