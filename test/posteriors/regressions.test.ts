import assert from "node:assert/strict";
import { test } from "node:test";
import { checkGradient, mean, sd } from "pml/inference";
import { type Model, sampleModel } from "pml/model";
import { Random } from "pml/random";
import { posteriors } from "./posteriors.js";

const random = Random.from(3);
const count = 60;
const normals = (centre = 0, spread = 1) =>
  Array.from({ length: count }, () => centre + spread * random.normal());
const positives = () => normals().map(Math.exp);
const classes = (from: number, number: number) =>
  Array.from({ length: count }, () => from + random.integer(number));

/** Made data of the database's shapes. */
const made = {
  N: count,
  earn: positives(),
  height: normals(67, 4),
  male: classes(0, 2),
  kid_score: normals(87, 20),
  mom_hs: classes(0, 2),
  mom_iq: normals(100, 15),
  mom_work: classes(1, 4),
  ...Object.fromEntries(
    ["weight", "diam1", "diam2", "canopy_height", "total_height", "density"].map((name) => [
      name,
      positives(),
    ]),
  ),
  group: classes(0, 2),
  partyid7: classes(1, 7),
  real_ideo: classes(1, 7),
  race_adj: classes(0, 3),
  age_discrete: classes(1, 4),
  educ1: classes(1, 4),
  gender: classes(1, 2),
  income: classes(1, 5),
};

/** Least squares by the normal equations: coefficients and their standard errors. */
function leastSquares(rows: readonly (readonly number[])[], y: readonly number[]): number[] {
  const size = rows[0]!.length;
  const a = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (__, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    rows.reduce((sum, row, k) => sum + row[i]! * y[k]!, 0),
  ]);
  for (let k = 0; k < size; k++)
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const factor = a[i]![k]! / a[k]![k]!;
      for (let j = k; j <= size; j++) a[i]![j]! -= factor * a[k]![j]!;
    }
  return a.map((row, i) => row[size]! / row[i]!);
}

test("regressions on made data: one coefficient for each column, gradients by differences", () => {
  const coefficients: Record<string, number> = {
    "earnings-logearn_logheight_male": 3,
    "earnings-logearn_interaction_z": 4,
    "kidiq-kidscore_momhsiq": 3,
    "kidiq-kidscore_interaction": 4,
    "kidiq_with_mom_work-kidscore_interaction_c": 4,
    "kidiq_with_mom_work-kidscore_interaction_c2": 4,
    "kidiq_with_mom_work-kidscore_interaction_z": 4,
    "kidiq_with_mom_work-kidscore_mom_work": 4,
    "mesquite-mesquite": 7,
    "mesquite-logmesquite": 7,
    "mesquite-logmesquite_logvolume": 2,
    "mesquite-logmesquite_logva": 4,
    "mesquite-logmesquite_logvas": 7,
    "mesquite-logmesquite_logvash": 6,
    "nes1976-nes": 9,
  };
  for (const [name, size] of Object.entries(coefficients)) {
    const model: Model = posteriors[name]!.model(made);
    assert.equal(model.dimension, size + 1, name);
    checkGradient(
      model,
      Float64Array.from({ length: size + 1 }, (_, i) => (i === size ? 2 : 0.01 * Math.cos(i))),
    );
  }
});

test("dogs and diamonds on made data: what they were made with", async () => {
  const trials = Array.from({ length: 30 }, () => {
    const y: number[] = [];
    for (let t = 0; t < 25; t++) {
      const shocks = y.reduce((sum, each) => sum + each, 0);
      y.push(random.uniform() < 1 / (1 + Math.exp(-(1.8 - 0.3 * (t - shocks) - 0.2 * shocks))) ? 1 : 0);
    }
    return y;
  });
  const shocked = await sampleModel(
    posteriors["dogs-dogs"]!.model({ y: trials }),
    { draws: 400 },
    { random: random.split("dogs") },
  );
  const X = Array.from({ length: 300 }, () => [
    1,
    ...Array.from({ length: 19 }, (_, j) => j + random.normal()),
  ]);
  const Y = X.map((row) => 8 + 0.5 * (row[1]! - 0) - 0.7 * (row[19]! - 18) + 0.3 * random.normal());
  const priced = await sampleModel(
    posteriors["diamonds-diamonds"]!.model({ N: 300, K: 20, X, Y }),
    { draws: 400 },
    { random: random.split("diamonds") },
  );
  const truths = { "b[0]": 0.5, "b[18]": -0.7, "b[7]": 0, Intercept: 8, sigma: 0.3 };
  // the intercept of centred columns is the mean of Y, off by what the columns' means are
  for (const [quantities, expected] of [
    [shocked.quantities, { "beta[0]": 1.8, "beta[1]": -0.3, "beta[2]": -0.2 }],
    [priced.quantities, truths],
  ] as const)
    for (const [name, truth] of Object.entries(expected))
      assert.ok(
        Math.abs(mean(quantities[name]!) - truth) <
          4 * sd(quantities[name]!) + (name === "Intercept" ? 0.2 : 0),
        `${name} ${mean(quantities[name]!)}`,
      );
});

test("with flat priors the posterior's means are the least-squares coefficients", async () => {
  const run = await sampleModel(
    posteriors["nes2000-nes"]!.model(made),
    { draws: 500 },
    { random: random.split("nes") },
  );
  const rows = made.partyid7.map((_, i) => [
    1,
    made.real_ideo[i]!,
    made.race_adj[i]!,
    ...[2, 3, 4].map((group) => (made.age_discrete[i] === group ? 1 : 0)),
    made.educ1[i]!,
    made.gender[i]!,
    made.income[i]!,
  ]);
  leastSquares(rows, made.partyid7).forEach((coefficient, k) => {
    const draws = run.quantities[`beta[${k}]`]!;
    assert.ok(
      Math.abs(mean(draws) - coefficient) < 0.15 * sd(draws),
      `${k}: ${mean(draws)} and ${coefficient}`,
    );
  });
});

test("a mixture, a regression without intercept, and Kilpisjärvi find what their data were made with", async () => {
  const y = Array.from({ length: 400 }, () =>
    random.uniform() < 0.4 ? -2.5 + 0.9 * random.normal() : 2 + 0.5 * random.normal(),
  );
  const mixture = await sampleModel(
    posteriors["low_dim_gauss_mix-low_dim_gauss_mix"]!.model({ y }),
    { draws: 400 },
    { random: random.split("mixture") },
  );
  const X = Array.from({ length: 100 }, () => [random.normal(), random.normal()]);
  const blr = { N: 100, D: 2, X, y: X.map(([a, b]) => 3 * a! - 2 * b! + random.normal()) };
  const regression = await sampleModel(
    posteriors["sblrc-blr"]!.model(blr),
    { draws: 400 },
    { random: random.split("blr") },
  );
  const x = Array.from({ length: 60 }, (_, i) => i - 30);
  const priors = { pmualpha: 9, psalpha: 10, pmubeta: 0, psbeta: 1 };
  const summers = { x, y: x.map((year) => 9 + 0.02 * year + 0.8 * random.normal()), ...priors };
  const line = await sampleModel(
    posteriors["kilpisjarvi_mod-kilpisjarvi"]!.model(summers),
    { draws: 400 },
    { random: random.split("line") },
  );
  const found: [Record<string, readonly Float64Array[]>, Record<string, number>][] = [
    [mixture.quantities, { "mu[0]": -2.5, "mu[1]": 2, "sigma[0]": 0.9, "sigma[1]": 0.5, theta: 0.4 }],
    [regression.quantities, { "beta[0]": 3, "beta[1]": -2, sigma: 1 }],
    [line.quantities, { alpha: 9, beta: 0.02, sigma: 0.8 }],
  ];
  for (const [quantities, truths] of found)
    for (const [name, truth] of Object.entries(truths))
      assert.ok(
        Math.abs(mean(quantities[name]!) - truth) < 4 * sd(quantities[name]!),
        `${name} ${mean(quantities[name]!)}`,
      );
});
