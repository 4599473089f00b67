import { type BinarisationRule, binarisedData, dequantize } from "../../data/index.js";
import {
  computeMoments,
  dequantisedMoments,
  fitGaussianMixture,
  fitProbabilisticPca,
  imageRows,
  type LikelihoodConfig,
  sampleAutoencoder,
  sampleBernoulliMixture,
  sampleFactorMixture,
  sampleMixture,
  samplePca,
  type TrainingOptions,
  trainedAutoencoder,
} from "../../models/index.js";
import { programVersion } from "../../node/index.js";
import { Random } from "../../random/index.js";
import { reportConvolutionalVae, reportTraining, reportVae } from "../../report/index.js";
import { InputError } from "../../support/index.js";
import type { MixtureFloorResult } from "../mixture/floor.js";
import { keptFit } from "../runner/kept-fit.js";
import type { StudyContext } from "../runner/study.js";
import { refittedBernoulliMixture } from "./bits.js";
import { refittedFactorMixture } from "./factors.js";
import { type DensityPlan, densityPlan } from "./mixtures.js";
import type { RefittedRecord } from "./record.js";
import { splitTraining } from "./task.js";

/** A fitted model that images can be drawn from. */
export interface DensitySource {
  /** As in Table 2. */
  readonly name: string;
  readonly scale: "S1" | "S2";
  readonly data: "dequantised" | BinarisationRule;
  /** Images one after another: values of dequantised pixels about [0, 1], or bits 0 and 1. */
  sample(count: number, random: Random): Float64Array | Promise<Float64Array>;
}

const seed = 1;

const decoders = {
  bernoulli: "Bernoulli",
  "continuous-bernoulli": "continuous Bernoulli",
  gaussian: "Gaussian",
} as const;

/** Autoencoders as the study vae-scales trains them, from its checkpoints where there are any. */
function autoencoder(
  name: "VAE" | "CVAE",
  likelihood: LikelihoodConfig,
  { training }: SourcesPlan,
  context: StudyContext,
): DensitySource {
  const isDensity = likelihood.kind !== "bernoulli";
  const base = name === "VAE" ? reportVae : reportConvolutionalVae;
  const title = `${name}, ${decoders[likelihood.kind]}`;
  return {
    name: isDensity ? title : name,
    scale: isDensity ? "S1" : "S2",
    data: isDensity ? "dequantised" : "stochastic",
    async sample(count, random) {
      const { checkpoints: folder, progress, signal } = context;
      const config = isDensity ? { ...base, likelihood } : base;
      const data = isDensity ? context.data : binarisedData(context.data, "stochastic");
      const hooks = { folder, progress, title, ...(signal && { signal }) };
      const model = await trainedAutoencoder(config, data, { ...training, seed }, hooks);
      return sampleAutoencoder(model, count, random).values;
    },
  };
}

/** Probabilistic PCA of dequantised pixels, their expectation over the dequantisation in closed form. */
function probabilisticPca(components: number, { data }: StudyContext): DensitySource {
  return {
    name: `PPCA, M = ${components}`,
    scale: "S1",
    data: "dequantised",
    sample: (count, random) => {
      const moments = dequantisedMoments(computeMoments(imageRows(data.train)));
      return samplePca(fitProbabilisticPca(moments, { components }), count, random).values;
    },
  };
}

/** Ten full Gaussians on dequantised pixels with the variance floor that the study mixture-floor has chosen. */
function gaussianMixture(
  floor: number,
  components: number,
  { maxIterations }: SourcesPlan,
  context: StudyContext,
): DensitySource {
  return {
    name: `GMM, ${components} components`,
    scale: "S1",
    data: "dequantised",
    async sample(count, random) {
      const { train } = context.data;
      const options = { components, regularization: floor, tolerance: 0.02, maxIterations };
      const key = {
        ...options,
        seed,
        data: train.digest,
        code: programVersion(import.meta.url, "fitGaussianMixture", "dequantize"),
      };
      const model = await keptFit(context, `density-samples-mixture-${components}-${floor}`, key, () => {
        const stream = Random.from(seed).split("dequantisation of training images");
        const rows = { values: dequantize(train.pixels, stream), columns: train.rows * train.columns };
        const { progress, signal } = context;
        const hooks = { progress, title: "mixture to draw from", ...(signal && { signal }) };
        return fitGaussianMixture(
          rows,
          { ...options, random: Random.from(seed).split("mixture floor") },
          hooks,
        );
      });
      return sampleMixture(model, count, random).values;
    },
  };
}

/** The refit of a mixture of factor analysers with the floor that validation has chosen. */
function factorMixture(
  components: number,
  factors: number,
  chosen: ChosenModels["mixtures"],
  { densities }: SourcesPlan,
  context: StudyContext,
): DensitySource {
  const record = chosen.refitted.find(
    ({ name, config, seed: start }) =>
      name === "factor-mixture" &&
      config.components === components &&
      config.factors === factors &&
      start === seed,
  );
  return {
    name: `${components} factor analysers, ${factors} factors`,
    scale: "S1",
    data: "dequantised",
    async sample(count, random) {
      const { validationImages, factors: plan } = densities;
      const split = splitTraining(context.data, validationImages);
      const floor = chosenBy(record, "varianceFloor");
      const model = await refittedFactorMixture({ components, factors, seed }, floor, split, {
        plan,
        context,
      });
      return sampleFactorMixture(model, count, random).values;
    },
  };
}

/** The refit of a Bernoulli mixture with the pseudo-count that validation has chosen. */
function bernoulliMixture(
  components: number,
  chosen: ChosenModels["mixtures"],
  { densities }: SourcesPlan,
  context: StudyContext,
): DensitySource {
  const rule = "stochastic";
  const record = chosen.refitted.find(
    ({ name, data, config, seed: start }) =>
      name === "bernoulli-mixture" && data === rule && config.components === components && start === seed,
  );
  return {
    name: `${components} Bernoulli images`,
    scale: "S2",
    data: rule,
    async sample(count, random) {
      const { validationImages, bits: plan } = densities;
      const pseudoCount = chosenBy(record, "pseudoCount");
      const which = { rule, components, seed } as const;
      const model = await refittedBernoulliMixture(which, pseudoCount, validationImages, { plan, context });
      return Float64Array.from(sampleBernoulliMixture(model, count, random));
    },
  };
}

function chosenBy(
  record: Pick<RefittedRecord, "config"> | undefined,
  name: "varianceFloor" | "pseudoCount",
): number {
  const value = record?.config[name];
  if (value !== undefined) return value;
  throw new InputError("densitySources", "the study density-mixtures has no such model: run it first");
}

/** What earlier studies have chosen. */
export interface ChosenModels {
  readonly mixtures: {
    readonly refitted: readonly Pick<RefittedRecord, "name" | "data" | "config" | "seed">[];
  };
  readonly floors: Pick<MixtureFloorResult, "chosen">;
}

/** How the models are fitted; smaller in a canary. */
export interface SourcesPlan {
  readonly densities: DensityPlan;
  readonly training: Omit<TrainingOptions, "seed">;
  /** Of the Gaussian mixture. */
  readonly maxIterations: number;
}

const fullPlan: SourcesPlan = { densities: densityPlan, training: reportTraining, maxIterations: 60 };

/** The models of Table 2 that samples are drawn from, the simplest first; each is fitted, or read, when it is drawn from. */
export function densitySources(
  { mixtures, floors }: ChosenModels,
  context: StudyContext,
  plan: SourcesPlan = fullPlan,
): DensitySource[] {
  const pca = mixtures.refitted.filter(({ name }) => name === "probabilistic-pca");
  const numbers = [...new Set(pca.map(({ config }) => config.components!))].sort((a, b) => a - b);
  return [
    ...numbers.map((components) => probabilisticPca(components, context)),
    gaussianMixture(floors.chosen, 10, plan, context),
    factorMixture(50, 10, mixtures, plan, context),
    autoencoder("VAE", { kind: "gaussian", varianceFloor: 1e-6 }, plan, context),
    autoencoder("VAE", { kind: "continuous-bernoulli" }, plan, context),
    autoencoder("CVAE", { kind: "continuous-bernoulli" }, plan, context),
    bernoulliMixture(10, mixtures, plan, context),
    bernoulliMixture(50, mixtures, plan, context),
    autoencoder("VAE", { kind: "bernoulli" }, plan, context),
    autoencoder("CVAE", { kind: "bernoulli" }, plan, context),
  ];
}
