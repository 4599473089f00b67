// @ts-check
import { readFileSync } from "node:fs";
import { inRoot } from "../setup/paths.mjs";
import { compiled, keptModel, modelFiles } from "./kept-models.mjs";
import { packArrays } from "./packed-arrays.mjs";

/** The autoencoders of the notebooks by their names among the kept models, and the figure that has the codes of the test images. */
const autoencoders = [
  { name: "VAE", kind: "vae", codes: "1.1/figure-3a-vae-codes-corrected" },
  { name: "convolutional VAE", kind: "convolutional-vae", codes: "1.1/figure-3b-cvae-codes-corrected" },
];

/** Of the codes of a figure every so manyth is shown. */
const every = 8;

/** How a training's code is turned so that Figure 3 is nearest to the report's. @param {string} kind @param {number} seed */
function orientationOf(kind, seed) {
  const { result } = JSON.parse(readFileSync(inRoot("data", "studies", "vae-seeds.json"), "utf8"));
  return result.find((/** @type {any} */ run) => run.seed === seed && run.config.kind === kind).picture
    .orientation;
}

/** The points of a figure of codes as text, `x,y,digit` a line. @param {string | undefined} spec */
function codesOf(spec) {
  if (spec === undefined) return "";
  const { values } = JSON.parse(spec).layer[0].data;
  const lines = String(values).trim().split("\n").slice(1);
  return lines.filter((_, i) => i % every === 0).join("\n");
}

/**
 * A script that hands the page its decoders: networks, parameters as they were trained (single precision: in half precision ln p of an image is off by
 * thousandths of a nat), and codes of test images. Empty where the models are not there.
 * @param {import("./figure-folder.mjs").FigureFolder} folder
 */
export async function decoderScript(folder) {
  const files = modelFiles();
  if (files.length < autoencoders.length) return "";
  const { orient } = await compiled("models/vae/orientation.js");
  const decoders = [];
  /** @type {Record<string, Float32Array>} */
  const arrays = {};
  for (const [i, { name, kind, codes }] of autoencoders.entries()) {
    const { model, seed } = await keptModel(files[i] ?? "");
    const { config, parameters } = orient(model, orientationOf(kind, seed));
    for (const [key, { data }] of Object.entries(parameters))
      if (key.startsWith("decoder.")) arrays[`${kind}/${key}`] = data;
    decoders.push({ name, network: config.network, codes: codesOf(folder.get(codes)?.spec) });
  }
  return `globalThis.liveDecoders = ${JSON.stringify({ decoders, parameters: packArrays(arrays) })};\n`;
}
