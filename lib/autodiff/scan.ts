import { InputError, requireInput } from "../support/index.js";
import type { Node } from "./node.js";
import { read, readVector } from "./read.js";
import {
  currentGraph,
  laneOf,
  type Real,
  Scalar,
  unrolledLength,
  type Vector,
  type VectorLike,
  vectorOfLane,
  vectorOfNodes,
} from "./values.js";

/** The states of a recursion: numbers by name. */
export type State<Name extends string> = Readonly<Record<Name, Scalar>>;

/** What a recursion went through. */
export interface Scanned<Name extends string> {
  /** Each state before every step: [steps]. */
  readonly before: Readonly<Record<Name, Vector>>;
  /** Each state after every step: [steps]. */
  readonly after: Readonly<Record<Name, Vector>>;
  /** Each state after the last step. */
  readonly last: State<Name>;
}

/**
 * A recursion: from states and, in step t, the t-th entries of some vectors, `step` makes the next states.
 *
 * `step` is traced once and becomes the body of a loop; its derivative is a second loop that runs backwards. Recursions of up to 16
 * steps are unrolled. Inside, all values are numbers (or arrays of a few); vectors come in by the first argument.
 *
 * @param over vectors of one length, or the number of steps
 *
 * @example
 * // volatility of a GARCH(1, 1) series: v_t = a + b (y_{t-1} - mu)^2 + c v_{t-1}
 * const { after } = scan({ y: y.slice(0, -1) }, { v: v0 }, ({ v }, { y }) => ({
 *   v: add(a, add(mul(b, square(sub(y, mu))), mul(c, v))),
 * }));
 */
export function scan<Over extends string, Name extends string>(
  over: Readonly<Record<Over, VectorLike>> | number,
  start: Readonly<Record<Name, Real>>,
  step: (state: State<Name>, at: Readonly<Record<Over, Scalar>>) => Readonly<Record<Name, Real>>,
): Scanned<Name> {
  const names = Object.keys(start) as Name[];
  requireInput(names.length > 0, "scan", "wants at least one state");
  const vectors =
    typeof over === "number"
      ? []
      : (Object.entries(over) as [Over, VectorLike][]).map(
          ([name, values]) => [name, readVector("scan", name, values)] as const,
        );
  const count = countSteps(over, vectors);
  const starts = names.map((name) => nodeOf(`the start of ${name}`, start[name]));
  if (starts.some(({ length }) => length > 0))
    throw new InputError(
      "scan",
      "a recursion inside another is not supported: unroll the inner one by JavaScript's loops",
    );
  return count <= unrolledLength
    ? unrolled(names, starts, vectors, count, step)
    : looped(names, starts, vectors, count, step);
}

function countSteps(over: unknown, vectors: readonly (readonly [string, Vector])[]): number {
  const count = typeof over === "number" ? over : (vectors[0]?.[1].length ?? 0);
  requireInput(
    Number.isSafeInteger(count) && count > 0,
    "scan",
    () => `wants vectors or a number of steps of at least 1, got ${String(over)}`,
  );
  for (const [name, { length }] of vectors)
    requireInput(
      length === count,
      "scan",
      () => `vectors must have one length, got ${count} and ${name} of ${length}`,
    );
  return count;
}

function nodeOf(what: string, value: unknown): Node {
  const found = read("scan", value);
  if (found.kind !== "scalar") throw new InputError("scan", `${what} must be a number, got a ${found.kind}`);
  return found.node;
}

type Step<Over extends string, Name extends string> = (
  state: State<Name>,
  at: Readonly<Record<Over, Scalar>>,
) => Readonly<Record<Name, Real>>;

/** Calls `step` on nodes. */
function take<Over extends string, Name extends string>(
  names: readonly Name[],
  step: Step<Over, Name>,
  states: readonly Node[],
  at: Readonly<Record<Over, Scalar>>,
): Node[] {
  const next = step(
    named(names, (k) => new Scalar(states[k]!)),
    at,
  );
  return names.map((name) => nodeOf(`the next ${name}`, next[name]));
}

function named<Name extends string, Value>(
  names: readonly Name[],
  value: (k: number) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name, k) => [name, value(k)])) as Record<Name, Value>;
}

/** What is read of each vector, by its name. */
const ofEach = <Over extends string>(
  vectors: readonly (readonly [Over, Vector])[],
  read: (vector: Vector) => Scalar,
): Record<Over, Scalar> =>
  named(
    vectors.map(([name]) => name),
    (k) => read(vectors[k]![1]),
  );

function unrolled<Over extends string, Name extends string>(
  names: readonly Name[],
  starts: readonly Node[],
  vectors: readonly (readonly [Over, Vector])[],
  count: number,
  step: Step<Over, Name>,
): Scanned<Name> {
  const states: (readonly Node[])[] = [starts];
  for (let t = 0; t < count; t++) {
    states.push(
      take(
        names,
        step,
        states[t]!,
        ofEach(vectors, (vector) => vector.at(t)),
      ),
    );
  }
  return {
    before: named(names, (k) => vectorOfNodes(states.slice(0, -1).map((state) => state[k]!))),
    after: named(names, (k) => vectorOfNodes(states.slice(1).map((state) => state[k]!))),
    last: named(names, (k) => new Scalar(states[count]![k]!)),
  };
}

function looped<Over extends string, Name extends string>(
  names: readonly Name[],
  starts: readonly Node[],
  vectors: readonly (readonly [Over, Vector])[],
  count: number,
  step: Step<Over, Name>,
): Scanned<Name> {
  const graph = currentGraph("scan");
  const recursion = graph.scan(starts, count);
  const at = ofEach(vectors, (vector) => new Scalar(laneOf(vector)));
  recursion.nexts.push(...take(names, step, recursion.carries, at));
  return {
    before: named(names, (k) => vectorOfLane(recursion.carries[k]!, count)),
    after: named(names, (k) => vectorOfLane(recursion.nexts[k]!, count)),
    last: named(names, (k) => new Scalar(graph.final(recursion, k))),
  };
}
