// @ts-check
import { statfsSync } from "node:fs";
import { root } from "./paths.mjs";

/** A failure the reader can mend: what, where, and what to do, in one paragraph. */
export class SetupError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "SetupError";
  }
}

/** @param {number} milliseconds */
export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(milliseconds < 9950 ? 2 : 1)} s`;

/**
 * What a step uses to speak: `begin` announces work that takes a while (never called when all is in place).
 * @typedef {{ begin: (text: string) => void }} StepReport
 */

/**
 * Runs one step and prints its name, what it found or did, and how long it took.
 * With `quiet`, a step that only finds things in place prints nothing.
 * @param {string} name
 * @param {boolean} quiet
 * @param {(report: StepReport) => Promise<string> | string} work returns what it found or did
 */
export async function step(name, quiet, work) {
  const started = performance.now();
  const label = name.padEnd(18);
  let spoke = !quiet;
  const begin = (/** @type {string} */ text) => {
    spoke = true;
    console.log(`  ${label} ${text} ...`);
  };
  const outcome = await work({ begin });
  if (spoke)
    console.log(`  ${label} ${outcome.padEnd(56)} ${seconds(performance.now() - started).padStart(8)}`);
}

/** Free gigabytes where the repository lies. */
const freeGigabytes = () => {
  const { bavail, bsize } = statfsSync(root);
  return (bavail * bsize) / 1e9;
};

/**
 * Throws unless there is room for what comes next.
 * @param {string} what what the room is for
 * @param {number} gigabytes
 * @param {() => number} free for tests
 */
export function requireSpace(what, gigabytes, free = freeGigabytes) {
  const available = free();
  if (available >= gigabytes) return;
  throw new SetupError(
    `Not enough disk space: ${what} need about ${gigabytes} GB and ${available.toFixed(2)} GB are free where ` +
      `the repository lies (${root}). Free some space there (the whole set-up takes about 3 GB while it works and ` +
      "1.5 GB afterwards), or clone the repository onto a larger disk, then run the same command again.",
  );
}
