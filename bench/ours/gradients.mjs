// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { add, bernoulliLogit, gather, matvec, model, mul, normal, positive, real, vector } from "pml/model";
import { Random } from "pml/random";

/** @typedef {import("../harness/serve.mjs").Task} Task @typedef {import("pml/model").Model} Model */

const fromRoot = (/** @type {string[]} */ ...parts) =>
  fileURLToPath(new URL(join("..", "..", ...parts), import.meta.url));

/** A compiled module of test/posteriors: the models that the scoreboard samples. @param {string} name */
const posterior = (name) => import(pathToFileURL(fromRoot("test", "dist", "posteriors", `${name}.js`)).href);

/** Data of a posterior of posteriordb. @param {string} name */
const fixture = (name) =>
  JSON.parse(readFileSync(fromRoot("test", "fixtures", "posteriordb", `${name}.json`), "utf8")).data;

/** 919 houses in 85 counties, measured in the cellar or not, with one covariate of the county: made, since only the shape matters for time. */
function radonData() {
  const random = Random.from(11);
  const counties = 85;
  const levels = Array.from({ length: counties }, () => 1.5 + 0.3 * random.normal());
  const ofCounty = Array.from({ length: counties }, () => random.normal());
  const county = Array.from({ length: 919 }, () => Math.floor(counties * random.uniform()));
  const floor = county.map(() => (random.uniform() < 0.17 ? 1 : 0));
  const uranium = county.map((each) => /** @type {number} */ (ofCounty[each]));
  const y = county.map(
    (each, i) =>
      /** @type {number} */ (levels[each]) +
      0.7 * Number(uranium[i]) -
      0.6 * Number(floor[i]) +
      0.7 * random.normal(),
  );
  return { counties, county, floor, uranium, y };
}

/** Levels of counties drawn from one normal distribution, not centred; 85 + 5 parameters. @param {ReturnType<typeof radonData>} data */
function radon({ counties, county, floor, uranium, y }) {
  const parameters = {
    z: vector(counties),
    beta: vector(2),
    mu: real(),
    between: positive(),
    sigma: positive(),
  };
  return model(parameters, ({ z, beta, mu, between, sigma }) => [
    normal(between, { mean: 0, sd: 1 }),
    normal(sigma, { mean: 0, sd: 1 }),
    normal(mu, { mean: 0, sd: 10 }),
    normal(beta, { mean: 0, sd: 10 }),
    normal(z, { mean: 0, sd: 1 }),
    normal(y, {
      mean: add(
        gather(add(mu, mul(between, z)), county),
        add(mul(beta.at(0), uranium), mul(beta.at(1), floor)),
      ),
      sd: sigma,
    }),
  ]);
}

/** A thousand numbers from two normal distributions. */
function mixtureData() {
  const random = Random.from(12);
  return {
    y: Array.from({ length: 1000 }, () =>
      random.uniform() < 0.4 ? random.normal() - 2.75 : 2.75 + random.normal(),
    ),
  };
}

/** Rows of a logistic regression and their outcomes. @param {number} columns */
function logisticData(columns) {
  const random = Random.from(13 + columns);
  const x = Array.from({ length: 1000 }, () => Array.from({ length: columns }, () => random.normal()));
  const y = x.map((row) => {
    const predictor = row.reduce(
      (sum, value, j) => sum + ((j % 2 === 0 ? 1 : -0.5) / (1 + j / 2)) * value,
      0.3,
    );
    return random.uniform() < 1 / (1 + Math.exp(-predictor)) ? 1 : 0;
  });
  return { columns, x, y };
}

/** @param {ReturnType<typeof logisticData>} data */
const logistic = ({ columns, x, y }) =>
  model({ alpha: real(), beta: vector(columns) }, ({ alpha, beta }) => [
    normal(alpha, { mean: 0, sd: 2.5 }),
    normal(beta, { mean: 0, sd: 2.5 }),
    bernoulliLogit(y, { logit: add(alpha, matvec(x, beta)) }),
  ]);

/** What is timed: data, and the model that is traced from them. @type {Readonly<Record<string, () => Promise<{ data: any, of: (data: any) => Model }>>>} */
const targets = {
  schools: async () => ({
    data: fixture("eight_schools-eight_schools_noncentered"),
    of: (await posterior("eight-schools")).eightSchoolsNoncentered,
  }),
  kidiq: async () => ({
    data: fixture("kidiq-kidscore_momiq"),
    of: (await posterior("regressions")).kidScores.kidscore_momiq,
  }),
  ar5: async () => ({ data: fixture("arK-arK"), of: (await posterior("ar-k")).autoregression }),
  garch: async () => ({ data: fixture("garch-garch11"), of: (await posterior("garch")).garch }),
  gp: async () => ({
    data: fixture("gp_pois_regr-gp_regr"),
    of: (await posterior("gaussian-processes")).gpRegression,
  }),
  radon: async () => ({ data: radonData(), of: radon }),
  mixture: async () => ({ data: mixtureData(), of: (await posterior("mixtures")).twoNormals }),
  ...Object.fromEntries(
    [3, 5, 10].map((columns) => [
      `logistic-${columns}`,
      async () => ({ data: logisticData(columns), of: logistic }),
    ]),
  ),
};

/**
 * Calls at positions that move, the same ones on both sides: coordinate `call % dimension` becomes `0.1 sin(call)`.
 * @param {Model} density @param {number} calls
 */
function milliseconds({ dimension, logDensityAndGradient }, calls) {
  const position = new Float64Array(dimension);
  const gradient = new Float64Array(dimension);
  let sum = 0;
  const begin = performance.now();
  for (let call = 0; call < calls; call++) {
    position[call % dimension] = 0.1 * Math.sin(call);
    sum += logDensityAndGradient(position, gradient);
  }
  const ms = performance.now() - begin;
  if (Number.isNaN(sum)) throw new Error("the density is not a number");
  return ms / calls;
}

/** @param {string} name @returns {Task} */
const gradient =
  (name) =>
  async ({ folder, size }) => {
    const { data, of } = await /** @type {() => Promise<{ data: any, of: (data: any) => Model }>} */ (
      targets[name]
    )();
    // V8 shares what it learns between equal sources: the third build of a model is what a notebook's cell has when it is run again
    const [, , density] = [of(data), of(data), of(data)];
    writeFileSync(join(folder, "data.json"), JSON.stringify(data));
    const { dimension } = density;
    const place = Float64Array.from({ length: dimension }, (_, i) => 0.3 * Math.sin(i + 1));
    const calls = Math.ceil((size === "full" ? 100 : 5) / milliseconds(density, 2000));
    writeFileSync(join(folder, "calls.json"), JSON.stringify(calls));
    return () => {
      const ms = milliseconds(density, calls);
      const slopes = new Float64Array(dimension);
      const value = density.logDensityAndGradient(place, slopes);
      const atZero = density.logDensityAndGradient(new Float64Array(dimension), new Float64Array(dimension));
      const scale = Math.max(1, ...slopes.map(Math.abs));
      // constants that one side leaves out are no difference
      return {
        ms,
        figures: {
          "log density above that at 0": value - atZero,
          "gradient, to scale": [...slopes].map((x) => x / scale),
        },
      };
    };
  };

export const tasks = Object.fromEntries(Object.keys(targets).map((name) => [name, gradient(name)]));
