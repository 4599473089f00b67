import type { CovarianceType } from "pml/models/gaussian-mixture";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as kMeans from "pml/models/k-means";
import { maximisation } from "#internal/models/gaussian-mixture/m-step";
import {
  type MixtureParameters,
  plainParameters,
  shapedParameters,
} from "#internal/models/gaussian-mixture/model";
import type { Ledger } from "./ledger.js";

type Rows = readonly (readonly number[])[];
type Nested = number | readonly Nested[];

interface Parameters {
  readonly weights: number[];
  readonly means: Rows;
  readonly covariances: Nested;
}

interface Fit extends Parameters {
  readonly covariance_type: "full" | "diag" | "tied" | "spherical";
  readonly tol: number;
  readonly max_iter: number;
  readonly reg_covar: number;
  readonly start: Parameters;
  readonly n_iter: number;
  readonly converged: boolean;
  readonly lower_bounds: number[];
  readonly score_train: number;
  readonly score_test: number;
  readonly score_samples_test_first20: number[];
  readonly predict_proba_test_first20: Rows;
  readonly predict_test: number[];
}

interface Clustering {
  readonly tol: number;
  readonly max_iter: number;
  readonly init: Rows;
  readonly centres: Rows;
  readonly labels: number[];
  readonly inertia: number;
  readonly n_iter: number;
  readonly inertia_before_each_update?: number[];
}

interface DataSet {
  readonly name: string;
  readonly train: Rows;
  readonly test: Rows;
  readonly responsibilities: Rows;
  readonly fits: readonly Fit[];
  readonly kmeans: readonly Clustering[];
}

const types: Readonly<Record<Fit["covariance_type"], CovarianceType>> = {
  full: "full",
  diag: "diagonal",
  tied: "tied",
  spherical: "spherical",
};

/** The numbers of nested lists, in order. */
function flat(values: Nested): Float64Array {
  const list = (part: Nested): number[] => (typeof part === "number" ? [part] : part.flatMap(list));
  return Float64Array.from(list(values));
}

const rows = (values: Rows) => ({ values: flat(values), columns: values[0]!.length });
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const asParameters = ({ weights, means, covariances }: Parameters): MixtureParameters => ({
  weights: flat(weights),
  means: flat(means),
  covariances: flat(covariances),
});

async function checkFit(set: DataSet, fit: Fit, ledger: Ledger): Promise<void> {
  const name = fit.covariance_type;
  const options = {
    components: fit.start.weights.length,
    covarianceType: types[name],
    regularisation: fit.reg_covar,
    tolerance: fit.tol,
    maxIterations: fit.max_iter,
  };
  const train = rows(set.train);
  const compareParameters = (what: string, got: MixtureParameters, wanted: Parameters) => {
    ledger.compare(`${name}: ${what}weights`, got.weights, wanted.weights, 1e-7);
    ledger.compare(`${name}: ${what}means`, got.means, wanted.means, 1e-7);
    ledger.compare(`${name}: ${what}covariances`, got.covariances, flat(wanted.covariances), 1e-7);
  };
  const responsibilities = flat(set.responsibilities);
  const { covarianceType, regularisation, components } = options;
  const first = await maximisation(train, responsibilities, components, { covarianceType, regularisation });
  compareParameters("first M step, ", first, fit.start);
  const model = await gaussianMixture.fit(train, { ...options, start: { responsibilities } });
  const other = await gaussianMixture.fit(train, {
    ...options,
    start: { parameters: shapedParameters({ ...model.config, components }, asParameters(fit.start)) },
  });
  for (const each of [model, other]) {
    const bounds = each.history.map(({ meanLogLikelihood }) => meanLogLikelihood);
    ledger.compare(`${name}: iterations`, bounds.length, fit.n_iter, 0);
    ledger.compare(`${name}: lower bounds`, bounds, fit.lower_bounds, 1e-9);
    ledger.compare(`${name}: converged`, Number(each.converged), Number(fit.converged), 0);
    compareParameters("", plainParameters(each.parameters), fit);
  }
  const onTrain = await gaussianMixture.evaluate(model, train);
  const onTest = await gaussianMixture.evaluate(model, rows(set.test));
  ledger.compare(`${name}: score`, mean(onTrain.logLikelihood), fit.score_train, 1e-7);
  ledger.compare(`${name}: score`, mean(onTest.logLikelihood), fit.score_test, 1e-7);
  const densities = onTest.logLikelihood.subarray(0, fit.score_samples_test_first20.length);
  ledger.compare(`${name}: log-likelihood`, densities, fit.score_samples_test_first20, 1e-7);
  const shares = onTest.responsibilities.subarray(
    0,
    fit.predict_proba_test_first20.length * options.components,
  );
  ledger.compare(`${name}: responsibilities`, shares, fit.predict_proba_test_first20, 1e-7);
  ledger.compare(`${name}: labels`, onTest.labels, fit.predict_test, 0);
}

async function checkClustering(set: DataSet, want: Clustering, ledger: Ledger): Promise<void> {
  const { labels, parameters, inertia, history } = await kMeans.fit(rows(set.train), {
    clusters: want.init.length,
    tolerance: want.tol,
    maxIterations: want.max_iter,
    start: { centres: flat(want.init) },
  });
  ledger.compare("k-means: centres", parameters.centres.data, want.centres, 1e-10);
  ledger.compare("k-means: inertia", inertia, want.inertia, 1e-10);
  ledger.compare("k-means: labels", labels, want.labels, 0);
  ledger.compare("k-means: iterations", history.length, want.n_iter, 0);
  const path = want.inertia_before_each_update;
  if (path !== undefined)
    ledger.compare(
      "k-means: inertia of each iteration",
      history.map((each) => each.inertia),
      path,
      1e-10,
    );
}

/** mixture.json: paths of EM from given starts, what the fits say of other rows, and Lloyd's k-means. */
export async function check({ sets }: { readonly sets: readonly DataSet[] }, ledger: Ledger): Promise<void> {
  for (const set of sets) {
    for (const fit of set.fits) await checkFit(set, fit, ledger);
    for (const clustering of set.kmeans) await checkClustering(set, clustering, ledger);
  }
}
