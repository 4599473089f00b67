import {
  bernoulliLogProbability,
  logMeanExp,
  logNormalCdf,
  logNormalLogDensity,
  logNormalLogDensityGradient,
  logNormalMoments,
  logNormalQuantile,
  logSigmoid,
  logSumExp,
  normalCdf,
  normalKl,
  normalLogCdf,
  normalLogDensity,
  normalQuantile,
  normalUpperTail,
  sigmoid,
  softplus,
} from "pml/math";
import { bitsPerDimension, natsOnPixelScale } from "pml/metrics";
import type { Ledger } from "./ledger.js";

type Row = Readonly<Record<string, number | string>>;

const tolerance = 1e-12;

/** Probabilities below this are about to lose digits to underflow; their logarithms are compared instead. */
const smallestProbability = 1e-300;

/** Compares on the scale of the expected value itself, so that tails count as much as the middle. */
function compare(ledger: Ledger, name: string, actual: number, expected: number | string): void {
  ledger.compare(name, actual, expected, tolerance, "strictly-relative");
}

function compareProbability(ledger: Ledger, name: string, actual: number, expected: number | string): void {
  if (Number(expected) >= smallestProbability || Number(expected) === 0)
    compare(ledger, name, actual, expected);
}

/** The numbers of a row by name, texts for infinities read. */
function numbers<Name extends string>(row: Row, ...names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, Number(row[name])])) as Record<Name, number>;
}

function checkNormal(row: Row, ledger: Ledger): void {
  const { x, mean, sd } = numbers(row, "x", "mean", "sd");
  compare(ledger, "normal log density", normalLogDensity(x, mean, sd), row.log_density!);
  compareProbability(ledger, "normal cdf", normalCdf(x, mean, sd), row.cdf!);
  compare(ledger, "normal log cdf", normalLogCdf(x, mean, sd), row.log_cdf!);
  compareProbability(ledger, "normal upper tail", normalUpperTail(x, mean, sd), row.upper_tail!);
}

/** The rows of the log-normal table are of three kinds: densities at a point, quantiles, moments. */
function checkLogNormal(row: Row, ledger: Ledger): void {
  const { mean_of_log: mean, sd_of_log: sd } = numbers(row, "mean_of_log", "sd_of_log");
  if ("x" in row) {
    const x = Number(row.x);
    compare(ledger, "log-normal log density", logNormalLogDensity(x, mean, sd), row.log_density!);
    compareProbability(ledger, "log-normal cdf", logNormalCdf(x, mean, sd), row.cdf!);
    const gradient = logNormalLogDensityGradient(x, mean, sd);
    compare(ledger, "log-normal gradient", gradient, row.gradient_of_log_density_wrt_x!);
  } else if ("probability" in row) {
    const quantile = logNormalQuantile(Number(row.probability), mean, sd);
    compare(ledger, "log-normal quantile", quantile, row.quantile!);
  } else {
    const moments = logNormalMoments(mean, sd);
    for (const name of ["mean", "sd", "mode"] as const)
      compare(ledger, `log-normal ${name}`, moments[name], row[name]!);
  }
}

function checkBits(row: Row, ledger: Ledger): void {
  const { dimension, nats_per_image: nats, scale } = numbers(row, "dimension", "nats_per_image", "scale");
  compare(ledger, "bits per dimension", bitsPerDimension(nats, dimension, scale), row.bits_per_dimension!);
  const onPixelScale = natsOnPixelScale(nats, dimension, scale);
  compare(ledger, "nats on 0..255", onPixelScale, row.nats_per_image_on_0_255_scale!);
}

/** Scalar functions against `metrics.json`. */
// biome-ignore lint/suspicious/noExplicitAny: the file is a record of tables
export function check(data: any, ledger: Ledger): void {
  for (const row of data.log_sum_exp) {
    const x = row.x.map(Number);
    compare(ledger, "log-sum-exp", logSumExp(x), row.log_sum_exp);
    compare(ledger, "log-mean-exp", logMeanExp(x), row.log_mean_exp);
  }
  for (const row of data.bernoulli_log_probability_from_logits) {
    const { x, logit } = numbers<"x" | "logit">(row, "x", "logit");
    compare(ledger, "Bernoulli log probability", bernoulliLogProbability(x, logit), row.log_probability);
  }
  for (const row of data.scalar_functions) {
    const x = Number(row.x);
    compare(ledger, "sigmoid", sigmoid(x), row.sigmoid);
    compare(ledger, "softplus", softplus(x), row.softplus);
    compare(ledger, "log sigmoid", logSigmoid(x), row.log_sigmoid);
  }
  for (const row of data.normal) checkNormal(row, ledger);
  for (const row of data.log_normal) checkLogNormal(row, ledger);
  for (const row of data.normal_quantile_grid.values)
    compare(ledger, "normal quantile, grid", normalQuantile(Number(row.p)), row.value);
  for (const row of data.normal_quantile_extremes)
    compare(ledger, "normal quantile, extremes", normalQuantile(Number(row.p)), row.value);
  for (const row of data.bits_per_dimension) checkBits(row, ledger);
  for (const row of data.kl_of_normals) {
    const { mean1, sd1, mean2, sd2 } = numbers<"mean1" | "sd1" | "mean2" | "sd2">(
      row,
      "mean1",
      "sd1",
      "mean2",
      "sd2",
    );
    compare(ledger, "KL of normals", normalKl(mean1, sd1, mean2, sd2), row.kl);
  }
}
