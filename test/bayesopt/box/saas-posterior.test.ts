import assert from "node:assert/strict";
import { test } from "node:test";
import { SaasPosterior } from "pml/bayesopt";
import { ardRbf, conditionOn, inputPoints } from "pml/gp";
import { checkGradient, sampleNuts } from "pml/inference";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";

const random = Random.from(2);
const points = Array.from({ length: 30 }, () => Float64Array.from({ length: 6 }, () => random.uniform()));
// of six coordinates the second alone matters
const y = Float64Array.from(points, (point) => 1.4 * Math.sin(6 * point[1]!));

test("the log density is that of likelihood and priors, and its gradient matches central differences", () => {
  const at = [Math.log(0.04), ...Array.from({ length: 6 }, (_, d) => 0.2 * d), 0.5];
  const posterior = new SaasPosterior("ardRbf", points, y, 0.01);
  const { lengthscales, variance } = posterior.drawAt(at);
  const { logMarginalLikelihood } = conditionOn({
    kernel: ardRbf({ lengthscales: [...lengthscales], variance }),
    noise: 0.01,
    nugget: 1e-8,
    x: inputPoints(
      points.flatMap((point) => [...point]),
      6,
    ),
    y,
  });
  // of the logarithm of a half-Cauchy variable: ln(2 / pi) + u - ln s - ln(1 + (e^u / s)^2)
  const halfCauchy = (u: number, s: number) =>
    Math.log(2 / Math.PI) + u - Math.log(s) - Math.log1p((Math.exp(u) / s) ** 2);
  // of the logarithm of a Gamma(2, 0.15) variable: Gamma(2) is 1
  const gamma = 2 * Math.log(0.15) + 2 * 0.5 - 0.15 * Math.exp(0.5);
  const priors =
    halfCauchy(at[0]!, 0.1) + at.slice(1, 7).reduce((sum, u) => sum + halfCauchy(u, 1), 0) + gamma;
  const found = posterior.logDensityAndGradient(Float64Array.from(at), new Float64Array(8));
  assertClose(found, logMarginalLikelihood + priors, 1e-9);
  for (const noise of [undefined, 0.01]) {
    const posterior = new SaasPosterior("ardMatern52", points, y, noise);
    assert.equal(posterior.dimension, noise === undefined ? 9 : 8);
    const at = Float64Array.from({ length: posterior.dimension }, (_, i) => 0.3 * Math.sin(i) - 1);
    checkGradient(posterior, at);
  }
});

test("inverse squared lengthscales are the global scale times the local ones", () => {
  const posterior = new SaasPosterior("ardRbf", points, y, undefined);
  const { lengthscales, variance, noise } = posterior.drawAt([
    Math.log(0.04),
    Math.log(25),
    0,
    0,
    0,
    0,
    0,
    1,
    -2,
  ]);
  assertClose(lengthscales[0]!, 1, 1e-14);
  assertClose(lengthscales[1]!, 5, 1e-14);
  assertClose(variance, Math.E, 1e-14);
  assertClose(noise, Math.exp(-2), 1e-15);
});

test("of six coordinates it finds the one that matters", async () => {
  const posterior = new SaasPosterior("ardMatern52", points, y, 1e-4);
  const run = await sampleNuts(
    posterior,
    { chains: 2, warmup: 200, draws: 100, maxTreeDepth: 6 },
    { random: Random.from(4) },
  );
  const draws = [0, 1].flatMap((chain) =>
    Array.from({ length: 100 }, (_, t) => posterior.drawAt(run.coordinates.map((each) => each[chain]![t]!))),
  );
  const medians = [0, 1, 2, 3, 4, 5].map(
    (d) => draws.map(({ lengthscales }) => lengthscales[d]!).sort((a, b) => a - b)[100]!,
  );
  assert.ok(medians[1]! < 1, `${medians}`);
  for (const d of [0, 2, 3, 4, 5]) assert.ok(medians[d]! > 3 * medians[1]!, `${medians}`);
});
