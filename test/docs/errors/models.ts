import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildAutoencoder,
  computeMoments,
  decode,
  encode,
  fitBernoulliMixture,
  fitGaussianMixture,
  fitKMeans,
  fitProbabilisticPca,
  imageRows,
  loadCheckpoint,
  saveCheckpoint,
  trainAutoencoder,
  trainedAutoencoder,
  type VaeConfig,
} from "pml/models";
import { Random } from "pml/random";
import { smallDataSet, smallImages } from "../../support/small-images.js";
import type { Room } from "./situation.js";

const tiny: VaeConfig = { kind: "vae", rows: 8, columns: 8, hidden: [5], latent: 2 };
const once = { epochs: 1, batchSize: 50, learningRate: 1e-3, seed: 1 };
const train = (config: VaeConfig = tiny, learningRate = once.learningRate) =>
  trainAutoencoder(config, smallDataSet(), { ...once, learningRate });
const density: VaeConfig = { ...tiny, likelihood: { kind: "continuous-bernoulli" } };

/** Four rows of two columns, the second constant. */
const flat = { values: Float64Array.of(1, 7, 2, 7, 3, 7, 5, 7), columns: 2 };

/** A training's only checkpoint, changed, and the training asked for again. */
async function againAfter(folder: string, change: (bytes: Buffer) => Uint8Array): Promise<unknown> {
  await trainedAutoencoder(tiny, smallDataSet(), once, { folder });
  const path = join(folder, readdirSync(folder)[0]!);
  writeFileSync(path, change(readFileSync(path)));
  return trainedAutoencoder(tiny, smallDataSet(), once, { folder });
}

export const models: Room = {
  name: "models",
  situations: [
    {
      situation: "A checkpoint is damaged",
      remedy: "Delete the file the message names, or run with `--fresh`: the training begins anew.",
      occur: (folder) =>
        againAfter(folder, (bytes) => {
          bytes[bytes.length - 10]! ^= 1;
          return bytes;
        }),
    },
    {
      situation: "A file that is no checkpoint bears the name of one",
      remedy: "Delete it, or run with `--fresh`.",
      occur: (folder) => {
        writeFileSync(join(folder, "a.ckpt"), "something else");
        return loadCheckpoint(join(folder, "a.ckpt"), {});
      },
    },
    {
      situation: "A checkpoint was made for other options",
      remedy: "Delete it, or keep checkpoints of different work in different files.",
      occur: (folder) => {
        saveCheckpoint(join(folder, "a.ckpt"), { epochs: 50 }, { loss: 1 });
        return loadCheckpoint(join(folder, "a.ckpt"), { epochs: 100 });
      },
    },
    {
      situation: "A model is trained on images of another size",
      remedy: "Give `rows` and `columns` of the data in the configuration.",
      occur: () => trainAutoencoder({ ...tiny, rows: 28, columns: 28 }, smallDataSet(), once),
    },
    {
      situation: "A convolutional VAE for a size that two strides of 2 do not divide",
      remedy: "Pad the images to a multiple of 4.",
      occur: () =>
        buildAutoencoder({
          kind: "convolutional-vae",
          rows: 30,
          columns: 30,
          channels: [16, 32],
          hidden: null,
          latent: 2,
        }),
    },
    {
      situation: "The learning rate is far too high",
      remedy: "Lower it (1e-3 is usual). Finished epochs are kept.",
      occur: () => train(tiny, 1e30),
    },
    {
      situation: "No temporary file can be written when a training starts",
      remedy: "`TMPDIR=/some/folder npm start`, or make room in the folder that the message names.",
      occur: async () => {
        const { TMPDIR } = process.env;
        process.env.TMPDIR = "/nowhere";
        try {
          await train();
        } catch (error) {
          // the end of the folder's name is drawn anew each time
          if (error instanceof Error) error.message = error.message.replace(/pml-graph-\w+/, "pml-graph-...");
          throw error;
        } finally {
          if (TMPDIR === undefined) delete process.env.TMPDIR;
          else process.env.TMPDIR = TMPDIR;
        }
      },
    },
    {
      situation: "A density is evaluated on grey levels as they are (not dequantised)",
      remedy:
        "Pass `dequantisationStream(draw)`; without, the density grows without bound where a pixel is constant.",
      occur: async () => encode(await train(density), smallImages(5, 1)),
    },
    {
      situation: "Codes of another length than the model's are decoded",
      remedy: "Give `latent` numbers for each image.",
      occur: async () => decode(await train(), Float64Array.of(0.5, 1, 2)),
    },
    {
      situation: "A mixture of bits is fitted to grey levels (wrong scale of the pixels)",
      remedy: "Binarise first: `binarizeStochastically`, `binarizeByThreshold` or `binarisedData`.",
      occur: () =>
        fitBernoulliMixture(imageRows(smallImages(20, 1), { divisor: 255 }), {
          components: 2,
          random: Random.from(1),
        }),
    },
    {
      situation: "A pixel is constant and nothing is added to the variances",
      remedy: "Set `regularization`, in squared grey levels; or dequantise, or leave the pixels out.",
      occur: () => fitGaussianMixture(flat, { components: 2, regularization: 0, random: Random.from(1) }),
    },
    {
      situation: "A component of a mixture is left without data",
      remedy: "Fewer components, another seed, or more regularization.",
      occur: () =>
        fitGaussianMixture(flat, {
          components: 2,
          start: { means: Float64Array.of(3, 7, 1000, 7) },
        }),
    },
    {
      situation: "More components than images",
      remedy: "Ask for at most as many components as there are rows.",
      occur: () => fitGaussianMixture(flat, { components: 5, random: Random.from(1) }),
    },
    {
      situation: "A mixture is to begin with a covariance that is not symmetric",
      remedy: "Give the mean of the matrix and its transpose.",
      occur: () =>
        fitGaussianMixture(
          { values: Float64Array.of(0, 1, 1, 0, 2, 2), columns: 2 },
          {
            components: 1,
            start: {
              parameters: {
                weights: Float64Array.of(1),
                means: Float64Array.of(1, 1),
                covariances: Float64Array.of(1, 0.5, 0.2, 1),
              },
            },
          },
        ),
    },
    {
      situation: "A mixture without a seeded stream for its start",
      remedy: "Pass `random: Random.from(seed)`.",
      occur: () => fitGaussianMixture(flat, { components: 2 }),
    },
    {
      situation: "The data hold NaN",
      remedy: "Find where it came from; the message has the row and the column.",
      occur: () =>
        fitGaussianMixture(
          { values: Float64Array.of(1, 2, 3, Number.NaN), columns: 2 },
          { components: 1, random: Random.from(1) },
        ),
    },
    {
      situation: "The numbers handed over are no whole number of rows",
      remedy: "Check `columns`: rows times columns numbers are wanted.",
      occur: () =>
        fitKMeans({ values: new Float64Array(10), columns: 3 }, { clusters: 2, random: Random.from(1) }),
    },
    {
      situation: "More clusters than different rows",
      remedy: "Use fewer clusters.",
      occur: () =>
        fitKMeans(
          { values: Float64Array.of(1, 1, 1, 2), columns: 1 },
          { clusters: 3, random: Random.from(1) },
        ),
    },
    {
      situation: "As many principal components as columns",
      remedy: "Use fewer components: the noise needs a dimension.",
      occur: () => fitProbabilisticPca(computeMoments(flat), { components: 2 }),
    },
    {
      situation: "The data lie in fewer dimensions than components are asked for",
      remedy: "Use fewer components, or dequantise.",
      occur: () => fitProbabilisticPca(computeMoments(flat), { components: 1 }),
    },
  ],
};
