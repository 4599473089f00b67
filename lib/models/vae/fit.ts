import type { ImageSet } from "../../data/index.js";
import type { Random } from "../../random/index.js";
import {
  Breather,
  InputError,
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
import { type FitHooks, requireRandom } from "../common/fit-hooks.js";
import { type ParameterArray, parameterArray } from "../common/parameter-array.js";
import { elbo } from "./elbo.js";
import { halfTurnState } from "./half-turn.js";
import { type Autoencoder, type AutoencoderConfig, buildAutoencoder, initialParameters } from "./model.js";
import { dequantisationNoise, heldImages, pixelsAt } from "./pixels.js";
import { sumOf, TrainingSteps } from "./training-step.js";

/** How a network is trained. */
export interface TrainingOptions {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
}

/** A network and how it is trained. */
export interface AutoencoderFit extends TrainingOptions {
  readonly network: AutoencoderConfig;
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
  readonly config: AutoencoderFit;
  readonly history: readonly EpochRecord[];
  readonly adam: AdamState;
}

/** A trained model: a plain record that every function on models takes. */
export interface TrainedAutoencoder {
  readonly kind: "vae";
  readonly config: AutoencoderFit;
  /** By name, in the shapes of the network's layers. */
  readonly parameters: Readonly<Record<string, ParameterArray<Float32Array>>>;
  readonly history: readonly EpochRecord[];
}

const evaluationBatch = 1000;
const caller = "vae.fit";

/**
 * Trains an autoencoder: Adam on the summed negative ELBO of shuffled batches (the last one of an epoch may be smaller).
 *
 * Start, order and noise of each epoch come from streams of `random` by name, so that a training that was stopped and taken up again ends
 * with the same bits as one that never stopped.
 *
 * @param data the images to train on, and those on which the bound is looked at after each epoch
 * @throws InputError if a loss is not finite (naming epoch and step), or if images and configuration do not fit
 * @throws InterruptedError when `hooks.signal` is aborted; finished epochs have been handed to `onState`
 *
 * @example
 * const model = await vae.fit(loadMnist(), { network: reportVae, ...reportTraining }, { random: Random.from(1) });
 */
export async function fit(
  data: { readonly train: ImageSet; readonly test: ImageSet },
  { network, epochs, batchSize, learningRate }: AutoencoderFit,
  hooks: FitHooks<TrainingState> = {},
): Promise<TrainedAutoencoder> {
  const config = { network, epochs, batchSize, learningRate };
  const model = buildAutoencoder(network);
  checkTraining(config, data, hooks.from);
  const random = requireRandom(caller, hooks.random, "start, order and noise with").split(network.kind);
  const start = hooks.from?.adam ?? initialAdamState(initialParameters(model, random));
  const history = [...(hooks.from?.history ?? [])];
  const adam = new Adam(model.parameters, halfTurnState(model, start), { learningRate });
  const upright = () => halfTurnState(model, adam.state());
  const train = keep(heldImages(model, data.train));
  const test = keep(heldImages(model, data.test));
  const breather = new Breather(hooks.signal);
  const stepsPerEpoch = Math.ceil(data.train.count / batchSize);
  const title = hooks.title ?? `training ${network.kind}`;
  const before = history.length * stepsPerEpoch;
  const task = (hooks.progress ?? silent)(title, epochs * stepsPerEpoch, before);
  let steps: TrainingSteps | undefined;
  try {
    steps = new TrainingSteps(model, adam, train, batchSizes(data.train.count, batchSize));
    for (let epoch = history.length + 1; epoch <= epochs; epoch++) {
      const order = random.split("order", epoch).permutation(data.train.count);
      const noise = random.split("noise", epoch);
      const dequantisation = random.split("levels", epoch);
      const sums = { reconstruction: 0, divergence: 0 };
      for (let step = 0; step < stepsPerEpoch; step++) {
        const rows = order.subarray(step * batchSize, (step + 1) * batchSize);
        const parts = steps.run(rows, normals(noise, rows.length * network.latent), dequantisation);
        requireFiniteLoss(parts, epoch, step + 1, learningRate);
        sums.reconstruction += parts.reconstruction;
        sums.divergence += parts.divergence;
        const note = `epoch ${epoch}/${epochs}, ${describe(parts, rows.length)}`;
        task.update((epoch - 1) * stepsPerEpoch + step + 1, note);
        await breather.breathe();
      }
      steps.writeBack();
      const stream = random.split("test", epoch);
      const testParts = await testBound(model, adam, test, data.test.count, stream, breather);
      history.push({ epoch, train: meanParts(sums, data.train.count), test: testParts });
      hooks.onState?.({ config, history: [...history], adam: upright() });
    }
    task.finish(noteOf(history));
    return { kind: "vae", config, parameters: shapedParameters(model, upright().values), history };
  } finally {
    steps?.dispose();
    adam.dispose();
    dispose(train, test);
  }
}

/** One line on how a training has ended. */
export function noteOf(history: readonly EpochRecord[]): string {
  const { reconstruction, divergence } = history[history.length - 1]!.test;
  return `${history.length} epochs, test ELBO ${(-reconstruction - divergence).toFixed(2)} nats`;
}

/** Parameters with the shapes of the layers. */
export function shapedParameters(
  { parameters }: Pick<Autoencoder, "parameters">,
  values: Readonly<Record<string, Float32Array>>,
): TrainedAutoencoder["parameters"] {
  return Object.fromEntries(
    parameters.map(({ name, shape }) => [name, parameterArray(values[name]!, ...shape)]),
  );
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
  const dequantisation = noise.split("levels");
  for (let first = 0; first < count; first += evaluationBatch) {
    const rows = Int32Array.from({ length: Math.min(evaluationBatch, count - first) }, (_, i) => first + i);
    const parts = scope(() => {
      const [u] = dequantisationNoise(model, rows.length, dequantisation);
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

function requireFiniteLoss(parts: BoundParts, epoch: number, step: number, learningRate: number): void {
  if (Number.isFinite(parts.reconstruction) && Number.isFinite(parts.divergence)) return;
  throw new InputError(
    caller,
    `the loss is not finite in epoch ${epoch}, step ${step} (reconstruction ${parts.reconstruction}, KL ${parts.divergence}): ` +
      `lower the learning rate (now ${learningRate}) or look for damaged images; finished epochs are kept`,
    { epoch, step, ...parts },
  );
}

function checkTraining(
  config: AutoencoderFit,
  data: { readonly train: ImageSet; readonly test: ImageSet },
  from: TrainingState | undefined,
): void {
  const { network, epochs, batchSize, learningRate } = config;
  requireInteger(caller, "epochs", epochs, 1);
  requireInteger(caller, "batchSize", batchSize, 1);
  requirePositive(caller, "learningRate", learningRate);
  for (const set of [data.train, data.test]) {
    requireInput(
      set.rows === network.rows && set.columns === network.columns,
      caller,
      `the model is built for ${network.rows} x ${network.columns} pixels, ${set.name} has ${set.rows} x ${set.columns}`,
    );
  }
  if (from === undefined) return;
  const apartFromEpochs = (each: AutoencoderFit) => JSON.stringify({ ...each, epochs: 0 });
  requireInput(
    apartFromEpochs(from.config) === apartFromEpochs(config),
    caller,
    "the state to go on from belongs to another configuration",
    { config, from: from.config },
  );
  requireInput(
    from.history.length <= epochs,
    caller,
    `the state to go on from has ${from.history.length} epochs, more than the ${epochs} asked for`,
  );
}
