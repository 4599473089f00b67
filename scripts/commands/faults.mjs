// @ts-check
import { pathToFileURL } from "node:url";
import { inRoot } from "../setup/paths.mjs";
import { setUp } from "../setup.mjs";

/** `npm run faults -- NAME [arguments]`: the long campaigns against faults, their small results in data/faults. @param {readonly string[]} args */
export async function main(args) {
  await setUp({ quiet: true });
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
  const { main: faults } = await import(pathToFileURL(inRoot("test", "dist", "faults", "run.js")).href);
  return faults(args);
}
