import type { DataSet } from "../../data/index.js";
import type { AutoencoderConfig, TrainedAutoencoder, TrainingOptions } from "../../models/index.js";
import * as vae from "../../models/vae/index.js";
import { Random } from "../../random/index.js";
import { reportTraining } from "../../report/index.js";
import type { StudyContext } from "../runner/study.js";

/** One trained model in numbers: means over the test images, nats per image, squared errors per pixel on [0, 1]. */
export interface VaeSummary {
  readonly seed: number;
  readonly config: AutoencoderConfig;
  readonly parameters: { readonly all: number; readonly decoder: number };
  /** Mean training loss of the last epoch, minus the running ELBO. */
  readonly trainingLoss: number;
  readonly elbo: number;
  readonly expectedLogLikelihood: number;
  readonly divergence: number;
  /** As in the report: at one sampled code per image. */
  readonly mseSampled: number;
  /** Corrected: at the mean code. */
  readonly mseMean: number;
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The stream of the evaluation's sampled codes: one per seed, apart from those of the training. */
export function evaluationStream(seed: number): Random {
  return Random.from(seed).split("evaluation");
}

/** Evaluates a trained model on the test set by the report's protocol. */
export function summarise(trained: TrainedAutoencoder, seed: number, data: DataSet): VaeSummary {
  const { config, history } = trained;
  const evaluation = vae.evaluate(trained, data.test, evaluationStream(seed));
  const { train } = history[history.length - 1]!;
  return {
    seed,
    config: config.network,
    parameters: vae.countParameters(vae.buildAutoencoder(config.network)),
    trainingLoss: train.reconstruction + train.divergence,
    elbo: mean(evaluation.elbo),
    expectedLogLikelihood: mean(evaluation.expectedLogLikelihood),
    divergence: mean(evaluation.divergence),
    mseSampled: mean(evaluation.squaredErrorSampled),
    mseMean: mean(evaluation.squaredErrorMean),
  };
}

/** Trains (or reuses) one model per configuration and seed and summarises each. */
export async function summariseTrainings(
  configs: readonly AutoencoderConfig[],
  seeds: readonly number[],
  { data, checkpoints, progress, signal, fresh = false }: StudyContext,
  training: TrainingOptions = reportTraining,
): Promise<VaeSummary[]> {
  const summaries: VaeSummary[] = [];
  for (const network of configs) {
    for (const seed of seeds) {
      const title = `${network.kind}, seed ${seed}`;
      const hooks = { folder: checkpoints, fresh, progress, title, signal };
      const trained = await vae.fitOrLoad(data, { network, ...training, seed }, hooks);
      summaries.push(summarise(trained, seed, data));
    }
  }
  return summaries;
}
