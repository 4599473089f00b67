import {
  BayesianOptimiser,
  fixedSurrogate,
  gridCandidates,
  minimise,
  type OptimiserState,
  thompson,
} from "pml/bayesopt";
import { rbf } from "pml/gp";
import { Random } from "pml/random";
import { examPriors } from "pml/report";
import type { Room } from "./situation.js";

const problem = {
  kernel: rbf(),
  priors: { ...examPriors() },
  noise: 1e-2,
  candidates: [0, 0.5, 1],
  start: [{ x: [0.5], y: 0.3 }],
  surrogate: fixedSurrogate({ variance: 1, lengthscale: 0.2 }),
  rule: thompson(),
};
const optimiser = (changes: object = {}) => new BayesianOptimiser({ ...problem, ...changes }, Random.from(1));

export const bayesopt: Room = {
  name: "bayesopt",
  situations: [
    {
      situation: "`tell` without `ask`",
      remedy: "Ask first; for values from elsewhere there is `observe`.",
      occur: () => optimiser().tell(1),
    },
    {
      situation: "The objective fails",
      remedy: "Mend it and call again: the question is repeated, nothing is lost.",
      occur: () =>
        minimise(
          optimiser(),
          () => {
            throw new Error("the simulator is not there");
          },
          5,
        ).catch((error) => {
          error.message = error.message.replace(/x = [\d.]+/, "x = ...");
          throw error;
        }),
    },
    {
      situation: "The objective's value is NaN",
      remedy: "Return a finite number; for places that fail, a large one.",
      occur: async () => {
        const asked = optimiser();
        await asked.ask();
        return asked.tell(Number.NaN);
      },
    },
    {
      situation: "Nothing to start from",
      remedy: "Observe at least one place before.",
      occur: () => optimiser({ start: [] }),
    },
    {
      situation: "A saved state is read for another problem",
      remedy: "Use the problem it was saved with; the random stream then goes on as well.",
      occur: () => new BayesianOptimiser({ ...problem, noise: 1e-3 }, optimiser().state),
    },
    {
      situation: "A saved state from something else",
      remedy: "Save `optimiser.state` as JSON and hand that over.",
      occur: () => new BayesianOptimiser(problem, { x: 1 } as unknown as OptimiserState),
    },
    {
      situation: "Candidates that repeat",
      remedy: "Give every place once.",
      occur: () => optimiser({ candidates: [0, 0.5, 0.5] }),
    },
    {
      situation: "A domain from its upper to its lower end",
      remedy: "Interchange the two.",
      occur: () => gridCandidates({ lower: 1, upper: 0, points: 11 }),
    },
    {
      situation: "Every candidate is known, and there is no noise",
      remedy:
        "The best observation is the minimum over the candidates: stop, or give more of them. `minimise` stops by itself.",
      occur: () =>
        optimiser({
          noise: 0,
          candidates: [0, 1],
          start: [
            { x: [0], y: 1 },
            { x: [1], y: 2 },
          ],
        }).ask(),
    },
    {
      situation: "Two different values at one place, and the noise is 0",
      remedy: "Give a noise variance.",
      occur: () => optimiser({ noise: 0 }).observe({ x: [0.5], y: 0.4 }),
    },
  ],
};
