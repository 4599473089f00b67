import { conditionOn, HyperPosterior, inputPoints, rbf, withNamedParameters } from "pml/gp";
import { cholesky } from "pml/math";
import { examPriors } from "pml/report";
import type { Room } from "./situation.js";

export const gp: Room = {
  name: "gp",
  situations: [
    {
      situation: "A kernel matrix is not positive definite",
      remedy:
        "Inputs lie close together for the lengthscale: give a noise variance, or allow `jitter: tryJitters(1e-10, 1e-8)`.",
      occur: () =>
        conditionOn({
          kernel: rbf({ lengthscale: 4, variance: 1 }),
          noise: 0,
          x: Array.from({ length: 20 }, (_, i) => i / 20),
          y: new Float64Array(20),
        }),
    },
    {
      situation: "A kernel matrix is positive definite by rounding only",
      remedy:
        "As above; `tryJitterShares(1e-12, 1e-10, 1e-8)` is in units of the prior variance. docs/conditioning.md has the rule.",
      occur: () =>
        conditionOn({
          kernel: rbf({ lengthscale: 0.3, variance: 20 }),
          noise: 0,
          x: [0, 0.5, 1, 0.14, 0.141, 0.142, 0.143],
          y: [3, 1, 16, -1, -1, -1, -1],
        }),
    },
    {
      situation: "The same place was observed twice, without noise",
      remedy: "Give a noise variance, or keep one of the two.",
      occur: () => conditionOn({ kernel: rbf(), noise: 0, x: [1, 2, 1], y: [3, 4, 3] }),
    },
    {
      situation: "A negative noise variance",
      remedy: "It is a variance, not its logarithm.",
      occur: () => conditionOn({ kernel: rbf(), noise: -9.2, x: [1, 2], y: [3, 4] }),
    },
    {
      situation: "Values and places differ in number",
      remedy: "One value for each place.",
      occur: () => conditionOn({ kernel: rbf(), noise: 0.1, x: [1, 2, 3], y: [3, 4] }),
    },
    {
      situation: "An observation is NaN",
      remedy: "Leave failed observations out.",
      occur: () => conditionOn({ kernel: rbf(), noise: 0.1, x: [1, 2], y: [3, Number.NaN] }),
    },
    {
      situation: "A lengthscale of 0",
      remedy: "Parameters of kernels are positive; 0 is the limit of white noise.",
      occur: () => rbf({ lengthscale: 0 }),
    },
    {
      situation: "A parameter the kernel does not have",
      remedy: "The message lists those it has. Note: variances, not standard deviations.",
      occur: () => withNamedParameters(rbf(), { sigma: 2 }),
    },
    {
      situation: "A parameter has no prior",
      remedy: "Give a prior for it, or a number that fixes it.",
      occur: () =>
        new HyperPosterior({
          kernel: rbf(),
          x: [1, 2],
          y: [1, 2],
          noise: 0.1,
          priors: { lengthscale: examPriors().lengthscale },
        }),
    },
    {
      situation: "Points of several dimensions with a coordinate missing",
      remedy: "Hand over count times dimension numbers, row after row.",
      occur: () => inputPoints([0, 0, 1], 2),
    },
    {
      situation: "A matrix that is not square",
      remedy: "Hand over size times size numbers, row after row.",
      occur: () => cholesky(new Float64Array(6), 2),
    },
  ],
};
