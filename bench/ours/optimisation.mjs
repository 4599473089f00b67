// @ts-check
import { BayesianOptimiser, logExpectedImprovementRule, mapSurrogate } from "pml/bayesopt";
import { rbf } from "pml/gp";
import { Random } from "pml/random";
import { exam, examNoise, examPriors } from "pml/report";
import { writeArray } from "../harness/arrays.mjs";

/** Ten places, off the grid's middle, so that the posterior of the hyper-parameters has one mode. */
const places = Array.from({ length: 10 }, (_, i) => -0.95 + 0.21 * i);

/**
 * One step with ten observations of the exam's function: most probable hyper-parameters (densities of the parameters themselves, as
 * BoTorch maximises), prediction of 200 candidates, the largest logarithm of the expected improvement.
 * @type {import("../harness/serve.mjs").Task}
 */
const step = async ({ folder }) => {
  const start = places.map((x) => ({ x: [x], y: exam.evaluate([x]) }));
  const priors = { ...examPriors() };
  const problem = {
    kernel: rbf(),
    priors,
    noise: examNoise,
    candidates: exam.candidates,
    start,
    surrogate: mapSurrogate({ objective: "natural", starts: 1 }),
    rule: logExpectedImprovementRule(),
  };
  writeArray(folder, "x", Float64Array.from(places));
  writeArray(
    folder,
    "y",
    Float64Array.from(start, ({ y }) => y),
  );
  writeArray(folder, "candidates", Float64Array.from(exam.candidates.values));
  return async (round) => {
    const begin = performance.now();
    const optimiser = new BayesianOptimiser(problem, Random.from(round + 100));
    const { x, suggestion } = await optimiser.ask();
    const ms = performance.now() - begin;
    const score = suggestion.score ?? new Float64Array();
    return { ms, figures: { place: [...x], "largest log expected improvement": Math.max(...score) } };
  };
};

export const tasks = { step };
