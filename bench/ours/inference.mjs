// @ts-check
import { ess, mcseMean, mean, sampleNuts, summaryTable } from "pml/inference";
import { loadDensity, sampleNutsInThreads } from "pml/node";
import { Random } from "pml/random";
import { writeArray } from "../harness/arrays.mjs";

/** @typedef {import("../harness/serve.mjs").Task} Task @typedef {import("pml/inference").Quantity} Quantity */

/** As in the report: one chain. */
const reportRun = { chains: 1, warmup: 100, draws: 500, targetAcceptance: 0.8 };
const longRun = { chains: 4, warmup: 1000, draws: 1000, targetAcceptance: 0.9 };

/** Where a thread finds the densities. */
const places = {
  exam: { module: import.meta.resolve("pml/report"), factory: "examHyperPosterior" },
  schools: { module: new URL("./targets.mjs", import.meta.url).href, factory: "eightSchools" },
  gaussian: { module: new URL("./targets.mjs", import.meta.url).href, factory: "gaussian50" },
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
};
