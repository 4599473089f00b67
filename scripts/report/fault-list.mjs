// @ts-check
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { inRoot } from "../setup/paths.mjs";
import { readOrUndefined, writeWhole } from "../setup/stamp.mjs";

/**
 * @typedef {object} FaultGroup
 * @property {string} title
 * @property {string} notebook
 * @property {readonly { key: string, says: string }[]} faults
 */

/** The faults as the compiled library has them. @returns {Promise<readonly FaultGroup[]>} */
export async function reportFaults() {
  const { faults } = await import(pathToFileURL(inRoot("lib", "dist", "report", "faults.js")).href);
  return faults;
}

/** First heading of a notebook. @param {string} file */
function titleOf(file) {
  const { cells } = JSON.parse(readFileSync(inRoot("notebooks", file), "utf8"));
  return [cells[0].source].flat().join("").split("\n")[0].replace(/^# /, "");
}

/** The page of the report's faults as Markdown; each key is a place that links lead to. @param {readonly FaultGroup[]} groups */
export function faultList(groups) {
  const parts = groups.flatMap(({ title, notebook, faults }) => [
    `## ${title}`,
    "",
    `Answered in [${titleOf(notebook)}](../notebooks/${notebook}).`,
    "",
    "| key | what is wrong or missing |",
    "|:--|:--|",
    ...faults.map(
      ({ key, says }) => `| <a id="${key.toLowerCase()}"></a>**${key}** | ${says.replaceAll("|", "\\|")} |`,
    ),
    "",
  ]);
  return [
    "<!-- made by `npm start` from lib/report/faults.ts; changes belong there, not here -->",
    "# The report's faults",
    "",
    "The notebooks name each by its key where they answer it.",
    "",
    ...parts,
  ].join("\n");
}

/** Writes `docs/faults.md` where it is not current. */
export async function writeFaultList() {
  const path = inRoot("docs", "faults.md");
  const text = faultList(await reportFaults());
  if (readOrUndefined(path) !== text) writeWhole(path, text);
}
