// @ts-check
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inRoot } from "../setup/paths.mjs";
import { readOrUndefined, writeWhole } from "../setup/stamp.mjs";

/** What JupyterLab starts with where the reader has not chosen otherwise: Markdown is read, not edited; no questions, no calls home. */
const settings = {
  "@jupyterlab/docmanager-extension:plugin": { defaultViewers: { markdown: "Markdown Preview" } },
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
};

/** The form of an extension of JupyterLab that is built already: one script is all of it. */
const extension = {
  name: "pml-notebooks",
  version: "1.0.0",
  description:
    "Figures and tables as wide as their cell at most, readable in the dark, sliders that keep the arrow keys",
  jupyterlab: { extension: true, _build: { load: "static/figures.js", extension: "./extension" } },
};

/** Keeps settings and extension in .venv, where no other JupyterLab sees them. */
export function writeLabDefaults() {
  const share = inRoot(".venv", "share", "jupyter");
  const folder = join(share, "labextensions", extension.name);
  /** @param {unknown} value */
  const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
  write(join(share, "lab", "settings", "overrides.json"), json(settings));
  write(join(folder, "package.json"), json(extension));
  const parts = [
    inRoot("scripts", "report", "in-page", "smaller.js"),
    ...["renderers.js", "texts.js", "figures.js"].map((name) => inRoot("scripts", "lab", name)),
  ];
  write(join(folder, "static", "figures.js"), parts.map((path) => readFileSync(path, "utf8")).join("\n"));
}

/** @param {string} path @param {string} text */
function write(path, text) {
  if (readOrUndefined(path) === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeWhole(path, text);
}
