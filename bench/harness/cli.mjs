// @ts-check
import { contests } from "../contests.mjs";
import { machine, peerPython } from "./environment.mjs";
import { format, measure } from "./measure.mjs";
import { mergeResults, readResults, writeReport } from "./report.mjs";

const names = contests.flatMap(({ pairs }) => pairs.map(({ name }) => name));

const usage = `npm run bench [-- NAME ... [--rounds N] [--size tiny] [--list]]
Runs this project and its peers side by side and writes bench/RESULTS.md. A NAME may end in * for all that begin so.
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
    if (!names.some((known) => isMeant(name, known)))
      throw new Error(`There is no pair ${name}. There are:\n${names.join("\n")}`);
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
    console.log(help ? usage : names.join("\n"));
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
      for (const { pair, peer, oursMs, peerMs, ratio } of results)
        console.log(
          `  ${pair}: ${format(oursMs)} here, ${format(peerMs)} ${peer}, ratio ${ratio.toPrecision(3)}`,
        );
      // tiny runs are for trying things out: their times mean nothing
      if (size === "full") await keep(results);
    } catch (error) {
      failed++;
      console.error(`  ${/** @type {Error} */ (error).message}`);
    }
  }
  return failed === 0 ? 0 : 1;
}

/** After every contest, so that a run broken off keeps what it has measured. @param {readonly import("./measure.mjs").Result[]} results */
async function keep(results) {
  const about = { measured: new Date().toISOString(), machine: machine() };
  const added = results.map((result) => ({ ...result, ...about }));
  await writeReport(mergeResults(readResults(), added, names), []);
}
