import type { DataSet } from "../../data/index.js";
import type { AutoencoderConfig, TrainingOptions } from "../../models/index.js";
import { Random } from "../../random/index.js";
import { reportConvolutionalVae, reportTraining, reportVae } from "../../report/index.js";
import { fewImages } from "../runner/canary.js";
import type { Study, StudyContext } from "../runner/study.js";
import { matchedConvolutionalVae } from "./capacity.js";
import { movedData } from "./moved-images.js";
import { summariseTrainings, type VaeSummary } from "./summary.js";

/** The networks of the controls: the report's two, and each with one thing changed. */
export type ControlModel =
  | "VAE"
  | "VAE, linear"
  | "CVAE"
  | "CVAE, as many parameters as the VAE"
  | "CVAE, four convolutions"
  | "CVAE, filters of 5 x 5"
  | "CVAE, stride 1 first";

/** One change at a time against the report's protocol. */
export interface ControlArm {
  readonly model: ControlModel;
  /** MNIST as it is, or every digit at another place and size (see {@link movedData}). */
  readonly images: "as they are" | "moved";
  readonly epochs: number;
  readonly seeds: readonly number[];
}

/** An arm and its trainings, in the order of the seeds. */
export interface ControlResult extends Omit<ControlArm, "seeds"> {
  readonly runs: readonly VaeSummary[];
}

/** How the study runs; smaller in a canary. */
export interface ControlsPlan {
  readonly arms: readonly ControlArm[];
  readonly training: TrainingOptions;
}

const networks: Readonly<Record<ControlModel, () => AutoencoderConfig>> = {
  VAE: () => reportVae,
  "VAE, linear": () => ({ ...reportVae, activation: "linear" }),
  CVAE: () => reportConvolutionalVae,
  "CVAE, as many parameters as the VAE": matchedConvolutionalVae,
  "CVAE, four convolutions": () => ({
    ...reportConvolutionalVae,
    channels: [16, 16, 32, 32],
    strides: [2, 1, 2, 1],
  }),
  "CVAE, filters of 5 x 5": () => ({ ...reportConvolutionalVae, kernel: 5 }),
  "CVAE, stride 1 first": () => ({ ...reportConvolutionalVae, strides: [1, 2] }),
};

const { epochs } = reportTraining;
const seeds = [1, 2];
const arm = (model: ControlModel, change: Partial<ControlArm> = {}): ControlArm => ({
  model,
  images: "as they are",
  epochs,
  seeds,
  ...change,
});
const matched = "CVAE, as many parameters as the VAE";

const plan: ControlsPlan = {
  arms: [
    arm("VAE, linear", { seeds: [1, 2, 3] }),
    arm("CVAE, filters of 5 x 5", { seeds: [1, 2, 3] }),
    arm("CVAE, four convolutions", { seeds: [1, 2, 3] }),
    arm("VAE", { images: "moved" }),
    arm("CVAE", { images: "moved" }),
    arm(matched, { images: "moved" }),
    arm("CVAE, stride 1 first"),
    arm("VAE", { epochs: 4 * epochs, seeds: [1] }),
    arm("CVAE", { epochs: 4 * epochs, seeds: [1] }),
  ],
  training: reportTraining,
};

/** The study's work for any plan. */
async function trainControls(
  context: StudyContext,
  { arms, training }: ControlsPlan,
): Promise<readonly ControlResult[]> {
  let moved: DataSet | undefined;
  const imagesOf = ({ images }: ControlArm) => {
    if (images === "as they are") return context.data;
    moved ??= movedData(context.data, Random.from(1).split("moved images"));
    return moved;
  };
  const results: ControlResult[] = [];
  for (const each of arms) {
    const { seeds: ofArm, ...rest } = each;
    const data = imagesOf(each);
    const options = { ...training, epochs: each.epochs };
    const network = networks[each.model]();
    const runs = await summariseTrainings([network], ofArm, { ...context, data }, options);
    results.push({ ...rest, runs });
  }
  return results;
}

/** The report's guesses at why its convolutional VAE is behind, and at what its VAE owes to rectified units, each tried alone. */
export const vaeControls: Study<readonly ControlResult[]> = {
  name: "vae-controls",
  question:
    "Do more convolutions, larger filters, a smaller stride or digits that move close the gap between the autoencoders, and what is a VAE without rectifiers?",
  module: import.meta.url,
  seeds: [1, 2, 3],
  run: (context) => trainControls(context, plan),
  canary: (context) =>
    trainControls(
      { ...context, data: fewImages(context, 640, 128) },
      {
        arms: [...plan.arms.map(({ model, images }) => arm(model, { images, epochs: 1 }))],
        training: reportTraining,
      },
    ),
};
