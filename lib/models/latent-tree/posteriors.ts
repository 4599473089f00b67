import { readFloat64, scope } from "../../tensorflow/index.js";
import { evaluationBatch } from "./density.js";
import type { Levels } from "./level-rows.js";
import { batchIndices, levelTensors } from "./level-tensors.js";
import {
  downward,
  type LevelTensors,
  type MessagePlan,
  normalisedLevel,
  type Upward,
  upward,
} from "./messages.js";
import { type LatentTree, plainParameters } from "./model.js";
import type { TreeOrder } from "./tree.js";

/** A batch of rows with the messages about them, double precision. */
export interface MessagesOfRows {
  readonly plan: MessagePlan;
  readonly levels: readonly LevelTensors[];
  readonly found: Upward;
  /** The batch holds the rows from here on; there may be fewer of them than the batch has places. */
  readonly start: number;
  readonly rows: number;
}

/** Runs `visit` on the upward messages of all rows, a batch at a time; the tensors are freed afterwards. */
export function forEachBatch(
  model: LatentTree,
  tree: TreeOrder,
  rows: Levels,
  visit: (messages: MessagesOfRows) => void,
): void {
  const { config: size, parameters } = model;
  // a fourth of what a likelihood takes at a time, since here the messages of all levels are held
  const batch = Math.min(rows.count, Math.max(16, evaluationBatch(rows.count, size.states) >> 2));
  const plan: MessagePlan = { tree, size, batch, precision: "float64", hasMissing: rows.hasMissing };
  scope(() => {
    const levels = levelTensors(plainParameters(parameters), size, tree).map((level, depth) =>
      normalisedLevel(size, tree.levels[depth]!, level),
    );
    for (let start = 0; start < rows.count; start += batch) {
      const chosen = Int32Array.from({ length: Math.min(batch, rows.count - start) }, (_, i) => start + i);
      scope(() => {
        const indices = batchIndices(rows, chosen, size, tree, batch);
        visit({ plan, levels, found: upward(plan, levels, indices), start, rows: chosen.length });
      });
    }
  });
}

/** The posteriors of all states of a batch, [n, B, H] a level. */
export function statePosteriors({ plan, levels, found }: MessagesOfRows) {
  return downward(plan, levels, found, (_, { posterior }) => ({ posterior }));
}

/** The upward evidence of a batch, [n, B, H] a level, of the root the posterior. */
export const evidenceOf = ({ found }: MessagesOfRows): Float64Array[] => found.evidence.map(readFloat64);
