import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  conditionOn,
  constant,
  HyperPosterior,
  type Kernel,
  logNormalPrior,
  matern52,
  Predictor,
  predict,
  type Regression,
  rbf,
  sumKernel,
} from "pml/gp";
import { NotPositiveDefiniteError, tryJitterShares, tryJitters } from "pml/math";
import { MarginalLikelihood } from "#internal/gp/marginal-likelihood";
import { fixture } from "../support/fixture.js";

interface Result {
  readonly added: number;
  readonly log_likelihood: number;
  readonly mean: number;
}

interface Case {
  readonly name: string;
  readonly kernel: "rbf" | "matern52";
  readonly lengthscale: number;
  readonly variance: number;
  readonly x: number[];
  readonly y: number[];
  readonly results: readonly Result[];
}

const file: { readonly at: number; readonly cases: readonly Case[] } = fixture("near_singular_gp");
const kernelOf = ({ kernel, lengthscale, variance }: Case): Kernel =>
  (kernel === "rbf" ? rbf : matern52)({ lengthscale, variance });

/** The regression, or undefined where it is refused. */
function attempt(problem: Parameters<typeof conditionOn>[0]): Regression | undefined {
  try {
    return conditionOn(problem);
  } catch (error) {
    assert.ok(error instanceof NotPositiveDefiniteError, String(error));
    return undefined;
  }
}

const isClose = (actual: number, exact: number, digits: number) =>
  Math.abs(actual - exact) <= 0.03 + digits * Math.abs(exact);

test("noise-free inputs close together: refused, or right to some hundredths of a nat", () => {
  let refused = 0;
  for (const each of file.cases) {
    const kernel = kernelOf(each);
    const exact = each.results[0]!;
    const parameters = Float64Array.of(each.lengthscale, each.variance);
    const likelihood = new MarginalLikelihood(kernel, each.x, each.y).evaluate(parameters, 0);
    const regression = attempt({ kernel, noise: 0, x: each.x, y: each.y });
    assert.equal(Number.isFinite(likelihood), regression !== undefined, each.name);
    const predictor = new Predictor(kernel, each, [file.at]);
    assert.equal(predictor.evaluate(parameters, 0), regression !== undefined, each.name);
    if (regression === undefined) {
      refused++;
      continue;
    }
    assert.equal(regression.cholesky.jitter, 0);
    const { logMarginalLikelihood } = regression;
    assert.ok(
      isClose(logMarginalLikelihood, exact.log_likelihood, 2e-4),
      `${each.name}: ${logMarginalLikelihood}, exact ${exact.log_likelihood}`,
    );
    const mean = predict(regression, [file.at], "f").mean[0]!;
    const unit = Math.max(1, Math.abs(exact.mean));
    assert.ok(Math.abs(mean - exact.mean) < 0.02 * unit, `${each.name}: mean ${mean}, exact ${exact.mean}`);
    assert.ok(Math.abs(predictor.mean[0]! - exact.mean) < 0.02 * unit, each.name);
  }
  // the first is the published case: -896.58 and 35.30, of which doubles can say nothing
  const { x, y } = file.cases[0]!;
  assert.equal(attempt({ kernel: kernelOf(file.cases[0]!), noise: 0, x, y }), undefined);
  assert.ok(refused > 40 && refused < 110, `${refused} refused`);
});

test("a jitter is added by the policy's rule, stands in the result, and the result is right for it", () => {
  const shares = [1e-12, 1e-10, 1e-8, 1e-6];
  const used = new Set<number>();
  for (const each of file.cases) {
    const problem = { kernel: kernelOf(each), noise: 0, x: each.x, y: each.y };
    const regression = attempt({ ...problem, jitter: tryJitterShares(...shares) });
    assert.ok(regression !== undefined, each.name);
    const { jitter } = regression.cholesky;
    const exact = each.results.find(({ added }) => Math.abs(added - jitter) <= 1e-12 * added);
    assert.ok(exact !== undefined, `${each.name}: jitter ${jitter}`);
    used.add(each.results.indexOf(exact));
    const got = regression.logMarginalLikelihood;
    assert.ok(
      isClose(got, exact.log_likelihood, 2e-4),
      `${each.name}: ${got}, exact ${exact.log_likelihood}`,
    );
    const absolute = attempt({ ...problem, jitter: tryJitters(...shares.map((s) => s * each.variance)) });
    assert.equal(absolute?.logMarginalLikelihood, got);
  }
  assert.ok(used.has(0) && used.has(1), "some need none, some the first share");
});

test("what is accepted does not depend on the order of the data (a garbage factor does)", () => {
  const points = fc.record({
    step: fc.double({ min: -9, max: -1, noNaN: true }),
    count: fc.integer({ min: 2, max: 7 }),
    lengthscale: fc.double({ min: -1, max: 1, noNaN: true }),
    variance: fc.double({ min: -290, max: 290, noNaN: true }),
  });
  fc.assert(
    fc.property(points, ({ step, count, lengthscale, variance }) => {
      const x = [0, 1, ...Array.from({ length: count }, (_, i) => 0.3 + i * 10 ** step)];
      const unit = 10 ** (variance / 2);
      const y = x.map((value) => unit * Math.sin(5 * value));
      const kernel = rbf({ lengthscale: 10 ** lengthscale, variance: unit ** 2 });
      const forward = attempt({ kernel, noise: 0, x, y });
      const backward = attempt({ kernel, noise: 0, x: [...x].reverse(), y: [...y].reverse() });
      if (forward === undefined || backward === undefined) return;
      const [a, b] = [forward.logMarginalLikelihood, backward.logMarginalLikelihood];
      assert.ok(isClose(a, b, 4e-4), `${a} and ${b}`);
    }),
    { numRuns: 500 },
  );
});

test("an offset modelled by a constant as large as doubles can hold is refused, a moderate one exact", () => {
  const x = [0, 0.2, 0.5, 0.7, 1];
  const y = x.map((value) => 1e8 + Math.sin(5 * value));
  const offset = (variance: number) =>
    sumKernel(constant({ variance }), rbf({ lengthscale: 0.3, variance: 1 }));
  assert.equal(attempt({ kernel: offset(1e16), noise: 0, x, y }), undefined);
  const moderate = { kernel: offset(1e4), noise: 0, x, y: y.map((value) => value - 1e8) };
  // mpmath 1.3.0, 60 digits, on these doubles
  const { logMarginalLikelihood } = conditionOn(moderate);
  assert.ok(Math.abs(logMarginalLikelihood - -9.032154711885363) < 1e-8, `${logMarginalLikelihood}`);
});

test("a nugget is always added, scales with the kernel, and the gradient knows of it", () => {
  const { x, y } = file.cases[0]!;
  const posterior = new HyperPosterior({
    kernel: rbf(),
    x,
    y,
    noise: 0,
    nugget: 1e-10,
    priors: {
      lengthscale: logNormalPrior({ meanOfLog: -1, sdOfLog: 1 }),
      variance: logNormalPrior({ meanOfLog: 0, sdOfLog: 2 }),
    },
  });
  const at = posterior.positionOf({ lengthscale: 0.3, variance: 20 });
  const gradient = new Float64Array(2);
  const value = posterior.likelihood.logDensityAndGradient(at, gradient);
  const exact = file.cases[0]!.results[2]!;
  assert.ok(Math.abs(value - exact.log_likelihood) < 1e-3, `${value}`);
  const { logMarginalLikelihood, nugget, cholesky } = posterior.regressionAt(at);
  assert.ok(Math.abs(logMarginalLikelihood - value) < 1e-4);
  assert.equal(nugget, 1e-10);
  assert.equal(cholesky.jitter, 0);
  const step = 1e-3;
  for (const c of [0, 1]) {
    const side = (sign: number) => {
      const moved = at.slice();
      moved[c]! += sign * step;
      return posterior.likelihood.logDensityAndGradient(moved, new Float64Array(2));
    };
    const slope = (8 * (side(1) - side(-1)) - (side(2) - side(-2))) / (12 * step);
    assert.ok(
      Math.abs(slope - gradient[c]!) < 1e-3 * Math.abs(slope) + 0.05,
      `${c}: ${slope}, ${gradient[c]}`,
    );
  }
});
