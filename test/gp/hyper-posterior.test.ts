import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  exponentialPrior,
  gammaPrior,
  HyperPosterior,
  halfCauchyPrior,
  inverseGammaPrior,
  logNormalPrior,
  normalPrior,
  periodic,
  productKernel,
  rbf,
  uniformPrior,
} from "pml/gp";
import type { LogDensity } from "pml/math";
import { Random } from "pml/random";
import { examData, examHyperPosterior, examPriors } from "pml/report";
import { assertClose } from "../support/close.js";

/** One prior of each kind of transform, a composite kernel, one parameter fixed, a prior on the noise. */
function composite(): HyperPosterior {
  return new HyperPosterior({
    kernel: productKernel(rbf(), periodic()),
    x: [-1, -0.4, 0.1, 0.3, 0.9],
    y: [1, -0.5, 0.3, 2, 1],
    priors: {
      "left.lengthscale": inverseGammaPrior({ shape: 3, scale: 1 }),
      "left.variance": halfCauchyPrior({ scale: 2 }),
      "right.lengthscale": gammaPrior({ shape: 2, rate: 1 }),
      "right.variance": 1,
      "right.period": uniformPrior({ lower: 0.2, upper: 2 }),
    },
    noise: exponentialPrior({ rate: 5 }),
  });
}

function assertGradientMatches(density: LogDensity, position: Float64Array): void {
  const gradient = new Float64Array(density.dimension);
  const scratch = new Float64Array(density.dimension);
  density.logDensityAndGradient(position, gradient);
  const step = 1e-4;
  for (let c = 0; c < density.dimension; c++) {
    const at = (shift: number) => {
      const moved = position.slice();
      moved[c]! += shift;
      return density.logDensityAndGradient(moved, scratch);
    };
    const difference = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
    assertClose(gradient[c]!, difference, 1e-6, `coordinate ${c}`);
  }
}

test("the exam's log density at (-1, 0): its likelihood in the reference and two normal densities", () => {
  const value = examHyperPosterior().logDensityAndGradient(Float64Array.of(-1, 0), new Float64Array(2));
  assertClose(value, -14.08688245705174, 1e-14);
  assertClose(value, -11.555858210082448 - Math.log(2 * Math.PI) - Math.log(2), 1e-14);
});

test("coordinates are the free parameters in the kernel's order, the noise last", () => {
  const posterior = composite();
  assert.deepEqual(posterior.parameterNames, [
    "left.lengthscale",
    "left.variance",
    "right.lengthscale",
    "right.period",
    "noise",
  ]);
  assert.equal(posterior.dimension, 5);
  assert.deepEqual(examHyperPosterior().parameterNames, ["lengthscale", "variance"]);
});

test("gradients match finite differences: posterior, likelihood alone, natural scale", () => {
  const posterior = composite();
  const coordinate = fc.double({ min: -1.5, max: 1.5, noNaN: true });
  fc.assert(
    fc.property(fc.array(coordinate, { minLength: 5, maxLength: 5 }), (values) => {
      for (const density of [posterior, posterior.likelihood, posterior.naturalScale])
        assertGradientMatches(density, Float64Array.from(values));
    }),
  );
});

test("the log density is likelihood, plus priors, plus Jacobian", () => {
  const posterior = composite();
  const position = Float64Array.of(-0.3, 0.2, 0.5, -0.1, -2);
  const gradient = new Float64Array(5);
  const likelihood = posterior.regressionAt(position).logMarginalLikelihood;
  const parameters = posterior.parametersAt(position);
  let natural = likelihood;
  let jacobian = 0;
  posterior.parameterNames.forEach((name, c) => {
    natural += posterior.priors[c]!.logDensity(parameters[name]!);
    jacobian += posterior.priors[c]!.transform.logJacobian(position[c]!);
  });
  assertClose(posterior.likelihood.logDensityAndGradient(position, gradient), likelihood, 1e-13);
  assertClose(posterior.naturalScale.logDensityAndGradient(position, gradient), natural, 1e-13);
  assertClose(posterior.logDensityAndGradient(position, gradient), natural + jacobian, 1e-13);
});

test("positions and named parameters are maps of one another; fixed parameters are told", () => {
  const posterior = composite();
  const random = Random.from(5);
  for (let i = 0; i < 20; i++) {
    const position = posterior.samplePrior(random);
    const parameters = posterior.parametersAt(position);
    assertClose(posterior.positionOf(parameters), position, 1e-9);
    assert.equal(parameters["right.variance"], 1);
    assert.ok(parameters["right.period"]! > 0.2 && parameters["right.period"]! < 2);
  }
  assert.throws(
    () => posterior.positionOf({ "left.lengthscale": 1 }),
    /left.variance must be .*got undefined/,
  );
  const outside = { ...posterior.parametersAt([0, 0, 0, 0, 0]), "right.period": 3 };
  assert.throws(() => posterior.positionOf(outside), /right.period must be between 0.2 and 2, got 3/);
  assert.throws(() => posterior.parametersAt([0]), /length 5, got 1/);
  assert.throws(() => posterior.parametersAt([0, 0, Number.NaN, 0, 0]), /position\[2\]/);
});

test("the regression at a position has its parameters", () => {
  const { kernel, noise, y } = examHyperPosterior().regressionAt([Math.log(0.3), Math.log(4)]);
  assertClose([...kernel.parameters], [0.3, 4], 1e-15);
  assert.equal(noise, 1e-4);
  assert.deepEqual(y, examData().y);
});

test("-Infinity, never an exception or a wrong number, where the matrix has no factor", () => {
  const posterior = examHyperPosterior();
  const gradient = new Float64Array(2);
  for (const position of [
    [0, 800],
    [Number.NaN, 0],
    [0, Number.POSITIVE_INFINITY],
    [400, 60],
    [-800, 0],
  ])
    assert.equal(
      posterior.logDensityAndGradient(Float64Array.from(position), gradient),
      Number.NEGATIVE_INFINITY,
    );
  for (const position of [
    [-700, 0],
    [-400, 0],
    [0, -800],
    [30, -30],
  ]) {
    assert.ok(Number.isFinite(posterior.logDensityAndGradient(Float64Array.from(position), gradient)));
    assert.ok(gradient.every(Number.isFinite), `${position}: ${gradient}`);
  }
});

test("evaluation neither changes nor keeps the position", () => {
  const posterior = composite();
  const position = Float64Array.of(0, 0.1, 0.2, 0.3, 0.4);
  const copy = position.slice();
  const gradient = new Float64Array(5);
  const value = posterior.logDensityAndGradient(position, gradient);
  assert.deepEqual(position, copy);
  position.fill(1);
  assert.equal(posterior.logDensityAndGradient(copy, gradient), value);
});

test("refused: missing or unknown names, priors below 0, nothing free, bad data, wrong lengths", () => {
  const { x, y } = examData();
  const good = { kernel: rbf(), x, y, priors: { ...examPriors() }, noise: 1e-4 };
  const { lengthscale, variance } = examPriors();
  const make = (changes: object) => new HyperPosterior({ ...good, ...changes });
  assert.throws(() => make({ priors: { lengthscale } }), /variance wants a prior/);
  assert.throws(() => make({ priors: { lengthscale, variance, period: 1 } }), /rbf has no parameter period/);
  assert.throws(
    () => make({ priors: { lengthscale, variance: normalPrior({ mean: 0, sd: 1 }) } }),
    /variance must be positive/,
  );
  assert.throws(
    () => make({ priors: { lengthscale, variance: -1 } }),
    /variance must be a finite number above 0/,
  );
  assert.throws(
    () => make({ priors: { lengthscale: 1, variance: 1 } }),
    /at least one parameter with a prior/,
  );
  assert.throws(() => make({ noise: -1 }), /noise must be a variance/);
  assert.throws(() => make({ y: [1, 2, 3, 4, Number.NaN] }), /y\[4\] must be finite/);
  assert.throws(() => make({ y: [1] }), /length 5, got 1/);
  assert.throws(() => make({ x: [0, 1, 0, 2, 3], noise: 0 }), /inputs 0 and 2 are equal and the noise is 0/);
  const posterior = make({});
  assert.throws(
    () => posterior.logDensityAndGradient(new Float64Array(2), new Float64Array(3)),
    /gradient must have length 2/,
  );
  assert.throws(
    () => posterior.logDensityAndGradient(new Float64Array(1), new Float64Array(2)),
    /position must have length 2/,
  );
});

test("a log-normal prior on the noise pulls the posterior as its gradient says", () => {
  const posterior = new HyperPosterior({
    kernel: rbf(),
    ...examData(),
    priors: { lengthscale: 0.3, variance: 4 },
    noise: logNormalPrior({ meanOfLog: -4, sdOfLog: 1 }),
  });
  assert.deepEqual(posterior.parameterNames, ["noise"]);
  assertGradientMatches(posterior, Float64Array.of(-3));
});
