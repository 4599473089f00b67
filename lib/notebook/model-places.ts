// @silent: says where models are kept

import { writeSync } from "node:fs";
import { join } from "node:path";
import type { KeptPlaces, ModelProvenance, Packing } from "../models/index.js";
import { processorKind, repositoryRoot } from "../node/index.js";
import { liveTensors, tensorflowVersion } from "../tensorflow/index.js";
import { checkpointsFolder, isPlay, otherData } from "./places.js";
import { isQuick } from "./quick.js";

const standardError = 2;

/**
 * Where the models of notebooks are kept: those that are small on the shelf of committed ones, which `npm start` renews and play leaves alone;
 * all of them as checkpoints.
 *
 * @param packing makes a model small
 * @param anew what is said to happen where a file of the shelf is of no use
 * @param isOfTensorFlow whether TensorFlow makes what is kept; it is loaded, to name its version. Default true
 */
export function modelPlaces(
  // biome-ignore lint/suspicious/noExplicitAny: of whichever model
  packing?: Packing<any, any>,
  { anew, isOfTensorFlow = true }: { anew?: string; isOfTensorFlow?: boolean } = {},
): string | KeptPlaces {
  const checkpoints = checkpointsFolder();
  if (isQuick() || otherData() !== undefined) return checkpoints;
  const folder = join(repositoryRoot, "data", "models");
  const made = () => madeWith(isOfTensorFlow);
  const shelf = { folder, renews: process.env.PML_RUN === "1", made, say };
  return { checkpoints, shelf: { ...shelf, ...(packing && { packing }), ...(anew && { anew }) } };
}

/**
 * Says a sentence to whoever runs the cells: under the cell in play, else in the terminal, so that it is not among the outputs that are
 * committed.
 */
function say(sentence: string): void {
  if (isPlay()) console.log(sentence);
  else writeSync(standardError, `${sentence}\n`);
}

function madeWith(isOfTensorFlow: boolean): ModelProvenance {
  // a model that comes from a checkpoint has computed nothing: only now is TensorFlow loaded
  if (isOfTensorFlow) liveTensors();
  return {
    command: "npm start -- --fresh",
    processor: processorKind(),
    node: process.versions.node,
    tensorflow: isOfTensorFlow ? (tensorflowVersion() ?? null) : null,
  };
}
