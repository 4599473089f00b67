import type { ImageSet } from "../../data/index.js";
import { Random } from "../../random/index.js";
import {
  Breather,
  InputError,
  type ProgressSink,
  requireInput,
  requireInteger,
  requirePositive,
  silent,
} from "../../support/index.js";
import {
  Adam,
  type AdamState,
  dispose,
  initialAdamState,
  keep,
  scope,
  type Tensor,
  tensor,
} from "../../tensorflow/index.js";
import { elbo } from "./elbo.js";
import { turnState } from "./half-turn.js";
import { type Autoencoder, type AutoencoderConfig, buildAutoencoder, initialParameters } from "./model.js";
import { heldImages, levelsFor, pixelsAt } from "./pixels.js";
import { sumOf, TrainingSteps } from "./training-step.js";

/** How a model is trained. */
export interface TrainingOptions {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Seeds the start, the order of the images and the noise. */
  readonly seed: number;
}

/** Mean parts of the bound in nats per image; their sum is minus the ELBO. */
export interface BoundParts {
  /** -E_q[ln p(x | z)], one sampled code per image. */
  readonly reconstruction: number;
  /** KL(q(z | x) || p(z)). */
  readonly divergence: number;
}

/** What one epoch left behind. `train` is the running mean while the parameters moved, `test` the state after it. */
export interface EpochRecord {
  readonly epoch: number;
  readonly train: BoundParts;
  readonly test: BoundParts;
}

/** A training after a whole number of epochs: enough to go on, bit for bit, or to use the model. */
export interface TrainingState {
  readonly config: AutoencoderConfig;
  readonly options: TrainingOptions;
  readonly history: readonly EpochRecord[];
  readonly adam: AdamState;
}

/** A trained model: a plain record that every function on models takes. */
export interface TrainedAutoencoder {
  readonly config: AutoencoderConfig;
  readonly options: TrainingOptions;
  readonly parameters: Readonly<Record<string, Float32Array>>;
  readonly history: readonly EpochRecord[];
}

/** How a training is watched, stopped and taken up again. */
export interface TrainingHooks {
  readonly progress?: ProgressSink;
  /** Stops between two steps; epochs that were finished have been handed to `onEpoch`. */
  readonly signal?: AbortSignal;
  /** Called with the state after every epoch, to save it. */
  readonly onEpoch?: (state: TrainingState) => void;
  /** Goes on from here; must be of the same configuration and options but for the number of epochs. */
  readonly from?: TrainingState;
  /** Name shown by the progress. */
  readonly title?: string;
}

const evaluationBatch = 1000;

/**
 * Trains an autoencoder: Adam on the summed negative ELBO of shuffled batches (the last one of an epoch may be smaller).
 *
 * Randomness comes from `options.seed` by named streams (start, order and noise of each epoch), so that a training
 * that was stopped and taken up again ends with the same bits as one that never stopped.
 *
 * @throws InputError if a loss is not finite (naming epoch and step), or if images and configuration do not fit
 * @throws InterruptedError when `hooks.signal` is aborted
 */
export async function trainAutoencoder(
  config: AutoencoderConfig,
  data: { readonly train: ImageSet; readonly test: ImageSet },
  options: TrainingOptions,
  hooks: TrainingHooks = {},
): Promise<TrainedAutoencoder> {
  const model = buildAutoencoder(config);
  checkTraining(config, data, options, hooks.from);
  const random = Random.from(options.seed).split(config.kind);
  const start = hooks.from?.adam ?? initialAdamState(initialParameters(model, random));
  const history = [...(hooks.from?.history ?? [])];
  const adam = new Adam(model.parameters, turnState(model, start), { learningRate: options.learningRate });
  const upright = () => turnState(model, adam.state());
  const train = keep(heldImages(model, data.train));
  const test = keep(heldImages(model, data.test));
  const breather = new Breather(hooks.signal);
  const stepsPerEpoch = Math.ceil(data.train.count / options.batchSize);
  const task = (hooks.progress ?? silent)(
    hooks.title ?? `training ${config.kind}`,
    options.epochs * stepsPerEpoch,
  );
  let steps: TrainingSteps | undefined;
  try {
    steps = new TrainingSteps(model, adam, train, batchSizes(data.train.count, options.batchSize));
    for (let epoch = history.length + 1; epoch <= options.epochs; epoch++) {
      const order = random.split("order", epoch).permutation(data.train.count);
      const noise = random.split("noise", epoch);
      const levels = random.split("levels", epoch);
      const sums = { reconstruction: 0, divergence: 0 };
      for (let step = 0; step < stepsPerEpoch; step++) {
        const rows = order.subarray(step * options.batchSize, (step + 1) * options.batchSize);
        const parts = steps.run(rows, normals(noise, rows.length * config.latent), levels);
        requireFiniteLoss(parts, epoch, step + 1, options);
        sums.reconstruction += parts.reconstruction;
        sums.divergence += parts.divergence;
        const note = `epoch ${epoch}/${options.epochs}, ${describe(parts, rows.length)}`;
        task.update((epoch - 1) * stepsPerEpoch + step + 1, note);
        await breather.breathe();
      }
      steps.settle();
      const testParts = await testBound(
        model,
        adam,
        test,
        data.test.count,
        random.split("test", epoch),
        breather,
      );
      history.push({ epoch, train: meanParts(sums, data.train.count), test: testParts });
      hooks.onEpoch?.({ config, options, history: [...history], adam: upright() });
    }
    const last = history[history.length - 1]!;
    task.finish(
      `${history.length} epochs, test ELBO ${(-last.test.reconstruction - last.test.divergence).toFixed(2)} nats`,
    );
    return { config, options, parameters: upright().values, history };
  } finally {
    steps?.dispose();
    adam.dispose();
    dispose(train, test);
  }
}

const normals = (random: Random, count: number) => random.fillNormal(new Float32Array(count));

/** Sizes of an epoch's batches: the last one may be smaller. */
function batchSizes(count: number, batchSize: number): number[] {
  const rest = count % batchSize;
  return [...(count >= batchSize ? [batchSize] : []), ...(rest > 0 ? [rest] : [])];
}

function meanParts({ reconstruction, divergence }: BoundParts, count: number): BoundParts {
  return { reconstruction: reconstruction / count, divergence: divergence / count };
}

async function testBound(
  model: Autoencoder,
  adam: Adam,
  images: Tensor,
  count: number,
  noise: Random,
  breather: Breather,
): Promise<BoundParts> {
  const sums = { reconstruction: 0, divergence: 0 };
  const levels = noise.split("levels");
  for (let first = 0; first < count; first += evaluationBatch) {
    const rows = Int32Array.from({ length: Math.min(evaluationBatch, count - first) }, (_, i) => first + i);
    const parts = scope(() => {
      const [u] = levelsFor(model, rows.length, levels);
      const pixels = pixelsAt(model, images, tensor(rows, [rows.length]), u);
      const { latent } = model.config;
      const codes = tensor(normals(noise, rows.length * latent), [rows.length, latent]);
      const { crossEntropy, divergence } = elbo(model, adam.parameters(), pixels, codes);
      return { reconstruction: sumOf(crossEntropy), divergence: sumOf(divergence) };
    });
    sums.reconstruction += parts.reconstruction;
    sums.divergence += parts.divergence;
    await breather.breathe();
  }
  return meanParts(sums, count);
}

function describe(sums: BoundParts, count: number): string {
  const { reconstruction, divergence } = meanParts(sums, count);
  return `ELBO ${(-reconstruction - divergence).toFixed(1)} = -${reconstruction.toFixed(1)} - KL ${divergence.toFixed(2)}`;
}

function requireFiniteLoss(
  parts: BoundParts,
  epoch: number,
  step: number,
  { learningRate }: TrainingOptions,
): void {
  if (Number.isFinite(parts.reconstruction) && Number.isFinite(parts.divergence)) return;
  throw new InputError(
    "trainAutoencoder",
    `the loss is not finite in epoch ${epoch}, step ${step} (reconstruction ${parts.reconstruction}, KL ${parts.divergence}): ` +
      `lower the learning rate (now ${learningRate}) or look for damaged images; finished epochs are kept`,
    { epoch, step, ...parts },
  );
}

function checkTraining(
  config: AutoencoderConfig,
  data: { readonly train: ImageSet; readonly test: ImageSet },
  options: TrainingOptions,
  from: TrainingState | undefined,
): void {
  requireInteger("trainAutoencoder", "epochs", options.epochs, 1);
  requireInteger("trainAutoencoder", "batchSize", options.batchSize, 1);
  requirePositive("trainAutoencoder", "learningRate", options.learningRate);
  for (const set of [data.train, data.test]) {
    requireInput(
      set.rows === config.rows && set.columns === config.columns,
      "trainAutoencoder",
      `the model is built for ${config.rows} x ${config.columns} pixels, ${set.name} has ${set.rows} x ${set.columns}`,
    );
  }
  if (from === undefined) return;
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  requireInput(
    same(from.config, config) && same({ ...from.options, epochs: 0 }, { ...options, epochs: 0 }),
    "trainAutoencoder",
    "the state to go on from belongs to another configuration or other options",
    { config, options, from: { config: from.config, options: from.options } },
  );
  requireInput(
    from.history.length <= options.epochs,
    "trainAutoencoder",
    `the state to go on from has ${from.history.length} epochs, more than the ${options.epochs} asked for`,
  );
}
