import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { type ImageSet, loadMnist } from "pml/data";
import { dequantisationVariance, imageRows } from "pml/models";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import { dequantisationStream, dequantise } from "pml/pixels";
import { reportComponentOrder, reportMixture } from "pml/report";
import {
  BitModels,
  LevelModels,
  type LevelsAnswer,
  levelsAnswer,
  type PackedDrawing,
} from "#live/compute/drawing.js";
import { correctedFloor, reportFloor } from "#live/compute/drawing-models.js";
import { decoderScript } from "#scripts/report/decoder-weights.mjs";
import { drawingScript } from "#scripts/report/drawing-models.mjs";
import { FigureFolder } from "#scripts/report/figure-folder.mjs";
import { keptModel, modelFiles } from "#scripts/report/kept-models.mjs";
import { root } from "../../support/fixture.js";

// What the page says of a drawing, beside what the library says on TensorFlow.

const skip =
  modelFiles(["vae", "convolutional-vae", "gaussian-mixture"]).length < 3 && "the kept models are not there";

const handedOver = (script: string) =>
  JSON.parse(script.slice(script.indexOf(" = ") + 3, script.lastIndexOf("}") + 1));

let packed: PackedDrawing;
let levels: LevelModels;
let bits: BitModels;
let images: ImageSet;
let training: ImageSet;
const imageOf = (n: number) => images.pixels.subarray(784 * n, 784 * (n + 1));

before(async () => {
  if (skip) return;
  ({ test: images, train: training } = loadMnist());
  packed = handedOver(await drawingScript());
  levels = await LevelModels.from(packed);
  bits = await BitModels.from(handedOver(await decoderScript(new FigureFolder(join(root, "figures")))));
});

const relative = (value: number, expected: number) => Math.abs(value - expected) / Math.abs(expected);

test("ln P of the bits is that of the notebook's quadrature on TensorFlow, to its single precision", {
  skip,
}, async () => {
  const folder = join(root, "data", "models");
  for (const kind of ["vae", "convolutional-vae"] as const) {
    const files = readdirSync(folder).filter((name) => name.startsWith(`${kind}-marginal-`));
    const kept = await Promise.all(
      files.map(async (name) => (await keptModel(join(folder, name))).model as Float64Array),
    );
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    // of two ways to binarise, the one whose mean is the table's row x > 0.5
    const expected = kept.find((values) => Math.abs(mean(values) - packed.typical[kind]) < 1e-6)!;
    let worst = 0;
    for (let i = 0; i < 60; i++) {
      const { nats } = bits.answer({ pixels: imageOf(163 * i) })[kind];
      worst = Math.max(worst, Math.abs(nats - expected[163 * i]!));
    }
    assert.ok(worst < 1e-3, `${kind}: ${worst} nats apart`);
  }
});

test("probabilistic PCA: density and image are the model's of Table 2", { skip }, async () => {
  const addedVariance = dequantisationVariance();
  const unit = { offset: 0.5, divisor: 256 };
  const model = await probabilisticPca.fit(imageRows(training, unit), { components: 2, addedVariance });
  const rows = {
    values: Float64Array.from(images.pixels.subarray(0, 20 * 784), (x) => (x + 0.5) / 256),
    columns: 784,
  };
  const expected = await probabilisticPca.logDensity(model, rows, { addedVariance });
  const pictures = probabilisticPca.reconstruct(model, rows);
  for (let n = 0; n < 20; n++) {
    const { nats, image } = levels.answer({ pixels: imageOf(n) }).pca;
    assert.ok(relative(nats, expected[n]!) < 1e-11, `${nats} ${expected[n]}`);
    assert.ok(image.every((value, p) => Math.abs(value - pictures[784 * n + p]!) < 1e-12));
  }
});

test("the mixture's sums give the report's mixture, density and responsibilities, and the same with the other floor", {
  skip,
}, async () => {
  const { model: kept } = await keptModel(modelFiles(["gaussian-mixture"])[0]!);
  const report = await new gaussianMixture.MixturePacking(imageRows(training)).unpack(kept);
  const { covariances, means } = report.parameters;
  const onUnit = {
    ...report,
    parameters: {
      ...report.parameters,
      means: { ...means, data: means.data.map((x) => (x + 0.5) / 256) },
      covariances: {
        ...covariances,
        data: covariances.data.map((entry, i) =>
          (i % 784 ** 2) % 785 === 0 ? (entry - reportFloor) / 256 ** 2 + correctedFloor : entry / 256 ** 2,
        ),
      },
    },
  };
  const count = 20;
  const some = images.pixels.subarray(0, count * 784);
  const answers = Array.from({ length: count }, (_, n) => levels.answer({ pixels: imageOf(n) }));
  const onBytes = await gaussianMixture.evaluate(report, { values: Float64Array.from(some), columns: 784 });
  const byDraw = [];
  for (let draw = 0; draw < 5; draw++)
    byDraw.push(await gaussianMixture.evaluate(onUnit, { values: dequantiseEach(some, draw), columns: 784 }));
  for (const [n, { mixture, reportMixture, responsibilities }] of answers.entries()) {
    // quadratic forms of covariances with a condition number of 1e10
    const ofReport = onBytes.logLikelihood[n]!;
    assert.ok(Math.abs(reportMixture.nats - ofReport) < 1e-6 * Math.max(1e4, Math.abs(ofReport)), `${n}`);
    const expected = byDraw.reduce((sum, { logLikelihood }) => sum + logLikelihood[n]!, 0) / 5;
    assert.ok(relative(mixture.nats, expected) < 1e-9, `${mixture.nats} ${expected}`);
    for (const [place, k] of reportComponentOrder.entries())
      assert.ok(Math.abs(responsibilities[place]! - byDraw[0]!.responsibilities[10 * n + k]!) < 1e-6);
  }
});

/** Each image by itself with the same draw, as the page does it. */
function dequantiseEach(pixels: Uint8Array, draw: number): Float64Array {
  const rows = new Float64Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 784)
    rows.set(dequantise(pixels.subarray(at, at + 784), dequantisationStream(draw)), at);
  return rows;
}

test("the floors are the report's, and the one that the study chose with the dequantisation's variance", () => {
  const study = JSON.parse(readFileSync(join(root, "data", "studies", "mixture-floor.json"), "utf8"));
  assert.equal(reportFloor, reportMixture.regularisation);
  assert.ok(relative(correctedFloor, study.result.chosen + dequantisationVariance()) < 1e-15);
});

test("the nearest training image is the one at the least distance; a training image is its own", {
  skip,
}, () => {
  const { trainingImages, examples } = levels.shown;
  assert.equal(trainingImages, 5000);
  const own = levels.answer({ pixels: training.pixels.slice(784 * 4321, 784 * 4322) }).nearest;
  assert.deepEqual([own.index, own.label, own.distance], [4321, training.labels[4321], 0]);
  const { nearest } = levels.answer({ pixels: examples.slice(784 * 3, 784 * 4) });
  const distances = Array.from({ length: trainingImages }, (_, n) => {
    let sum = 0;
    for (let p = 0; p < 784; p++) sum += (training.pixels[784 * n + p]! - examples[784 * 3 + p]!) ** 2;
    return Math.sqrt(sum / 784) / 255;
  });
  assert.equal(nearest.index, distances.indexOf(Math.min(...distances)));
  assert.ok(Math.abs(nearest.distance - Math.min(...distances)) < 1e-12);
  assert.equal(nearest.label, 3);
});

test("examples are test images of ten digits; images lie about them; responsibilities sum to 1", {
  skip,
}, () => {
  const { examples, means } = levels.shown;
  assert.equal(means.length, 10);
  packed.exampleIndices.forEach((index, digit) => {
    assert.equal(images.labels[index], digit);
    const pixels = examples.slice(784 * digit, 784 * (digit + 1));
    assert.deepEqual(pixels, imageOf(index).slice());
    const answer: LevelsAnswer = levels.answer({ pixels });
    assert.ok(Math.abs(answer.responsibilities.reduce((sum, share) => sum + share, 0) - 1) < 1e-12);
    const ofBits = bits.answer({ pixels });
    for (const { image, nats } of [
      answer.pca,
      answer.mixture,
      answer.reportMixture,
      ...Object.values(ofBits),
    ]) {
      assert.ok(Number.isFinite(nats));
      const error = image.reduce((sum, value, p) => sum + (value - pixels[p]! / 255) ** 2, 0) / 784;
      assert.ok(error < 0.15, `${error}`);
    }
  });
});

test("ink where no training image has any: the report's mixture loses seven orders of magnitude, the other far less", {
  skip,
}, () => {
  const pixels = imageOf(0).slice();
  const [clean, spotted] = [pixels.slice(), pixels];
  spotted[0] = 255;
  const [a, b] = [clean, spotted].map((each) => levels.answer({ pixels: each }));
  assert.ok(a!.reportMixture.nats - b!.reportMixture.nats > 1e10);
  assert.ok(a!.mixture.nats - b!.mixture.nats < 1e6);
});

test("an empty drawing, and models that are not there, are answered by a sentence", { skip }, () => {
  const pixels = new Uint8Array(784);
  for (const models of [levels, bits]) assert.throws(() => models.answer({ pixels }), /The drawing is empty/);
  assert.throws(() => levelsAnswer({ pixels }), /not loaded: draw once more/);
});
