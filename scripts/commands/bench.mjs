// @ts-check
import { pathToFileURL } from "node:url";
import { inRoot } from "../setup/paths.mjs";
import { setUp } from "../setup.mjs";

/** `npm run bench [-- NAME ...]`: this project and its peers side by side. @param {readonly string[]} args */
export async function main(args) {
  await setUp({ quiet: true });
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
  const { bench } = await import(pathToFileURL(inRoot("bench", "harness", "cli.mjs")).href);
  return bench(args);
}
