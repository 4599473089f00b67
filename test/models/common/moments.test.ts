import assert from "node:assert/strict";
import { test } from "node:test";
import { loadMnist } from "pml/data";
import {
  columnMeans,
  computeMoments,
  dequantisationVariance,
  imageRows,
  type Observations,
} from "pml/models";
import { Random } from "pml/random";
import { InputError } from "pml/support";
import { withAddedVariance } from "#internal/models/common/moments";
import { assertClose } from "../../support/close.js";
import { correlatedRows } from "../../support/gaussian.js";
import { smallImages } from "../../support/small-images.js";

const rows = { values: correlatedRows(301, 5, 1), columns: 5 };

test("moments are the sums of the definition", () => {
  const { values, columns } = rows;
  const mean = new Float64Array(columns);
  values.forEach((value, i) => {
    mean[i % columns]! += value / 301;
  });
  const covariance = new Float64Array(25);
  for (let i = 0; i < 301; i++)
    for (let j = 0; j < 5; j++)
      for (let k = 0; k < 5; k++)
        covariance[j * 5 + k]! += ((values[i * 5 + j]! - mean[j]!) * (values[i * 5 + k]! - mean[k]!)) / 300;
  const moments = computeMoments(rows, { ddof: 1 });
  assertClose(moments.mean, mean, 1e-14);
  assertClose(moments.covariance, covariance, 1e-13);
  assert.equal(moments.count, 301);
});

test("a constant column far from 0 has variance 0: nothing cancels", () => {
  const values = Float64Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 1e9 : i));
  const { covariance } = computeMoments({ values, columns: 2 });
  assert.equal(covariance[0], 0);
  assert.equal(covariance[1], 0);
});

test("a covariance wider than one strip is symmetric and complete", () => {
  const columns = 450;
  const values = correlatedRows(60, columns, 3);
  const { mean, covariance } = computeMoments({ values, columns });
  for (const [j, k] of [
    [0, 0],
    [3, 449],
    [200, 10],
    [449, 392],
    [195, 196],
  ] as const) {
    let sum = 0;
    for (let i = 0; i < 60; i++)
      sum += (values[i * columns + j]! - mean[j]!) * (values[i * columns + k]! - mean[k]!);
    assertClose(covariance[j * columns + k]!, sum / 60, 1e-12);
    assert.equal(covariance[j * columns + k], covariance[k * columns + j]);
  }
});

/** The doubles that bytes stand for. */
const widened = ({ values, columns, offset = 0, divisor = 1 }: Observations): Observations => ({
  values: Float64Array.from(values, (value) => (value + offset) / divisor),
  columns,
});

const pixels = imageRows(loadMnist().test);

test("exact sums of bytes give the moments of centred doubles: pixels, any bytes, one column, offsets", () => {
  const random = Random.from(1);
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => random.integer(256));
  const cases: Observations[] = [
    { values: pixels.values.subarray(0, 3000 * 784), columns: 784, divisor: 255 },
    { values: bytes(5 * 40), columns: 40, offset: 0.5, divisor: 256 },
    { values: bytes(300 * 127), columns: 127 },
    { values: bytes(300 * 128), columns: 128 },
    { values: bytes(300 * 129), columns: 129 },
    { values: bytes(2050), columns: 1 },
    { values: new Uint8Array(6 * 7), columns: 7 },
  ];
  for (const rows of cases) {
    for (const ddof of [0, 1] as const) {
      const exact = computeMoments(rows, { ddof });
      const centred = computeMoments(widened(rows), { ddof });
      assert.deepEqual([exact.count, exact.columns, exact.ddof], [centred.count, centred.columns, ddof]);
      assertClose(exact.mean, centred.mean, 1e-14);
      const scale = centred.covariance.reduce((most, entry) => Math.max(most, Math.abs(entry)), 1e-300);
      assertClose(
        exact.covariance.map((entry) => entry / scale),
        centred.covariance.map((entry) => entry / scale),
        1e-13,
      );
    }
  }
});

test("a covariance of bytes that hardly vary far from 0 keeps all its digits", () => {
  const values = Uint8Array.from({ length: 2 * 9000 }, (_, i) => 254 + (i % 18 === 0 ? 1 : 0));
  const { covariance } = computeMoments({ values, columns: 2 });
  // one in nine rows of the first column is 255, the second column never varies
  assertClose(covariance, [8 / 81, 0, 0, 0], 1e-16);
});

test("moments of dequantised grey levels are those of many dequantised copies", () => {
  const images = smallImages(6, 2);
  const steps = 773;
  const copies = new Float64Array(images.pixels.length * steps);
  // u runs through the midpoints of its interval, in another order for every pixel
  for (let s = 0; s < steps; s++)
    images.pixels.forEach((pixel, i) => {
      copies[s * images.pixels.length + i] = (pixel + (((s * (2 * i + 1)) % steps) + 0.5) / steps) / 256;
    });
  const exact = withAddedVariance(
    computeMoments(imageRows(images, { offset: 0.5, divisor: 256 })),
    dequantisationVariance(),
  );
  const sampled = computeMoments({ values: copies, columns: 64 });
  assertClose(exact.mean, sampled.mean, 1e-12);
  for (let j = 0; j < 64; j++) {
    const [e, s] = [exact.covariance[j * 65]!, sampled.covariance[j * 65]!];
    assert.ok(Math.abs(e - s) < 2e-5 / 256 ** 2 / 12 + 1e-10, `${j}: ${e} ${s}`);
  }
});

test("bad rows are refused with their place", () => {
  const refused: readonly [() => unknown, RegExp][] = [
    [() => columnMeans({ values: new Float64Array(0), columns: 2 }), /at least one row of data, got none/],
    [
      () => columnMeans({ values: new Float64Array(5), columns: 2 }),
      /5 values are no whole number of rows of 2/,
    ],
    [
      () => columnMeans({ values: Float64Array.of(1, 2, 3, Number.NaN), columns: 2 }),
      /NaN in row 1, column 1/,
    ],
    [() => columnMeans({ values: Float64Array.of(Infinity), columns: 1 }), /Infinity in row 0, column 0/],
    [
      () => columnMeans({ values: Float64Array.of(1), columns: 1, divisor: 0 }),
      /divisor must be .* above 0, got 0/,
    ],
    [
      () => computeMoments({ values: Float64Array.of(1, 2), columns: 2 }, { ddof: 1 }),
      /more than 1 rows, got 1/,
    ],
  ];
  for (const [call, message] of refused) {
    assert.throws(call, (error) => error instanceof InputError && message.test(error.message), `${message}`);
  }
});
