import { type BinarisationRule, binarisedData, type DataSet } from "../../data/index.js";
import { bitsPerDimension, meanWithError } from "../../metrics/index.js";
import { bernoulliCeiling, meanImageFloor } from "../../models/index.js";
import type { DensityRow } from "../../tables/index.js";
import { latentTreeRows, publishedRows } from "../latent-tree/rows.js";
import type { LatentTreeResult } from "../latent-tree/study.js";
import type { MixtureFloorResult } from "../mixture/floor.js";
import type { CodesRecord } from "../vae/codes.js";
import type { ScaleRow, VaeScalesResult } from "../vae/scales.js";
import type { DensityGrowthResult } from "./growth.js";
import type { DensityMixturesResult } from "./mixtures.js";
import type { RefittedRecord } from "./record.js";

/** The results that Table 2 is made of. */
export interface DensityResults {
  readonly autoencoders: VaeScalesResult;
  readonly mixtures: DensityMixturesResult;
  /** Mixtures of more bits than {@link mixtures} has. */
  readonly growth: Pick<DensityGrowthResult, "refitted">;
  /** VAEs with codes of more than two dimensions. */
  readonly codes: readonly CodesRecord[];
  readonly floors: MixtureFloorResult;
  readonly trees: Pick<LatentTreeResult, "refitted">;
}

/** Table 2: every model on the scale that its likelihood is of, with limits that need no model and the best that is published. */
export function densityRows(results: DensityResults, data: DataSet): DensityRow[] {
  return [
    ...dequantisedReferences(data),
    ...gaussianRows(results.floors, data),
    ...mixtureRows([...results.mixtures.refitted, ...grownRecords(results)]),
    ...autoencoderRows(results.autoencoders),
    ...wideCodeRows(results.codes),
    ...latentTreeRows(results.trees),
    ...publishedRows(pixelsOf(data)),
    ...bitReferences(data, "stochastic"),
    ...bitReferences(data, "threshold"),
  ];
}

const pixelsOf = ({ test }: DataSet) => test.rows * test.columns;
const dequantised = { scale: "grey levels", data: "dequantised" } as const;

/** The uniform density, and the most that a density may reach: all of its mass in the right cell of each image. */
function dequantisedReferences(data: DataSet): DensityRow[] {
  const most = pixelsOf(data) * Math.log(256);
  return [
    {
      ...dequantised,
      model: "uniform",
      logLikelihood: 0,
      standardError: 0,
      bitsPerDimension: 8,
      isReference: true,
    },
    {
      ...dequantised,
      model: "every level known",
      logLikelihood: most,
      standardError: 0,
      bitsPerDimension: 0,
      isReference: true,
    },
  ];
}

/** Full covariances with the chosen floor and with others; digits instead of clusters. */
function gaussianRows({ floors, refit, digits, chosen }: MixtureFloorResult, data: DataSet): DensityRow[] {
  const row = (model: string, { mean, standardError }: { mean: number; standardError: number }) => ({
    ...dequantised,
    model,
    logLikelihood: mean,
    standardError,
    bitsPerDimension: bitsPerDimension(mean, pixelsOf(data), 256),
  });
  const others = floors.filter(({ floor }) => floor !== chosen);
  const ofDigits = digits.find(({ floor }) => floor === chosen);
  return [
    row(`GMM, 10 full covariances, floor ${power(chosen)} (chosen)`, refit.test),
    ...others.map(({ floor, test }) => row(`GMM, 10 full covariances, floor ${power(floor)}`, test)),
    ...(ofDigits === undefined
      ? []
      : [row(`one Gaussian a digit (labels seen), floor ${power(chosen)}`, ofDigits.test)]),
  ];
}

/** 0.0001 as 1e-4. */
const power = (value: number) => value.toExponential().replace("e+", "e");

const nameOfRefit = ({ name, config }: RefittedRecord) => {
  if (name === "probabilistic-pca") return `PPCA, M = ${config.components}`;
  if (name === "bernoulli-mixture")
    return `${config.components} Bernoulli image${config.components === 1 ? "" : "s"}`;
  const guard = config.guardFloor === undefined ? "" : `, guarded by ${power(config.guardFloor)}`;
  return `${config.components} factor analysers, ${config.factors} factors, floor ${power(config.varianceFloor!)}${guard}`;
};

/** Of the sizes that the other study does not have. */
function grownRecords({ mixtures, growth }: DensityResults): readonly RefittedRecord[] {
  const known = mixtures.refitted
    .filter(({ name }) => name === "bernoulli-mixture")
    .map(({ config }) => config.components!);
  return growth.refitted.filter(({ config }) => config.components! > Math.max(0, ...known));
}

/** What was fitted from several starts is one row. */
function mixtureRows(refitted: readonly RefittedRecord[]): DensityRow[] {
  return grouped(refitted, (record) => `${record.data} ${nameOfRefit(record)}`).map((records) => {
    const [first] = records as [RefittedRecord];
    const { mean, bySeed, standardError } = overSeeds(records.map(({ test }) => test));
    return {
      scale: first.scale,
      data: first.data,
      model: nameOfRefit(first),
      logLikelihood: mean,
      standardError,
      bySeed,
      bitsPerDimension: records.reduce((sum, { test }) => sum + test.bitsPerDimension, 0) / records.length,
    };
  });
}

const nameOfAutoencoder = ({ model, likelihood }: ScaleRow) => {
  if (likelihood.kind === "bernoulli") return `${model}, fitted to bits`;
  if (likelihood.kind === "continuous-bernoulli") return `${model}, continuous Bernoulli`;
  return `${model}, Gaussian, floor ${power(likelihood.varianceFloor)}`;
};

function autoencoderRows({ rows }: VaeScalesResult): DensityRow[] {
  return grouped(rows, (row) => `${row.data} ${nameOfAutoencoder(row)}`).map((some) => {
    const [first] = some as [ScaleRow];
    const { mean, bySeed, standardError } = overSeeds(some.map(({ logLikelihood }) => logLikelihood));
    return {
      scale: first.scale,
      data: first.data,
      model: nameOfAutoencoder(first),
      logLikelihood: mean,
      standardError,
      bySeed,
      elbo: some.reduce((sum, { elbo }) => sum + elbo.mean, 0) / some.length,
      bitsPerDimension: some.reduce((sum, row) => sum + row.bitsPerDimension, 0) / some.length,
    };
  });
}

/** No quadrature reaches a code of ten dimensions: the importance-weighted bound stands in the place of ln P(b), and is called so. */
function wideCodeRows(codes: readonly CodesRecord[]): DensityRow[] {
  const wide = codes.filter(({ latent }) => latent > 2);
  return grouped(wide, ({ latent }) => String(latent)).map((some) => {
    const [{ latent }] = some as [CodesRecord];
    const { mean, bySeed, standardError } = overSeeds(some.map(({ bound }) => bound));
    return {
      scale: "bits",
      data: "stochastic",
      model: `VAE, code of ${latent}, fitted to bits (at least)`,
      logLikelihood: mean,
      standardError,
      bySeed,
      elbo: some.reduce((sum, { elbo }) => sum + elbo.mean, 0) / some.length,
      bitsPerDimension: some.reduce((sum, row) => sum + row.bitsPerDimension, 0) / some.length,
    };
  });
}

/** Of bits: a fair coin, independent pixels with the training mean, and the grey image that the bits were drawn from. */
function bitReferences(data: DataSet, rule: BinarisationRule): DensityRow[] {
  const binary = binarisedData(data, rule);
  const pixels = pixelsOf(data);
  const independent = meanWithError(meanImageFloor(binary.train, binary.test).perImage);
  const known = rule === "threshold" ? 0 : bernoulliCeiling(data.test).mean;
  const row = (model: string, nats: number, standardError = 0): DensityRow => ({
    scale: "bits",
    data: rule,
    model,
    logLikelihood: nats,
    standardError,
    bitsPerDimension: bitsPerDimension(nats, pixels, 1),
    isReference: true,
  });
  return [
    row("fair coin", -pixels * Math.LN2),
    row("independent pixels, training mean", independent.mean, independent.standardError),
    row("the grey image known", known),
  ];
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

/**
 * The mean over seeds, and one error for what it says of another training on other images: images are the same for all seeds, so that
 * their part does not shrink with the seeds, that of the trainings does. A single training shows nothing of its own part.
 */
function overSeeds(scores: readonly { readonly mean: number; readonly standardError: number }[]) {
  const average = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const bySeed = scores.map(({ mean }) => mean);
  const ofImages = average(scores.map(({ standardError }) => standardError));
  const ofTrainings = bySeed.length > 1 ? meanWithError(bySeed).standardError : 0;
  return { mean: average(bySeed), standardError: Math.hypot(ofImages, ofTrainings), bySeed };
}
