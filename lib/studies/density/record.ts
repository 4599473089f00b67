import type { BinarisationRule } from "../../data/index.js";
import type { BinaryScore, LevelScore, WorstShare } from "../../metrics/index.js";
import type { DensityScale } from "../../tables/index.js";

/** One fit of one model on one of the two scales. */
export interface DensityRecord {
  readonly name: "probabilistic-pca" | "factor-mixture" | "guarded-factor-mixture" | "bernoulli-mixture";
  readonly scale: DensityScale;
  readonly data: "dequantised" | BinarisationRule;
  /** Components, factors, floor, pseudo-count: what tells the fits of a model from each other. */
  readonly config: Readonly<Record<string, number>>;
  /** Of the start of EM; null for a closed form. */
  readonly seed: number | null;
  /** Number of images it was fitted to. */
  readonly images: number;
  /** Of EM, from where the fit before it had ended; 0 for a closed form. */
  readonly iterations: number;
  readonly converged: boolean;
  /** Mean log-likelihood of the images it was fitted to, before the last M step. */
  readonly training: number;
}

/** A fit to the first part of the training images, to choose by. */
export interface ValidatedRecord extends DensityRecord {
  readonly validation: LevelScore | BinaryScore;
}

/** A chosen model, fitted to all training images; no choice has seen its score. */
export interface RefittedRecord extends DensityRecord {
  readonly test: LevelScore | BinaryScore;
  /** 0, 0.1, 1, 50 and 100 % quantiles of the test images' log-likelihoods (grey levels: of one draw). */
  readonly testQuantiles: readonly number[];
  readonly worst: readonly WorstShare[];
}

/** The record with the best mean on the validation images; the first of equals. */
export function bestValidated<Kept extends { readonly record: ValidatedRecord }>(
  fits: readonly Kept[],
): Kept {
  return fits.reduce((best, each) =>
    each.record.validation.mean > best.record.validation.mean ? each : best,
  );
}
