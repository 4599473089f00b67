// @silent: keeps files, exact to the bit

import { type CheckpointKey, fitOrLoad, keptFile } from "../models/index.js";
import type { ProgressSink } from "../support/index.js";
import { madeOnceInFreshRun } from "./fresh.js";
import { modelPlaces } from "./model-places.js";

/** What a computation says of its progress at an end. */
type Ended = readonly [title: string, total: number, note: string];

interface Kept<Numbers> {
  readonly numbers: Numbers;
  readonly ended: readonly Ended[];
}

/**
 * What `make` gives, from `data/models` where it has been made before under the same key; with the same lines of progress under the cell, so
 * that a notebook is the same to the byte.
 *
 * @param key all that the numbers depend on, the version of their program as `code`
 * @param anew for a model that TensorFlow computes: what is said to happen where the file is of no use. Left out for draws, which need none
 * @returns plain data: finite numbers, texts, lists, records, typed arrays
 */
export async function keptNumbers<Numbers>(
  name: string,
  key: CheckpointKey,
  progress: ProgressSink | undefined,
  make: (progress: ProgressSink | undefined) => Promise<Numbers>,
  anew?: string,
): Promise<Numbers> {
  const ended: Ended[] = [];
  const ofDraws = { anew: "the draws are made anew", isOfTensorFlow: false };
  const folder = modelPlaces(undefined, anew === undefined ? ofDraws : { anew });
  const { model, isLoaded } = await madeOnceInFreshRun(key, (fresh) =>
    fitOrLoad<never, Kept<Numbers>>(keptFile({ folder, fresh }, name, key), async () => ({
      numbers: await make(progress && listening(progress, ended)),
      ended,
    })),
  );
  if (isLoaded) for (const [title, total, note] of model.ended) progress?.(title, total).finish(note);
  return model.numbers;
}

/** Progress that notes its ends. */
function listening(progress: ProgressSink, ended: Ended[]): ProgressSink {
  return (title, total, before) => {
    const task = progress(title, total, before);
    return {
      update: (done, note) => task.update(done, note),
      finish(note = "") {
        ended.push([title, total, note]);
        task.finish(note);
      },
    };
  };
}
