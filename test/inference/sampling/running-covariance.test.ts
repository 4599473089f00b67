import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "pml/random";
import { RunningCovariance } from "#internal/inference/sampling/running-covariance";
import { assertClose } from "../../support/close.js";

test("is the sample covariance, drawn towards 1e-3 as by 5 positions; far from 0 too", () => {
  const random = Random.from(1);
  const count = 40;
  const positions = Array.from({ length: count }, () => {
    const shared = random.normal();
    return Float64Array.of(1e6 + shared, random.normal() - 2 * shared, 1e-3 * random.normal());
  });
  const diagonal = new RunningCovariance(3, "diagonal");
  const dense = new RunningCovariance(3, "dense");
  for (const position of positions) {
    diagonal.add(position);
    dense.add(position);
  }
  const means = [0, 1, 2].map((i) => positions.reduce((sum, x) => sum + x[i]!, 0) / count);
  const expected = (i: number, j: number) => {
    const product =
      positions.reduce((sum, x) => sum + (x[i]! - means[i]!) * (x[j]! - means[j]!), 0) / (count - 1);
    return (count / (count + 5)) * product + (i === j ? (1e-3 * 5) / (count + 5) : 0);
  };
  assertClose(
    diagonal.regularised(),
    [0, 1, 2].map((i) => expected(i, i)),
    1e-8,
  );
  const matrix = dense.regularised();
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      assertClose(matrix[3 * i + j]!, expected(i, j), 1e-8, `[${i}][${j}]`);
      assert.equal(matrix[3 * i + j], matrix[3 * j + i]);
    }
  }
});
