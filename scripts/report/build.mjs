// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cache, inRoot, venvPython } from "../setup/paths.mjs";
import { runQuietly } from "../setup/process.mjs";
import { jupyterEnvironment } from "../setup/python.mjs";
import { SetupError } from "../setup/report.mjs";
import { digest, fileDigest, readOrUndefined, writeWhole } from "../setup/stamp.mjs";
import { bibliography } from "./bibliography.mjs";
import { decoderScript } from "./decoder-weights.mjs";
import { drawingScript } from "./drawing-models.mjs";
import { reportFaults } from "./fault-list.mjs";
import { FigureFiles } from "./figure-element.mjs";
import { byNumber, FigureFolder, keptStems } from "./figure-folder.mjs";
import { modelFiles } from "./kept-models.mjs";
import { liveScript } from "./live-bundle.mjs";
import { oneFile, writeSite } from "./packaging.mjs";
import { reportPages } from "./page.mjs";
import { seedScript, seedStudies } from "./seed-runs.mjs";

/**
 * Where a report is made from, and where it goes.
 * @typedef {object} ReportPlaces
 * @property {string} notebooks
 * @property {string} figures
 * @property {string} target the one HTML file
 * @property {string} site the folder of chapters
 */

/** Of a full run, or of a quick one. @param {boolean} quick @returns {ReportPlaces} */
export const reportPlaces = (quick) =>
  quick
    ? {
        notebooks: join(cache, "quick"),
        figures: join(cache, "quick", "figures"),
        target: join(cache, "quick", "report.html"),
        site: join(cache, "quick", "report"),
      }
    : {
        notebooks: inRoot("notebooks"),
        figures: inRoot("figures"),
        target: inRoot("dist", "report.html"),
        site: inRoot("dist", "report"),
      };

/** @param {string} folder @param {RegExp} pattern @returns {string[]} */
const filesBelow = (folder, pattern) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => pattern.test(name))
        .sort()
        .map((name) => join(folder, name))
    : [];

/** Lists in `docs/` that pages are made from, or that change with what they are made from. */
const lists = ["faults.md", "claims.json", "references.bib"];

/** What the report depends on. @param {readonly string[]} files */
async function inputs(files) {
  const library = [
    "decoders",
    "densities",
    "pixels",
    "gp",
    "bayesopt",
    "inference",
    "math",
    "random",
    "report",
    "support",
  ].flatMap((room) => filesBelow(inRoot("lib", "dist", room), /\.js$/));
  const own = filesBelow(inRoot("scripts", "report"), /\.\w+$/).filter((path) => statSync(path).isFile());
  const all = [...files, ...own, ...library, inRoot("package-lock.json"), inRoot("requirements.txt")];
  return digest(
    ...(await Promise.all(all.map(async (file) => `${basename(file)} ${await fileDigest(file)}`))),
  );
}

/**
 * @typedef {object} BuiltReport
 * @property {string} path the one file
 * @property {number} bytes its size
 * @property {string} index the site's first page
 * @property {number} siteBytes size of the site's folder
 * @property {boolean} renewed whether they were made anew
 */

/** @param {ReportPlaces} places @param {boolean} renewed @returns {BuiltReport} */
function built({ target, site }, renewed) {
  const sizes = filesBelow(site, /\.\w+$/).map((path) => statSync(path).size);
  return {
    path: target,
    bytes: statSync(target).size,
    index: join(site, "index.html"),
    siteBytes: sizes.reduce((sum, size) => sum + size, 0),
    renewed,
  };
}

/**
 * The report as a site of chapters and as one HTML file, made from executed notebooks; left alone where it is up to date.
 * @param {ReportPlaces} places
 * @returns {Promise<BuiltReport>}
 */
export async function buildReport(places) {
  const { notebooks, figures, target, site } = places;
  const sources = filesIn(notebooks, /\.ipynb$/).sort(byNumber);
  if (sources.length === 0)
    throw new SetupError(
      `There are no notebooks in ${notebooks}: run \`npm start\` first, which executes them.`,
    );
  const kept = [".png", ".vl.json"].flatMap((ending) =>
    keptStems(figures, ending).map((stem) => join(figures, stem + ending)),
  );
  const made = await inputs([
    ...sources,
    ...kept,
    ...modelFiles(["vae", "convolutional-vae", "gaussian-mixture"]),
    ...seedStudies.filter((path) => existsSync(path)),
    ...lists.map((name) => inRoot("docs", name)),
  ]);
  const mark = `<!-- made from ${made} -->\n`;
  const current = [target, join(site, "index.html")].every((path) => readOrUndefined(path)?.endsWith(mark));
  if (current) return built(places, false);
  const files = new FigureFiles();
  const pages = reportPages(await parts(sources, figures), files);
  mkdirSync(dirname(target), { recursive: true });
  mkdirSync(dirname(site), { recursive: true });
  const live = {
    script: await liveScript(),
    decoders: await decoderScript(new FigureFolder(figures)),
    drawing: await drawingScript(),
    seeds: await seedScript(),
  };
  writeSite(pages, files, live, site, mark);
  writeWhole(target, oneFile(pages, files, live) + mark);
  return built(places, true);
}

/** @param {string} folder @param {RegExp} pattern */
const filesIn = (folder, pattern) => filesBelow(folder, pattern).filter((path) => dirname(path) === folder);

/** @param {readonly string[]} sources @param {string} figures @returns {Promise<import("./page.mjs").ReportParts>} */
async function parts(sources, figures) {
  const pieces = await runPieces(sources);
  return {
    notebooks: sources.map((path) => ({
      name: basename(path, ".ipynb"),
      content: JSON.parse(readFileSync(path, "utf8")),
      pieces: pieces[path] ?? [],
    })),
    figures: new FigureFolder(figures),
    faults: await reportFaults(),
    decoders: modelFiles().length > 0,
    drawing: modelFiles(["gaussian-mixture"]).length > 0,
    claims: JSON.parse(readFileSync(inRoot("docs", "claims.json"), "utf8")),
    sources: bibliography(),
  };
}

/** nbconvert's part. @param {readonly string[]} files @returns {Promise<Record<string, import("./chapter.mjs").Piece[]>>} */
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
