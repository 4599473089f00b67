import { createHash } from "node:crypto";
import { type DataSet, firstImages, type ImageSet, loadMnist } from "pml/data";
import { bitsPerDimension } from "pml/metrics";
import {
  computeMoments,
  type DegreesOfFreedom,
  dequantisationVariance,
  imageRows,
  type Observations,
  type ProbabilisticPca,
  type SampleMoments,
} from "pml/models";
import * as principalComponents from "pml/models/principal-components";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import { matrix } from "pml/tensorflow";
import { leadingAxes } from "#internal/models/common/principal-axes";
import { logDensities } from "#internal/models/probabilistic-pca/density";
import { fitToMoments } from "#internal/models/probabilistic-pca/fit";
import type { Ledger } from "./ledger.js";

type Rows = readonly (readonly number[])[];

interface SmallCase {
  readonly components_kept: number;
  readonly train: Rows;
  readonly test: Rows;
  readonly sklearn_ddof1: {
    readonly mean: number[];
    readonly components: Rows;
    readonly explained_variance: number[];
    readonly explained_variance_ratio: number[];
    readonly noise_variance: number;
    readonly covariance: Rows;
    readonly precision: Rows;
    readonly score_train: number;
    readonly score_test: number;
    readonly score_samples_test: number[];
    readonly transform_test: Rows;
    readonly inverse_transform_test: Rows;
  };
  readonly maximum_likelihood_ddof0: {
    readonly mean: number[];
    readonly eigenvalues: number[];
    readonly sigma2: number;
    readonly W: Rows;
    readonly M: Rows;
    readonly posterior_mean_test: Rows;
    readonly posterior_covariance: Rows;
    readonly reconstruction_of_posterior_mean_test: Rows;
    readonly mean_squared_error_test: number;
    readonly mean_log_likelihood_train: number;
    readonly mean_log_likelihood_test: number;
    readonly log_likelihood_test: number[];
    readonly mean_log_likelihood_train_closed_form: number;
  };
}

interface Likelihoods {
  readonly sigma2: number;
  readonly first_eigenvalues: number[];
  readonly train_mean_log_likelihood: number;
  readonly test_mean_log_likelihood: number;
  readonly test_with_scatter_about_test_mean_ddof0: number;
  readonly test_with_scatter_about_test_mean_ddof1: number;
}

interface ScaleCase {
  readonly ddof0: Likelihoods;
  readonly ddof1: Likelihoods;
  readonly reconstruction: {
    readonly posterior_mean: number;
    readonly orthogonal_projection: number;
    readonly expected_with_sampled_z: number;
    readonly train_mean_image_only: number;
  };
  readonly posterior_mean_of_first_5_test_images: Rows;
  readonly posterior_covariance: Rows;
}

interface MnistCase {
  readonly files_sha256: Readonly<Record<string, string>>;
  readonly train_images: number;
  readonly test_images: number;
  readonly components_kept: number;
  readonly pixels_0_255: ScaleCase;
  readonly pixels_0_1: ScaleCase;
  readonly by_components_kept_pixels_0_1_ddof0: readonly {
    readonly components_kept: number;
    readonly sigma2: number;
    readonly train_mean_log_likelihood: number;
    readonly test_mean_log_likelihood: number;
  }[];
  readonly dequantised: {
    readonly sigma2: number;
    readonly test_mean_log_likelihood: number;
    readonly test_bits_per_dimension_of_the_256_levels: number;
    readonly test_log_probability_bound_per_image_nats: number;
  };
  readonly first_images_only: {
    readonly train_images: number;
    readonly test_images: number;
    readonly components_kept: number;
    readonly pixels_0_1: ScaleCase;
  };
  readonly report: {
    readonly value: number;
    readonly value_if_training_covariance_had_ddof0: number;
    readonly value_if_test_scatter_had_ddof0: number;
    readonly value_about_the_models_mean: number;
    readonly mse: number;
  };
}

interface File {
  readonly small: readonly SmallCase[];
  readonly mnist?: MnistCase;
}

const mean = (values: ArrayLike<number>) =>
  Array.prototype.reduce.call<ArrayLike<number>, [(sum: number, value: number) => number, number], number>(
    values,
    (sum, value) => sum + value,
    0,
  ) / values.length;
const rows = (values: Rows): Observations => ({
  values: Float64Array.from(values.flat()),
  columns: values[0]!.length,
});
const transposed = (values: Float64Array, count: number) =>
  matrix(values, values.length / count, count)
    .transposed()
    .toArray();
const noiseOf = (model: ProbabilisticPca) => model.parameters.noiseVariance.data;

async function checkSmallUnbiased(
  { components_kept, train, test, sklearn_ddof1: want }: SmallCase,
  ledger: Ledger,
): Promise<void> {
  const compare = (name: string, got: Float64Array | number, expected: Rows | number[] | number, to = 1e-8) =>
    ledger.compare(`small, ddof 1: ${name}`, got, expected, to);
  const moments = computeMoments(rows(train), { ddof: 1 });
  const view = await principalComponents.fit(rows(train), { components: components_kept });
  const { mean: centre, axes, axisVariances } = view.parameters;
  compare("mean", centre.data, want.mean);
  compare("axes", transposed(axes.data, components_kept), want.components);
  compare("eigenvalues", axisVariances.data, want.explained_variance, 1e-9);
  const all = moments.covariance.reduce(
    (sum, entry, i) => sum + (i % (moments.columns + 1) === 0 ? entry : 0),
    0,
  );
  compare(
    "shares of variance",
    axisVariances.data.map((each) => each / all),
    want.explained_variance_ratio,
  );
  const coordinates = principalComponents.encode(view, rows(test));
  compare("coordinates", coordinates, want.transform_test);
  const model = fitToMoments(moments, { components: components_kept });
  compare("noise variance", noiseOf(model), [want.noise_variance], 1e-10);
  const covariance = probabilisticPca.covariance(model);
  compare("model covariance", covariance, want.covariance);
  const size = moments.columns;
  const factor = matrix(covariance, size, size).cholesky();
  const unit = Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
  const inverse = factor.solveLower(factor.solveLower(matrix(unit, size, size)), true).toArray();
  compare("model precision", inverse, want.precision);
  compare("log-likelihood", logDensities(model, rows(test)), want.score_samples_test);
  compare("mean log-likelihood", mean(logDensities(model, rows(test))), want.score_test);
  compare("mean log-likelihood", mean(logDensities(model, rows(train))), want.score_train);
  const projected = probabilisticPca.decode(model, probabilisticPca.projectionCodes(model, rows(test)));
  compare("projection", projected, want.inverse_transform_test);
}

function checkSmallLikelihood(small: SmallCase, ledger: Ledger) {
  const { components_kept, train, test, maximum_likelihood_ddof0: want } = small;
  const compare = (name: string, got: Float64Array | number, expected: Rows | number[] | number, to = 1e-8) =>
    ledger.compare(`small, ddof 0: ${name}`, got, expected, to);
  const moments = computeMoments(rows(train));
  const model = fitToMoments(moments, { components: components_kept });
  compare("mean", model.parameters.mean.data, want.mean);
  compare(
    "eigenvalues",
    leadingAxes(moments, moments.columns, "largest-positive").variances,
    want.eigenvalues,
    1e-9,
  );
  compare("noise variance", noiseOf(model), [want.sigma2], 1e-10);
  compare("W", model.parameters.loadings.data, want.W);
  compare("M", diagonalMatrix(model.parameters.axisVariances.data), want.M);
  const posterior = probabilisticPca.encode(model, rows(test));
  compare("posterior mean", posterior.mean, want.posterior_mean_test);
  compare("posterior covariance", posterior.covariance, want.posterior_covariance);
  const decoded = probabilisticPca.decode(model, posterior.mean);
  compare("reconstruction", decoded, want.reconstruction_of_posterior_mean_test);
  const error = probabilisticPca.reconstructionError(model, rows(test), posterior.mean);
  compare("mean squared error", error, want.mean_squared_error_test);
  compare("log-likelihood", logDensities(model, rows(test)), want.log_likelihood_test);
  const meanName = "mean log-likelihood";
  compare(meanName, mean(logDensities(model, rows(test))), want.mean_log_likelihood_test);
  compare(meanName, mean(logDensities(model, rows(train))), want.mean_log_likelihood_train);
  const closed = probabilisticPca.meanLogDensityOfScatter(model, moments.covariance);
  compare("mean log-likelihood from S", closed, want.mean_log_likelihood_train_closed_form);
}

function diagonalMatrix(diagonal: Float64Array): Float64Array {
  const size = diagonal.length;
  return Float64Array.from({ length: size * size }, (_, i) =>
    i % (size + 1) === 0 ? diagonal[i % size]! : 0,
  );
}

/** The moments of both sets, once for each divisor of N. */
interface Sets {
  readonly train: ImageSet;
  readonly test: ImageSet;
  readonly trainMoments: Readonly<Record<DegreesOfFreedom, SampleMoments>>;
  readonly testMoments: Readonly<Record<DegreesOfFreedom, SampleMoments>>;
}

/** The same sums with the other divisor. */
function bothDivisors(observations: Observations): Readonly<Record<DegreesOfFreedom, SampleMoments>> {
  const biased = computeMoments(observations);
  const factor = biased.count / (biased.count - 1);
  return {
    0: biased,
    1: { ...biased, ddof: 1, covariance: biased.covariance.map((entry) => entry * factor) },
  };
}

function setsOf(data: DataSet, divisor: number, trainCount: number, testCount: number): Sets {
  const train = firstImages(data.train, trainCount);
  const test = firstImages(data.test, testCount);
  const trainMoments = bothDivisors(imageRows(train, { divisor }));
  return { train, test, trainMoments, testMoments: bothDivisors(imageRows(test, { divisor })) };
}

function checkScale(
  name: string,
  sets: Sets,
  divisor: number,
  components: number,
  want: ScaleCase,
  ledger: Ledger,
) {
  const test = imageRows(sets.test, { divisor });
  for (const ddof of [0, 1] as const) {
    const label = `${name}, ddof ${ddof}`;
    const moments = sets.trainMoments[ddof];
    const expected = want[`ddof${ddof}`];
    const model = fitToMoments(moments, { components });
    const compare = (what: string, got: number | Float64Array, value: number | number[], tolerance: number) =>
      ledger.compare(
        `${label}: ${what}`,
        got,
        value,
        tolerance,
        what.includes("likelihood") ? "absolute" : "relative",
      );
    compare("noise variance", noiseOf(model), [expected.sigma2], 1e-10);
    const first = leadingAxes(moments, expected.first_eigenvalues.length, "largest-positive").variances;
    compare("eigenvalues", first, expected.first_eigenvalues, 1e-9);
    // the mean over the training set follows from its own scatter
    const fit = probabilisticPca.meanLogDensityOfScatter(model, sets.trainMoments[0].covariance);
    compare("train mean log-likelihood", fit, expected.train_mean_log_likelihood, 1e-6);
    compare(
      "test mean log-likelihood",
      mean(logDensities(model, test)),
      expected.test_mean_log_likelihood,
      1e-6,
    );
    for (const testDdof of [0, 1] as const) {
      const value = probabilisticPca.meanLogDensityOfScatter(model, sets.testMoments[testDdof].covariance);
      const wanted = expected[`test_with_scatter_about_test_mean_ddof${testDdof}`];
      compare(`test log-likelihood about the test mean, ddof ${testDdof}`, value, wanted, 1e-6);
    }
  }
  checkReconstruction(name, sets, divisor, components, want, ledger);
}

function checkReconstruction(
  name: string,
  sets: Sets,
  divisor: number,
  components: number,
  want: ScaleCase,
  ledger: Ledger,
) {
  const model = fitToMoments(sets.trainMoments[0], { components });
  const test = imageRows(sets.test, { divisor });
  const toUnit = (divisor / 255) ** 2;
  const posterior = probabilisticPca.encode(model, test);
  const error = (codes: Float64Array) => probabilisticPca.reconstructionError(model, test, codes) * toUnit;
  const compare = (what: string, got: number, value: number) =>
    ledger.compare(`${name}: reconstruction from ${what}`, got, value, 1e-8);
  const best = error(posterior.mean);
  compare("posterior mean", best, want.reconstruction.posterior_mean);
  compare(
    "projection",
    error(probabilisticPca.projectionCodes(model, test)),
    want.reconstruction.orthogonal_projection,
  );
  compare(
    "sampled code",
    best + probabilisticPca.samplingError(model) * toUnit,
    want.reconstruction.expected_with_sampled_z,
  );
  const none = new Float64Array(posterior.mean.length);
  compare("mean image", error(none), want.reconstruction.train_mean_image_only);
  const count = want.posterior_mean_of_first_5_test_images.length;
  const first = posterior.mean.subarray(0, count * components);
  ledger.compare(`${name}: posterior mean`, first, want.posterior_mean_of_first_5_test_images, 1e-8);
  ledger.compare(`${name}: posterior covariance`, posterior.covariance, want.posterior_covariance, 1e-8);
}

/** The report's, whatever a file keeps elsewhere. */
const reportComponents = 2;

function checkReport({ test, trainMoments, testMoments }: Sets, mnist: MnistCase, ledger: Ledger) {
  const components = reportComponents;
  const { report } = mnist;
  const value = (trainDdof: DegreesOfFreedom, testDdof: DegreesOfFreedom) =>
    probabilisticPca.meanLogDensityOfScatter(
      fitToMoments(trainMoments[trainDdof], { components }),
      testMoments[testDdof].covariance,
    );
  const compare = (what: string, got: number, wanted: number) =>
    ledger.compare(`report: ${what}`, got, wanted, 1e-6, "absolute");
  compare("log-likelihood", value(1, 1), report.value);
  compare("with training ddof 0", value(0, 1), report.value_if_training_covariance_had_ddof0);
  compare("with test ddof 0", value(1, 0), report.value_if_test_scatter_had_ddof0);
  const model = fitToMoments(trainMoments[1], { components });
  const raw = imageRows(test);
  const expectedError =
    probabilisticPca.reconstructionError(model, raw, probabilisticPca.encode(model, raw).mean) +
    probabilisticPca.samplingError(model);
  ledger.compare("report: reconstruction error", expectedError / 255 ** 2, report.mse, 1e-8);
  const { mean: own, covariance } = testMoments[0];
  const shift = own.map((value, j) => value - model.parameters.mean.data[j]!);
  const { columns } = raw;
  const about = covariance.map((entry, i) => entry + shift[Math.floor(i / columns)]! * shift[i % columns]!);
  compare(
    "about the model's mean",
    probabilisticPca.meanLogDensityOfScatter(model, about),
    report.value_about_the_models_mean,
  );
}

/** Whether the file's numbers belong to the images that are installed here (or named by PML_DATA). */
function isSameData(mnist: MnistCase, data: DataSet): boolean {
  const header = (...words: readonly number[]) => {
    const bytes = Buffer.alloc(4 * words.length);
    words.forEach((word, i) => {
      bytes.writeUInt32BE(word, 4 * i);
    });
    return bytes;
  };
  return Object.entries({ train: data.train, t10k: data.test }).every(([prefix, set]) => {
    const head = header(0x803, set.count, set.rows, set.columns);
    const found = createHash("sha256").update(head).update(set.pixels).digest("hex");
    return found === mnist.files_sha256[`${prefix}-images-idx3-ubyte`];
  });
}

async function checkDequantised(
  sets: Sets,
  components: number,
  want: MnistCase["dequantised"],
  ledger: Ledger,
): Promise<void> {
  const model = await probabilisticPca.fit(imageRows(sets.train, { offset: 0.5, divisor: 256 }), {
    components,
    addedVariance: dequantisationVariance(),
  });
  ledger.compare("dequantised: noise variance", noiseOf(model), [want.sigma2], 1e-10);
  const test = imageRows(sets.test, { offset: 0.5, divisor: 256 });
  const nats = mean(logDensities(model, test, dequantisationVariance()));
  const name = "dequantised: test log-likelihood";
  ledger.compare(name, nats, want.test_mean_log_likelihood, 1e-6, "absolute");
  const { columns } = test;
  const bits = 8 + bitsPerDimension(nats, columns);
  ledger.compare(
    "dequantised: bits per dimension",
    bits,
    want.test_bits_per_dimension_of_the_256_levels,
    1e-8,
  );
  const bound = nats - columns * Math.log(256);
  ledger.compare(
    "dequantised: bound",
    bound,
    want.test_log_probability_bound_per_image_nats,
    1e-6,
    "absolute",
  );
}

/** On grey levels 0..255, with the report's row. */
export function checkGreyLevels(mnist: MnistCase, data: DataSet, ledger: Ledger): Sets {
  const { components_kept: components, train_images, test_images } = mnist;
  const raw = setsOf(data, 1, train_images, test_images);
  checkScale("MNIST 0..255", raw, 1, components, mnist.pixels_0_255, ledger);
  checkReport(raw, mnist, ledger);
  return raw;
}

async function checkMnist(mnist: MnistCase, ledger: Ledger): Promise<void> {
  const data = loadMnist();
  if (!isSameData(mnist, data)) {
    console.log(
      "ppca.json: the part on images is left out, it was made with other images than those installed",
    );
    return;
  }
  const { components_kept: components, train_images, test_images } = mnist;
  const raw = checkGreyLevels(mnist, data, ledger);
  await checkDequantised(raw, components, mnist.dequantised, ledger);
  const unit = setsOf(data, 255, train_images, test_images);
  checkScale("MNIST [0, 1]", unit, 255, components, mnist.pixels_0_1, ledger);
  const test = imageRows(unit.test, { divisor: 255 });
  for (const want of mnist.by_components_kept_pixels_0_1_ddof0) {
    const model = fitToMoments(unit.trainMoments[0], { components: want.components_kept });
    ledger.compare("MNIST by components: noise variance", noiseOf(model), [want.sigma2], 1e-10);
    const name = "MNIST by components: log-likelihood";
    const fit = probabilisticPca.meanLogDensityOfScatter(model, unit.trainMoments[0].covariance);
    ledger.compare(name, fit, want.train_mean_log_likelihood, 1e-6, "absolute");
    const score = mean(logDensities(model, test));
    ledger.compare(name, score, want.test_mean_log_likelihood, 1e-6, "absolute");
  }
  const first = mnist.first_images_only;
  const some = setsOf(data, 255, first.train_images, first.test_images);
  checkScale("MNIST first images", some, 255, first.components_kept, first.pixels_0_1, ledger);
}

/** ppca.json: PCA and probabilistic PCA on small sets, then on MNIST, which is loaded by its checksum. */
export async function check(file: File, ledger: Ledger): Promise<void> {
  for (const small of file.small) {
    await checkSmallUnbiased(small, ledger);
    checkSmallLikelihood(small, ledger);
  }
  if (file.mnist !== undefined) await checkMnist(file.mnist, ledger);
}
