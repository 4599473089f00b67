// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { SetupError } from "../setup/report.mjs";
import { writeWhole } from "../setup/stamp.mjs";

/**
 * The report's pictures by their names without `.png`, each with the figures here that stand for it.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const counterparts = {
  "figure-1a": ["1.1/figure-1a-test-images"],
  "figure-1b": ["1.1/figure-1b-vae"],
  "figure-1c": ["1.1/figure-1c-cvae"],
  "figure-1d": ["1.2.1/figure-1d-ppca"],
  "figure-1e": ["1.2.2/figure-1e-gmm"],
  "figure-2a": ["1.1/figure-2a-vae-grid"],
  "figure-2b": ["1.1/figure-2b-cvae-grid"],
  "figure-2c": ["1.2.1/figure-2c-ppca-grid"],
  "figure-2d": ["1.2.2/figure-2d-gmm-components"],
  "figure-3a": ["1.1/figure-3a-vae-codes"],
  "figure-3b": ["1.1/figure-3b-cvae-codes"],
  "figure-3c": ["1.2.1/figure-3c-ppca-codes"],
  "figure-3d": ["1.2.2/figure-3d-pca-of-test-set"],
  "layout-figure-1-table-1": ["figure-1"],
  "layout-figures-2-3": ["figure-2", "figure-3"],
  "layout-figure-4": ["figure-4"],
  "layout-figure-5": ["figure-5"],
  "layout-figure-6": ["figure-6"],
  "section-2.1-posterior-densities": ["2.1/posterior-densities"],
  "section-2.1-posterior-scatter": ["2.1/posterior-scatter"],
  "section-2.1-predictive": ["2.1/predictive"],
  "section-2.2-iteration-1": ["2.2/iteration-1"],
  "section-2.2-iteration-5": ["2.2/iteration-5"],
  "section-2.2-iteration-10": ["2.2/iteration-10"],
  "section-2.2-kernel-brownian": ["2.2/kernel-brownian"],
  "section-2.2-kernel-cosine": ["2.2/kernel-cosine"],
  "section-2.2-kernel-matern32": ["2.2/kernel-matern32"],
  "unused-sampled-reconstructions-vae": ["1.1/reconstructions"],
  "unused-sampled-reconstructions-cvae": ["1.1/reconstructions"],
  "unused-sampled-reconstructions-ppca": ["1.2.1/reconstructions"],
};

/** @param {string} path */
const picture = (path) =>
  `<img alt="${basename(path)}" src="data:image/png;base64,${readFileSync(path).toString("base64")}">`;

/** One picture of the report beside ours. @param {string} folder @param {string} figures @param {string} name */
function row(folder, figures, name) {
  const ours = (counterparts[name] ?? []).map((stem) => picture(join(figures, `${stem}.png`))).join("");
  return `<tr><th>${name}</th><td>${picture(join(folder, `${name}.png`))}</td><td>${ours}</td></tr>`;
}

const style = `body { font: 14px sans-serif; } td, th { border: 1px solid #ccc; padding: 6px; vertical-align: top; }
th { text-align: left; font-weight: normal; } img { max-width: 46vw; max-height: 90vh; display: block; }`;

/**
 * Writes the sheet on which each picture of the report stands beside ours, to be looked at row by row. The report's pictures are given,
 * not part of the repository.
 *
 * @param {{ folder: string, figures: string, target: string }} places
 * @returns {{ compared: number, missing: string[], unknown: string[] }} names of pictures that are not in the folder, and of those in it
 *   that nothing here stands for
 * @throws SetupError for a folder without any of them
 */
export function writeContactSheet({ folder, figures, target }) {
  const found = existsSync(folder)
    ? readdirSync(folder).flatMap((file) => (file.endsWith(".png") ? [file.slice(0, -4)] : []))
    : [];
  const compared = Object.keys(counterparts).filter((name) => found.includes(name));
  if (compared.length === 0)
    throw new SetupError(
      `There is no picture of the report in ${folder}: it wants files such as ${Object.keys(counterparts)[0]}.png.`,
    );
  const rows = compared.map((name) => row(folder, figures, name)).join("\n");
  mkdirSync(dirname(target), { recursive: true });
  writeWhole(
    target,
    `<!doctype html><meta charset="utf-8"><title>Report | R</title><style>${style}</style>
<table><tr><th>panel</th><th>the report</th><th>R, as in the report</th></tr>\n${rows}\n</table>\n`,
  );
  return {
    compared: compared.length,
    missing: Object.keys(counterparts).filter((name) => !found.includes(name)),
    unknown: found.filter((name) => !(name in counterparts)),
  };
}
