import type { NutsSettings, SampleOptions } from "pml/inference";
import type { Model } from "pml/model";

/** Data of a posterior, by the names of posteriordb; read where they are used. */
// biome-ignore lint/suspicious/noExplicitAny: data of many shapes
export type PosteriorData = any;

/** How a posterior is written and sampled. */
export interface Posterior {
  readonly model: (data: PosteriorData) => Model;
  /** Settings of the sampler other than the default ones. */
  readonly settings?: NutsSettings & Pick<SampleOptions, "targetAcceptance" | "warmup" | "draws">;
  /** Quantities whose posterior has no variance: no sample's standard deviation says anything about it. */
  readonly withoutVariance?: readonly string[];
  /** Why a plain sampler cannot do it: then a warning must say so, and the moments are not judged. */
  readonly hard?: string;
}
