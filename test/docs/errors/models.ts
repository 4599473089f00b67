import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { imageRows, loadCheckpoint, parameterArray, saveCheckpoint, type VaeConfig } from "pml/models";
import * as bernoulliMixture from "pml/models/bernoulli-mixture";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as kMeans from "pml/models/k-means";
import * as latentTree from "pml/models/latent-tree";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
import { smallDataSet, smallImages } from "../../support/small-images.js";
import type { Room } from "./situation.js";

const tiny: VaeConfig = { kind: "vae", rows: 8, columns: 8, hidden: [5], latent: 2 };
const once = { epochs: 1, batchSize: 50, learningRate: 1e-3 };
const train = (network: VaeConfig = tiny, learningRate = once.learningRate) =>
  vae.fit(smallDataSet(), { network, ...once, learningRate }, { random: Random.from(1) });
const density: VaeConfig = { ...tiny, likelihood: { kind: "continuous-bernoulli" } };

/** Four rows of two columns, the second constant. */
const flat = { values: Float64Array.of(1, 7, 2, 7, 3, 7, 5, 7), columns: 2 };

/** A training's only checkpoint, changed, and the training asked for again. */
async function againAfter(folder: string, change: (bytes: Buffer) => Uint8Array): Promise<unknown> {
  await vae.fitOrLoad(smallDataSet(), { network: tiny, ...once, seed: 1 }, { folder });
  const path = join(folder, readdirSync(folder)[0]!);
  writeFileSync(path, change(readFileSync(path)));
  return vae.fitOrLoad(smallDataSet(), { network: tiny, ...once, seed: 1 }, { folder });
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
      occur: () => train({ ...tiny, rows: 28, columns: 28 }),
    },
    {
      situation: "A convolutional VAE for a size that two strides of 2 do not divide",
      remedy: "Pad the images to a multiple of 4.",
      occur: () =>
        vae.buildAutoencoder({
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
        "Pass `dequantisation: dequantisationStream(draw)`; without, the density grows without bound where a pixel is constant.",
      occur: async () => vae.encode(await train(density), smallImages(5, 1)),
    },
    {
      situation: "Codes of another length than the model's are decoded",
      remedy: "Give `latent` numbers for each image.",
      occur: async () => vae.decode(await train(), Float64Array.of(0.5, 1, 2)),
    },
    {
      situation: "A mixture of bits is fitted to grey levels (wrong scale of the pixels)",
      remedy: "Binarise first: `binariseStochastically`, `binariseByThreshold` or `binarisedData`.",
      occur: () =>
        bernoulliMixture.fit(
          imageRows(smallImages(20, 1), { divisor: 255 }),
          { components: 2 },
          { random: Random.from(1) },
        ),
    },
    {
      situation: "A latent tree of bits is fitted to images of 0 and 255 (wrong scale of the pixels)",
      remedy: "Divide: `divisor: 255` beside the values; or say how many levels there are by `levels`.",
      occur: () =>
        latentTree.fit(
          { values: Uint8Array.of(0, 255, 255, 0), columns: 2 },
          { states: 2, levels: 2 },
          { random: Random.from(1) },
        ),
    },
    {
      situation: "A latent tree is given parents that run in a circle",
      remedy:
        "One root with parent -1, from which every pixel is reached; or none, and the tree of Chow and Liu is found.",
      occur: () =>
        latentTree.fit(
          { values: Uint8Array.of(0, 1, 1), columns: 3 },
          { states: 2, levels: 2, parents: Int32Array.of(-1, 2, 1) },
          { random: Random.from(1) },
        ),
    },
    {
      situation: "A pixel is constant and nothing is added to the variances",
      remedy: "Set `regularisation`, in squared grey levels; or dequantise, or leave the pixels out.",
      occur: () =>
        gaussianMixture.fit(flat, { components: 2, regularisation: 0 }, { random: Random.from(1) }),
    },
    {
      situation: "A component of a mixture is left without data",
      remedy: "Fewer components, another seed, or more regularisation.",
      occur: () =>
        gaussianMixture.fit(flat, {
          components: 2,
          start: { means: Float64Array.of(3, 7, 1000, 7) },
        }),
    },
    {
      situation: "More components than images",
      remedy: "Ask for at most as many components as there are rows.",
      occur: () => gaussianMixture.fit(flat, { components: 5 }, { random: Random.from(1) }),
    },
    {
      situation: "A mixture is to begin with a covariance that is not symmetric",
      remedy: "Give the mean of the matrix and its transpose.",
      occur: () =>
        gaussianMixture.fit(
          { values: Float64Array.of(0, 1, 1, 0, 2, 2), columns: 2 },
          {
            components: 1,
            start: {
              parameters: {
                weights: parameterArray(Float64Array.of(1), 1),
                means: parameterArray(Float64Array.of(1, 1), 1, 2),
                covariances: parameterArray(Float64Array.of(1, 0.5, 0.2, 1), 1, 2, 2),
              },
            },
          },
        ),
    },
    {
      situation: "A mixture without a seeded stream for its start",
      remedy: "Pass `random: Random.from(seed)`.",
      occur: () => gaussianMixture.fit(flat, { components: 2 }),
    },
    {
      situation: "The data hold NaN",
      remedy: "Find where it came from; the message has the row and the column.",
      occur: () =>
        gaussianMixture.fit(
          { values: Float64Array.of(1, 2, 3, Number.NaN), columns: 2 },
          { components: 1 },
          { random: Random.from(1) },
        ),
    },
    {
      situation: "The numbers handed over are no whole number of rows",
      remedy: "Check `columns`: rows times columns numbers are wanted.",
      occur: () =>
        kMeans.fit({ values: new Float64Array(10), columns: 3 }, { clusters: 2 }, { random: Random.from(1) }),
    },
    {
      situation: "More clusters than different rows",
      remedy: "Use fewer clusters.",
      occur: () =>
        kMeans.fit(
          { values: Float64Array.of(1, 1, 1, 2), columns: 1 },
          { clusters: 3 },
          { random: Random.from(1) },
        ),
    },
    {
      situation: "As many principal components as columns",
      remedy: "Use fewer components: the noise needs a dimension.",
      occur: () => probabilisticPca.fit(flat, { components: 2 }),
    },
    {
      situation: "The data lie in fewer dimensions than components are asked for",
      remedy: "Use fewer components, or dequantise.",
      occur: () => probabilisticPca.fit(flat, { components: 1 }),
    },
  ],
};
