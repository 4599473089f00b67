// @silent: says where files are

import { basename, join, resolve } from "node:path";
import { repositoryRoot } from "../node/index.js";
import { isQuick } from "./quick.js";

/** The name of other images than MNIST, where such are in use: of the folder that `PML_DATA` names. */
export function otherData(): string | undefined {
  const folder = process.env.PML_DATA ?? "";
  return folder === "" ? undefined : basename(resolve(folder)).replace(/[^\w.-]+/g, "-");
}

/**
 * Where in the repository a run writes notebooks and all else: nothing for its root, `.cache/quick`, or for other images than MNIST `.cache/NAME`
 * and the folder `quick` in it.
 */
export function runFolder(): string {
  const other = otherData();
  if (other === undefined) return isQuick() ? ".cache/quick" : "";
  return `.cache/${other}${isQuick() ? "/quick" : ""}`;
}

/** Whether a reader plays: our kernel says so where it is not `npm start` that executes the cells. */
export function isPlay(): boolean {
  return process.env.PML_RUN === "play";
}

/** Where figures and tables are written: `figures/`, or a folder on the side in a quick run, with other images, and in play. */
export function figuresFolder(): string {
  const folder = runFolder();
  return join(repositoryRoot, folder === "" && isPlay() ? ".cache/play" : folder, "figures");
}

/** Where trained models are kept. */
export function checkpointsFolder(): string {
  return join(repositoryRoot, runFolder(), "data", "checkpoints");
}
