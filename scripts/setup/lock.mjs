// @ts-check
import { linkSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cache, root } from "./paths.mjs";
import { remove } from "./stamp.mjs";

// One set-up at a time in one repository, and one run of the same study. The lock names its owner and the program the owner is running, so that after
// a set-up was killed, the next can end the program it left behind before both write to the same place.

const setupLock = join(cache, "setup.lock");

/** @typedef {{ owner: number, child?: number }} Holder */

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * Whether a process is one of ours. Process numbers are used again, so where it can be seen, it must also work in this
 * repository or have been started as its script.
 * @param {number} pid
 */
function isOurs(pid) {
  if (!alive(pid)) return false;
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`).startsWith(root) ||
      readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("scripts/run.mjs")
    );
  } catch {
    return process.platform !== "linux";
  }
}

/** @param {string} lock @returns {Holder | undefined} */
function readLock(lock) {
  try {
    return JSON.parse(readFileSync(lock, "utf8"));
  } catch {
    return undefined; // none, or cut short by a kill: nobody's
  }
}

/** Ends what a killed set-up left running. @param {number} group the process group it was started as */
async function endLeftOver(group) {
  if (!isOurs(group)) return;
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGKILL"])) {
    try {
      process.kill(-group, signal);
    } catch {
      return;
    }
    for (let i = 0; i < 30 && alive(group); i++) await sleep(100);
  }
}

/** Creates the lock with its content in one go; false if there is one. @param {string} lock */
function createLock(lock) {
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ owner: process.pid }));
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  } finally {
    remove(mine);
  }
}

/** The lock under which programs are started, if any. */
let held = setupLock;

/**
 * Takes the lock; waits while another set-up of this repository runs. A process that is no more holds nothing. Returns
 * the function that gives it back.
 * @param {string} [lock] another one
 * @param {string} [what] is running under it, for the message
 */
export async function takeLock(lock = setupLock, what = "the set-up") {
  held = lock;
  mkdirSync(dirname(lock), { recursive: true });
  let told = false;
  for (;;) {
    if (createLock(lock)) break;
    const holder = readLock(lock);
    if (holder && holder.owner !== process.pid && isOurs(holder.owner)) {
      if (!told)
        console.log(`  waiting for ${what} that process ${holder.owner} is running in this folder ...`);
      told = true;
      await sleep(200);
      continue;
    }
    if (holder?.child) await endLeftOver(holder.child);
    remove(lock);
  }
  return () => remove(lock);
}

/** Notes which program is running under the lock. @param {number} child */
export function noteChild(child) {
  const lock = held;
  const holder = readLock(lock);
  if (holder?.owner !== process.pid) return () => {};
  writeFileSync(lock, JSON.stringify({ owner: process.pid, child }));
  return () => writeFileSync(lock, JSON.stringify({ owner: process.pid }));
}
