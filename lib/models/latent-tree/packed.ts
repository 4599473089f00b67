import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { Packing } from "../common/model-shelf.js";
import { type LatentTree, plainParameters, shapedParameters } from "./model.js";

/**
 * A tree without its parameters, which are written as differences from level to level (and from state to state), squeezed: less than a third of their room.
 */
export interface PackedTree extends Omit<LatentTree, "parameters"> {
  readonly prior: Float32Array;
  readonly transitions: Uint8Array;
  readonly emissions: Uint8Array;
}

/** Of the 23 behind the point that a number in single precision has. */
const droppedBits = 15;

/**
 * The tree with every probability of a transition or a level rounded to nine significant bits, by at most two parts in a thousand: far below what 60,000 images
 * tell of it (a probability that a thousand images speak for is known to 3 %). A tree that is kept is this one, so that it is the same wherever it comes from.
 */
export function roundedTree(tree: LatentTree): LatentTree {
  const { prior, transitions, emissions } = plainParameters(tree.parameters);
  const rounded = (numbers: Float32Array) => numbersOf(wordsOf(numbers));
  const parameters = { prior, transitions: rounded(transitions), emissions: rounded(emissions) };
  return { ...tree, parameters: shapedParameters(tree.config, parameters) };
}

/** The packing of trees, exact for rounded ones. */
export const packing: Packing<LatentTree, PackedTree> = {
  note() {},
  async pack({ parameters, ...tree }) {
    const { prior, transitions, emissions } = plainParameters(parameters);
    const { states, levels } = tree.config;
    return {
      ...tree,
      prior,
      transitions: squeezed(wordsOf(transitions), states, states),
      emissions: squeezed(wordsOf(emissions), levels, states),
    };
  },
  async unpack({ prior, transitions, emissions, ...tree }) {
    const { states, levels } = tree.config;
    const parameters = {
      prior,
      transitions: numbersOf(unsqueezed(transitions, states, states)),
      emissions: numbersOf(unsqueezed(emissions, levels, states)),
    };
    return { ...tree, parameters: shapedParameters(tree.config, parameters) };
  },
};

/** Positive numbers as the bits that are kept of them, rounded: in the order of the numbers themselves. */
function wordsOf(numbers: Float32Array): Int32Array {
  const bits = new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  return bits.map((word) => (word + 2 ** (droppedBits - 1)) >> droppedBits);
}

function numbersOf(words: Int32Array): Float32Array {
  return new Float32Array(words.map((word) => word << droppedBits).buffer);
}

/**
 * Tables of `rows` x `columns` one after the other, column by column: what changes little from number to number stands together, as differences from
 * the number before, byte by byte of all of them, compressed.
 */
function squeezed(words: Int32Array, rows: number, columns: number): Uint8Array {
  const bytes = new Uint8Array(4 * words.length);
  let before = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[placeOf(i, rows, columns)]!;
    for (let part = 0; part < 4; part++) bytes[part * words.length + i] = (word - before) >> (8 * part);
    before = word;
  }
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return new Uint8Array(brotliCompressSync(bytes, { params }));
}

function unsqueezed(compressed: Uint8Array, rows: number, columns: number): Int32Array {
  const bytes = brotliDecompressSync(compressed);
  const words = new Int32Array(bytes.length / 4);
  let word = 0;
  for (let i = 0; i < words.length; i++) {
    let difference = 0;
    for (let part = 0; part < 4; part++) difference |= bytes[part * words.length + i]! << (8 * part);
    word += difference;
    words[placeOf(i, rows, columns)] = word;
  }
  return words;
}

/** Where in tables by rows the number is that is the i-th by columns. */
function placeOf(i: number, rows: number, columns: number): number {
  const within = i % (rows * columns);
  return i - within + (within % rows) * columns + Math.floor(within / rows);
}
