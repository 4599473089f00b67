import {
  continuousBernoulliLogDensity,
  continuousBernoulliLogNormaliser,
  continuousBernoulliLogNormaliserDerivative,
  continuousBernoulliMean,
  continuousBernoulliVariance,
  logit as logitOf,
} from "pml/math";
import type { Ledger } from "./ledger.js";

const tolerance = 1e-11;

/** Density, gradient and sum over a batch of images with their logits. */
// biome-ignore lint/suspicious/noExplicitAny: part of a fixture file
function checkBatch(batch: any, ledger: Ledger): void {
  const x: number[][] = batch.x.map((row: (number | string)[]) => row.map(Number));
  const logits: number[][] = batch.logits.map((row: (number | string)[]) => row.map(Number));
  const density = x.map((row, i) =>
    row.map((value, j) => continuousBernoulliLogDensity(value, logits[i]![j]!)),
  );
  const gradient = x.map((row, i) => row.map((value, j) => value - continuousBernoulliMean(logits[i]![j]!)));
  ledger.compare("batch log density", density, batch.log_density, tolerance);
  ledger.compare("batch gradient", gradient, batch.gradient_wrt_logits, tolerance);
  const sum = density.flat().reduce((total, value) => total + value, 0);
  ledger.compare("batch sum", sum, batch.sum, tolerance);
}

/** The continuous Bernoulli density against `continuous_bernoulli.json`. */
// biome-ignore lint/suspicious/noExplicitAny: the file is a record of tables
export function check(data: any, ledger: Ledger): void {
  for (const row of data.by_probability) {
    const logit = logitOf(Number(row.probability));
    const normaliser = continuousBernoulliLogNormaliser(logit);
    ledger.compare("log-normaliser by probability", normaliser, row.log_normaliser, tolerance);
    ledger.compare("mean by probability", continuousBernoulliMean(logit), row.mean, tolerance);
  }
  for (const row of data.by_logit) {
    const logit = Number(row.logit);
    const normaliser = continuousBernoulliLogNormaliser(logit);
    ledger.compare("log-normaliser by logit", normaliser, row.log_normaliser, tolerance);
    const derivative = continuousBernoulliLogNormaliserDerivative(logit);
    const wanted = row.derivative_of_log_normaliser_wrt_logit;
    ledger.compare("derivative of log-normaliser", derivative, wanted, tolerance, "strictly-relative");
    const scale = "strictly-relative";
    ledger.compare("mean by logit", continuousBernoulliMean(logit), row.mean, tolerance, scale);
    ledger.compare("variance", continuousBernoulliVariance(logit), row.variance, tolerance, scale);
  }
  for (const row of data.densities) {
    const density = continuousBernoulliLogDensity(Number(row.x), Number(row.logit));
    ledger.compare("log density", density, row.log_density, tolerance);
  }
  checkBatch(data.batch, ledger);
}
