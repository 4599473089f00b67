// @ts-check
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "../setup/paths.mjs";
import { setUp } from "../setup.mjs";

/** `npm run posteriors [-- DIR [NAME ...]]`, DIR from where the user stands; `-- --gradients`. @param {readonly string[]} args */
export async function main(args) {
  await setUp({ quiet: true });
  const [folder, ...names] = args;
  const from = process.env.INIT_CWD ?? process.cwd();
  const { main: run } = await import(pathToFileURL(inRoot("test", "dist", "posteriors", "run.js")).href);
  if (folder === undefined || folder.startsWith("--")) return run(args);
  return run([resolve(from, folder), ...names]);
}
