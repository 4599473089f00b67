import assert from "node:assert/strict";
import { test } from "node:test";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import { Random } from "pml/random";

/** Rows of a plane in six dimensions with noise. */
function plane(count: number) {
  const random = Random.from(11);
  const loadings = random.fillNormal(new Float64Array(12));
  const values = new Float64Array(count * 6);
  for (let n = 0; n < count; n++) {
    const [a, b] = [random.normal(), random.normal()];
    for (let d = 0; d < 6; d++)
      values[n * 6 + d] = 3 * d + 2 * loadings[2 * d]! * a + loadings[2 * d + 1]! * b + 0.3 * random.normal();
  }
  return { values, columns: 6 };
}

const everything = (length: number) => new Uint8Array(length).fill(1);
const thinned = (length: number, share: number) => {
  const random = Random.from(12);
  return Uint8Array.from({ length }, () => (random.uniform() < share ? 0 : 1));
};
const near = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) => {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++)
    assert.ok(
      Math.abs(actual[i]! - expected[i]!) < tolerance * Math.max(1, Math.abs(expected[i]!)),
      `${i}: ${actual[i]} against ${expected[i]}`,
    );
};
const tight = { components: 2, tolerance: 1e-13, maxIterations: 5000 };

test("with nothing missing it is the closed form", async () => {
  const data = plane(300);
  const closed = await probabilisticPca.fit(data, { components: 2 });
  const observed = everything(data.values.length);
  const found = await probabilisticPca.fitIncomplete({ ...data, observed }, tight, {
    random: Random.from(1),
  });
  for (const name of ["mean", "loadings", "noiseVariance", "axisVariances"] as const)
    near(found.parameters[name].data, closed.parameters[name].data, 1e-4);
  const density = await probabilisticPca.logDensity(closed, data);
  const mean = density.reduce((sum, value) => sum + value, 0) / 300;
  assert.ok(Math.abs(found.history.at(-1)!.meanLogLikelihood - mean) < 1e-9);
});

/** The mean log-density of the observed values, by the covariance of each row's own columns. */
function observedDensity(
  values: Float64Array,
  observed: Uint8Array,
  { mean, covariance }: { readonly mean: Float64Array; readonly covariance: Float64Array },
): number {
  let total = 0;
  for (let n = 0; n < values.length / 6; n++) {
    const seen = [0, 1, 2, 3, 4, 5].filter((d) => observed[n * 6 + d] === 1);
    // Gaussian elimination of [C | x - mean], pivot by pivot
    const rows = seen.map((d) => [...seen.map((e) => covariance[d * 6 + e]!), values[n * 6 + d]! - mean[d]!]);
    let nats = -0.5 * seen.length * Math.log(2 * Math.PI);
    rows.forEach((row, i) => {
      const pivot = row[i]!;
      nats -= 0.5 * (Math.log(pivot) + row[seen.length]! ** 2 / pivot);
      for (const below of rows.slice(i + 1)) {
        const factor = below[i]! / pivot;
        for (let k = i; k <= seen.length; k++) below[k]! -= factor * row[k]!;
      }
    });
    total += nats;
  }
  return total / (values.length / 6);
}

test("with values missing, its likelihood is that of the observed ones, and no parameter moved makes it larger", async () => {
  const data = plane(80);
  const observed = thinned(data.values.length, 0.3);
  const model = await probabilisticPca.fitIncomplete({ ...data, observed }, tight, {
    random: Random.from(2),
  });
  const densityOf = (moved: typeof model) =>
    observedDensity(data.values, observed, {
      mean: moved.parameters.mean.data,
      covariance: probabilisticPca.covariance(moved),
    });
  const best = densityOf(model);
  assert.ok(Math.abs(best - model.history.at(-1)!.meanLogLikelihood) < 1e-9);
  for (const name of ["mean", "loadings", "noiseVariance"] as const) {
    const { data: values, shape } = model.parameters[name];
    for (let i = 0; i < values.length; i++)
      for (const step of [-1e-3, 1e-3]) {
        const moved = Float64Array.from(values);
        moved[i]! += step;
        const parameters = { ...model.parameters, [name]: { data: moved, shape } };
        assert.ok(densityOf({ ...model, parameters }) < best + 1e-11, `${name}[${i}] ${step}`);
      }
  }
});

test("what stands where a value is missing counts for nothing; a row without any tells nothing", async () => {
  const data = plane(60);
  const observed = thinned(data.values.length, 0.3);
  observed.fill(0, 0, 6);
  const fitted = (values: Float64Array) =>
    probabilisticPca.fitIncomplete(
      { values, columns: 6, observed },
      { components: 2 },
      { random: Random.from(3) },
    );
  const spoiled = data.values.map((value, at) => (observed[at] === 0 ? 1e6 : value));
  assert.deepEqual(await fitted(spoiled), await fitted(data.values));
});

test("what cannot be fitted is refused by name", async () => {
  const data = plane(20);
  const observed = everything(120);
  const refused = (change: object, options: object, message: RegExp) =>
    assert.rejects(
      probabilisticPca.fitIncomplete(
        { ...data, observed, ...change },
        { components: 2, ...options },
        { random: Random.from(1) },
      ),
      message,
    );
  await refused({ observed: everything(119) }, {}, /observed.*120.*119/);
  await refused(
    { observed: observed.map((_, at) => (at % 6 === 4 ? 0 : 1)) },
    {},
    /column 4 was never observed/,
  );
  await refused({}, { components: 6 }, /components must be below 6/);
  await refused({}, { tolerance: -1 }, /tolerance must be at least 0/);
  await assert.rejects(
    probabilisticPca.fitIncomplete({ ...data, observed }, { components: 2 }),
    /wants `random`/,
  );
});
