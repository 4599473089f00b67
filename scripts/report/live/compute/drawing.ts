import { plainLogits } from "pml/decoders";
import { type PlainMixture, PlanePosterior, type PlaneRule, plainPca } from "pml/densities";
import { squaredDistance } from "pml/math";
import { bitsPerDimension } from "pml/metrics";
import { binariseByThreshold, dequantisationStream, dequantise } from "pml/pixels";
import { decoderWeights, type PackedDecoders } from "../decoders.js";
import { type Arrays, type PackedArrays, unpackArrays } from "../packed-arrays.js";
import { dimension, type Mixtures, mixturesOf } from "./drawing-models.js";

/** The models that a drawing is shown to. */
export type ModelName = "vae" | "convolutional-vae" | "pca" | "mixture" | "reportMixture";

/** What the page's file holds. */
export interface PackedDrawing {
  readonly clusters: readonly number[];
  readonly pca: { readonly noiseVariance: number; readonly addedVariance: number };
  /** Numbers of the test images to start from, a digit each. */
  readonly exampleIndices: readonly number[];
  /** Nats of test images, as chapter 1 has them. */
  readonly typical: Readonly<Record<ModelName, number>>;
  readonly arrays: PackedArrays;
}

/** What the page shows before anything is drawn. */
export interface LevelModelsAnswer {
  /** 10 x 784 grey levels. */
  readonly examples: Uint8Array;
  /** Images of the components' means, on [0, 1]. */
  readonly means: readonly Float64Array[];
  /** How many training images the nearest is looked for among. */
  readonly trainingImages: number;
}

/** 784 grey levels 0 to 255. */
export interface DrawingQuestion {
  readonly pixels: Uint8Array;
}

/** What one model says. */
export interface ModelAnswer {
  readonly nats: number;
  readonly bitsPerPixel: number;
  /** The mean image behind the drawing, on [0, 1], not clipped. */
  readonly image: Float64Array;
}

/** What the autoencoders say of the drawing's bits. */
export type BitsAnswer = Readonly<Record<"vae" | "convolutional-vae", ModelAnswer>>;

/** What the models of grey levels say. */
export interface LevelsAnswer {
  readonly pca: ModelAnswer;
  readonly mixture: ModelAnswer;
  readonly reportMixture: ModelAnswer;
  /** Of the mixture with Table 2's floor. */
  readonly responsibilities: Float64Array;
  readonly nearest: {
    readonly index: number;
    readonly label: number;
    readonly pixels: Uint8Array;
    /** Root mean square of the differences, on [0, 1]. */
    readonly distance: number;
  };
}

/** The notebook's grid: its codes, in blocks. */
const planeRule: PlaneRule = { from: -10, to: 10, spacing: 0.1, blockSide: 5, margin: 30, kept: 400 };
/** Draws of the dequantisation over which the mixture's density is averaged, as in Table 2. */
const draws = 5;

function requireInk({ pixels }: DrawingQuestion): Uint8Array {
  if (pixels.length !== dimension || pixels.every((pixel) => pixel === 0))
    throw new Error("The drawing is empty: draw a digit, or take an example.");
  return pixels;
}

/** The models of bits. */
export class BitModels {
  private constructor(private readonly planes: Readonly<Record<keyof BitsAnswer, PlanePosterior>>) {}

  static async from({ decoders, parameters }: PackedDecoders): Promise<BitModels> {
    const arrays = await unpackArrays(parameters);
    const plane = (kind: keyof BitsAnswer) => {
      const packed = decoders.find(({ network }) => network.kind === kind);
      if (packed === undefined) throw new Error(`the page's file has no ${kind}`);
      return new PlanePosterior(plainLogits(decoderWeights(packed, parameters, arrays)), planeRule);
    };
    return new BitModels({ vae: plane("vae"), "convolutional-vae": plane("convolutional-vae") });
  }

  /** @throws Error for an empty drawing */
  answer(question: DrawingQuestion): BitsAnswer {
    const bits = binariseByThreshold(requireInk(question));
    const of = (kind: keyof BitsAnswer) => {
      const { logMarginal, image } = this.planes[kind].evaluate(bits);
      return answered(logMarginal, 1, image);
    };
    return { vae: of("vae"), "convolutional-vae": of("convolutional-vae") };
  }
}

/** The models of grey levels, and the training images. */
export class LevelModels {
  private constructor(
    private readonly arrays: Arrays,
    private readonly mixtures: Mixtures,
    private readonly pca: ReturnType<typeof plainPca>,
  ) {}

  static async from(packed: PackedDrawing): Promise<LevelModels> {
    const arrays = await unpackArrays(packed.arrays);
    const pca = plainPca({
      ...packed.pca,
      mean: arrays.get("pcaMean", "Float64Array"),
      loadings: arrays.get("pcaLoadings", "Float64Array"),
    });
    return new LevelModels(
      arrays,
      mixturesOf(packed.clusters, (name) => arrays.any(name)),
      pca,
    );
  }

  get shown(): LevelModelsAnswer {
    return {
      examples: this.arrays.get("examples", "Uint8Array"),
      means: this.mixtures.report.means.map((mean) => mean.map((level) => level / 255)),
      trainingImages: this.arrays.get("trainingLabels", "Uint8Array").length,
    };
  }

  /** @throws Error for an empty drawing */
  answer(question: DrawingQuestion): LevelsAnswer {
    const pixels = requireInk(question);
    const { logDensity, image } = this.pca(Float64Array.from(pixels, (pixel) => (pixel + 0.5) / 256));
    const { corrected, report } = this.mixtures;
    const onLevels = averaged(corrected, pixels);
    const onBytes = report.evaluate(pixels);
    return {
      pca: answered(logDensity, 256, image),
      mixture: answered(onLevels.logDensity, 256, weightedMean(corrected, onLevels.responsibilities, 1)),
      reportMixture: answered(onBytes.logDensity, 1, weightedMean(report, onBytes.responsibilities, 1 / 255)),
      responsibilities: onLevels.responsibilities,
      nearest: this.nearest(pixels),
    };
  }

  private nearest(pixels: Uint8Array): LevelsAnswer["nearest"] {
    const images = this.arrays.get("trainingImages", "Uint8Array");
    const labels = this.arrays.get("trainingLabels", "Uint8Array");
    let [index, least] = [0, Number.POSITIVE_INFINITY];
    for (let n = 0; n < labels.length; n++) {
      const distance = squaredDistance(pixels, 0, images, n * dimension, dimension);
      if (distance < least) [index, least] = [n, distance];
    }
    return {
      index,
      label: labels[index]!,
      pixels: images.slice(index * dimension, (index + 1) * dimension),
      distance: Math.sqrt(least / dimension) / 255,
    };
  }
}

const answered = (nats: number, scale: number, image: Float64Array): ModelAnswer => ({
  nats,
  bitsPerPixel: bitsPerDimension(nats, dimension, scale),
  image,
});

/** The mean log-density over draws of the dequantisation, and the responsibilities of the first. */
function averaged(mixture: PlainMixture, pixels: Uint8Array) {
  const answers = Array.from({ length: draws }, (_, draw) =>
    mixture.evaluate(dequantise(pixels, dequantisationStream(draw))),
  );
  return {
    logDensity: answers.reduce((sum, { logDensity }) => sum + logDensity, 0) / draws,
    responsibilities: answers[0]!.responsibilities,
  };
}

/** The components' means weighted by responsibilities. */
function weightedMean({ means }: PlainMixture, shares: Float64Array, unit: number): Float64Array {
  return Float64Array.from({ length: dimension }, (_, j) =>
    means.reduce((sum, mean, k) => sum + shares[k]! * mean[j]! * unit, 0),
  );
}

// what a worker has been given; one that has failed starts without
let levelModels: LevelModels | undefined;
let bitModels: BitModels | undefined;

/** To be asked before the first drawing. */
export async function levelModelsAnswer(packed: PackedDrawing): Promise<LevelModelsAnswer> {
  levelModels = await LevelModels.from(packed);
  return levelModels.shown;
}

/** To be asked before the first drawing. */
export async function bitModelsAnswer(packed: PackedDecoders): Promise<null> {
  bitModels = await BitModels.from(packed);
  return null;
}

/** @throws Error for an empty drawing, or without models */
export function levelsAnswer(question: DrawingQuestion): LevelsAnswer {
  return loaded(levelModels).answer(question);
}

/** @throws Error for an empty drawing, or without models */
export function bitsAnswer(question: DrawingQuestion): BitsAnswer {
  return loaded(bitModels).answer(question);
}

function loaded<Models>(models: Models | undefined): Models {
  if (models === undefined) throw new Error("The models are not loaded: draw once more.");
  return models;
}
