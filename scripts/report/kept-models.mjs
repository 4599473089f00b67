// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "../setup/paths.mjs";

/** @param {string} module of the compiled library */
export const compiled = (module) => import(pathToFileURL(inRoot("lib", "dist", module)).href);

/** The kept models whose names begin so, `KIND-seedN-...`. @param {readonly string[]} kinds @returns {string[]} their files, in this order */
export function modelFiles(kinds = ["vae", "convolutional-vae"]) {
  const folder = inRoot("data", "models");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return kinds.flatMap((kind) =>
    names
      .filter((name) => new RegExp(`^${kind}-seed\\d+-\\w+\\.model$`).test(name))
      .map((name) => join(folder, name)),
  );
}

/** The key under which a kept model was written, as its file says. @param {string} path @returns {any} */
export function keyOf(path) {
  const bytes = readFileSync(path);
  const start = "PML-CHECKPOINT 1\n".length + 64;
  const header = bytes.subarray(start + 4, start + 4 + bytes.readUInt32LE(start));
  return JSON.parse(header.toString("utf8")).key;
}

/** A kept model and its random start, under the key that its file names itself. @param {string} path @returns {Promise<any>} */
export async function keptModel(path) {
  const { loadCheckpoint } = await compiled("models/common/checkpoint.js");
  const key = keyOf(path);
  return { model: loadCheckpoint(path, key).model, seed: key.recipe.seed };
}
