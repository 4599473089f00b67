import assert from "node:assert/strict";
import { test } from "node:test";
import { bfmi } from "pml/inference";
import { Random } from "pml/random";

test("mean squared jump over variance, chain by chain, from two draws on", () => {
  // jumps 4; variance 2. Jumps 1, 4, 1; variance 5/3
  const found = bfmi([Float64Array.of(1, 3), Float64Array.of(0, 1, 3, 2), Float64Array.of(7)]);
  assert.deepEqual(found.slice(0, 2), [2, 2 / (5 / 3)]);
  assert.ok(Number.isNaN(found[2]));
});

test("independent energies have 2, those of a slow walk nearly 0", () => {
  const noise = Random.from(1).fillNormal(new Float64Array(20_000));
  let place = 0;
  const walk = noise.map((step) => {
    place = 0.99 * place + step;
    return place;
  });
  const [independent, slow] = bfmi([noise, walk]);
  // sd of both about 0.02; 2 (1 - rho) for an AR(1) process
  assert.ok(Math.abs(independent! - 2) < 0.08, `${independent}`);
  assert.ok(Math.abs(slow! - 0.02) < 0.006, `${slow}`);
});
