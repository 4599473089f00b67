// @ts-check
import { writeLabDefaults } from "../lab/defaults.mjs";
import { inRoot, root, venvPython } from "../setup/paths.mjs";
import { quietTensorFlow, runShown } from "../setup/process.mjs";
import { setUp } from "../setup.mjs";

/**
 * How Python starts JupyterLab on a folder: with our kernel for new notebooks, a README as the start page.
 * @param {string} folder what is served: the repository, so that links from notebooks to figures and documents lead somewhere
 * @param {string} start the page inside it
 */
export const labArguments = (folder, start = "README.md") => [
  "-m",
  "jupyterlab",
  `--notebook-dir=${folder}`,
  "--MultiKernelManager.default_kernel_name=tslab",
  `--LabApp.default_url=/lab/tree/${start}`,
  "--log-level=WARN", // its address comes at any level
];

const welcome = `JupyterLab on this repository, at notebooks/: it opens in the browser, or at the address below; Ctrl-C here ends it.
Shift+Enter runs a cell, the square in the tool bar stops it; names and types are completed by Tab, explained by Shift+Tab.
Figures and tables that you make go to .cache/play/; those of the repository are made by npm start.
`;

/** `npm run lab [-- JupyterLab's options]`: JupyterLab on the repository, with the kernel ready. @param {readonly string[]} args */
export async function main(args) {
  await setUp();
  writeLabDefaults();
  console.log(welcome);
  // The reader's own JupyterLab settings count; the kernel is found in .venv before any other of its name.
  return runShown(venvPython, [...labArguments(root, "notebooks/README.md"), ...args], {
    cwd: inRoot("notebooks"),
    env: { ...quietTensorFlow, JUPYTER_PREFER_ENV_PATH: "1" },
  });
}
