import assert from "node:assert/strict";
import { test } from "node:test";
import {
  computeMoments,
  evaluateFactorMixture,
  evaluateMixture,
  type FactorMixture,
  type FactorMixtureState,
  type FactorNoise,
  fitFactorMixture,
  fitProbabilisticPca,
  pcaLogLikelihood,
  sampleFactorMixture,
} from "pml/models";
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
  fitFactorMixture(data, {
    components: 3,
    factors: 2,
    noise,
    tolerance: 0,
    maxIterations,
    random: Random.from(seed),
  });

/** The same mixture with its covariances written out: W W^T + diag psi. */
function dense({ config, parameters }: FactorMixture) {
  const { components, dimension: D, factors: Q } = config;
  const covariances = new Float64Array(components * D * D);
  for (let k = 0; k < components; k++)
    for (let i = 0; i < D; i++)
      for (let j = 0; j < D; j++) {
        let sum = i === j ? parameters.noise[k * D + i]! : 0;
        for (let q = 0; q < Q; q++)
          sum += parameters.loadings[(k * D + i) * Q + q]! * parameters.loadings[(k * D + j) * Q + q]!;
        covariances[(k * D + i) * D + j] = sum;
      }
  return mixtureOf("full", D, { weights: parameters.weights, means: parameters.means, covariances });
}

test("log-likelihood and responsibilities equal those of the covariances written out", async () => {
  for (const noise of noises) {
    const model = await fit(noise, 7);
    const found = evaluateFactorMixture(model, data);
    const expected = await evaluateMixture(dense(model), data);
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
          history[i]! >= history[i - 1]! - 1e-11,
          `${noise}, ${seed}: ${history[i - 1]}, ${history[i]}`,
        );
    }
    const [before, after] = [await fit(noise, 5), await fit(noise, 6)];
    assertClose(mean(evaluateFactorMixture(before, data).logLikelihood), after.history[5]!, 1e-12);
  }
});

test("one component with isotropic noise ends at the closed form of probabilistic PCA", async () => {
  const model = await fitFactorMixture(data, {
    components: 1,
    factors: 2,
    noise: "isotropic",
    tolerance: 0,
    maxIterations: 3000,
    random: Random.from(1),
  });
  const exact = fitProbabilisticPca(computeMoments(data), { components: 2 });
  assertClose(
    mean(evaluateFactorMixture(model, data).logLikelihood),
    mean(pcaLogLikelihood(exact, data)),
    1e-9,
    "mean log-likelihood",
  );
  assertClose(model.parameters.noise[0]!, exact.parameters.noiseVariance.data[0]!, 1e-6, "noise variance");
});

test("a planted mixture is found again from its own samples", async () => {
  const truth = await fit("diagonal", 60);
  const drawn = sampleFactorMixture(truth, 6000, Random.from(5));
  const rows = { values: drawn.values, columns: 6 };
  const shares = Array.from({ length: 3 }, (_, k) => drawn.components.filter((c) => c === k).length / 6000);
  assertClose(shares, truth.parameters.weights, 0.03, "shares");
  const { parameters } = truth;
  const again = await fitFactorMixture(rows, { components: 3, factors: 2, parameters, tolerance: 1e-6 });
  assertClose(again.parameters.means, truth.parameters.means, 0.15, "means");
  const difference =
    mean(evaluateFactorMixture(again, rows).logLikelihood) -
    mean(evaluateFactorMixture(truth, rows).logLikelihood);
  assert.ok(difference > 0 && difference < 0.02, `${difference}`);
});

test("the density integrates to 1", async () => {
  const flat = clusteredRows(120, 2, 2, 4, 2);
  const model = await fitFactorMixture(flat, {
    components: 2,
    factors: 1,
    random: Random.from(1),
    maxIterations: 30,
  });
  const perAxis = 300;
  const [from, width] = [-15, 30 / 300];
  const grid = Float64Array.from({ length: 2 * perAxis ** 2 }, (_, i) => {
    const point = i >> 1;
    return from + width * ((i % 2 === 0 ? point % perAxis : Math.floor(point / perAxis)) + 0.5);
  });
  const { logLikelihood } = evaluateFactorMixture(model, { values: grid, columns: 2 });
  assertClose(
    logLikelihood.reduce((sum, value) => sum + Math.exp(value) * width ** 2, 0),
    1,
    1e-6,
    "integral",
  );
});

test("a fit taken up again ends with the same bits, and leaves no tensor", async () => {
  const states: FactorMixtureState[] = [];
  const options = { components: 3, factors: 2, tolerance: 0, maxIterations: 8, random: Random.from(4) };
  const before = liveTensors();
  const whole = await fitFactorMixture(data, options, { onIteration: (state) => states.push(state) });
  assert.equal(liveTensors(), before);
  for (const from of [states[0]!, states[4]!]) {
    const resumed = await fitFactorMixture(data, options, { from });
    assert.deepEqual(resumed, whole);
  }
});

test("the floor holds, and bad input is refused at the door", async () => {
  const constant = {
    values: Float64Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 1 : Math.sin(i))),
    columns: 3,
  };
  const held = await fitFactorMixture(constant, {
    components: 1,
    factors: 1,
    varianceFloor: 1e-3,
    random: Random.from(1),
  });
  assert.equal(held.parameters.noise[0], 1e-3);
  const random = Random.from(1);
  await assert.rejects(fitFactorMixture(constant, { components: 1, factors: 3, random }), /fewer factors/);
  await assert.rejects(
    fitFactorMixture(constant, { components: 30, factors: 1, random }),
    /at least as many rows/,
  );
  await assert.rejects(fitFactorMixture(constant, { components: 1, factors: 1 }), /random stream/);
  const bad = { values: Float64Array.of(1, Number.NaN, 2, 3), columns: 2 };
  await assert.rejects(fitFactorMixture(bad, { components: 1, factors: 1, random }), InputError);
  await assert.rejects(
    fitFactorMixture(constant, { components: 1, factors: 1, varianceFloor: 0, random }),
    /varianceFloor/,
  );
});

test("a fit of another kind is not taken up", async () => {
  const known = await fit("diagonal", 2);
  const options = { components: 3, factors: 2, noise: "isotropic" as const, parameters: known.parameters };
  await assert.rejects(
    fitFactorMixture(data, options, { from: known }),
    /noise diagonal, wanted is isotropic/,
  );
});
