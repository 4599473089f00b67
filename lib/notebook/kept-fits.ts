import { createHash } from "node:crypto";
import type { ProbabilisticPca } from "../models/index.js";
import * as probabilisticPca from "../models/probabilistic-pca/index.js";
import { programVersion } from "../node/index.js";
import type { Random } from "../random/index.js";
import { interruptSignal } from "./interrupt.js";
import { keptNumbers } from "./kept-numbers.js";

/**
 * Probabilistic PCA of rows with gaps for a notebook (see {@link probabilisticPca.fitIncomplete}): from `data/models` where rows, gaps,
 * configuration, stream and code agree, fitted under the cell otherwise.
 *
 * @throws InputError as `fitIncomplete`
 */
export function fittedIncompletePca(
  data: probabilisticPca.IncompleteRows,
  config: probabilisticPca.IncompleteOptions,
  { random }: { readonly random: Random },
): Promise<ProbabilisticPca> {
  const { columns, offset = 0, divisor = 1 } = data;
  const recipe = { config, rows: { columns, offset, divisor }, stream: random.state() };
  const code = programVersion(import.meta.url, "probabilisticPca.fitIncomplete");
  const key = { recipe, data: digestOf(data), code };
  const hooks = { random, signal: interruptSignal() };
  const fit = () => probabilisticPca.fitIncomplete(data, config, hooks);
  return keptNumbers("pca-with-gaps", key, undefined, fit, "the model is fitted anew");
}

function digestOf({ values, observed }: probabilisticPca.IncompleteRows): string {
  const hash = createHash("sha256").update(values.constructor.name);
  for (const { buffer, byteOffset, byteLength } of [values, observed])
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest("hex");
}
