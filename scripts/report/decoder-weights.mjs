// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "../setup/paths.mjs";

/** The autoencoders of the notebooks by their names among the kept models, and the figure that has the codes of the test images. */
const autoencoders = [
  { name: "VAE", kind: "vae", codes: "1.1/figure-3a-vae-codes-corrected" },
  { name: "convolutional VAE", kind: "convolutional-vae", codes: "1.1/figure-3b-cvae-codes-corrected" },
];

/** Of the codes of a figure every so manyth is shown. */
const every = 8;

/** @param {string} module of the compiled library */
const compiled = (module) => import(pathToFileURL(inRoot("lib", "dist", module)).href);

/** The kept models that the page decodes with. @returns {string[]} their files */
export const modelFiles = () => {
  const folder = inRoot("data", "models");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return autoencoders.flatMap(({ kind }) =>
    names
      .filter((name) => new RegExp(`^${kind}-seed\\d+-\\w+\\.model$`).test(name))
      .map((name) => join(folder, name)),
  );
};

/** A kept model and its random start, under the key that its file names itself. @param {string} path @returns {Promise<any>} */
async function keptModel(path) {
  const { loadCheckpoint } = await compiled("models/common/checkpoint.js");
  const bytes = readFileSync(path);
  const start = "PML-CHECKPOINT 1\n".length + 64;
  const header = bytes.subarray(start + 4, start + 4 + bytes.readUInt32LE(start));
  const { key } = JSON.parse(header.toString("utf8"));
  return { model: loadCheckpoint(path, key).model, seed: key.recipe.seed };
}

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
 * A script that hands the page its decoders: networks, parameters in half precision (base64), and codes of test images. Empty where the
 * models are not there.
 * @param {import("./figure-folder.mjs").FigureFolder} folder
 */
export async function decoderScript(folder) {
  const files = modelFiles();
  if (files.length < autoencoders.length) return "";
  const { toHalf } = await compiled("decoders/index.js");
  const { orient } = await compiled("models/vae/orientation.js");
  const decoders = [];
  for (const [i, { name, kind, codes }] of autoencoders.entries()) {
    const { model, seed } = await keptModel(files[i] ?? "");
    const { config, parameters } = orient(model, orientationOf(kind, seed));
    const packed = Object.entries(parameters)
      .filter(([key]) => key.startsWith("decoder."))
      .map(([key, { data }]) => [key, Buffer.from(toHalf(data).buffer).toString("base64")]);
    decoders.push({
      name,
      network: config.network,
      parameters: Object.fromEntries(packed),
      codes: codesOf(folder.get(codes)?.spec),
    });
  }
  return `globalThis.liveDecoders = ${JSON.stringify(decoders)};\n`;
}
