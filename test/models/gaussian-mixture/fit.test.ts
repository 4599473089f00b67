import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  type GaussianMixture,
  imageRows,
  loadCheckpoint,
  type MixtureOptions,
  type MixtureState,
  type Observations,
  parameterArray,
  saveCheckpoint,
} from "pml/models";
import type { CovarianceType } from "pml/models/gaussian-mixture";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import { Random } from "pml/random";
import { InputError, InterruptedError } from "pml/support";
import { liveTensors } from "pml/tensorflow";
import { plainParameters } from "#internal/models/gaussian-mixture/model";
import { assertClose } from "../../support/close.js";
import { clusteredRows } from "../../support/mixture-data.js";
import { smallImages } from "../../support/small-images.js";

const types: readonly CovarianceType[] = ["full", "diagonal", "tied", "spherical"];
const data = clusteredRows(400, 3, 3, 1);
const bounds = (model: GaussianMixture) => model.history.map(({ meanLogLikelihood }) => meanLogLikelihood);

test("the likelihood never falls", async () => {
  for (const covarianceType of types) {
    const model = await gaussianMixture.fit(
      data,
      { components: 4, covarianceType, regularisation: 0, tolerance: 0, maxIterations: 60 },
      { random: Random.from(2) },
    );
    const path = bounds(model);
    for (let i = 1; i < path.length; i++) {
      assert.ok(
        path[i]! >= path[i - 1]! - 1e-11,
        `${covarianceType}, iteration ${i + 1}: ${path[i]} < ${path[i - 1]}`,
      );
    }
    assert.ok(path.at(-1)! > path[0]!);
  }
});

test("it finds clusters that lie apart, whatever the covariances are held to", async () => {
  const apart = clusteredRows(300, 2, 3, 3, 40);
  for (const covarianceType of types) {
    const { parameters } = await gaussianMixture.fit(
      apart,
      { components: 3, covarianceType },
      { random: Random.from(1) },
    );
    const sizes = [0, 1, 2].map((k) => apart.labels.filter((label) => label === k).length / 300);
    assertClose([...parameters.weights.data].sort(), sizes.sort(), 1e-9, covarianceType);
  }
});

test("one component is the sample mean and covariance", async () => {
  const model = await gaussianMixture.fit(
    data,
    { components: 1, regularisation: 0 },
    { random: Random.from(1) },
  );
  const { weights, means, covariances } = plainParameters(model.parameters);
  assertClose(weights, [1], 1e-15);
  const mean = [0, 1, 2].map((j) => data.values.reduce((s, v, i) => (i % 3 === j ? s + v : s), 0) / 400);
  assertClose(means, mean, 1e-12);
  let covariance = 0;
  for (let i = 0; i < 400; i++)
    covariance += (data.values[3 * i]! - mean[0]!) * (data.values[3 * i + 2]! - mean[2]!);
  assertClose(covariances[2]!, covariance / 400, 1e-11);
});

test("the size of the chunks changes nothing beyond rounding", async () => {
  const start = { responsibilities: gaussianMixture.hardResponsibilities(data.labels, 3) };
  for (const covarianceType of types) {
    const options: MixtureOptions = { components: 3, covarianceType, start, tolerance: 0, maxIterations: 5 };
    const whole = await gaussianMixture.fit(data, options);
    for (const chunkRows of [1, 37]) {
      const parts = await gaussianMixture.fit(data, options, { chunkRows });
      assertClose(bounds(parts), bounds(whole), 1e-12);
      assertClose(parts.parameters.covariances.data, whole.parameters.covariances.data, 1e-11);
    }
  }
});

test("bytes with a divisor are the doubles they stand for", async () => {
  const images = smallImages(200, 4, 4, 4);
  const options = { components: 2, regularisation: 1e-3, maxIterations: 4, tolerance: 0 };
  const bytes = await gaussianMixture.fit(imageRows(images, { divisor: 255 }), options, {
    random: Random.from(1),
  });
  const widened = { values: Float64Array.from(images.pixels, (pixel) => pixel / 255), columns: 16 };
  const doubles = await gaussianMixture.fit(widened, options, { random: Random.from(1) });
  assertClose(bounds(bytes), bounds(doubles), 1e-12);
});

test("same seed, same bits; of several starts the best is kept, and all are told", async () => {
  const options: MixtureOptions = { components: 4, starts: 4, maxIterations: 30 };
  const fit = (seed: number) => gaussianMixture.fit(data, options, { random: Random.from(seed) });
  const model = await fit(1);
  assert.deepEqual(await fit(1), model);
  assert.notDeepEqual((await fit(2)).outcomes, model.outcomes);
  assert.equal(model.outcomes.length, 4);
  const best = Math.max(...model.outcomes.map(({ meanLogLikelihood }) => meanLogLikelihood));
  assert.equal(bounds(model).at(-1), best);
  assert.ok(
    new Set(model.outcomes.map(({ meanLogLikelihood }) => meanLogLikelihood)).size > 1,
    "starts differ",
  );
});

test("a fit taken up again from any iteration ends with the same bits", async () => {
  const options: MixtureOptions = {
    components: 3,
    starts: 2,
    maxIterations: 6,
    tolerance: 0,
  };
  const random = Random.from(5);
  let known: MixtureState | undefined;
  for (const rows of [data, imageRows(smallImages(150, 9))]) {
    const states: MixtureState[] = [];
    const whole = await gaussianMixture.fit(rows, options, {
      random,
      onState: (state) => states.push(state),
    });
    assert.equal(states.length, 12);
    for (const at of [0, 4, 5, 7, 11]) {
      // as a checkpoint would hand it back: a copy
      const from = structuredClone(states[at]!);
      assert.deepEqual(await gaussianMixture.fit(rows, options, { random, from }), whole, `state ${at}`);
    }
    known ??= states[0];
  }
  await assert.rejects(
    gaussianMixture.fit(data, { ...options, components: 4 }, { random, from: known! }),
    /cannot go on from a fit with components 3, wanted is 4/,
  );
});

test("checkpoints keep a mixture, its state and a probabilistic PCA to the last bit", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mixture-"));
  try {
    let state: MixtureState | undefined;
    const options: MixtureOptions = { components: 3, starts: 2, maxIterations: 3 };
    const mixture = await gaussianMixture.fit(data, options, {
      random: Random.from(5),
      onState: (each) => {
        state = each;
      },
    });
    const pca = await probabilisticPca.fit(data, { components: 2 });
    for (const record of [mixture, state, pca]) {
      saveCheckpoint(join(folder, "model"), {}, record);
      assert.deepEqual(loadCheckpoint(join(folder, "model"), {}), record);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("an abort stops between chunks, frees everything, and what was finished was handed over", async () => {
  const before = liveTensors();
  const controller = new AbortController();
  let finished = 0;
  const fit = gaussianMixture.fit(
    clusteredRows(3000, 30, 3, 1),
    { components: 3, tolerance: 0 },
    {
      random: Random.from(1),
      signal: controller.signal,
      onState: () => {
        if (++finished === 2) controller.abort();
      },
    },
  );
  await assert.rejects(fit, InterruptedError);
  assert.equal(finished, 2);
  assert.equal(liveTensors(), before);
});

test("progress counts iterations and shows the lower bound", async () => {
  const notes: string[] = [];
  let totalUnits = 0;
  let largest = 0;
  await gaussianMixture.fit(
    data,
    { components: 3, maxIterations: 7, starts: 2, tolerance: 0 },
    {
      random: Random.from(1),
      progress: (_, total) => {
        totalUnits = total;
        return {
          update: (done, note) => {
            largest = Math.max(largest, done);
            notes.push(note ?? "");
          },
          finish: (note) => notes.push(note ?? ""),
        };
      },
    },
  );
  assert.equal(totalUnits, 14);
  assert.ok(largest > 13 && largest <= 14);
  assert.ok(notes.some((note) => /^start 2\/2, iteration 7, lower bound -\d+\.\d{3}$/.test(note)));
  assert.match(notes.at(-1)!, /^7 iterations, not converged, lower bound -\d+\.\d{3} nats$/);
});

test("it stops at the tolerance, or says that it did not converge", async () => {
  const random = Random.from(1);
  const done = await gaussianMixture.fit(data, { components: 3, tolerance: 1e-3 }, { random });
  assert.ok(done.converged);
  const [last, before] = [bounds(done).at(-1)!, bounds(done).at(-2)!];
  assert.ok(Math.abs(last - before) < 1e-3);
  const cut = await gaussianMixture.fit(data, { components: 3, tolerance: 0, maxIterations: 2 }, { random });
  assert.equal(cut.converged, false);
  assert.equal(cut.history.length, 2);
});

/** Rows of three columns, the second of which is constant. */
const constantColumn = {
  values: Float64Array.from(data.values, (v, i) => (i % 3 === 1 ? 7 : v)),
  columns: 3,
};

test("what cannot work is refused at the door", async () => {
  const random = Random.from(1);
  const nan = { ...data, values: data.values.slice() };
  nan.values[7] = Number.NaN;
  const start = { responsibilities: new Float64Array(1200).fill(0.5) };
  const refused: readonly [Observations, MixtureOptions, RegExp][] = [
    [nan, { components: 2 }, /must be finite, got NaN in row 2, column 1/],
    [{ values: new Float64Array(0), columns: 3 }, { components: 1 }, /at least one row/],
    [{ values: new Float64Array(7), columns: 3 }, { components: 1 }, /7 values are no whole number of rows/],
    [data, { components: 401 }, /401 components are more than the 400 rows of data; use at most 400/],
    [data, { components: 0 }, /components must be an integer of at least 1/],
    [data, { components: 2, regularisation: -1 }, /regularisation must be at least 0, got -1/],
    [data, { components: 2, tolerance: Number.NaN }, /tolerance must be at least 0, got NaN/],
    [
      constantColumn,
      { components: 2, regularisation: 0 },
      /column 1 is constant.*set regularisation above 0/,
    ],
    [data, { components: 3, start }, /sum to 1 in every row, row 0 is \[0.5,0.5,0.5\]/],
    [data, { components: 3, start: { means: new Float64Array(8) } }, /means must have length 9, got 8/],
    [
      data,
      { components: 3, starts: 2, start: { means: new Float64Array(9) } },
      /2 starts from the same given means/,
    ],
    [
      data,
      {
        components: 1,
        start: {
          parameters: {
            weights: parameterArray(Float64Array.of(0.5), 1),
            means: parameterArray(new Float64Array(3), 1, 3),
            covariances: parameterArray(new Float64Array(9), 1, 3, 3),
          },
        },
      },
      /weights must be at least 0 and sum to 1, got \[0.5\]/,
    ],
  ];
  for (const [observations, options, message] of refused) {
    await assert.rejects(
      gaussianMixture.fit(observations, options, { random }),
      (error) => error instanceof InputError && message.test(error.message),
      `${message}`,
    );
  }
  await assert.rejects(gaussianMixture.fit(data, { components: 2 }), /wants `random` to draw the start/);
});

test("a component that loses its points and a singular covariance are named, with the remedy", async () => {
  const before = liveTensors();
  // nobody belongs to component 1
  const responsibilities = gaussianMixture.hardResponsibilities(
    data.labels.map((label) => (label === 1 ? 0 : label)),
    3,
  );
  await assert.rejects(
    gaussianMixture.fit(data, { components: 3, start: { responsibilities } }),
    (error) =>
      error instanceof InputError &&
      /component 1 has lost all its points; use fewer components/.test(error.message) &&
      error.details.component === 1,
  );
  // component 2 has two points in three dimensions
  const pair = gaussianMixture.hardResponsibilities(
    Int32Array.from({ length: 400 }, (_, i) => (i < 2 ? 2 : i % 2)),
    3,
  );
  await assert.rejects(
    gaussianMixture.fit(data, { components: 3, regularisation: 0, start: { responsibilities: pair } }),
    (error) =>
      error instanceof InputError &&
      /the covariance of component 2 is not positive definite.*raise the regularisation/.test(
        error.message,
      ) &&
      error.details.component === 2,
  );
  assert.equal(liveTensors(), before);
});
