import assert from "node:assert/strict";
import { test } from "node:test";
import { add, addDiagonal, exp, gather, matmul, matvec, mul, solveLower, sum, transpose } from "pml/autodiff";
import {
  cholesky,
  model,
  multivariateNormal,
  normal,
  positive,
  real,
  sampleModel,
  vector,
  withNames,
} from "pml/model";
import { densitySource, sampleNutsInThreads } from "pml/node";
import { Random } from "pml/random";

test("chains in threads from a model: the same draws to the byte, every primitive among them", async () => {
  const size = 10;
  const distances = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => -((i - j) ** 2)),
  );
  const places = Array.from({ length: 40 }, (_, i) => i % size);
  const data = places.map((place, i) => Math.sin(place) + 0.1 * Math.cos(i));
  const one = model({ scale: positive(), z: vector(size), shift: real() }, ({ scale, z, shift }) => {
    const covariance = addDiagonal(mul(scale, exp(mul(0.1, distances))), 0.5);
    const lower = cholesky(covariance);
    const squares = matmul(lower, transpose(lower));
    return [
      normal(scale, { mean: 1, sd: 1 }),
      multivariateNormal(z, { mean: shift, covariance }),
      normal(shift, { mean: 0, sd: 1 }),
      mul(-0.01, sum(matvec(squares, solveLower(lower, z)))),
      normal(data, { mean: add(shift, gather(matvec(lower, z), places)), sd: 0.5 }),
    ];
  });
  const options = { chains: 2, warmup: 100, draws: 50 };
  const here = await sampleModel(one, options, { random: Random.from(1) });
  const there = withNames(
    one,
    await sampleNutsInThreads(densitySource(one), { ...options, threads: 2 }, { random: Random.from(1) }),
  );
  assert.deepEqual(there.quantities, here.quantities);
});
