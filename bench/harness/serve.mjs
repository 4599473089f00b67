// @ts-check
// A side that runs in Node: `node serve.mjs FILE TASK FOLDER SIZE`. FILE exports `tasks`, by name; a task prepares and
// returns what makes one run.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { answerMark } from "./side.mjs";

/**
 * @typedef {object} Preparation
 * @property {string} folder where arrays for the other side are left
 * @property {"full" | "tiny"} size
 *
 * @typedef {import("./side.mjs").Answer} Answer
 * @typedef {(preparation: Preparation) => Promise<(round: number) => Promise<Answer> | Answer>} Task
 */

const [file, task, folder, size] = /** @type {[string, string, string, "full" | "tiny"]} */ (
  process.argv.slice(2)
);
const answer = (/** @type {unknown} */ value) =>
  process.stdout.write(`${answerMark}${JSON.stringify(value)}\n`);

/** @type {{ tasks: Readonly<Record<string, Task>> }} */
const { tasks } = await import(pathToFileURL(file).href);
const prepare = tasks[task];
if (prepare === undefined) throw new Error(`${file} has no task ${task}, only ${Object.keys(tasks)}`);
const run = await prepare({ folder, size });
answer({ version: `Node ${process.versions.node}` });
for await (const line of createInterface({ input: process.stdin })) {
  const result = await run(Number(line));
  answer({ memoryMiB: Math.round(process.resourceUsage().maxRSS / 1024), ...result });
}
process.exit(0);
