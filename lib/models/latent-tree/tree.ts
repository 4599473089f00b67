import { InputError, requireInput } from "../../support/index.js";

/** The nodes of a tree at one distance from the root. */
export interface TreeLevel {
  /** Place of its first node in {@link TreeOrder.order}; the others follow. */
  readonly first: number;
  readonly size: number;
  /** For each node the parent's place within the level above; empty for the root. */
  readonly parents: Int32Array;
}

/** A rooted tree laid out breadth first, so that every level is one stretch of nodes and siblings stand together. */
export interface TreeOrder {
  /** The node at each place, the root first. */
  readonly order: Int32Array;
  /** The place of each node. */
  readonly places: Int32Array;
  readonly levels: readonly TreeLevel[];
}

/**
 * The breadth-first layout of a rooted tree.
 *
 * @param parents the parent of each node, -1 for the root
 * @throws InputError for parents that are no tree: none or two roots, a parent that does not exist, or a circle
 */
export function treeOrder(parents: ArrayLike<number>, caller = "treeOrder"): TreeOrder {
  const size = parents.length;
  const children = childrenOf(parents, caller);
  const places = new Int32Array(size);
  const order: number[] = [];
  const levels: TreeLevel[] = [];
  let level = Array.from(parents).flatMap((parent, node) => (parent === -1 ? [node] : []));
  while (level.length > 0) {
    const above = levels.at(-1)?.first ?? 0;
    const first = order.length;
    for (const node of level) places[node] = order.push(node) - 1;
    const within = first === 0 ? [] : level.map((node) => places[parents[node]!]! - above);
    levels.push({ first, size: level.length, parents: Int32Array.from(within) });
    level = level.flatMap((node) => children[node]!);
  }
  requireInput(
    order.length === size,
    caller,
    () => `the parents are no tree: ${size - order.length} nodes run in a circle and never reach the root`,
  );
  return { order: Int32Array.from(order), places, levels };
}

/** The children of each node, in ascending order. */
function childrenOf(parents: ArrayLike<number>, caller: string): number[][] {
  const size = parents.length;
  const children: number[][] = Array.from({ length: size }, () => []);
  let roots = 0;
  for (let node = 0; node < size; node++) {
    const parent = parents[node]!;
    if (parent === -1) roots++;
    else if (Number.isInteger(parent) && parent >= 0 && parent < size) children[parent]!.push(node);
    else
      throw new InputError(
        caller,
        `the parent of node ${node} must be in 0..${size - 1}, or -1 for the root, got ${parent}`,
        { node, parent },
      );
  }
  requireInput(roots === 1, caller, () => `a tree has one root (parent -1), got ${roots}`, { roots });
  return children;
}

/**
 * The tree of greatest total weight (Prim 1957), rooted in the middle of its longest path, so that it has as few levels as may be.
 * Of edges of equal weight the shorter one is taken, then the one whose node comes first.
 *
 * @param weights size x size by rows, symmetric
 * @param length how long the edge between two nodes is
 * @returns the parent of each node, -1 for the root
 */
export function maximumSpanningTree(
  weights: Float64Array,
  size: number,
  length: (a: number, b: number) => number = (a, b) => Math.abs(a - b),
): Int32Array {
  const parents = new Int32Array(size).fill(-1);
  const isIn = new Uint8Array(size);
  const best = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const distance = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const isBetter = (a: number, b: number) =>
    best[a]! > best[b]! || (best[a]! === best[b]! && distance[a]! < distance[b]!);
  for (let step = 0; step < size; step++) {
    let next = -1;
    for (let node = 0; node < size; node++)
      if (isIn[node] === 0 && (next < 0 || isBetter(node, next))) next = node;
    isIn[next] = 1;
    for (let node = 0; node < size; node++) {
      if (isIn[node] !== 0) continue;
      const weight = weights[next * size + node]!;
      const far = length(next, node);
      if (weight < best[node]! || (weight === best[node]! && far >= distance[node]!)) continue;
      best[node] = weight;
      distance[node] = far;
      parents[node] = next;
    }
  }
  return rootedInTheMiddle(parents);
}

/** The same tree with the middle of its longest path as root. */
export function rootedInTheMiddle(parents: Int32Array): Int32Array {
  const neighbours: number[][] = Array.from(parents, () => []);
  parents.forEach((parent, node) => {
    if (parent < 0) return;
    neighbours[parent]!.push(node);
    neighbours[node]!.push(parent);
  });
  const oneEnd = walk(neighbours, 0).reached.at(-1)!;
  const path = walk(neighbours, oneEnd);
  let middle = path.reached.at(-1)!;
  for (let steps = path.depths[middle]! >> 1; steps > 0; steps--) middle = path.parents[middle]!;
  return walk(neighbours, middle).parents;
}

/** Breadth first from a node: who was reached from whom, in which order, in how many steps. */
function walk(neighbours: readonly (readonly number[])[], start: number) {
  const parents = new Int32Array(neighbours.length).fill(-1);
  const depths = new Int32Array(neighbours.length).fill(-1);
  depths[start] = 0;
  const reached = [start];
  for (const node of reached) {
    for (const next of neighbours[node]!) {
      if (depths[next]! >= 0) continue;
      depths[next] = depths[node]! + 1;
      parents[next] = node;
      reached.push(next);
    }
  }
  return { parents, depths, reached };
}
