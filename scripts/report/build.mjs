// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cache, inRoot, venvPython } from "../setup/paths.mjs";
import { runQuietly } from "../setup/process.mjs";
import { jupyterEnvironment } from "../setup/python.mjs";
import { SetupError } from "../setup/report.mjs";
import { digest, fileDigest, readOrUndefined, writeWhole } from "../setup/stamp.mjs";
import { byNumber, FigureFolder, keptStems } from "./figures.mjs";
import { page } from "./page.mjs";

/**
 * Where a report is made from, and where it goes.
 * @typedef {object} ReportPlaces
 * @property {string} notebooks
 * @property {string} figures
 * @property {string} target the HTML file
 */

/** Of a full run, or of a quick one. @param {boolean} quick @returns {ReportPlaces} */
export const reportPlaces = (quick) =>
  quick
    ? {
        notebooks: join(cache, "quick"),
        figures: join(cache, "quick", "figures"),
        target: join(cache, "quick", "report.html"),
      }
    : {
        notebooks: inRoot("notebooks"),
        figures: inRoot("figures"),
        target: inRoot("dist", "report.html"),
      };

/** @param {string} folder @param {RegExp} pattern */
const filesIn = (folder, pattern) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => pattern.test(name))
        .sort()
        .map((name) => join(folder, name))
    : [];

/** What the report depends on. @param {readonly string[]} files */
async function inputs(files) {
  const own = filesIn(inRoot("scripts", "report"), /\.\w+$/);
  const template = filesIn(inRoot("scripts", "report", "template"), /\.\w+$/);
  const all = [...files, ...own, ...template, inRoot("package-lock.json"), inRoot("requirements.txt")];
  return digest(
    ...(await Promise.all(all.map(async (file) => `${basename(file)} ${await fileDigest(file)}`))),
  );
}

/**
 * The report as one HTML file, made from executed notebooks; left alone where it is up to date.
 * @param {ReportPlaces} places
 * @returns {Promise<{ path: string, bytes: number, renewed: boolean }>}
 */
export async function buildReport({ notebooks, figures, target }) {
  const sources = filesIn(notebooks, /\.ipynb$/).sort(byNumber);
  if (sources.length === 0)
    throw new SetupError(
      `There are no notebooks in ${notebooks}: run \`npm start\` first, which executes them.`,
    );
  const tables = filesIn(figures, /^table-\d.*\.md$/).sort(byNumber);
  const kept = [".png", ".vl.json"].flatMap((ending) =>
    keptStems(figures, ending).map((stem) => join(figures, stem + ending)),
  );
  const made = await inputs([...sources, ...tables, ...kept, inRoot("docs", "faults.md")]);
  const mark = `<!-- made from ${made} -->\n`;
  if (!readOrUndefined(target)?.endsWith(mark)) {
    const html = await compose(sources, tables, figures);
    mkdirSync(dirname(target), { recursive: true });
    writeWhole(target, html + mark);
    return { path: target, bytes: statSync(target).size, renewed: true };
  }
  return { path: target, bytes: statSync(target).size, renewed: false };
}

/** @param {readonly string[]} sources @param {readonly string[]} tables @param {string} figures */
async function compose(sources, tables, figures) {
  const faults = inRoot("docs", "faults.md");
  const output = await runPieces([...sources, ...tables, faults]);
  const piece = (/** @type {string} */ path) => /** @type {string} */ (output[path]);
  return page({
    notebooks: sources.map((path) => ({
      name: basename(path, ".ipynb"),
      content: JSON.parse(readFileSync(path, "utf8")),
      html: piece(path),
    })),
    tables: tables.map((path) => ({ name: basename(path, ".md"), html: piece(path) })),
    figures: new FigureFolder(figures),
    faults: piece(faults),
  });
}

/** nbconvert's part. @param {readonly string[]} files @returns {Promise<Record<string, string>>} */
async function runPieces(files) {
  const result = join(cache, "report-pieces.json");
  mkdirSync(cache, { recursive: true });
  await runQuietly(
    "nbconvert",
    "Is every notebook executed to its end (`npm start`), and does `npm run setup` end without an error?",
    venvPython,
    [inRoot("scripts", "report", "notebook-html.py"), result, ...files],
    { env: jupyterEnvironment() },
  );
  return JSON.parse(readFileSync(result, "utf8"));
}
