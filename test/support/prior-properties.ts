import assert from "node:assert/strict";
import { test } from "node:test";
import type { Prior } from "pml/gp";
import { Random } from "pml/random";
import { InputError } from "#internal/support/errors";
import { assertClose } from "./close.js";

/** Reference values of one prior. */
export interface PriorReference {
  readonly prior: Prior;
  /** Values with their log density. */
  readonly logDensities: readonly (readonly [value: number, logDensity: number])[];
  /** Probabilities with the value below which they lie. */
  readonly quantiles: readonly (readonly [probability: number, value: number])[];
}

const derivativeOf = (f: (x: number) => number, x: number, step: number) =>
  (8 * (f(x + step) - f(x - step)) - (f(x + 2 * step) - f(x - 2 * step))) / (12 * step);

function assertDerivatives(prior: Prior, value: number): void {
  const { transform } = prior;
  assertClose(
    prior.logDensityDerivative(value),
    derivativeOf(prior.logDensity, value, 1e-4 * Math.abs(value)),
    1e-7,
  );
  const u = transform.toPosition(value);
  assertClose(prior.positionLogDensityDerivative(u), derivativeOf(prior.positionLogDensity, u, 1e-3), 1e-8);
}

/** The integral over the real line by the trapezoidal rule, which is exact to rounding for smooth decaying functions. */
function integral(logDensity: (u: number) => number): number {
  const step = 0.02;
  let sum = 0;
  for (let u = -80; u <= 80; u += step) sum += Math.exp(logDensity(u));
  return sum * step;
}

/** Registers the tests that every prior must pass. */
export function testPrior(name: string, { prior, logDensities, quantiles }: PriorReference): void {
  const { transform, support } = prior;

  test(`${name}: log densities are those of the reference`, () => {
    for (const [value, logDensity] of logDensities) assertClose(prior.logDensity(value), logDensity, 1e-13);
    for (const end of [support.lower, support.upper]) {
      if (Number.isFinite(end)) {
        assert.equal(prior.logDensity(end), Number.NEGATIVE_INFINITY);
        assert.equal(prior.logDensity(end + (end === support.lower ? -1 : 1)), Number.NEGATIVE_INFINITY);
      }
    }
  });

  test(`${name}: derivatives match finite differences on both scales`, () => {
    for (const [value] of logDensities) assertDerivatives(prior, value);
  });

  test(`${name}: on the unconstrained scale the Jacobian is right and the density integrates to 1`, () => {
    for (const [value] of logDensities) {
      const u = transform.toPosition(value);
      assertClose(transform.toValue(u), value, 1e-14);
      assertClose(prior.positionLogDensity(u), prior.logDensity(value) + transform.logJacobian(u), 1e-12);
    }
    assertClose(integral(prior.positionLogDensity), 1, 1e-10);
  });

  test(`${name}: draws fall below the quantiles as often as they should`, () => {
    const random = Random.from(2);
    const draws = Float64Array.from({ length: 10_000 }, () => prior.sample(random));
    for (const [probability, value] of quantiles) {
      const below = draws.filter((draw) => draw < value).length / draws.length;
      const standardError = Math.sqrt((probability * (1 - probability)) / draws.length);
      assert.ok(Math.abs(below - probability) < 4 * standardError, `${below} below quantile ${probability}`);
    }
    assert.ok(draws.every((draw) => draw > support.lower && draw < support.upper));
    assert.equal(prior.sample(Random.from(1)), prior.sample(Random.from(1)));
  });
}

/** Registers the test that each of a prior's parameters refuses 0, negative numbers and NaN. */
export function testPositiveParameters(
  name: string,
  make: (parameters: never) => Prior,
  good: Record<string, number>,
): void {
  test(`${name}: parameters that are not positive are refused by name`, () => {
    for (const parameter of Object.keys(good)) {
      for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
        const parameters = { ...good, [parameter]: bad } as never;
        assert.throws(
          () => make(parameters),
          (error) => error instanceof InputError && error.message.includes(parameter),
        );
      }
    }
  });
}
