// @ts-check
import { existsSync } from "node:fs";
import { roomProblems } from "../lint/rooms.mjs";
import { notebookProblems } from "../notebooks/cell-limits.mjs";
import { formatCells } from "../notebooks/format.mjs";
import { checkNotebooks } from "../notebooks/type-check.mjs";
import { inRoot } from "../setup/paths.mjs";
import { runShown } from "../setup/process.mjs";
import { setUp } from "../setup.mjs";

/**
 * Formatter and linter, what nobody uses, the plan of the rooms, and the notebooks' cells: their format, limits and types. The compiler has run with the set-up.
 * @param {boolean} write mend what can be mended by machine
 */
export async function lint(write = false) {
  console.log("Lint");
  const biome = inRoot("node_modules", "@biomejs", "biome", "bin", "biome");
  const task = write ? ["check", "--write"] : ["ci"];
  const args = [...task, "--error-on-warnings", ...(process.stdout.isTTY ? [] : ["--colors=off"]), "."];
  const style = await runShown(process.execPath, [biome, ...args]);
  const knip = inRoot("node_modules", "knip", "bin", "knip.js");
  const unused = await runShown(process.execPath, [knip, "--no-progress"]);
  const rooms = roomProblems();
  for (const problem of rooms) console.error(problem);
  const untidy = existsSync(inRoot("notebooks"))
    ? [...(await formatCells(write)), ...notebookProblems()]
    : [];
  for (const problem of untidy) console.error(problem);
  const cells = existsSync(inRoot("notebooks")) ? await checkNotebooks() : 0;
  return style === 0 && unused === 0 && rooms.length === 0 && untidy.length === 0 && cells === 0 ? 0 : 1;
}

/** `npm run lint`, `npm run format` @param {readonly string[]} args */
export async function main(args) {
  await setUp({ quiet: true });
  return lint(args.includes("--write"));
}
