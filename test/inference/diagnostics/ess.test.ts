import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  autocovariance,
  type EssMethod,
  ess,
  essLocal,
  essQuantile,
  essTail,
  type RhatMethod,
  rankNormalise,
  rhat,
} from "pml/inference";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";

/** Chains of a stationary AR(1) process with unit variance. */
function ar1(chains: number, draws: number, correlation: number, random: Random): Float64Array[] {
  return Array.from({ length: chains }, () => {
    let x = random.normal();
    return Float64Array.from({ length: draws }, () => {
      const now = x;
      x = correlation * x + Math.sqrt(1 - correlation ** 2) * random.normal();
      return now;
    });
  });
}

test("an AR(1) process has the effective sample size N (1 - rho) / (1 + rho), positive or negative rho", () => {
  const [chains, draws] = [4, 20_000];
  for (const rho of [0.9, 0.5, 0, -0.5]) {
    const truth = (chains * draws * (1 - rho)) / (1 + rho);
    for (const method of ["bulk", "mean", "identity"] as const) {
      const found = ess(ar1(chains, draws, rho, Random.from(1).split(rho)), method);
      // the estimate has a standard error of 2 to 3 % here
      assert.ok(
        Math.abs(found / truth - 1) < 0.1,
        `rho ${rho}, ${method}: ${found}, should be near ${truth}`,
      );
    }
  }
});

test("autocovariance is the direct sum, whatever the length", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 70 }),
      (draws) => {
        const n = draws.length;
        const mean = draws.reduce((a, b) => a + b, 0) / n;
        const direct = draws.map((_, lag) => {
          let sum = 0;
          for (let t = lag; t < n; t++) sum += (draws[t]! - mean) * (draws[t - lag]! - mean);
          return sum / n;
        });
        const scale = Math.max(1, ...direct.map(Math.abs));
        const found = autocovariance(Float64Array.from(draws));
        assertClose(
          found.map((x) => x / scale),
          direct.map((x) => x / scale),
          1e-12,
        );
      },
    ),
    { seed: 1 },
  );
});

test("ranks alone matter to bulk ESS and R-hat: any increasing map leaves them unchanged", () => {
  const draws = ar1(3, 101, 0.4, Random.from(2));
  const mapped = draws.map((chain) => chain.map((x) => Math.exp(5 * x)));
  assert.equal(ess(mapped), ess(draws));
  assert.equal(essTail(mapped), essTail(draws));
  assert.equal(rhat(mapped, "z_scale"), rhat(draws, "z_scale"));
  assert.notEqual(rhat(mapped, "split"), rhat(draws, "split"));
});

test("the order of chains and the sign do not matter", () => {
  const [a, b, c] = ar1(3, 200, 0.6, Random.from(3));
  const draws = [a!, b!, c!];
  const turned = [c!, a!, b!].map((chain) => chain.map((x) => -x));
  assertClose(ess(turned), ess(draws), 1e-12);
  assertClose(rhat(turned), rhat(draws), 1e-12);
});

test("rank normalisation gives normal scores, ties the same one", () => {
  const normal = rankNormalise([Float64Array.of(3, 1, 2), Float64Array.of(2, 9, -4)]);
  // ranks 5, 2, 3.5, 3.5, 6, 1 of 6: Phi^-1((r - 3/8) / 6.25)
  assertClose(normal[0]!, [0.643345405392917, -0.643345405392917, 0], 1e-14);
  assertClose(normal[1]!, [0, 1.2815515655446008, -1.2815515655446008], 1e-14);
});

test("rank normalisation refuses what has no rank, or none that is of use", () => {
  for (const bad of [Number.NaN, Infinity, -Infinity]) {
    assert.throws(
      () => rankNormalise([Float64Array.of(1, 2), Float64Array.of(3, bad)]),
      new RegExp(`rankNormalise: quantity\\[1\\]\\[1\\] must be finite, got ${bad}`),
    );
  }
});

test("half of the draws infinite: there is no distance from the median, so no R-hat", () => {
  const chains = ar1(2, 20, 0, Random.from(4)).map((chain) => chain.map((x, t) => (t % 4 ? Infinity : x)));
  assert.ok(Number.isNaN(rhat(chains)) && Number.isNaN(rhat(chains, "folded")));
  assert.ok(Number.isNaN(ess(chains, "folded")));
  assert.ok(rhat(chains, "z_scale") > 0.5);
});

const rhats: RhatMethod[] = ["rank", "split", "folded", "z_scale", "identity"];
const methods: EssMethod[] = ["bulk", "tail", "mean", "sd", "median", "mad", "z_scale", "folded", "identity"];

test("what cannot be judged is NaN: NaN among the draws, fewer than 4 draws, a single chain for R-hat", () => {
  const [chain] = ar1(1, 50, 0, Random.from(1));
  const holed = chain!.slice();
  holed[7] = Number.NaN;
  for (const method of methods) {
    assert.ok(Number.isNaN(ess([chain!, holed], method)), method);
    assert.ok(Number.isNaN(ess([chain!.subarray(0, 3)], method)), method);
    assert.ok(ess([chain!.subarray(0, 4)], method) > 0, method);
  }
  assert.ok(Number.isNaN(essQuantile([holed], 0.3)) && Number.isNaN(essLocal([holed], [0.1, 0.2])));
  for (const method of rhats) {
    assert.ok(Number.isNaN(rhat([chain!], method)), method);
    assert.ok(Number.isNaN(rhat([chain!, holed], method)), method);
    assert.ok(Number.isNaN(rhat([chain!.subarray(0, 3), chain!.subarray(3, 6)], method)), method);
  }
});

test("equal draws: ESS is their number, also where the value has no exact mean; R-hat is NaN", () => {
  const constant = [0.1, 0.1, 0.1].map((x) => new Float64Array(77).fill(x));
  // splitting leaves the middle draw of an odd number out
  for (const method of methods)
    assert.equal(ess(constant, method), method === "identity" ? 231 : 228, method);
  for (const method of rhats) assert.ok(Number.isNaN(rhat(constant, method)), method);
});

test("what is no quantity is refused", () => {
  assert.throws(() => ess([]), /ess: wants at least one chain/);
  assert.throws(() => rhat([new Float64Array(5), new Float64Array(6)]), /same number of draws, got 5, 6/);
  assert.throws(() => essLocal([new Float64Array(5)], [0.5, 0.1]), /must not exceed/);
  for (const wrong of [[0.1, 0.5, 0.9], [0.1], []])
    assert.throws(
      () => essLocal([new Float64Array(5)], wrong as unknown as [number, number]),
      new RegExp(`essLocal: wants two probabilities, got ${wrong.join(", ")}`),
    );
  assert.throws(() => essTail([new Float64Array(5)], []), /at least one probability, got none/);
});
