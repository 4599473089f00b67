import assert from "node:assert/strict";
import { test } from "node:test";
import { byteMoments, PlainMixture, weightedMoments } from "pml/densities";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import { Random } from "pml/random";

const dimension = 6;
const random = Random.from(3);
const count = 80;
// two clusters; the last column never varies
const values = Uint8Array.from({ length: count * dimension }, (_, p) => {
  const [row, column] = [Math.floor(p / dimension), p % dimension];
  return column === 5 ? 0 : (row % 2) * 120 + random.integer(100);
});
const clusters = [0, 1].map((parity) =>
  Array.from({ length: count }, (_, row) => row).filter((row) => row % 2 === parity),
);
const none = { values: new Uint8Array(0), dimension, shares: [] };
const moments = clusters.map((rows) => weightedMoments(byteMoments({ values, dimension }, rows), none));

/** The mixture of these clusters, moments by their definition, as the library holds it. */
async function fitted(floor: number, offset: number, divisor: number) {
  const rows = Float64Array.from(values, (value) => (value + offset) / divisor);
  const fit = await gaussianMixture.fit(
    { values: rows, columns: dimension },
    { components: 2, regularisation: floor, maxIterations: 1 },
    { random: Random.from(1) },
  );
  const average = (cluster: readonly number[], of: (row: number) => number) =>
    cluster.reduce((sum, row) => sum + of(row), 0) / cluster.length;
  const at = (row: number, j: number) => rows[row * dimension + j]!;
  const columns = Array.from({ length: dimension }, (_, j) => j);
  const means = clusters.map((cluster) => columns.map((j) => average(cluster, (row) => at(row, j))));
  const covariances = clusters.map((cluster, k) =>
    columns.flatMap((i) =>
      columns.map(
        (j) =>
          average(cluster, (row) => (at(row, i) - means[k]![i]!) * (at(row, j) - means[k]![j]!)) +
          (i === j ? floor : 0),
      ),
    ),
  );
  const shaped = (name: "weights" | "means" | "covariances", data: readonly number[]) => ({
    ...fit.parameters[name],
    data: Float64Array.from(data),
  });
  const parameters = {
    weights: shaped("weights", [0.5, 0.5]),
    means: shaped("means", means.flat()),
    covariances: shaped("covariances", covariances.flat()),
  };
  return { model: { ...fit, parameters }, rows };
}

test("density and responsibilities are those of the mixture on TensorFlow, in both units", async () => {
  for (const [floor, offset, divisor] of [
    [1e-3, 0, 1],
    [1e-4, 0.5, 256],
  ] as const) {
    const { model, rows } = await fitted(floor, offset, divisor);
    const plain = new PlainMixture(moments, { offset, divisor, floor });
    const others = rows.map((value, p) => value + (0.3 * (p % 7)) / divisor);
    for (const data of [rows, others]) {
      const expected = await gaussianMixture.evaluate(model, { values: data, columns: dimension });
      for (let r = 0; r < count; r++) {
        const { logDensity, responsibilities } = plain.evaluate(
          data.subarray(r * dimension, (r + 1) * dimension),
        );
        const wanted = expected.logLikelihood[r]!;
        assert.ok(Math.abs(logDensity - wanted) < 1e-10 * Math.abs(wanted), `${logDensity} ${wanted}`);
        for (const k of [0, 1])
          assert.ok(Math.abs(responsibilities[k]! - expected.responsibilities[2 * r + k]!) < 1e-10);
      }
    }
  }
});

test("a component without volume, a row of another length and numbers that are none are refused", () => {
  const flat = clusters.map((rows) =>
    weightedMoments(byteMoments({ values, dimension }, rows.slice(0, 2)), none),
  );
  assert.throws(
    () => new PlainMixture(flat, { floor: 0 }),
    /covariance of component 0 is not positive definite/,
  );
  assert.throws(() => new PlainMixture([], { floor: 1 }), /a component at least/);
  const plain = new PlainMixture(moments, { floor: 1 });
  assert.throws(() => plain.evaluate([1]), /row/);
  assert.throws(() => plain.evaluate([1, 2, 3, 4, 5, Number.NaN]), /row/);
});
