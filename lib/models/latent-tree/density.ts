import { Breather, type WorkHooks } from "../../support/index.js";
import { dispose, readFloat64, scope } from "../../tensorflow/index.js";
import { chunks } from "../common/observations.js";
import { joined, logarithm, sumOver } from "./kernels.js";
import { type LevelRows, requireLevels } from "./level-rows.js";
import { batchIndices, flattened, levelTensors, unflattened } from "./level-tensors.js";
import { type MessagePlan, normalisedLevel, upward } from "./messages.js";
import { type LatentTree, plainParameters, requireColumns, requireLatentTree } from "./model.js";
import { Repeated } from "./repeated.js";

/** About so many doubles of a level's messages are in work at a time. */
const batchEntries = 2 ** 14;
const batchLimits = { least: 64, most: 1024 };

/** Rows that are worked on together. */
export function evaluationBatch(count: number, states: number): number {
  const { least, most } = batchLimits;
  return Math.min(count, most, Math.max(least, Math.floor(batchEntries / states)));
}

/**
 * ln p(x) of every row in nats, exact: the probability of the discrete image, not a density of grey values. In double precision, every row
 * of probabilities divided by its sum, so that the probabilities of all images sum to 1. Missing pixels are summed over.
 *
 * Cost: O(D H^2) a row.
 *
 * @throws InputError for a model or rows that are not fit, see {@link LevelRows}
 * @throws InterruptedError when `signal` is aborted
 */
export async function logDensity(
  model: LatentTree,
  data: LevelRows,
  { signal }: WorkHooks = {},
): Promise<Float64Array> {
  const tree = requireLatentTree("latentTree.logDensity", model);
  const size = model.config;
  requireColumns("latentTree.logDensity", data.columns, size);
  const found = requireLevels("latentTree.logDensity", data, size.levels);
  const batch = evaluationBatch(found.count, size.states);
  const plan: MessagePlan = { tree, size, batch, precision: "float64", hasMissing: found.hasMissing };
  const all = new Float64Array(found.count);
  const breather = new Breather(signal);
  const work = new Repeated(
    ([indices, ...parameters]) => {
      const levels = unflattened(parameters).map((level, depth) =>
        normalisedLevel(size, tree.levels[depth]!, level),
      );
      const { scales } = upward(plan, levels, indices!, true);
      return [sumOver(logarithm(joined(scales)), 0, 2)];
    },
    Math.ceil(found.count / batch),
  );
  const parameters = flattened(levelTensors(plainParameters(model.parameters), size, tree)); // outside of any scope: freed below
  try {
    for (const [start, end] of chunks(found.count, batch)) {
      const chosen = Int32Array.from({ length: end - start }, (_, i) => start + i);
      const values = scope(() =>
        readFloat64(work.run([batchIndices(found, chosen, size, tree, batch), ...parameters])[0]!),
      );
      all.set(values.subarray(0, end - start), start);
      await breather.breathe();
    }
  } finally {
    dispose(...parameters);
    work.dispose();
  }
  return all;
}
