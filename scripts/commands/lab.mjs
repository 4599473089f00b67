// @ts-check
import { mkdirSync } from "node:fs";
import { inRoot, venvPython } from "../setup/paths.mjs";
import { quietTensorFlow, runShown } from "../setup/process.mjs";
import { setUp } from "../setup.mjs";

/** `npm run lab [-- JupyterLab's options]`: JupyterLab on notebooks/, with the kernel ready. @param {readonly string[]} args */
export async function main(args) {
  await setUp();
  const notebooks = inRoot("notebooks");
  mkdirSync(notebooks, { recursive: true });
  // The reader's own JupyterLab settings count; the kernel is found in .venv before any other of its name.
  return runShown(
    venvPython,
    [
      "-m",
      "jupyterlab",
      `--notebook-dir=${notebooks}`,
      "--MultiKernelManager.default_kernel_name=tslab",
      ...args,
    ],
    {
      cwd: notebooks,
      env: { ...quietTensorFlow, JUPYTER_PREFER_ENV_PATH: "1" },
    },
  );
}
