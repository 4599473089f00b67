// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { inRoot } from "../setup/paths.mjs";
import { readOrUndefined, writeWhole } from "../setup/stamp.mjs";
import { captions, tableCaptions } from "./captions.mjs";
import { byNumber, keptStems } from "./figure-folder.mjs";

/**
 * A notebook of the list: its number is the name of its folder of figures.
 * @typedef {object} ListedNotebook
 * @property {string} number
 * @property {string} file
 * @property {string} title its first heading
 */

/** @param {string} folder @returns {ListedNotebook[]} */
function notebooksIn(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
  return names.sort(byNumber).map((file) => {
    const { cells } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const title = [cells[0]?.source ?? ""].flat().join("").split("\n")[0].replace(/^# /, "");
    return { number: basename(file).split("-")[0] ?? "", file, title };
  });
}

/** Text inside a cell of a Markdown table. @param {string} text */
const inCell = (text) =>
  text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("*", "\\*");

/** @param {string} text */
const inAttribute = (text) => inCell(text).replaceAll('"', "&quot;");

/** A figure as a row: its thumbnail, what to see in it, its files. @param {string} folder @param {string} stem */
function figureRow(folder, stem) {
  const { description } = JSON.parse(readFileSync(join(folder, `${stem}.vl.json`), "utf8"));
  const files = [".svg", ".png", ".vl.json"].map((ending) => `[${ending}](${stem}${ending})`).join(" · ");
  const thumbnail = `<img src="${stem}.png" width="260" alt="${inAttribute(description)}">`;
  return `| <a href="${stem}.svg">${thumbnail}</a> | **${basename(stem)}**<br>${inCell(description)}<br>${files} |`;
}

/** @param {string} folder @param {readonly string[]} stems */
const figureTable = (folder, stems) =>
  stems.length === 0
    ? []
    : ["| figure | what to see in it |", "|:--|:--|", ...stems.map((stem) => figureRow(folder, stem)), ""];

/** A table with its caption; folded, since some are long. @param {string} folder @param {string} stem */
function tableEntry(folder, stem) {
  const markdown = readFileSync(join(folder, `${stem}.md`), "utf8").trimEnd();
  return [
    `**${basename(stem)}** ([.md](${stem}.md) · [.json](${stem}.json)). ${tableCaptions[stem] ?? ""}`,
    "",
    "<details><summary>the table</summary>",
    "",
    markdown,
    "",
    "</details>",
    "",
  ];
}

/**
 * The page of all figures and tables as Markdown: Figures 1 to 6, the tables, then notebook by notebook.
 * @param {{ figures: string, notebooks: string }} places folders; links lead from the one to the other
 */
export function figureList({ figures, notebooks }) {
  const listed = notebooksIn(notebooks);
  const way = relative(figures, notebooks).replaceAll("\\", "/");
  const pictures = keptStems(figures, ".png");
  const tables = keptStems(figures, ".md").filter((stem) => basename(stem) !== "README");
  const link = (/** @type {ListedNotebook} */ { file, title }) => `[${title}](${way}/${file})`;
  const [first] = listed;
  const plates = Object.entries(captions).flatMap(([number, { title, look }]) => {
    const own = pictures.filter(
      (stem) => stem === `figure-${number}` || stem === `figure-${number}-corrected`,
    );
    if (own.length === 0) return [];
    return [`### Figure ${number}: ${title}`, "", look, "", ...figureTable(figures, own)];
  });
  const parts = listed.flatMap((notebook) => {
    const within = (/** @type {string} */ stem) => stem.startsWith(`${notebook.number}/`);
    return [
      `## Notebook ${link(notebook)}`,
      "",
      ...figureTable(figures, pictures.filter(within)),
      ...tables.filter(within).flatMap((stem) => tableEntry(figures, stem)),
    ];
  });
  return [
    "<!-- made by `npm start` from the figures in this folder; changes belong there, not here -->",
    "# Figures and tables",
    "",
    "Every figure of the notebooks, small; a click opens the drawing. *As in the report* (R) follows the report's protocol, *corrected* (C) is what is right beside it.",
    "Each is kept as `.svg`, `.png` and as the Vega-Lite specification that both are drawn from (`.vl.json`).",
    "",
    "## Figures 1 to 6 of the report",
    "",
    ...(first === undefined ? [] : [`From notebook ${link(first)}.`, ""]),
    ...plates,
    "## The report's tables",
    "",
    ...tables.filter((stem) => !stem.includes("/")).flatMap((stem) => tableEntry(figures, stem)),
    ...parts,
  ].join("\n");
}

/** Of the committed figures, or of a quick run's. @param {boolean} quick */
const figureListPath = (quick) =>
  join(quick ? inRoot(".cache", "quick", "figures") : inRoot("figures"), "README.md");

/**
 * Writes `figures/README.md` where it is not current.
 * @param {boolean} quick
 * @returns {string | undefined} where it lies, if there are figures
 */
export function writeFigureList(quick) {
  const path = figureListPath(quick);
  const figures = join(path, "..");
  if (!existsSync(figures)) return undefined;
  const text = figureList({ figures, notebooks: quick ? inRoot(".cache", "quick") : inRoot("notebooks") });
  if (readOrUndefined(path) !== text) writeWhole(path, text);
  return path;
}
