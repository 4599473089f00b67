// @ts-check
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { inRoot, venvPython } from "../setup/paths.mjs";
import { quietTensorFlow, runShown } from "../setup/process.mjs";
import { readOrUndefined, writeWhole } from "../setup/stamp.mjs";
import { setUp } from "../setup.mjs";

/**
 * How Python starts JupyterLab on a folder: with our kernel for new notebooks, its README as the start page.
 * @param {string} folder
 */
export const labArguments = (folder) => [
  "-m",
  "jupyterlab",
  `--notebook-dir=${folder}`,
  "--MultiKernelManager.default_kernel_name=tslab",
  "--LabApp.default_url=/lab/tree/README.md",
  "--log-level=WARN", // its address comes at any level
];

/** What JupyterLab starts with where the reader has not chosen otherwise: Markdown is read, not edited; no questions, no calls home. */
const defaults = {
  "@jupyterlab/docmanager-extension:plugin": { defaultViewers: { markdown: "Markdown Preview" } },
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
};

/** Keeps those settings in .venv. */
export function writeLabDefaults() {
  const path = inRoot(".venv", "share", "jupyter", "lab", "settings", "overrides.json");
  const text = `${JSON.stringify(defaults, null, 2)}\n`;
  if (readOrUndefined(path) === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeWhole(path, text);
}

const welcome = `JupyterLab on notebooks/: it opens in the browser, or at the address below; Ctrl-C here ends it.
Shift+Enter runs a cell, the square in the tool bar stops it; names and types are completed by Tab, explained by Shift+Tab.
`;

/** `npm run lab [-- JupyterLab's options]`: JupyterLab on notebooks/, with the kernel ready. @param {readonly string[]} args */
export async function main(args) {
  await setUp();
  const notebooks = inRoot("notebooks");
  mkdirSync(notebooks, { recursive: true });
  writeLabDefaults();
  console.log(welcome);
  // The reader's own JupyterLab settings count; the kernel is found in .venv before any other of its name.
  return runShown(venvPython, [...labArguments(notebooks), ...args], {
    cwd: notebooks,
    env: { ...quietTensorFlow, JUPYTER_PREFER_ENV_PATH: "1" },
  });
}
