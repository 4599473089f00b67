import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadMnist } from "pml/data";
import { latentGrid } from "pml/figures";
import { shownSeeds } from "pml/report";
import { nearestDigit, unpackedDecoders } from "#live/decoders.js";
import { decoderScript } from "#scripts/report/decoder-weights.mjs";
import { FigureFolder } from "#scripts/report/figure-folder.mjs";
import { modelFiles } from "#scripts/report/kept-models.mjs";
import { root } from "../../support/fixture.js";

const study = JSON.parse(readFileSync(join(root, "data", "studies", "vae-seeds.json"), "utf8"));
const runs = (["vae", "convolutional-vae"] as const).map((kind) =>
  study.result.find(
    ({ seed, config }: { seed: number; config: { kind: string } }) =>
      config.kind === kind && seed === shownSeeds[kind],
  ),
);

/** What the page's script hands over, unpacked as the page does. */
async function pageDecoders() {
  const script = await decoderScript(new FigureFolder(join(root, "figures")));
  const packed = JSON.parse(script.slice(script.indexOf("{"), script.lastIndexOf("}") + 1));
  const decoders = await unpackedDecoders(packed);
  assert.equal(decoders.length, 2);
  return decoders;
}

const noModels = modelFiles().length < 2 && "the kept models are not there";

test("at the codes of the first test images the page's decoders draw them, as well as the study says", {
  skip: noModels,
}, async () => {
  const { test: images } = loadMnist();
  for (const [i, { decode, name }] of (await pageDecoders()).entries()) {
    const { codes } = runs[i].picture as { codes: number[] };
    let sum = 0;
    const count = codes.length / 2;
    for (let n = 0; n < count; n++) {
      const image = decode([codes[2 * n]!, codes[2 * n + 1]!]);
      for (let p = 0; p < 784; p++) sum += (image[p]! - images.pixels[784 * n + p]! / 255) ** 2;
    }
    const error = sum / (784 * count);
    assert.ok(
      Math.abs(error - runs[i].mseMean) < 0.1 * runs[i].mseMean,
      `${name}: ${error}, ${runs[i].mseMean}`,
    );
  }
});

test("the points beside them lie in the same orientation: the digits of Figure 2's tiles are the study's", {
  skip: noModels,
}, async () => {
  const grid = latentGrid("downwards").codes;
  for (const [i, { codes, name }] of (await pageDecoders()).entries()) {
    const expected = runs[i].picture.gridDigits as string;
    const found = Array.from(
      { length: 144 },
      (_, t) => nearestDigit(codes, [grid[2 * t]!, grid[2 * t + 1]!])[0],
    );
    const alike = found.filter((digit, t) => String(digit) === expected[t]).length;
    assert.ok(alike > 110, `${name}: ${alike} of 144 alike, by every eighth code`);
  }
});
