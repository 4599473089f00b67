import assert from "node:assert/strict";
import { test } from "node:test";
import { type DensityResults, densityRows } from "pml/studies";
import { smallDataSet } from "../../support/small-images.js";

const data = smallDataSet(50, 20);
const score = (mean: number, standardError = 1) => ({
  count: 20,
  mean,
  standardError,
  bitsPerDimension: 8 - mean / (64 * Math.LN2),
});

/** Only what the rows are made of. */
const results = {
  floors: {
    chosen: 1e-4,
    refit: { test: score(40) },
    floors: [
      { floor: 1e-2, test: score(10) },
      { floor: 1e-4, test: score(39) },
    ],
    digits: [
      { floor: 1e-2, test: score(5) },
      { floor: 1e-4, test: score(30) },
    ],
  },
  mixtures: {
    refitted: [
      {
        name: "probabilistic-pca",
        scale: "grey levels",
        data: "dequantised",
        config: { components: 2 },
        test: score(3),
      },
      ...[50, 52].map((mean) => ({
        name: "factor-mixture",
        scale: "grey levels",
        data: "dequantised",
        config: { components: 5, factors: 2, varianceFloor: 1e-6 },
        test: score(mean),
      })),
      {
        name: "bernoulli-mixture",
        scale: "bits",
        data: "threshold",
        config: { components: 7, pseudoCount: 1 },
        test: { ...score(-20), bitsPerDimension: 20 / (64 * Math.LN2) },
      },
    ],
  },
  growth: {
    refitted: [7, 9].map((components) => ({
      name: "bernoulli-mixture",
      scale: "bits",
      data: "stochastic",
      config: { components, pseudoCount: 1 },
      test: { ...score(-components), bitsPerDimension: components / (64 * Math.LN2) },
    })),
  },
  codes: [2, 10, 10].map((latent, i) => ({
    latent,
    elbo: score(-16),
    bound: score(-12 - 2 * i),
    bitsPerDimension: (12 + 2 * i) / (64 * Math.LN2),
  })),
  trees: {
    refitted: [
      { states: 4, data: "levels", test: { mean: -64 * Math.LN2, standardError: 1, bitsPerDimension: 1 } },
      { states: 3, data: "threshold", test: { ...score(-10), bitsPerDimension: 10 / (64 * Math.LN2) } },
    ],
  },
  autoencoders: {
    rows: [
      {
        model: "VAE",
        likelihood: { kind: "gaussian", varianceFloor: 1e-2 },
        data: "dequantised",
        scale: "grey levels",
        elbo: score(6),
        logLikelihood: score(8),
        bitsPerDimension: 7,
      },
      ...[-19, -17].map((mean) => ({
        model: "VAE",
        likelihood: { kind: "bernoulli" },
        data: "threshold",
        scale: "bits",
        elbo: score(mean - 4),
        logLikelihood: score(mean, 2),
        bitsPerDimension: -mean / (64 * Math.LN2),
      })),
    ],
  },
} as unknown as DensityResults;

test("one row for each model and scale: seeds averaged, one error for images, which seeds do not shrink, and trainings, which they do", () => {
  const rows = densityRows(results, data);
  const of = (model: string) => rows.filter((row) => row.model === model);
  const [factors] = of("5 factor analysers, 2 factors, floor 1e-6");
  assert.deepEqual([factors!.logLikelihood, factors!.bySeed], [51, [50, 52]]);
  // of two trainings 2 apart the mean has a standard error of 1
  assert.ok(Math.abs(factors!.standardError - Math.hypot(1, 1)) < 1e-12);
  const [wide] = of("VAE, code of 10, fitted to bits (at least)");
  assert.deepEqual([wide!.scale, wide!.bySeed, wide!.elbo], ["bits", [-14, -16], -16]);
  assert.equal(of("VAE, code of 2, fitted to bits (at least)").length, 0, "the quadrature has it");
  assert.equal(of("7 Bernoulli images").length, 1, "a size of both studies is shown once");
  assert.equal(of("9 Bernoulli images").length, 1);
  const [bits] = of("VAE, fitted to bits");
  assert.deepEqual(
    [bits!.scale, bits!.data, bits!.logLikelihood, bits!.elbo],
    ["bits", "threshold", -18, -22],
  );
  assert.ok(Math.abs(bits!.standardError - Math.hypot(2, 1)) < 1e-12);
  assert.equal(of("PPCA, M = 2")[0]!.standardError, 1, "a single training shows nothing of its own part");
  assert.equal(of("VAE, Gaussian, floor 1e-2").length, 1);
  assert.equal(of("PPCA, M = 2")[0]!.logLikelihood, 3);
  assert.equal(of("GMM, 10 full covariances, floor 1e-4 (chosen)")[0]!.logLikelihood, 40);
  assert.equal(of("GMM, 10 full covariances, floor 1e-4").length, 0);
  assert.equal(of("one Gaussian a digit (labels seen), floor 1e-4")[0]!.logLikelihood, 30);
  assert.equal(of("7 Bernoulli images")[0]!.logLikelihood, -20);
  assert.equal(of("latent tree, 3 states")[0]!.logLikelihood, -10);
  // a bit a pixel of discrete images: on the scale of densities, where 8 bits are nothing, seven above it
  assert.ok(Math.abs(of("latent tree, 4 states")[0]!.logLikelihood - 7 * 64 * Math.LN2) < 1e-9);
});

test("published results stand among the limits, their nats those of their bits", () => {
  const published = densityRows(results, data).filter(({ source }) => source !== undefined);
  assert.deepEqual(
    published.map(({ bitsPerDimension }) => bitsPerDimension),
    [1.2, 1.14, 1.27],
  );
  for (const { scale, isReference, logLikelihood, bitsPerDimension } of published) {
    assert.deepEqual([scale, isReference], ["grey levels", true]);
    assert.ok(Math.abs(8 - logLikelihood / (64 * Math.LN2) - bitsPerDimension) < 1e-12);
  }
});

test("the limits: uniform and known levels, a coin, independent pixels, the grey image behind the bits", () => {
  const limits = densityRows(results, data).filter(({ isReference }) => isReference);
  const value = (data: string, model: string) =>
    limits.find((row) => row.data === data && row.model === model)!;
  assert.equal(value("dequantised", "uniform").bitsPerDimension, 8);
  const known = value("dequantised", "every level known");
  assert.ok(Math.abs(known.logLikelihood - 64 * Math.log(256)) < 1e-9 && known.bitsPerDimension === 0);
  for (const rule of ["stochastic", "threshold"]) {
    const coin = value(rule, "fair coin");
    assert.ok(Math.abs(coin.bitsPerDimension - 1) < 1e-12);
    const independent = value(rule, "independent pixels, training mean");
    const grey = value(rule, "the grey image known");
    assert.ok(
      coin.logLikelihood < independent.logLikelihood && independent.logLikelihood < grey.logLikelihood,
    );
  }
  assert.equal(value("threshold", "the grey image known").logLikelihood, 0);
});
