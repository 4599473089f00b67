import {
  type BinarisationRule,
  binarisedData,
  dequantisationStream,
  dequantise,
  type ImageSet,
} from "../../data/index.js";
import * as bernoulliMixture from "../../models/bernoulli-mixture/index.js";
import * as factorMixture from "../../models/factor-mixture/index.js";
import * as gaussianMixture from "../../models/gaussian-mixture/index.js";
import {
  dequantisationVariance,
  imageRows,
  type LikelihoodConfig,
  type RefinedGridRule,
  type TrainingOptions,
} from "../../models/index.js";
import * as probabilisticPca from "../../models/probabilistic-pca/index.js";
import * as vae from "../../models/vae/index.js";
import { programVersion } from "../../node/index.js";
import { Random } from "../../random/index.js";
import { reportConvolutionalVae, reportTraining, reportVae } from "../../report/index.js";
import { InputError } from "../../support/index.js";
import type { DensityScale } from "../../tables/index.js";
import type { MixtureFloorResult } from "../mixture/floor.js";
import { keptFit } from "../runner/kept-fit.js";
import type { StudyContext } from "../runner/study.js";
import { refittedBernoulliMixture } from "./bits.js";
import type { DequantisedImages } from "./dequantised-images.js";
import { refittedFactorMixture } from "./factors.js";
import { type DensityPlan, densityPlan } from "./mixtures.js";
import type { RefittedRecord } from "./record.js";
import { splitTraining } from "./task.js";

/** Test images as the models of either scale take them. */
export interface TestImages {
  readonly dequantised: DequantisedImages;
  readonly bits: ImageSet;
}

/** A fitted model that images can be drawn from. */
export interface DensitySource {
  /** As in Table 2. */
  readonly name: string;
  readonly scale: DensityScale;
  readonly data: "dequantised" | BinarisationRule;
  /** Images one after another: values of dequantised pixels about [0, 1], or bits 0 and 1. */
  sample(count: number, random: Random): Float64Array | Promise<Float64Array>;
  /** Log-densities of test images, nats: one array for each draw of their dequantisation, one for bits. */
  densities(test: TestImages): Promise<readonly Float64Array[]>;
}

const seed = 1;

const decoders = {
  bernoulli: "Bernoulli",
  "continuous-bernoulli": "continuous Bernoulli",
  gaussian: "Gaussian",
} as const;

/** Autoencoders as the study vae-scales trains them, from its checkpoints where there are any. */
function autoencoderSource(
  name: "VAE" | "CVAE",
  likelihood: LikelihoodConfig,
  { training, grid }: SourcesPlan,
  context: StudyContext,
): DensitySource {
  const isDensity = likelihood.kind !== "bernoulli";
  const base = name === "VAE" ? reportVae : reportConvolutionalVae;
  const title = `${name}, ${decoders[likelihood.kind]}`;
  const { checkpoints: folder, progress, signal } = context;
  const trained = () => {
    const network = isDensity ? { ...base, likelihood } : base;
    const data = isDensity ? context.data : binarisedData(context.data, "stochastic");
    const hooks = { folder, progress, title, signal };
    return vae.fitOrLoad(data, { network, ...training, seed }, hooks);
  };
  return {
    name: isDensity ? title : name,
    scale: isDensity ? "grey levels" : "bits",
    data: isDensity ? "dequantised" : "stochastic",
    async sample(count, random) {
      return vae.sample(await trained(), count, random).values;
    },
    async densities({ dequantised, bits }) {
      const model = await trained();
      const hooks = { rule: grid, progress, signal };
      if (!isDensity) return [await vae.logDensity(model, bits, hooks)];
      const perDraw: Float64Array[] = [];
      for (let draw = 0; draw < dequantised.draws; draw++) {
        const dequantisation = dequantisationStream(draw);
        perDraw.push(await vae.logDensity(model, context.data.test, { ...hooks, dequantisation }));
      }
      return perDraw;
    },
  };
}

/** Probabilistic PCA of dequantised pixels, their expectation over the dequantisation in closed form. */
function pcaSource(components: number, { data }: StudyContext): DensitySource {
  const fitted = () => {
    const rows = imageRows(data.train, { offset: 0.5, divisor: 256 });
    return probabilisticPca.fit(rows, { components, addedVariance: dequantisationVariance() });
  };
  return {
    name: `PPCA, M = ${components}`,
    scale: "grey levels",
    data: "dequantised",
    async sample(count, random) {
      return probabilisticPca.sample(await fitted(), count, random).values;
    },
    async densities({ dequantised }) {
      const model = await fitted();
      return dequantised.densities((rows) => probabilisticPca.logDensity(model, rows));
    },
  };
}

/** Ten full Gaussians on dequantised pixels with the variance floor that the study mixture-floor has chosen. */
function gaussianSource(
  floor: number,
  components: number,
  { maxIterations }: Pick<SourcesPlan, "maxIterations">,
  context: StudyContext,
): DensitySource {
  const fitted = () => {
    const { train } = context.data;
    const config = { components, regularisation: floor, tolerance: 0.02, maxIterations };
    const key = {
      ...config,
      seed,
      data: train.digest,
      code: programVersion(import.meta.url, "gaussianMixture.fit", "dequantise"),
    };
    return keptFit(context, `density-samples-mixture-${components}-${floor}`, key, () => {
      const stream = Random.from(seed).split("dequantisation of training images");
      const rows = { values: dequantise(train.pixels, stream), columns: train.rows * train.columns };
      const { progress, signal } = context;
      const random = Random.from(seed).split("mixture floor");
      return gaussianMixture.fit(rows, config, { random, progress, signal, title: "mixture to draw from" });
    });
  };
  return {
    name: `GMM, ${components} components`,
    scale: "grey levels",
    data: "dequantised",
    async sample(count, random) {
      return gaussianMixture.sample(await fitted(), count, random).values;
    },
    async densities({ dequantised }) {
      const model = await fitted();
      return dequantised.densities((rows) => gaussianMixture.logDensity(model, rows));
    },
  };
}

/** The refit of a mixture of factor analysers with the floor that validation has chosen. */
function factorSource(
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
  const fitted = () => {
    const { validationImages, factors: plan } = densities;
    const split = splitTraining(context.data, validationImages);
    const floor = chosenBy(record, "varianceFloor");
    return refittedFactorMixture({ components, factors, seed }, floor, split, { plan, context });
  };
  return {
    name: `${components} factor analysers, ${factors} factors`,
    scale: "grey levels",
    data: "dequantised",
    async sample(count, random) {
      return factorMixture.sample(await fitted(), count, random).values;
    },
    async densities({ dequantised }) {
      const model = await fitted();
      return dequantised.densities((rows) => factorMixture.logDensity(model, rows));
    },
  };
}

/** The refit of a Bernoulli mixture with the pseudo-count that validation has chosen. */
export function bernoulliSource(
  components: number,
  chosen: ChosenModels["mixtures"],
  { densities }: { readonly densities: Pick<DensityPlan, "validationImages" | "bits"> },
  context: StudyContext,
): DensitySource {
  const rule = "stochastic";
  const record = chosen.refitted.find(
    ({ name, data, config, seed: start }) =>
      name === "bernoulli-mixture" && data === rule && config.components === components && start === seed,
  );
  const fitted = () => {
    const { validationImages, bits: plan } = densities;
    const pseudoCount = chosenBy(record, "pseudoCount");
    const which = { rule, components, seed } as const;
    return refittedBernoulliMixture(which, pseudoCount, validationImages, { plan, context });
  };
  return {
    name: `${components} Bernoulli images`,
    scale: "bits",
    data: rule,
    async sample(count, random) {
      return Float64Array.from(bernoulliMixture.sample(await fitted(), count, random).values);
    },
    async densities({ bits }) {
      return [await bernoulliMixture.logDensity(await fitted(), imageRows(bits, { divisor: 255 }))];
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
  /** Of the autoencoders' densities. */
  readonly grid?: RefinedGridRule;
}

const sourcesPlan: SourcesPlan = {
  densities: densityPlan,
  training: reportTraining,
  maxIterations: 60,
};

/** The models of Table 2 that samples are drawn from, the simplest first; each is fitted, or read, when it is drawn from. */
export function densitySources(
  { mixtures, floors }: ChosenModels,
  context: StudyContext,
  plan: SourcesPlan = sourcesPlan,
): DensitySource[] {
  const pca = mixtures.refitted.filter(({ name }) => name === "probabilistic-pca");
  const numbers = [...new Set(pca.map(({ config }) => config.components!))].sort((a, b) => a - b);
  return [
    ...numbers.map((components) => pcaSource(components, context)),
    gaussianSource(floors.chosen, 10, plan, context),
    factorSource(50, 10, mixtures, plan, context),
    autoencoderSource("VAE", { kind: "gaussian", varianceFloor: 1e-6 }, plan, context),
    autoencoderSource("VAE", { kind: "continuous-bernoulli" }, plan, context),
    autoencoderSource("CVAE", { kind: "continuous-bernoulli" }, plan, context),
    bernoulliSource(10, mixtures, plan, context),
    bernoulliSource(50, mixtures, plan, context),
    autoencoderSource("VAE", { kind: "bernoulli" }, plan, context),
    autoencoderSource("CVAE", { kind: "bernoulli" }, plan, context),
  ];
}
