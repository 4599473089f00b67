import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  autocorrelation,
  autocovariance,
  bfmi,
  type EssMethod,
  ess,
  essLocal,
  essRelative,
  formatSummary,
  mcseMean,
  mcseMedian,
  mcseSd,
  mean,
  type Quantity,
  type RhatMethod,
  rhat,
  sd,
  summarise,
  summariseByMedian,
  summaryTable,
} from "pml/inference";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";
import { fixture } from "../../support/fixture.js";

const essMethods: EssMethod[] = [
  "bulk",
  "tail",
  "mean",
  "sd",
  "median",
  "mad",
  "z_scale",
  "folded",
  "identity",
];
const rhatMethods: RhatMethod[] = ["rank", "split", "folded", "z_scale", "identity"];

interface Unit {
  readonly name: string;
  readonly draws: readonly (readonly number[])[];
  readonly mean: number;
  readonly sd: number;
  readonly ess: Readonly<Record<EssMethod, number>>;
  readonly rhat: Readonly<Record<RhatMethod, number>>;
  readonly mcse: { readonly mean: number; readonly sd: number; readonly median: number };
  readonly bfmi: readonly number[];
}
const units: readonly Unit[] = fixture("edges").units;

const mapped = (draws: Unit["draws"], f: (x: number) => number): Quantity =>
  draws.map((chain) => Float64Array.from(chain, f));

/** Everything without a unit, and everything in the unit of the draws divided by it. */
function judge(draws: Quantity, unit = 1): number[] {
  return [
    ...essMethods.map((method) => ess(draws, method)),
    essRelative(draws),
    essLocal(draws, [0.2, 0.6]),
    ...rhatMethods.map((method) => rhat(draws, method)),
    ...bfmi(draws),
    ...autocorrelation(draws[0]!).subarray(0, 10),
    ...[sd, mcseMean, mcseSd, mcseMedian].map((of) => of(draws) / unit),
  ];
}

/**
 * Of an even number of draws the two in the middle are equally far from the median, in exact arithmetic: where the unit rounds draws,
 * rounding makes one of them the nearer, and the ranks of distances move by one.
 */
const ofDistances = (method: string) => method === "folded" || method === "rank";

function expect({ name, ...expected }: Unit, draws: Quantity, unit: number, what: string): void {
  const where = `${name}, ${what}`;
  const allowed = (method: string) => (ofDistances(method) && Math.log2(unit) % 1 !== 0 ? 1e-2 : 1e-9);
  for (const method of essMethods)
    assertClose(ess(draws, method), expected.ess[method], allowed(method), `${where}: ess ${method}`);
  for (const method of rhatMethods)
    assertClose(rhat(draws, method), expected.rhat[method], allowed(method), `${where}: rhat ${method}`);
  assertClose(bfmi(draws), expected.bfmi, 1e-9, `${where}: bfmi`);
  assertClose(sd(draws) / unit, expected.sd, 1e-9, `${where}: sd`);
  assertClose(mcseMean(draws) / unit, expected.mcse.mean, 1e-9, `${where}: mcse mean`);
  assertClose(mcseSd(draws) / unit, expected.mcse.sd, 1e-9, `${where}: mcse sd`);
  assertClose(mcseMedian(draws) / unit, expected.mcse.median, 1e-9, `${where}: mcse median`);
}

for (const unit of units)
  test(`${unit.name}: ArviZ's values of the draws, in every unit and about every origin`, () => {
    for (const factor of [1, 1e-10, 1e-5, 1e7, 1e-30, 1e-90, 1e-160, 1e-290, 1e100, 1e160, 1e300]) {
      const draws = mapped(unit.draws, (x) => x * factor);
      expect(unit, draws, Math.abs(factor), `times ${factor}`);
      assertClose(mean(draws) / factor, unit.mean, 1e-12);
    }
    // the draws lie on a grid of 2^-20: moved so far they are still exact
    for (const origin of [1, -1000, 2 ** 24, -(2 ** 31)]) {
      const draws = mapped(unit.draws, (x) => x + origin);
      expect(unit, draws, 1, `moved by ${origin}`);
      assertClose(mean(draws) - origin, unit.mean, 1e-6);
    }
  });

test("a power of two for a unit changes no bit, from the smallest numbers to the largest", () => {
  const random = Random.from("units");
  fc.assert(
    fc.property(
      fc.integer({ min: -1000, max: 1010 }),
      fc.integer({ min: 2, max: 4 }),
      fc.integer({ min: 4, max: 30 }),
      fc.integer({ min: 1, max: 40 }),
      (exponent, chains, length, values) => {
        const draws = Array.from({ length: chains }, () =>
          Float64Array.from({ length }, () => Math.floor(values * random.uniform()) - values / 2),
        );
        const unit = 2 ** exponent;
        const scaled = draws.map((chain) => chain.map((x) => x * unit));
        assert.deepEqual(judge(scaled, unit), judge(draws));
      },
    ),
    { seed: 1 },
  );
});

test("an origin as far as doubles carry the draws changes nothing", () => {
  const random = Random.from("origin");
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 40 }),
      fc.boolean(),
      fc.integer({ min: 8, max: 60 }),
      (exponent, sign, length) => {
        // on a grid of 2^-11, so that the sum with 2^40 is exact
        const draws = Array.from({ length: 3 }, () =>
          Float64Array.from({ length }, () => Math.round(random.normal() * 2 ** 11) / 2 ** 11),
        );
        const origin = (sign ? 1 : -1) * 2 ** exponent;
        const moved = draws.map((chain) => chain.map((x) => x + origin));
        assertClose(judge(moved), judge(draws), 1e-9, `origin ${origin}`);
        assertClose(autocovariance(moved[0]!), autocovariance(draws[0]!), 1e-9);
      },
    ),
    { seed: 2 },
  );
});

test("constant is what does not vary beside the draws' own size", () => {
  const flickering = (size: number) =>
    [0, 1].map(() => Float64Array.from({ length: 20 }, (_, t) => size * (1 + (t % 2) * 2 ** -52)));
  for (const size of [1e-200, 1e-10, 1, 1e8, 1e200]) {
    assert.equal(ess(flickering(size), "identity"), 40, `${size}`);
    const small = [0, 1].map((c) =>
      Float64Array.from({ length: 20 }, (_, t) => size * 1e-12 * ((7 * t + c) % 11)),
    );
    assert.ok(ess(small, "identity") !== 40, `${size}`);
  }
});

test("squares that hardly differ have an error of the sd, and no root of a negative number", () => {
  const draws = [0, 1].map((c) =>
    Float64Array.from({ length: 40 }, (_, t) => ((t * t + c) % 3 ? 1 : -1) * (1 + 1e-9 * (t % 5)) + 7),
  );
  assert.ok(mcseSd(draws) > 0);
});

test("a table shows the digits of small quantities, and of others what ArviZ prints", () => {
  const draws = units[1]!.draws;
  const summary = (factor: number) =>
    formatSummary(summaryTable({ a: mapped(draws, (x) => factor * (x + 3)) })).split("\n");
  assert.match(summary(1)[1]!, /^a {2}2\.998 {2}0\.883 /);
  assert.match(summary(1e-5)[1]!, /^a {2}0\.0000300 {2}0\.00000883 |^a {2}0\.00002998 {2}0\.00000883 /);
  assert.match(summary(1e-40)[1]!, /^a +2\.998e-40 +8\.83e-41 /);
  const constant = formatSummary(summaryTable({ a: [new Float64Array(10).fill(1.25e-6)] }));
  assert.match(constant, /0\.00000125 +0\.00000000 /);
  for (const row of [summarise, summariseByMedian])
    for (const value of Object.values(row(mapped(draws, (x) => 1e-200 * x))).flat())
      assert.ok(value !== 0, row.name);
});
