// @ts-check
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "./measure.mjs";
import { ratioFigure } from "./ratio-figure.mjs";

/**
 * @typedef {import("./measure.mjs").Result & { measured: string, machine: ReturnType<typeof import("./environment.mjs").machine> }} Entry
 */

export const benchFolder = fileURLToPath(new URL("..", import.meta.url));

/** @param {string} folder @returns {Entry[]} */
export function readResults(folder = benchFolder) {
  const file = join(folder, "results.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

/** What was measured apart from the pairs: a list kept in NAME.json. @param {string} name @returns {any[]} */
export function readPart(name, folder = benchFolder) {
  const file = join(folder, `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

/** @param {string} name @param {unknown} value */
export function writePart(name, value, folder = benchFolder) {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(value, null, 1)}\n`);
}

/**
 * The entries in the order of the contests, new ones in place of older ones of the same name, all with the ratios that are asked for today.
 * @param {readonly Entry[]} known @param {readonly Entry[]} added @param {readonly import("./measure.mjs").Pair[]} pairs all there are
 * @returns {Entry[]}
 */
export function mergeResults(known, added, pairs) {
  const byName = new Map([...known, ...added].map((entry) => [entry.pair, entry]));
  return pairs.flatMap(({ name, bar }) => {
    const entry = byName.get(name);
    if (entry === undefined) return [];
    const { bar: _, ...measured } = entry;
    return [bar === undefined ? measured : { ...measured, bar }];
  });
}

/** Median and range of a side. @param {number} median @param {readonly [number, number]} range @param {Entry["unit"]} unit */
function measured(median, range, unit) {
  const [from, to] = range.map((value) => (unit ? Number(value.toPrecision(3)) : format(value)));
  return `${format(median, unit)} (${from} to ${to})`;
}

/** @param {readonly Entry[]} results */
function ratioTable(results) {
  const rows = results.map(
    ({
      pair,
      title,
      peer,
      peerVersion,
      oursMs,
      peerMs,
      oursRangeMs,
      peerRangeMs,
      ratio,
      bar,
      unit,
      rounds,
    }) => {
      const asked = bar === undefined ? "" : `${bar}${ratio >= bar ? "" : " (missed)"}`;
      const version = peerVersion.startsWith("Node") ? peer : peerVersion;
      const sides = [measured(oursMs, oursRangeMs, unit), measured(peerMs, peerRangeMs, unit)];
      return `| \`${pair}\` | ${title} | ${version} | ${sides.join(" | ")} | **${Number(ratio.toPrecision(3))}** | ${asked} | ${rounds} |`;
    },
  );
  return [
    "| pair | what | peer | here: median (range) | peer: median (range) | ratio | asked | rounds |",
    "|---|---|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

/** @param {readonly Entry[]} results */
function memoryTable(results) {
  const rows = results.map(
    ({ pair, oursMemoryMiB, peerMemoryMiB }) => `| \`${pair}\` | ${oursMemoryMiB} | ${peerMemoryMiB} |`,
  );
  return ["| pair | here, MiB | peer, MiB |", "|---|---|---|", ...rows].join("\n");
}

/** @param {readonly Entry[]} results */
function machines(results) {
  const lines = results.map(
    ({ machine: m, measured }) =>
      `${m.processor}, ${m.logicalProcessors} logical processors, ${m.memoryGiB} GiB, ${m.system}, Node ${m.node} (${measured.slice(0, 10)})${m.conditions === undefined ? "" : `; ${m.conditions}`}`,
  );
  return [...new Set(lines)].map((line) => `- ${line}`).join("\n");
}

/** @param {readonly Entry[]} results */
function stageTables(results) {
  return results.flatMap(({ pair, stages }) =>
    stages === undefined
      ? []
      : [
          `## Parts of \`${pair}\``,
          [
            "| part | here | peer | ratio |",
            "|---|---|---|---|",
            ...Object.entries(stages).map(
              ([name, [ours, theirs]]) =>
                `| ${name} | ${format(ours)} | ${format(theirs)} | ${(theirs / ours).toPrecision(3)} |`,
            ),
          ].join("\n"),
        ],
  );
}

/** What both sides found where they differ in precision. @param {readonly Entry[]} results */
function figureTable(results) {
  const rows = results.flatMap(({ pair, figures = {} }) =>
    Object.entries(figures).map(([name, sides]) => {
      const [ours, theirs] = sides.map((value) => Number(value.toPrecision(9)));
      return `| \`${pair}\` | ${name} | ${ours} | ${theirs} |`;
    }),
  );
  if (rows.length === 0) return [];
  return [
    "## What single precision costs",
    ["| pair | | here | peer |", "|---|---|---|---|", ...rows].join("\n"),
  ];
}

/** The report as Markdown, from the entries alone and what other parts of the bench add. @param {readonly Entry[]} results @param {readonly string[]} parts */
export function resultsMarkdown(results, parts = []) {
  const notes = results.flatMap(({ pair, note }) => (note === undefined ? [] : [`- \`${pair}\`: ${note}`]));
  return [
    "# This project and its peers, side by side",
    "Written by `npm run bench`; do not edit. Ratio = peer's time / our time, or peer's gradients / ours; larger is better. Both sides ran in turn in one " +
      "run (A B A B ...) with two threads each, after a warm-up, and were checked for computing the same thing after every " +
      "round; medians and ranges of the rounds. For samplers the time is that of one effective draw (the smallest bulk " +
      "effective sample size of the coordinates; warm-up included, compilation not), or its gradients.",
    "What misses its bar, and why: [PROFILE.md](PROFILE.md).",
    "![Ratios](results.svg)",
    ratioTable(results),
    ...(notes.length > 0 ? ["## Notes", notes.join("\n")] : []),
    ...stageTables(results),
    ...figureTable(results),
    "## Measured on",
    machines(results),
    "## Peak memory of the whole process",
    memoryTable(results),
    ...parts,
    "",
  ].join("\n\n");
}

/** @param {readonly Entry[]} results @param {readonly string[]} parts */
export async function writeReport(results, parts, folder = benchFolder) {
  const { render } = await import("pml/node");
  writeFileSync(join(folder, "results.json"), `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(join(folder, "RESULTS.md"), resultsMarkdown(results, parts));
  writeFileSync(join(folder, "results.svg"), (await render(ratioFigure(results))).svg);
}
