// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cache, inRoot } from "../setup/paths.mjs";
import { digest, fileDigest, readOrUndefined, writeWhole } from "../setup/stamp.mjs";
import { compiled, keptModel, modelFiles } from "./kept-models.mjs";
import { packArrays } from "./packed-arrays.mjs";

/** So many training images a drawing is compared with, the first ones. */
const trainingImages = 5000;
/** The mixture's typical nats are those of so many test images, the first ones. */
const typicalOf = 1000;
const dimension = 784;

/** The tables of chapter 1, whose numbers stand beside a drawing's. */
const tables = ["table-1-corrected", "table-1"].map((name) => inRoot("figures", `${name}.json`));

/** Files that the script is made of, where all are there. */
function sources() {
  const files = [...modelFiles(["gaussian-mixture"]), ...tables];
  return files.length === 1 + tables.length && files.every((file) => existsSync(file)) ? files : [];
}

/**
 * A script that hands the page what a drawing is compared with: probabilistic PCA, the report's mixture by the sums of its clusters, training images,
 * and test images to start from. Empty where the kept models are not there. Kept in `.cache`, since it takes seconds.
 */
export async function drawingScript() {
  const files = sources();
  if (files.length === 0) return "";
  const own = ["drawing-models.mjs", "packed-arrays.mjs", "live/dist/compute/drawing-models.js"].map((name) =>
    inRoot("scripts", "report", name),
  );
  const library = ["densities/byte-moments.js", "densities/plain-mixture.js", "pixels/dequantise.js"].map(
    (name) => inRoot("lib", "dist", name),
  );
  const key = digest(...(await Promise.all([...files, ...own, ...library].map(fileDigest))));
  const mark = `// ${key}\n`;
  const place = join(cache, "drawing-models.js");
  const known = readOrUndefined(place);
  if (known?.startsWith(mark)) return known;
  const made = `${mark}globalThis.liveDrawing = ${JSON.stringify(await drawingModels(files[0] ?? ""))};\n`;
  writeWhole(place, made);
  return made;
}

/** @param {string} mixtureFile */
async function drawingModels(mixtureFile) {
  const { loadMnist } = await compiled("data/index.js");
  const { reportComponentOrder } = await compiled("report/index.js");
  const { train, test } = loadMnist();
  const { model: mixture } = await keptModel(mixtureFile);
  const clusters = await clustersOf(mixture, train.pixels, [...reportComponentOrder]);
  const pca = await principalAxes(train);
  const examples = Array.from({ length: 10 }, (_, digit) => test.labels.indexOf(digit));
  const arrays = {
    ...clusters.arrays,
    ...pca.arrays,
    trainingImages: train.pixels.slice(0, trainingImages * dimension),
    trainingLabels: train.labels.slice(0, trainingImages),
    examples: Uint8Array.from(
      examples.flatMap((n) => [...test.pixels.subarray(n * dimension, (n + 1) * dimension)]),
    ),
  };
  const [corrected, report] = tables.map((path) => JSON.parse(readFileSync(path, "utf8")));
  const natsOf = (/** @type {RegExp} */ model, /** @type {string} */ data) =>
    corrected.find((/** @type {any} */ row) => model.test(row.model) && row.data === data).logLikelihood;
  return {
    clusters: clusters.counts,
    pca: pca.numbers,
    exampleIndices: examples,
    typical: {
      vae: natsOf(/^VAE/, "x > 0.5"),
      "convolutional-vae": natsOf(/^CVAE/, "x > 0.5"),
      pca: natsOf(/^PPCA/, "dequantised"),
      mixture: await typicalOfMixture(clusters, test.pixels),
      reportMixture: report.find((/** @type {any} */ row) => row.model === "GMM").corrected
        .medianLogLikelihood,
    },
    arrays: packArrays(arrays),
  };
}

/**
 * The components of a mixture as sums over their training images: of those that belong to one alone as whole numbers, the others as they are.
 * @param {any} mixture packed, as it is kept @param {Uint8Array} pixels @param {readonly number[]} order of the components in the report's figures
 */
async function clustersOf({ components, sharedRows, sharedComponents, shares }, pixels, order) {
  const { byteMoments } = await compiled("densities/index.js");
  const sharedBy = [...new Set(sharedRows)];
  const placeOf = new Map(sharedBy.map((row, i) => [row, i]));
  /** @type {Record<string, import("./packed-arrays.mjs").Packable>} */
  const arrays = {
    sharedImages: Uint8Array.from(
      sharedBy.flatMap((row) => [...pixels.subarray(row * dimension, (row + 1) * dimension)]),
    ),
    sharedPlaces: Uint16Array.from(sharedRows, (row) => placeOf.get(row) ?? 0),
    sharedComponents: Uint8Array.from(sharedComponents, (/** @type {number} */ k) => order.indexOf(k)),
    shares: Float64Array.from(shares),
  };
  const counts = order.map((component, k) => {
    const rows = [...components.keys()].filter((row) => components[row] === component);
    const besides = [...sharedRows].filter((_, i) => sharedComponents[i] === component);
    const { count, columns, sums, products } = byteMoments({ values: pixels, dimension }, rows, besides);
    arrays[`columns-${k}`] = columns;
    arrays[`sums-${k}`] = sums;
    arrays[`products-${k}`] = products;
    return count;
  });
  return { counts, arrays };
}

/** Probabilistic PCA of the dequantised training images, as Table 2 has it. @param {any} train */
async function principalAxes(train) {
  const [{ fit }, { dequantisationVariance, imageRows }] = await Promise.all([
    compiled("models/probabilistic-pca/index.js"),
    compiled("models/index.js"),
  ]);
  const addedVariance = dequantisationVariance();
  const rows = imageRows(train, { offset: 0.5, divisor: 256 });
  const { parameters } = await fit(rows, { components: 2, addedVariance });
  return {
    numbers: { noiseVariance: parameters.noiseVariance.data[0], addedVariance },
    arrays: { pcaMean: parameters.mean.data, pcaLoadings: parameters.loadings.data },
  };
}

/** The median density of test images, one draw of the dequantisation. @param {Awaited<ReturnType<typeof clustersOf>>} clusters @param {Uint8Array} pixels */
async function typicalOfMixture({ counts, arrays }, pixels) {
  const { mixturesOf } = await import(new URL("live/dist/compute/drawing-models.js", import.meta.url).href);
  const { dequantise, dequantisationStream } = await compiled("pixels/index.js");
  const { median } = await compiled("math/index.js");
  const { corrected } = mixturesOf(counts, (/** @type {string} */ name) => arrays[name]);
  const rows = dequantise(pixels, dequantisationStream(0));
  return median(
    Array.from(
      { length: typicalOf },
      (_, n) => corrected.evaluate(rows.subarray(n * dimension, (n + 1) * dimension)).logDensity,
    ),
  );
}
