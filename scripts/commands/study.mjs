// @ts-check
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { takeLock } from "../setup/lock.mjs";
import { cache, inRoot } from "../setup/paths.mjs";
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
  const door = (/** @type {string} */ room) =>
    import(pathToFileURL(inRoot("lib", "dist", room, "index.js")).href);
  const [{ runStudyCommand }, { checkpointsFolder, interruptSignal, progress }] = await Promise.all([
    door("studies"),
    door("notebook"),
  ]);
  const surroundings = {
    checkpoints: checkpointsFolder(),
    progress: progress(),
    signal: interruptSignal(),
  };
  const release = await takeLock(studyLock(args), "the same study");
  try {
    return (await runStudyCommand(args, surroundings)) ?? 0;
  } finally {
    release();
  }
}
