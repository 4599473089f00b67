// @ts-check
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { takeLock } from "../setup/lock.mjs";
import { cache, inRoot } from "../setup/paths.mjs";
import { SetupError } from "../setup/report.mjs";
import { setUp } from "../setup.mjs";

/**
 * One run at a time of the same study; two shares of it may run beside each other. @param {readonly string[]} args
 */
export function studyLock(args) {
  const name = args.filter((arg) => !arg.startsWith("--fresh")).join(" ");
  return join(cache, "locks", `study ${name.replace(/[^\w.-]+/g, " ").trim()}`);
}

/** `npm run study -- NAME [options]`: the long computations whose small results are committed. @param {readonly string[]} args */
export async function main(args) {
  await setUp({ quiet: true });
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
  const studies = inRoot("lib", "dist", "studies", "cli.js");
  if (!existsSync(studies))
    throw new SetupError("This version has no studies: there is no lib/studies/cli.ts.");
  const { main: study } = await import(pathToFileURL(studies).href);
  const release = await takeLock(studyLock(args), "the same study");
  try {
    return (await study(args)) ?? 0;
  } finally {
    release();
  }
}
