// @ts-check
import { contests } from "../contests.mjs";
import { machine, peerPython } from "./environment.mjs";
import { importCost, importsMarkdown, rooms, withKernelCost } from "./imports.mjs";
import { format, measure } from "./measure.mjs";
import { mergeResults, readPart, readResults, writePart, writeReport } from "./report.mjs";
import { measureCurves, scalingMarkdown } from "./scaling.mjs";

const pairs = contests.flatMap((contest) => contest.pairs);
const names = pairs.map(({ name }) => name);

/** Measured apart from the pairs, without peers. */
const extras = ["scaling", "imports"];

const usage = `npm run bench [-- NAME ... [--rounds N] [--size tiny] [--list]]
Runs this project and its peers side by side and writes bench/RESULTS.md. A NAME may end in * for all that begin so; "scaling" and
"imports" measure how time and memory grow, and what importing each room costs.
BENCH_PYTHON names a Python with the packages of bench/requirements.txt; without it they are installed in .cache/bench-venv.`;

/** @param {readonly string[]} args */
export function parse(args) {
  /** @type {{ wanted: string[], rounds?: number, size: "full" | "tiny", list: boolean, help: boolean }} */
  const options = { wanted: [], size: "full", list: false, help: false };
  for (let i = 0; i < args.length; i++) {
    const arg = /** @type {string} */ (args[i]);
    if (arg === "--rounds") options.rounds = Number(args[++i]);
    else if (arg === "--size") options.size = args[++i] === "tiny" ? "tiny" : "full";
    else if (arg === "--list") options.list = true;
    else if (arg === "--help") options.help = true;
    else options.wanted.push(arg);
  }
  if (options.rounds !== undefined && !(Number.isInteger(options.rounds) && options.rounds >= 1))
    throw new Error("--rounds wants a whole number from 1");
  for (const name of options.wanted) {
    if (![...names, ...extras].some((known) => isMeant(name, known)))
      throw new Error(`There is no pair ${name}. There are:\n${[...names, ...extras].join("\n")}`);
  }
  return options;
}

/** @param {string} pattern @param {string} name */
const isMeant = (pattern, name) =>
  pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** `npm run bench` @param {readonly string[]} args */
export async function bench(args) {
  const { wanted, rounds, size, list, help } = parse(args);
  if (help || list) {
    console.log(help ? usage : [...names, ...extras].join("\n"));
    return 0;
  }
  const chosen = contests.filter(
    ({ pairs }) => wanted.length === 0 || pairs.some(({ name }) => wanted.some((one) => isMeant(one, name))),
  );
  const python = chosen.some(({ theirs: [file] }) => file.endsWith(".py")) ? peerPython() : undefined;
  let failed = 0;
  for (const contest of chosen) {
    console.log(contest.pairs.map(({ name }) => name).join(", "));
    try {
      const options = { python, size, say: console.log, ...(rounds === undefined ? {} : { rounds }) };
      const results = await measure(contest, options);
      for (const { pair, peer, oursMs, peerMs, ratio, unit } of results)
        console.log(
          `  ${pair}: ${format(oursMs, unit)} here, ${format(peerMs, unit)} ${peer}, ratio ${ratio.toPrecision(3)}`,
        );
      // tiny runs are for trying things out: their times mean nothing
      if (size === "full") await keep(results);
    } catch (error) {
      failed++;
      console.error(`  ${/** @type {Error} */ (error).message}`);
    }
  }
  const isWanted = (/** @type {string} */ extra) => wanted.length === 0 || wanted.includes(extra);
  if (isWanted("scaling")) {
    console.log("scaling");
    const measured = await measureCurves({ size, say: console.log });
    if (size === "full") await keepPart("scaling", measured);
  }
  if (isWanted("imports")) {
    console.log("imports");
    const costs = withKernelCost(rooms.map((room) => importCost(room)));
    for (const { room, ms, kernelMs = 0, heavy } of costs)
      console.log(
        `  pml/${room}: ${ms.toFixed(0)} ms, ${kernelMs.toFixed(0)} in a kernel ${heavy.join(", ")}`,
      );
    if (size === "full") await keepPart("imports", costs);
  }
  return failed === 0 ? 0 : 1;
}

/** @param {string} name @param {unknown} value */
async function keepPart(name, value) {
  writePart(name, value);
  await writeReport(readResults(), parts());
}

const parts = () => [...scalingMarkdown(readPart("scaling")), ...importsMarkdown(readPart("imports"))];

/** After every contest, so that a run broken off keeps what it has measured. @param {readonly import("./measure.mjs").Result[]} results */
async function keep(results) {
  const about = { measured: new Date().toISOString(), machine: machine() };
  const added = results.map((result) => ({ ...result, ...about }));
  await writeReport(mergeResults(readResults(), added, pairs), parts());
}
