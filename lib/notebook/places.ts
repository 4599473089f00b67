// @silent: says where files are

import { join } from "node:path";
import { repositoryRoot } from "../node/index.js";
import { isQuick } from "./quick.js";

const onTheSide = (name: string) => join(repositoryRoot, ".cache", name);
const root = () => (isQuick() ? onTheSide("quick") : repositoryRoot);

/** Whether a reader plays: our kernel says so where it is not `npm start` that executes the cells. */
export function isPlay(): boolean {
  return process.env.PML_RUN === "play";
}

/** Where figures and tables are written: `figures/`, or a folder on the side in a quick run and in play. */
export function figuresFolder(): string {
  return join(isPlay() && !isQuick() ? onTheSide("play") : root(), "figures");
}

/** Where trained models are kept. */
export function checkpointsFolder(): string {
  return join(root(), "data", "checkpoints");
}
