// @silent: says where files are

import { join } from "node:path";
import { repositoryRoot } from "../node/index.js";
import { isQuick } from "./quick.js";

const root = () => (isQuick() ? join(repositoryRoot, ".cache", "quick") : repositoryRoot);

/** Where figures and tables are written: `figures/`, or a folder on the side in a quick run. */
export function figuresFolder(): string {
  return join(root(), "figures");
}

/** Where trained models are kept. */
export function checkpointsFolder(): string {
  return join(root(), "data", "checkpoints");
}
