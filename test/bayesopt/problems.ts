import { type OptimiserProblem, quadratureSurrogate, thompson } from "pml/bayesopt";
import { rbf } from "pml/gp";
import { exam, examFunction, examInputs, examPriors } from "pml/report";

/** The exam's problem with a coarse, quick quadrature. */
export const examProblem: OptimiserProblem = {
  kernel: rbf(),
  priors: { ...examPriors() },
  noise: 1e-4,
  candidates: exam.candidates,
  start: examInputs.map((x) => ({ x: [x], y: examFunction(x) })),
  surrogate: quadratureSurrogate({ pointsPerAxis: 21 }),
  rule: thompson(),
};
