// @ts-check
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inRoot, venvPython } from "#scripts/setup/paths.mjs";
import { jupyterEnvironment } from "#scripts/setup/python.mjs";
import { median } from "./measure.mjs";

const lib = fileURLToPath(new URL("../../lib", import.meta.url));

/**
 * @typedef {object} ImportCost
 * @property {string} room
 * @property {number} ms median of the import in a new process
 * @property {number} memoryMiB what the process's memory grows by
 * @property {readonly string[]} heavy packages that were loaded with it, of those that take long
 * @property {number} [kernelMs] median of a cell that imports it, in a new kernel
 * @property {number} [kernelEmptyMs] median of a cell without an import, in the same kernels
 */

/** Packages that a notebook should not load before it needs them. */
const heavy = ["@tensorflow/tfjs-node", "vega-lite", "vega", "@resvg/resvg-js", "tslab"];

const probe = `
const { createRequire } = await import("node:module");
const before = process.memoryUsage().rss;
const begin = performance.now();
await import(process.argv[1]);
const ms = performance.now() - begin;
const libraries = Object.keys(createRequire(process.argv[2]).cache);
const shared = process.report.getReport().sharedObjects ?? [];
console.log(JSON.stringify({ ms, memory: process.memoryUsage().rss - before, loaded: [...libraries, ...shared] }));
`;

/** The rooms of the library, each with its table of contents. */
export const rooms = readdirSync(lib, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "dist" && entry.name !== "node_modules")
  .map(({ name }) => name)
  .filter((name) => readdirSync(`${lib}/${name}`).includes("index.ts"));

/** @param {string} room @param {number} runs @param {string} module what is imported: the room's door, or a package @returns {ImportCost} */
export function importCost(room, runs = 3, module = `pml/${room}`) {
  const outcomes = Array.from({ length: runs }, () => {
    const args = ["--input-type=module", "-e", probe, module, import.meta.url];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: lib });
    if (status !== 0) throw new Error(`importing ${module} failed:\n${stderr}`);
    return /** @type {{ ms: number, memory: number, loaded: string[] }} */ (JSON.parse(stdout));
  });
  const loaded = outcomes[0]?.loaded ?? [];
  return {
    room,
    ms: median(outcomes.map(({ ms }) => ms)),
    memoryMiB: Math.round(median(outcomes.map(({ memory }) => memory)) / 2 ** 20),
    heavy: heavy.filter((name) => loaded.some((file) => file.includes(`node_modules/${name}/`))),
  };
}

/**
 * The same in a notebook's kernel, where a cell is also checked by the compiler.
 * @param {readonly ImportCost[]} costs @param {number} runs @returns {ImportCost[]}
 */
export function withKernelCost(costs, runs = 3) {
  const script = fileURLToPath(new URL("kernel_imports.py", import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    venvPython,
    [script, String(runs), ...costs.map(({ room }) => room)],
    { encoding: "utf8", env: jupyterEnvironment(), cwd: inRoot("notebooks") },
  );
  if (status !== 0) throw new Error(`measuring imports in a kernel failed:\n${stderr}`);
  /** @type {{ room: string, ms: number, emptyMs: number }[]} */
  const cells = JSON.parse(stdout);
  return costs.map((cost) => {
    const own = cells.filter(({ room }) => room === cost.room);
    return {
      ...cost,
      kernelMs: median(own.map(({ ms }) => ms)),
      kernelEmptyMs: median(own.map(({ emptyMs }) => emptyMs)),
    };
  });
}

/** @param {readonly ImportCost[]} costs */
export function importsMarkdown(costs) {
  if (costs.length === 0) return [];
  const kernel = (/** @type {number | undefined} */ ms) => (ms === undefined ? "" : ms.toFixed(0));
  const rows = costs.map(
    ({ room, ms, memoryMiB, heavy: with_, kernelMs, kernelEmptyMs }) =>
      `| \`pml/${room}\` | ${ms.toFixed(0)} | ${memoryMiB} | ${kernel(kernelMs)} | ${kernel(kernelEmptyMs)} | ${with_.join(", ") || "none"} |`,
  );
  return [
    "## Import cost of each room",
    "In a new Node process, nothing else loaded; and in a new notebook kernel, the whole cell that imports the room, type check included, " +
      "beside a cell without an import. TensorFlow (half a second) is loaded at its first use, by no import.",
    [
      "| room | ms | memory, MiB | a cell that imports it, ms | any cell, ms | heavy packages loaded |",
      "|---|---|---|---|---|---|",
      ...rows,
    ].join("\n"),
  ];
}
