import type { Graph } from "./graph.js";
import type { Node } from "./node.js";
import { isConstant } from "./node-kinds.js";

/** A lane as known lanes times numbers, of which one may be the constant 1: `sum_k number_k lane_k`. */
export type Affine = ReadonlyMap<Node, Float64Array>;

/** Lanes are not followed beyond so many numbers. */
const mostNumbers = 24;

/** A lane of `length` entries as data times numbers, or null where it is none. */
export function affineOf(graph: Graph, lane: Node, length: number): Affine | null {
  const one = graph.constant(1);
  const known = new Map<Node, Affine | null>();

  function of(node: Node): Affine | null {
    const found = known.get(node);
    if (found !== undefined) return found;
    const made = make(node);
    known.set(node, made);
    return made;
  }

  function make(node: Node): Affine | null {
    if (isConstant(node)) return new Map([[one, new Float64Array(length).fill(node.value)]]);
    if (node.length === 0) return new Map([[node, new Float64Array(length).fill(1)]]);
    if (node.op === "data") return new Map([[one, node.values]]);
    if (node.op !== "elementwise") return null;
    const [a, b] = node.args as [Node, Node];
    if (node.name === "neg") return scaled(of(a), () => -1);
    if (node.name === "add") return joined(of(a), of(b));
    if (node.name === "sub")
      return joined(
        of(a),
        scaled(of(b), () => -1),
      );
    if (node.name === "mul") return product(a, b) ?? product(b, a);
    if (node.name !== "div" || b.op !== "data") return null;
    return scaled(of(a), (i) => 1 / b.values[i]!);
  }

  /** Data or a number times a lane. */
  function product(factor: Node, rest: Node): Affine | null {
    if (factor.op === "data") return scaled(of(rest), (i) => factor.values[i]!);
    if (isConstant(factor)) return scaled(of(rest), () => factor.value);
    if (factor.length > 0) return null;
    const parts = [...(of(rest) ?? [])].map(
      ([number, values]) => [graph.mul(factor, number), values] as const,
    );
    return parts.reduce<Affine | null>(
      (sum, part) => joined(sum, new Map([part])),
      parts.length > 0 ? new Map() : null,
    );
  }

  return of(lane);
}

function scaled(affine: Affine | null, factor: (i: number) => number): Affine | null {
  if (affine === null) return null;
  return new Map(
    [...affine].map(([number, values]) => [number, values.map((value, i) => value * factor(i))]),
  );
}

function joined(one: Affine | null, other: Affine | null): Affine | null {
  if (one === null || other === null) return null;
  const all = new Map(one);
  for (const [number, values] of other) {
    const known = all.get(number);
    all.set(number, known === undefined ? values : known.map((value, i) => value + values[i]!));
  }
  return all.size > mostNumbers ? null : all;
}
