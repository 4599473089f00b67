import type { HyperDraws, HyperPosterior } from "../../gp/index.js";
import type { Random } from "../../random/index.js";

/** How well the hyper-parameters of one step were sampled. Of several parameters the worst value. */
export interface ChainDiagnostics {
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
  /** Largest rank-normalised R-hat; null for a single chain. */
  readonly rhat: number | null;
  /** Smallest bulk and tail effective sample sizes. */
  readonly essBulk: number;
  readonly essTail: number;
  readonly divergences: number;
  readonly acceptance: number;
  /** Mean over chains of the adapted step size. */
  readonly stepSize: number;
  /** Largest difference of the chains' means of a parameter's logarithm, in posterior standard deviations. */
  readonly spreadOfMeans: number;
}

/** What a surrogate hands from one step to the next: plain data. */
export interface SurrogateMemory {
  /** Unconstrained positions, one per chain (or the mode). */
  readonly positions: readonly (readonly number[])[];
  readonly stepSize: number;
  /** Of the positions, as the sampler's metric has it: variances, or rows. */
  readonly covariance?: readonly number[];
}

/** The hyper-parameters that stand for their posterior at one step. */
export interface Inference {
  readonly draws: HyperDraws;
  readonly memory: SurrogateMemory | null;
  readonly diagnostics: ChainDiagnostics | null;
}

/** How hyper-parameters are dealt with: sampled, maximised, integrated or fixed. */
export interface Surrogate {
  /** Short name with its settings. */
  readonly name: string;
  infer(posterior: HyperPosterior, memory: SurrogateMemory | null, random: Random): Promise<Inference>;
}
