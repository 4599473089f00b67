// @ts-check
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "../setup/paths.mjs";
import { setUp } from "../setup.mjs";

/** `npm run conformance [-- DIR [NAME ...]]`, DIR from where the user stands. @param {readonly string[]} args */
export async function main(args) {
  await setUp({ quiet: true });
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
  const [folder, ...names] = args;
  const from = process.env.INIT_CWD ?? process.cwd();
  const { main: check } = await import(pathToFileURL(inRoot("test", "dist", "conformance", "run.js")).href);
  return check(folder === undefined ? [] : [resolve(from, folder), ...names]);
}
