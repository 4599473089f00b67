// @ts-check
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { inRoot } from "../setup/paths.mjs";
import { SetupError } from "../setup/report.mjs";
import { setUp } from "../setup.mjs";

/** `npm run study -- NAME [options]`: the long computations whose small results are committed. @param {readonly string[]} args */
export async function main(args) {
  await setUp({ quiet: true });
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
  const studies = inRoot("lib", "dist", "studies", "cli.js");
  if (!existsSync(studies))
    throw new SetupError("This version has no studies: there is no lib/studies/cli.ts.");
  const { main: study } = await import(pathToFileURL(studies).href);
  return (await study(args)) ?? 0;
}
