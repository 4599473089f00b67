import type { Graph } from "./graph.js";
import { type Carry, type Final, type Node, reachable, type Scan } from "./node.js";
import { operation } from "./operations.js";

/** Adjoints under construction, and what is needed to add to them. */
class Sweep {
  private readonly adjoints = new Map<Node, Node>();
  /** Contributions to single entries of a lane. */
  private readonly entries = new Map<Node, [index: number, bar: Node][]>();

  constructor(readonly graph: Graph) {}

  /** Adds to the adjoint of `node` what a user of `length` contributes: a number stands for itself in each entry. */
  push(node: Node, contribution: Node | null, length: number): void {
    if (contribution === null || !node.active) return;
    const { graph } = this;
    const amount = node.length === 0 && length > 0 ? graph.sum(contribution, length) : contribution;
    const known = this.adjoints.get(node);
    this.adjoints.set(node, known === undefined ? amount : graph.add(known, amount));
  }

  pushEntry(lane: Node, index: number, bar: Node): void {
    if (!lane.active) return;
    const entries = this.entries.get(lane);
    if (entries === undefined) this.entries.set(lane, [[index, bar]]);
    else entries.push([index, bar]);
  }

  /** The adjoint of a node all of whose users have been seen. */
  of(node: Node): Node | undefined {
    const entries = this.entries.get(node);
    if (entries !== undefined) {
      this.entries.delete(node);
      this.push(node, this.fromEntries(entries, node.length), node.length);
    }
    return this.adjoints.get(node);
  }

  /** A lane of zeros and single entries: few are put in their places, many are a lane of their own. */
  private fromEntries(entries: readonly (readonly [index: number, bar: Node])[], length: number): Node {
    const { graph } = this;
    if (2 * entries.length < length) {
      const table = Int32Array.from(entries, ([index]) => index);
      return graph.scatter(graph.stack(entries.map(([, bar]) => bar)), table, length);
    }
    const numbers = new Array<Node>(length).fill(graph.constant(0));
    for (const [index, bar] of entries) numbers[index] = graph.add(numbers[index]!, bar);
    return graph.stack(numbers);
  }
}

/**
 * The derivatives of a number with respect to parameters, as nodes of the same graph: reverse accumulation, the last node first.
 *
 * A recursion is differentiated into a recursion that runs backwards, on the states that the first one has kept.
 *
 * @returns for each parameter its adjoint: of a lane a lane, or a number that stands in every entry
 */
export function differentiate(graph: Graph, output: Node, parameters: readonly Node[]): Node[] {
  const sweep = new Sweep(graph);
  const nodes = reachable([output]);
  const backward = reverseScans(graph, nodes, sweep);
  sweep.push(output, graph.constant(1), 0);
  for (const node of nodes.reverse()) {
    const bar = sweep.of(node);
    if (node.op === "carry") passCarry(node, bar, backward.get(node.scan)!, sweep);
    else if (node.op === "final") backward.get(node.scan)!.starts[node.index] = bar ?? graph.constant(0);
    else if (bar !== undefined && node.active) passOn(node, bar, sweep);
  }
  return parameters.map((parameter) => sweep.of(parameter) ?? graph.constant(0));
}

/** For every recursion the one that carries its states' adjoints backwards; these are what the last states contribute to. */
function reverseScans(graph: Graph, nodes: readonly Node[], sweep: Sweep): Map<Scan, Scan> {
  const backward = new Map<Scan, Scan>();
  const used = new Set(nodes);
  for (const node of nodes) {
    if (node.op !== "carry" || backward.has(node.scan)) continue;
    const { scan } = node;
    const reversed = graph.scan(
      scan.starts.map(() => graph.constant(0)),
      scan.length,
      !scan.isReversed,
    );
    scan.nexts.forEach((next, k) => {
      reversed.nexts.push(graph.constant(0));
      if (used.has(scan.carries[k]!)) sweep.push(next, reversed.carries[k]!, scan.length);
    });
    backward.set(scan, reversed);
  }
  return backward;
}

/** The adjoint of a state before a step is that of the state after the step before. */
function passCarry(node: Carry, bar: Node | undefined, reversed: Scan, sweep: Sweep): void {
  const { graph } = sweep;
  reversed.nexts[node.index] = bar ?? graph.constant(0);
  sweep.push(node.scan.starts[node.index]!, graph.final(reversed, node.index), 0);
}

/** Hands the adjoint of a node on to its arguments. */
function passOn(node: Exclude<Node, Carry | Final>, bar: Node, sweep: Sweep): void {
  const { graph } = sweep;
  const { args, length } = node;
  switch (node.op) {
    case "elementwise": {
      const contributions = operation(node.name).adjoint(graph, bar, args, node);
      args.forEach((argument, i) => {
        sweep.push(argument, contributions[i] ?? null, length);
      });
      break;
    }
    case "sum":
      sweep.push(args[0]!, bar, args[0]!.length);
      break;
    case "sumSoftplus":
      sweep.push(args[0]!, graph.mul(bar, graph.sigmoid(args[0]!)), args[0]!.length);
      break;
    case "gather": {
      const source = args[0]!;
      sweep.push(source, graph.scatter(bar, node.table, source.length), source.length);
      break;
    }
    case "scatter":
      sweep.push(args[0]!, graph.gather(bar, node.table), args[0]!.length);
      break;
    case "element":
      sweep.pushEntry(args[0]!, node.index, bar);
      break;
    case "stack":
      args.forEach((argument, i) => {
        sweep.push(argument, graph.element(bar, i), 0);
      });
      break;
    case "rowDot": {
      const vector = args[0]!;
      sweep.push(vector, graph.rowAccumulate(node.matrix, bar, vector.length), vector.length);
      break;
    }
    case "rowAccumulate":
      sweep.push(args[0]!, graph.rowDot(node.matrix, graph.lane(bar, length)), args[0]!.length);
      break;
    case "call": {
      const contributions = node.primitive.adjoint(graph, node, graph.lane(bar, length));
      args.forEach((argument, i) => {
        sweep.push(argument, contributions[i]!, argument.length);
      });
      break;
    }
    default:
  }
}
