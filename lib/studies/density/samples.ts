import {
  type BinarisationRule,
  binarisedData,
  type DataSet,
  firstImages,
  type ImageSet,
} from "../../data/index.js";
import { quantiles } from "../../math/index.js";
import {
  imageRows,
  type NeighbourTest,
  nearestNeighbourTest,
  nearestRows,
  type Observations,
} from "../../models/index.js";
import { Random } from "../../random/index.js";
import { reportTraining } from "../../report/index.js";
import type { DensityScale } from "../../tables/index.js";
import { mixtureFloor } from "../mixture/floor.js";
import { fewImages } from "../runner/canary.js";
import { readStudy, type Study, type StudyContext } from "../runner/study.js";
import { densityMixtures, densityPlan } from "./mixtures.js";
import type { RefittedRecord } from "./record.js";
import { type DensitySource, densitySources } from "./sources.js";

/** What samples of a model look like beside the images it is a model of. */
export interface SampleRecord {
  /** As the rows of Table 2 call it; "training images" for the images that the models were fitted to. */
  readonly model: string;
  readonly scale: DensityScale;
  readonly data: "dequantised" | BinarisationRule;
  readonly seed: number;
  /** Can the nearest neighbour tell samples (first) from test images (second)? */
  readonly twoSample: NeighbourTest;
  /** Euclidean distance to the nearest training image on [0, 1]: quartiles over the samples. */
  readonly distanceQuartiles: readonly number[];
  /** The first samples, grey levels 0..255 one after another, in base64. */
  readonly shown: string;
  /** Indices of the training images nearest to them. */
  readonly nearest: readonly number[];
}

/** What the study finds out. */
export interface DensitySamplesResult {
  /** Samples and as many test images in each two-sample test. */
  readonly count: number;
  /** Samples whose nearest training images were looked for. */
  readonly searched: number;
  readonly records: readonly SampleRecord[];
  /** The same quartiles for test images: a model that memorises has smaller ones. */
  readonly testDistanceQuartiles: Readonly<Record<string, readonly number[]>>;
}

/** How the study runs; smaller in tests. */
export interface SamplesPlan {
  readonly count: number;
  readonly searched: number;
  readonly shown: number;
}

const plan: SamplesPlan = { count: 2000, searched: 500, shown: 12 };
const seed = 1;

/** Grey levels of images, bits as 0 and 255: what both samples and data can be compared as. */
function greyLevelsOf(values: Float64Array, scale: DensityScale): Uint8Array {
  // as dequantisation is undone; values outside [0, 1] have no level of their own
  return scale === "bits"
    ? Uint8Array.from(values, (bit) => 255 * bit)
    : Uint8Array.from(values, (value) => Math.min(255, Math.max(0, Math.floor(256 * value))));
}

const rowsOf = (pixels: Uint8Array, { rows, columns }: ImageSet): Observations => ({
  values: pixels,
  columns: rows * columns,
  divisor: 255,
});

const quartiles = (values: Float64Array) => quantiles(values, [0.25, 0.5, 0.75]);

async function distancesTo(train: ImageSet, queries: Observations, { signal }: StudyContext) {
  return nearestRows(queries, imageRows(train, { divisor: 255 }), { signal });
}

/** The first of the samples' rows. */
const firstOf = ({ values, ...rest }: Observations, count: number): Observations => ({
  ...rest,
  values: values.subarray(0, count * rest.columns),
});

async function recordOf(
  { name: model, scale, data: kind }: Pick<DensitySource, "name" | "scale" | "data">,
  greyLevels: Uint8Array,
  data: DataSet,
  { plan, context }: { readonly plan: SamplesPlan; readonly context: StudyContext },
): Promise<SampleRecord> {
  const samples = rowsOf(greyLevels, data.test);
  const test = imageRows(firstImages(data.test, plan.count), { divisor: 255 });
  const found = await distancesTo(data.train, firstOf(samples, plan.searched), context);
  return {
    model,
    scale,
    data: kind,
    seed,
    twoSample: await nearestNeighbourTest(samples, test, context),
    distanceQuartiles: quartiles(found.distances),
    shown: Buffer.from(greyLevels.subarray(0, plan.shown * samples.columns)).toString("base64"),
    nearest: Array.from(found.indices.subarray(0, plan.shown)),
  };
}

/** What no model can beat: training images in the place of samples. Their neighbours are searched among the others. */
async function recordOfTraining(
  kind: DensitySource["data"],
  data: DataSet,
  { plan, context }: { readonly plan: SamplesPlan; readonly context: StudyContext },
): Promise<SampleRecord> {
  const { train } = data;
  const pixels = train.rows * train.columns;
  const own = plan.count * pixels;
  const others: ImageSet = { ...train, count: train.count - plan.count, pixels: train.pixels.subarray(own) };
  const source = {
    name: "training images",
    scale: kind === "dequantised" ? "grey levels" : "bits",
    data: kind,
  } as const;
  const without = { ...data, train: others };
  const record = await recordOf(source, train.pixels.slice(0, own), without, { plan, context });
  return { ...record, nearest: record.nearest.map((index) => index + plan.count) };
}

/** The study's work for any models and numbers. */
export async function lookAtSamples(
  sources: readonly Omit<DensitySource, "densities">[],
  context: StudyContext,
  setting: SamplesPlan = plan,
): Promise<DensitySamplesResult> {
  const { count, searched } = setting;
  const work = { plan: setting, context };
  const records: SampleRecord[] = [];
  const testDistanceQuartiles: Record<string, readonly number[]> = {};
  const kinds = [...new Set(sources.map(({ data }) => data))];
  const task = context.progress("samples of the models and their neighbours", sources.length + kinds.length);
  for (const kind of kinds) {
    const data = kind === "dequantised" ? context.data : binarisedData(context.data, kind);
    records.push(await recordOfTraining(kind, data, work));
    task.update(records.length);
    const test = imageRows(firstImages(data.test, searched), { divisor: 255 });
    testDistanceQuartiles[kind] = quartiles((await distancesTo(data.train, test, context)).distances);
    for (const source of sources.filter((each) => each.data === kind)) {
      const values = await source.sample(count, Random.from(seed).split("samples", source.name, kind));
      records.push(await recordOf(source, greyLevelsOf(values, source.scale), data, work));
      task.update(records.length);
    }
  }
  task.finish();
  return { count, searched, records, testDistanceQuartiles };
}

const refit = (
  name: RefittedRecord["name"],
  data: RefittedRecord["data"],
  config: RefittedRecord["config"],
) => ({ name, data, config, seed });

/** In the place of what the studies before have chosen. */
const canaryChoices = {
  floors: { chosen: 1e-2 },
  mixtures: {
    refitted: [
      refit("probabilistic-pca", "dequantised", { components: 2 }),
      refit("factor-mixture", "dequantised", { components: 50, factors: 10, varianceFloor: 1e-4 }),
      refit("bernoulli-mixture", "stochastic", { components: 10, pseudoCount: 0.1 }),
    ],
  },
};

/** Item by item what a likelihood does not tell: do samples look like digits, and are they copies of training images? */
export const densitySamples: Study<DensitySamplesResult> = {
  name: "density-samples",
  question: "Do the models' samples pass for images of the test set, and are they copies of training images?",
  module: import.meta.url,
  seeds: [seed],
  run: (context) => {
    const mixtures = readStudy(densityMixtures).result;
    const floors = readStudy(mixtureFloor).result;
    return lookAtSamples(densitySources({ mixtures, floors }, context), context);
  },
  async canary(context) {
    const few = { ...context, data: fewImages(context, 1500, 200) };
    const densities = {
      ...densityPlan,
      validationImages: 300,
      factors: { ...densityPlan.factors, maxIterations: 3 },
      bits: { ...densityPlan.bits, maxIterations: 3 },
    };
    const training = { ...reportTraining, epochs: 1 };
    const sources = densitySources(canaryChoices, few, { densities, training, maxIterations: 2 });
    // so few images do not fill fifty components; ten go the same way
    const filled = sources.filter(({ name }) => name !== "50 Bernoulli images");
    return lookAtSamples(filled, few, { count: 100, searched: 40, shown: 1 });
  },
};
