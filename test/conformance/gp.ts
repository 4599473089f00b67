import { conditionOn, crossCovariance, gramMatrix, predict, predictJoint } from "pml/gp";
import { fileNameOf, type KernelTree, kernelOfTree, varianceScale } from "../support/kernel-tree.js";
import { likelihoodGradient } from "../support/likelihood-gradient.js";
import { type Ledger, largest, type Values } from "./ledger.js";

interface DataSet {
  readonly x: number[];
  readonly y: number[];
  readonly noise: number;
}

interface Expected {
  readonly log_marginal_likelihood: number;
  readonly gradient_wrt_log: Readonly<Record<string, number>>;
  readonly posterior_mean: number[];
  readonly posterior_covariance: number[][];
  readonly posterior_sd: number[];
}

interface Case {
  readonly kernel: KernelTree;
  readonly prior_kxx: Values;
  readonly prior_kxz: Values;
  readonly regression: Readonly<Record<string, Expected | null>>;
}

interface File {
  readonly grid: number[];
  readonly prior_x: number[];
  readonly prior_z: number[];
  readonly data: Readonly<Record<string, DataSet>>;
  readonly cases: readonly Case[];
}

function checkRegression(
  tree: KernelTree,
  data: DataSet,
  grid: number[],
  expected: Expected,
  ledger: Ledger,
) {
  const { kind } = tree;
  const regression = conditionOn({ kernel: kernelOfTree(tree), ...data });
  const likelihood = regression.logMarginalLikelihood;
  ledger.compare(`${kind}: log marginal likelihood`, likelihood, expected.log_marginal_likelihood, 1e-9);
  const gradient = Object.entries(likelihoodGradient(regression.kernel, data));
  const ours = new Map(gradient.map(([name, value]) => [fileNameOf(name), value]));
  const names = Object.keys(expected.gradient_wrt_log);
  const got = names.map((name) => ours.get(name) ?? Number.NaN);
  ledger.compare(`${kind}: gradient by logarithms`, got, Object.values(expected.gradient_wrt_log), 1e-6);
  ledger.compare(`${kind}: number of parameters`, ours.size, names.length, 0);
  const { mean, covariance } = predictJoint(regression, grid, "f");
  const largestEntry = largest(expected.posterior_covariance);
  ledger.compare(`${kind}: posterior mean`, mean, expected.posterior_mean, 1e-8);
  ledger.compare(
    `${kind}: posterior covariance`,
    covariance,
    expected.posterior_covariance,
    1e-8,
    largestEntry,
  );
  const { variance } = predict(regression, grid, "f");
  const squared = expected.posterior_sd.map((sd) => Number(sd) ** 2);
  ledger.compare(`${kind}: posterior variance`, variance, squared, 1e-8, largestEntry);
}

/** gp.json: prior covariances, marginal likelihood with gradient, and posterior of every kernel tree in the file. */
export function check(file: File, ledger: Ledger): void {
  for (const { kernel: tree, prior_kxx, prior_kxz, regression } of file.cases) {
    const kernel = kernelOfTree(tree);
    const scale = varianceScale(tree);
    const name = `${tree.kind}: prior covariance`;
    ledger.compare(name, gramMatrix(kernel, file.prior_x), prior_kxx, 1e-13, scale);
    ledger.compare(name, crossCovariance(kernel, file.prior_x, file.prior_z), prior_kxz, 1e-13, scale);
    for (const [set, expected] of Object.entries(regression)) {
      if (expected !== null) checkRegression(tree, file.data[set]!, file.grid, expected, ledger);
    }
  }
}
