import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Random } from "pml/random";
import { InputError } from "pml/support";

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.uniform());

test("same seed, same stream; another seed, another stream", () => {
  assert.deepEqual(draw(Random.from(7), 20), draw(Random.from(7), 20));
  assert.notDeepEqual(draw(Random.from(7), 20), draw(Random.from(8), 20));
  assert.notDeepEqual(draw(Random.from(7), 20), draw(Random.from("7"), 20));
});

test("neighbouring seeds are unrelated from the first draw on", () => {
  const firsts = Array.from({ length: 2000 }, (_, seed) => Random.from(seed).uniform());
  const mean = firsts.reduce((sum, u) => sum + u, 0) / firsts.length;
  let product = 0;
  for (let i = 1; i < firsts.length; i++) product += (firsts[i]! - 0.5) * (firsts[i - 1]! - 0.5);
  // sd of the mean 1/sqrt(12 n), of the lag-1 covariance 1/(12 sqrt n); 4 of them
  assert.ok(Math.abs(mean - 0.5) < 4 / Math.sqrt(12 * 2000), `mean ${mean}`);
  assert.ok(Math.abs(product / 1999) < 4 / (12 * Math.sqrt(1999)), `lag-1 covariance ${product / 1999}`);
});

test("a child depends on its labels alone, not on what the parent has drawn", () => {
  const fresh = Random.from(3);
  const used = Random.from(3);
  draw(used, 100);
  assert.deepEqual(draw(fresh.split("chain", 1), 5), draw(used.split("chain", 1), 5));
  assert.notDeepEqual(draw(fresh.split("chain", 1), 5), draw(fresh.split("chain", 2), 5));
  assert.notDeepEqual(draw(fresh.split("a", "b"), 5), draw(fresh.split("a").split("b"), 5));
});

test("state and restore go on where the stream stopped, spare normal included", () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(9), (seed, before) => {
      const random = Random.from(seed);
      for (let i = 0; i < before; i++) random.normal();
      const again = Random.restore(JSON.parse(JSON.stringify(random.state())));
      for (let i = 0; i < 10; i++) assert.equal(again.normal(), random.normal());
      assert.equal(again.split("x").uniform(), random.split("x").uniform());
    }),
    { numRuns: 50 },
  );
});

test("uniform and normal have the right moments (n = 200,000, 4.5 standard errors)", () => {
  const random = Random.from("moments");
  const n = 200_000;
  const sums = { uniform: 0, square: 0, normal: 0, normal2: 0, normal4: 0 };
  for (let i = 0; i < n; i++) {
    const u = random.uniform();
    assert.ok(u >= 0 && u < 1);
    sums.uniform += u;
    sums.square += u * u;
    const z = random.normal();
    sums.normal += z;
    sums.normal2 += z * z;
    sums.normal4 += z ** 4;
  }
  const near = (value: number, truth: number, sd: number) =>
    assert.ok(Math.abs(value / n - truth) < (4.5 * sd) / Math.sqrt(n), `${value / n} against ${truth}`);
  near(sums.uniform, 1 / 2, Math.sqrt(1 / 12));
  near(sums.square, 1 / 3, Math.sqrt(4 / 45));
  near(sums.normal, 0, 1);
  near(sums.normal2, 1, Math.sqrt(2));
  near(sums.normal4, 3, Math.sqrt(96));
});

test("integer is uniform over its range (chi-square with 6 degrees of freedom, 99.99 % point 27.86)", () => {
  const random = Random.from("integers");
  const counts = new Array(7).fill(0);
  for (let i = 0; i < 70_000; i++) counts[random.integer(7)]++;
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  assert.ok(chiSquare < 27.86, `chi-square ${chiSquare}`);
});

test("permutation holds every index once; categorical never picks weight 0", () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer(), (count, seed) => {
      const order = Random.from(seed).permutation(count);
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        Array.from({ length: count }, (_, i) => i),
      );
    }),
    { numRuns: 50 },
  );
  const random = Random.from(1);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 40_000; i++) counts[random.categorical([0, 1, 3, 0])]!++;
  assert.equal(counts[0]! + counts[3]!, 0);
  assert.ok(
    Math.abs(counts[2]! / 40_000 - 0.75) < 4 * Math.sqrt(0.1875 / 40_000),
    `share ${counts[2]! / 40_000}`,
  );
});

test("bad input is refused by name", () => {
  assert.throws(() => Random.from(0.5), InputError);
  assert.throws(() => Random.from(1).integer(0), /Random\.integer: bound/);
  assert.throws(() => Random.from(1).categorical([0, 0]), /positive sum/);
  assert.throws(() => Random.from(1).categorical([1, Number.NaN]), /weights\[1\]/);
  assert.throws(
    () => Random.restore({ key: "k", words: [0, 0, 0, 0], spareNormal: null }),
    /Random\.restore/,
  );
});
