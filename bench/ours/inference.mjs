// @ts-check
import { ess, mcseMean, mean, sampleNuts, summaryTable } from "pml/inference";
import { loadDensity, sampleNutsInThreads } from "pml/node";
import { Random } from "pml/random";
import { reportNuts } from "pml/report";
import { writeArray } from "../harness/arrays.mjs";

/** @typedef {import("../harness/serve.mjs").Task} Task @typedef {import("pml/inference").Quantity} Quantity */

/** As in the report: one chain. */
const reportRun = { ...reportNuts, chains: 1 };
const longRun = { chains: 4, warmup: 1000, draws: 1000, targetAcceptance: 0.9 };

/** Where a thread finds the densities. */
const places = {
  exam: { module: import.meta.resolve("pml/report"), factory: "examHyperPosterior" },
  schools: { module: new URL("./targets.mjs", import.meta.url).href, factory: "eightSchools" },
  gaussian: { module: new URL("./targets.mjs", import.meta.url).href, factory: "gaussian50" },
};

/** Those that default settings are compared on. @type {Readonly<Record<string, { module: string, factory: string }>>} */
const everywhere = {
  ...places,
  ...Object.fromEntries(
    ["funnel", "correlated", "logistic"].map((factory) => [factory, { ...places.schools, factory }]),
  ),
};

/**
 * One run of NUTS, several chains in two threads; the time is that of one effective draw, by the coordinate that has fewest. Every round has a seed of its own.
 * @param {import("pml/node").DensitySource} source @param {import("pml/inference").SampleOptions} options
 * @param {Readonly<Record<string, number>>} compared coordinates whose means are compared, by name
 * @returns {Task}
 */
const sampling =
  (source, options, compared) =>
  async ({ size }) => {
    const density = await loadDensity(source);
    const settings = size === "full" ? options : { ...options, warmup: 150, draws: 150 };
    const sample = (/** @type {Random} */ random) =>
      settings.chains === 1
        ? sampleNuts(density, settings, { random })
        : sampleNutsInThreads(source, { ...settings, threads: 2 }, { random });
    return async (round) => {
      const begin = performance.now();
      const run = await sample(Random.from(round + 100));
      const ms = performance.now() - begin;
      const effective = Math.min(...run.coordinates.map((quantity) => ess(quantity)));
      const figures = Object.entries(compared).map(([name, i]) => {
        const quantity = /** @type {Quantity} */ (run.coordinates[i]);
        return [`mean of ${name}`, [mean(quantity), mcseMean(quantity)]];
      });
      return { ms: ms / effective, figures: Object.fromEntries(figures) };
    };
  };

const examCoordinates = { "ln lengthscale": 0, "ln variance": 1 };
const schoolCoordinates = { mu: 0, "ln tau": 1, "z of the first school": 2 };
const gaussianCoordinates = { "the first coordinate": 0, "the last coordinate": 49 };

/** Rows of the logistic regression, 10 columns, and its outcomes: what both sides are given. */
function logisticData() {
  const random = Random.from(9);
  const x = Float64Array.from({ length: 10_000 }, () => random.normal());
  const slopes = Array.from({ length: 10 }, (_, j) => (j % 2 === 0 ? 1 : -0.5) / (1 + j / 2));
  const y = Float64Array.from({ length: 1000 }, (_, i) => {
    const predictor = slopes.reduce((sum, slope, j) => sum + slope * Number(x[i * 10 + j]), 0.3);
    return random.uniform() < 1 / (1 + Math.exp(-predictor)) ? 1 : 0;
  });
  return { x, y };
}

/**
 * Default NUTS, 4 chains in two threads, warm-up counted: milliseconds, or gradients, of an effective draw, by the coordinate that has fewest.
 * @param {string} target @param {"time" | "gradients"} measure @returns {Task}
 */
const defaults =
  (target, measure) =>
  async ({ folder, size }) => {
    const data = target === "logistic" ? logisticData() : undefined;
    if (data !== undefined) {
      writeArray(folder, "x", data.x, [1000, 10]);
      writeArray(folder, "y", data.y);
    }
    const source = { ...everywhere[target], ...(data && { data }) };
    const length = size === "full" ? 1000 : 200;
    const options = {
      chains: 4,
      warmup: length,
      draws: length,
      keepWarmup: measure === "gradients",
      threads: 2,
    };
    return async (round) => {
      const begin = performance.now();
      const run = await sampleNutsInThreads(source, options, { random: Random.from(round + 100) });
      const ms = performance.now() - begin;
      const all = [run, ...(run.warmup === null ? [] : [run.warmup])];
      const steps = all.flatMap(({ statistics }) => statistics.leapfrogSteps.flatMap((chain) => [...chain]));
      const effective = Math.min(...run.coordinates.map((quantity) => ess(quantity)));
      const figures = [0, run.coordinates.length - 1].map((i) => {
        const quantity = /** @type {Quantity} */ (run.coordinates[i]);
        return [`mean of coordinate ${i}`, [mean(quantity), mcseMean(quantity)]];
      });
      const spent = measure === "time" ? ms : steps.reduce((a, b) => a + b, 0);
      return { ms: spent / effective, figures: Object.fromEntries(figures) };
    };
  };

/** Autoregressive draws of different persistence and location, NaN nowhere. @type {Task} */
const diagnostics = async ({ folder, size }) => {
  const [parameters, draws] = size === "full" ? [100, 10_000] : [3, 500];
  const random = Random.from(5);
  const all = new Float64Array(parameters * 4 * draws);
  /** @type {Record<string, Float64Array[]>} */
  const quantities = {};
  for (let p = 0; p < parameters; p++) {
    const persistence = 0.9 * (p / parameters);
    quantities[`x${p}`] = Array.from({ length: 4 }, (_, c) => {
      const chain = all.subarray((p * 4 + c) * draws, (p * 4 + c + 1) * draws);
      let state = random.normal();
      for (let t = 0; t < draws; t++) {
        state = persistence * state + Math.sqrt(1 - persistence ** 2) * random.normal();
        chain[t] = state + p;
      }
      return chain.slice();
    });
  }
  writeArray(folder, "draws", all, [parameters, 4, draws]);
  return () => {
    const begin = performance.now();
    const { columns, rows } = summaryTable(quantities);
    const ms = performance.now() - begin;
    const figures = columns.map((column, i) => [
      column,
      rows.map(({ values }) => /** @type {number} */ (values[i])),
    ]);
    return { ms, figures: Object.fromEntries(figures) };
  };
};

export const tasks = {
  "exam-report": sampling(places.exam, reportRun, examCoordinates),
  exam: sampling(places.exam, longRun, examCoordinates),
  schools: sampling(places.schools, longRun, schoolCoordinates),
  gaussian: sampling(places.gaussian, longRun, gaussianCoordinates),
  diagnostics,
  ...Object.fromEntries(
    Object.keys(everywhere).flatMap((target) =>
      /** @type {const} */ (["time", "gradients"]).map((measure) => [
        `${target}-${measure}`,
        defaults(target, measure),
      ]),
    ),
  ),
};
