import assert from "node:assert/strict";
import { test } from "node:test";
import type { FactorMixture } from "pml/models";
import type { FactorMixtureState, FactorNoise } from "pml/models/factor-mixture";
import * as factorMixture from "pml/models/factor-mixture";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import { Random } from "pml/random";
import { InputError } from "pml/support";
import { liveTensors } from "pml/tensorflow";
import { assertClose } from "../../support/close.js";
import { clusteredRows, mixtureOf } from "../../support/mixture-data.js";

const data = clusteredRows(300, 6, 3, 1);
const noises: readonly FactorNoise[] = ["diagonal", "isotropic"];
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const fit = (noise: FactorNoise, maxIterations: number, seed = 2) =>
  factorMixture.fit(
    data,
    { components: 3, factors: 2, noise, tolerance: 0, maxIterations },
    { random: Random.from(seed) },
  );

/** The same mixture with its covariances written out: W W^T + diag psi. */
function dense({ config, parameters }: FactorMixture) {
  const { components, dimension: D, factors: Q } = config;
  const covariances = new Float64Array(components * D * D);
  for (let k = 0; k < components; k++)
    for (let i = 0; i < D; i++)
      for (let j = 0; j < D; j++) {
        let sum = i === j ? parameters.noiseVariances.data[k * D + i]! : 0;
        for (let q = 0; q < Q; q++)
          sum +=
            parameters.loadings.data[(k * D + i) * Q + q]! * parameters.loadings.data[(k * D + j) * Q + q]!;
        covariances[(k * D + i) * D + j] = sum;
      }
  return mixtureOf("full", D, {
    weights: parameters.weights.data,
    means: parameters.means.data,
    covariances,
  });
}

test("log-likelihood and responsibilities equal those of the covariances written out", async () => {
  for (const noise of noises) {
    const model = await fit(noise, 7);
    const found = await factorMixture.evaluate(model, data);
    const expected = await gaussianMixture.evaluate(dense(model), data);
    assertClose(found.logLikelihood, expected.logLikelihood, 1e-10, noise);
    assertClose(found.responsibilities, expected.responsibilities, 1e-9, noise);
  }
});

test("EM never lowers the likelihood, and its record is that of its parameters", async () => {
  for (const noise of noises) {
    for (const seed of [1, 2, 3]) {
      const { history } = await fit(noise, 40, seed);
      for (let i = 1; i < history.length; i++)
        assert.ok(
          history[i]!.meanLogLikelihood >= history[i - 1]!.meanLogLikelihood - 1e-11,
          `${noise}, ${seed}, iteration ${i + 1}`,
        );
    }
    const [before, after] = [await fit(noise, 5), await fit(noise, 6)];
    assertClose(
      mean(await factorMixture.logDensity(before, data)),
      after.history[5]!.meanLogLikelihood,
      1e-12,
    );
  }
});

test("one component with isotropic noise ends at the closed form of probabilistic PCA", async () => {
  const model = await factorMixture.fit(
    data,
    { components: 1, factors: 2, noise: "isotropic", tolerance: 0, maxIterations: 3000 },
    { random: Random.from(1) },
  );
  const exact = await probabilisticPca.fit(data, { components: 2 });
  assertClose(
    mean(await factorMixture.logDensity(model, data)),
    mean(await probabilisticPca.logDensity(exact, data)),
    1e-9,
    "mean log-likelihood",
  );
  assertClose(
    model.parameters.noiseVariances.data[0]!,
    exact.parameters.noiseVariance.data[0]!,
    1e-6,
    "noise variance",
  );
});

test("a planted mixture is found again from its own samples", async () => {
  const truth = await fit("diagonal", 60);
  const drawn = factorMixture.sample(truth, 6000, Random.from(5));
  const rows = { values: drawn.values, columns: 6 };
  const shares = Array.from({ length: 3 }, (_, k) => drawn.components.filter((c) => c === k).length / 6000);
  assertClose(shares, truth.parameters.weights.data, 0.03, "shares");
  const { parameters } = truth;
  const again = await factorMixture.fit(rows, {
    components: 3,
    factors: 2,
    start: { parameters },
    tolerance: 1e-6,
  });
  assertClose(again.parameters.means.data, truth.parameters.means.data, 0.15, "means");
  const difference =
    mean(await factorMixture.logDensity(again, rows)) - mean(await factorMixture.logDensity(truth, rows));
  assert.ok(difference > 0 && difference < 0.02, `${difference}`);
});

test("the density integrates to 1", async () => {
  const flat = clusteredRows(120, 2, 2, 4, 2);
  const model = await factorMixture.fit(
    flat,
    { components: 2, factors: 1, maxIterations: 30 },
    { random: Random.from(1) },
  );
  const perAxis = 300;
  const [from, width] = [-15, 30 / 300];
  const grid = Float64Array.from({ length: 2 * perAxis ** 2 }, (_, i) => {
    const point = i >> 1;
    return from + width * ((i % 2 === 0 ? point % perAxis : Math.floor(point / perAxis)) + 0.5);
  });
  const { logLikelihood } = await factorMixture.evaluate(model, { values: grid, columns: 2 });
  assertClose(
    logLikelihood.reduce((sum, value) => sum + Math.exp(value) * width ** 2, 0),
    1,
    1e-6,
    "integral",
  );
});

test("a fit taken up again ends with the same bits, and leaves no tensor", async () => {
  const states: FactorMixtureState[] = [];
  const options = { components: 3, factors: 2, tolerance: 0, maxIterations: 8 };
  const random = Random.from(4);
  const before = liveTensors();
  const whole = await factorMixture.fit(data, options, {
    random,
    onState: (state) => states.push(state),
  });
  assert.equal(liveTensors(), before);
  for (const from of [states[0]!, states[4]!]) {
    const resumed = await factorMixture.fit(data, options, { random, from });
    assert.deepEqual(resumed, whole);
  }
});

test("the floor holds, and bad input is refused at the door", async () => {
  const constant = {
    values: Float64Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 1 : Math.sin(i))),
    columns: 3,
  };
  const held = await factorMixture.fit(
    constant,
    { components: 1, factors: 1, varianceFloor: 1e-3 },
    { random: Random.from(1) },
  );
  assert.equal(held.parameters.noiseVariances.data[0], 1e-3);
  const random = Random.from(1);
  await assert.rejects(
    factorMixture.fit(constant, { components: 1, factors: 3 }, { random }),
    /fewer factors/,
  );
  await assert.rejects(
    factorMixture.fit(constant, { components: 30, factors: 1 }, { random }),
    /at least as many rows/,
  );
  await assert.rejects(factorMixture.fit(constant, { components: 1, factors: 1 }), /wants `random`/);
  const bad = { values: Float64Array.of(1, Number.NaN, 2, 3), columns: 2 };
  await assert.rejects(factorMixture.fit(bad, { components: 1, factors: 1 }, { random }), InputError);
  await assert.rejects(
    factorMixture.fit(constant, { components: 1, factors: 1, varianceFloor: 0 }, { random }),
    /varianceFloor/,
  );
});

test("a fit of another kind is not taken up", async () => {
  let known: FactorMixtureState | undefined;
  const options = { components: 3, factors: 2, maxIterations: 2 };
  const random = Random.from(2);
  const onState = (state: FactorMixtureState) => {
    known = state;
  };
  await factorMixture.fit(data, options, { random, onState });
  await assert.rejects(
    factorMixture.fit(data, { ...options, noise: "isotropic" }, { random, from: known }),
    /noise diagonal, wanted is isotropic/,
  );
});
