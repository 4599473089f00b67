import { type Tensor, tensor } from "../../tensorflow/index.js";
import type { Levels } from "./level-rows.js";
import type { LevelTensors } from "./messages.js";
import type { LatentTreeParameters, LatentTreeSize } from "./model.js";
import type { TreeOrder } from "./tree.js";

/** Where the numbers of a level stand in arrays of all levels. */
export function levelRange(
  { levels: V, states }: LatentTreeSize,
  { first, size }: TreeOrder["levels"][number],
) {
  const start = Math.max(0, first - 1) * states ** 2;
  return {
    transitions: [start, first === 0 ? start : start + size * states ** 2],
    emissions: [first * V * states, (first + size) * V * states],
  } as const;
}

/** The parameters as tensors, level by level; the root's prior stands in the place of its transitions. */
export function levelTensors(
  parameters: LatentTreeParameters<Float32Array | Float64Array>,
  size: LatentTreeSize,
  { levels }: TreeOrder,
): LevelTensors[] {
  const { states, levels: V } = size;
  return levels.map((level) => {
    const range = levelRange(size, level);
    const transitions =
      level.first === 0
        ? tensor(parameters.prior, [1, 1, states])
        : tensor(parameters.transitions.subarray(...range.transitions), [level.size, states, states]);
    const emissions = parameters.emissions.subarray(...range.emissions);
    return { transitions, emissions: tensor(emissions, [level.size * V, states]) };
  });
}

/** As a list, and back: how they are handed to a recorded computation. */
export const flattened = (levels: readonly LevelTensors[]): Tensor[] =>
  levels.flatMap(({ transitions, emissions }) => [transitions, emissions]);

export const unflattened = (tensors: readonly Tensor[]): LevelTensors[] =>
  Array.from({ length: tensors.length / 2 }, (_, i) => ({
    transitions: tensors[2 * i]!,
    emissions: tensors[2 * i + 1]!,
  }));

/**
 * Rows as the messages read them, [D, batch] by nodes in order: `place within the level * V + pixel`, or -1. Where there are fewer rows
 * than a batch holds, the first is repeated.
 *
 * @param chosen which rows
 */
export function batchIndices(
  { values, columns }: Levels,
  chosen: ArrayLike<number>,
  { levels: V }: LatentTreeSize,
  { order, levels }: TreeOrder,
  batch: number,
): Tensor {
  const indices = new Int32Array(columns * batch);
  for (const { first, size } of levels) {
    for (let i = 0; i < size; i++) {
      const column = order[first + i]!;
      const start = (first + i) * batch;
      for (let row = 0; row < batch; row++) {
        const value = values[chosen[row < chosen.length ? row : 0]! * columns + column]!;
        indices[start + row] = value < 0 ? -1 : i * V + value;
      }
    }
  }
  return tensor(indices, [columns, batch]);
}
