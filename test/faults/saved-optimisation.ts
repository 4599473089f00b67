import {
  BayesianOptimiser,
  fixedSurrogate,
  type OptimiserProblem,
  type OptimiserState,
  thompson,
} from "pml/bayesopt";
import { rbf } from "pml/gp";
import { Random } from "pml/random";
import { examPriors } from "pml/report";

const problem: OptimiserProblem = {
  kernel: rbf(),
  priors: { ...examPriors() },
  noise: 1e-2,
  candidates: [0, 0.25, 0.5, 0.75, 1],
  start: [{ x: [0.5], y: 0.3 }],
  surrogate: fixedSurrogate({ variance: 1, lengthscale: 0.5 }),
  rule: thompson(),
};

let known: OptimiserState | undefined;

/** A small problem with given hyper-parameters, and the state of its optimisation after two steps with a third asked for. */
export async function savedOptimisation(): Promise<{ problem: OptimiserProblem; state: OptimiserState }> {
  if (known === undefined) {
    const optimiser = new BayesianOptimiser(problem, Random.from(1));
    for (const y of [0.1, -0.2]) {
      await optimiser.ask();
      optimiser.tell(y);
    }
    await optimiser.ask();
    known = optimiser.state;
  }
  return { problem, state: known };
}
