import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type AcceptanceStatistic,
  type Direction,
  DoublingTree,
  type Trajectory,
} from "#internal/inference/nuts/tree";
import { assertClose } from "../../support/close.js";

type Interval = readonly [first: number, last: number];

/** A world of integers: log weights of the points, and which intervals turn. */
interface World {
  readonly logWeight: (position: number) => number;
  readonly turns: (first: number, last: number) => boolean;
}

/**
 * A trajectory over the integers with scripted directions. Proposals are not drawn but carried as probabilities
 * (position -> probability), so that a test sees the law of the choice itself.
 */
class IntegerTrajectory implements Trajectory {
  readonly visited: number[] = [];
  readonly checked: string[] = [];
  private readonly spans: Interval[];
  private readonly proposals: Map<number, number>[];
  private leftmost: number;
  private rightmost: number;

  constructor(
    private readonly world: World,
    private readonly start: number,
    private readonly directions: Direction[],
  ) {
    this.leftmost = start;
    this.rightmost = start;
    this.spans = [[start, start]];
    this.proposals = [new Map([[start, 1]])];
  }

  get law(): ReadonlyMap<number, number> {
    return this.proposals[0]!;
  }

  chooseDirection(): Direction {
    const next = this.directions.shift();
    assert.ok(next !== undefined, "the tree asked for more directions than scripted");
    return next;
  }

  extend(direction: Direction, slot: number): number {
    const position = direction === 1 ? ++this.rightmost : --this.leftmost;
    this.visited.push(position);
    this.spans[slot] = [position, position];
    this.proposals[slot] = new Map([[position, 1]]);
    return this.world.logWeight(position) - this.world.logWeight(this.start);
  }

  isTurning(near: number, far: number, direction: Direction): boolean {
    const [first, last] = this.union(near, far, direction);
    this.checked.push(`${first}..${last}`);
    return this.world.turns(first, last);
  }

  join(near: number, far: number, direction: Direction): void {
    this.spans[near] = this.union(near, far, direction);
  }

  mixProposals(slot: number, other: number, probability: number): void {
    assert.ok(probability >= 0 && probability <= 1, `probability ${probability}`);
    const mixed = new Map<number, number>();
    for (const [position, p] of this.proposals[slot]!) mixed.set(position, p * (1 - probability));
    for (const [position, p] of this.proposals[other]!) {
      mixed.set(position, (mixed.get(position) ?? 0) + p * probability);
    }
    this.proposals[slot] = mixed;
  }

  /** The two spans must be neighbours, the far one beyond the near one. */
  private union(near: number, far: number, direction: Direction): Interval {
    const [left, right] = direction === 1 ? [near, far] : [far, near];
    const [first, end] = this.spans[left!]!;
    const [begin, last] = this.spans[right!]!;
    assert.equal(begin, end + 1, "spans are not neighbours");
    return [first, last];
  }
}

const flat: World = { logWeight: () => 0, turns: () => false };

test("doubles in the scripted directions and visits every point once", () => {
  const trajectory = new IntegerTrajectory(flat, 0, [1, -1, 1]);
  const summary = new DoublingTree(3).grow(trajectory);
  assert.deepEqual(trajectory.visited, [1, -1, -2, 2, 3, 4, 5]);
  assert.deepEqual(summary, { depth: 3, steps: 7, acceptance: 1, divergent: false });
});

test("checks every aligned subtree for turning, inner ones first", () => {
  const trajectory = new IntegerTrajectory(flat, 0, [1, 1, -1]);
  new DoublingTree(4).grow(new IntegerTrajectory(flat, 0, [1, 1, -1, 1]));
  new DoublingTree(3).grow(trajectory);
  assert.deepEqual(trajectory.checked, ["0..1", "2..3", "0..3", "-2..-1", "-4..-3", "-4..-1"]);
});

test("stops at a turn of the whole trajectory and keeps its points", () => {
  const world: World = { ...flat, turns: (first, last) => last - first >= 3 };
  const trajectory = new IntegerTrajectory(world, 0, [1, -1]);
  const summary = new DoublingTree(10).grow(trajectory);
  assert.equal(summary.depth, 2);
  assert.deepEqual(
    [...trajectory.law.keys()].sort((a, b) => a - b),
    [-2, -1, 0, 1],
  );
});

test("a turn inside the new half rejects that half as a whole", () => {
  const world: World = { ...flat, turns: (first, last) => first === 2 && last === 3 };
  const trajectory = new IntegerTrajectory(world, 0, [1, 1]);
  const summary = new DoublingTree(10).grow(trajectory);
  assert.deepEqual(summary, { depth: 1, steps: 3, acceptance: 1, divergent: false });
  assert.deepEqual([...trajectory.law.keys()].sort(), [0, 1]);
});

test("a divergent point ends the growth at once and is never chosen", () => {
  for (const unreachable of [Number.NaN, -Infinity, -1001]) {
    const world: World = { ...flat, logWeight: (position) => (position === -2 ? unreachable : 0) };
    const trajectory = new IntegerTrajectory(world, 0, [1, -1]);
    const summary = new DoublingTree(10).grow(trajectory);
    assert.deepEqual(trajectory.visited, [1, -1, -2]);
    assert.deepEqual(summary, { depth: 1, steps: 3, acceptance: 2 / 3, divergent: true });
    assert.deepEqual([...trajectory.law.keys()].sort(), [0, 1]);
  }
});

test("a weight just above the bound is no divergence", () => {
  const world: World = { ...flat, logWeight: (position) => (position === 1 ? -999 : 0) };
  const summary = new DoublingTree(1).grow(new IntegerTrajectory(world, 0, [1]));
  assert.equal(summary.divergent, false);
  assert.equal(summary.depth, 1);
});

test("acceptance is the mean of min(1, weight) over all points but the first, or over those of the last doubling", () => {
  const world: World = { ...flat, logWeight: (position) => -0.5 * position * position };
  const grown = (statistic?: AcceptanceStatistic) =>
    new DoublingTree(2, statistic).grow(new IntegerTrajectory(world, 1, [-1, 1])).acceptance;
  // from 1 the point 0 is visited, then 2 and 3 with log weights -3/2 and -4
  assertClose(grown(), (1 + Math.exp(-1.5) + Math.exp(-4)) / 3, 1e-15);
  assertClose(grown("last-doubling"), (Math.exp(-1.5) + Math.exp(-4)) / 2, 1e-15);
});

test("within a subtree points are chosen in proportion to their weights", () => {
  const logWeight = (position: number) => Math.sin(3 * position);
  const trajectory = new IntegerTrajectory({ ...flat, logWeight }, 0, [1, 1, 1]);
  new DoublingTree(3).grow(trajectory);
  const half = [4, 5, 6, 7];
  const total = half.reduce((sum, position) => sum + Math.exp(logWeight(position)), 0);
  const chosen = half.reduce((sum, position) => sum + trajectory.law.get(position)!, 0);
  for (const position of half) {
    assertClose(trajectory.law.get(position)! / chosen, Math.exp(logWeight(position)) / total, 1e-14);
  }
  const old = [0, 1, 2, 3].reduce((sum, position) => sum + Math.exp(logWeight(position)), 0);
  assertClose(chosen, Math.min(1, total / old), 1e-14, "biased choice of the new half");
});

/** All sequences of `length` directions. */
function sequences(length: number): Direction[][] {
  if (length === 0) return [[]];
  return sequences(length - 1).flatMap((rest) => [
    [1, ...rest],
    [-1, ...rest],
  ]);
}

/** The law of the next point from `start`: the average over all sequences of directions. */
function transitionLaw(world: World, start: number, maxDepth: number): Map<number, number> {
  const law = new Map<number, number>();
  const all = sequences(maxDepth);
  for (const directions of all) {
    const trajectory = new IntegerTrajectory(world, start, [...directions]);
    new DoublingTree(maxDepth).grow(trajectory);
    for (const [position, p] of trajectory.law) law.set(position, (law.get(position) ?? 0) + p / all.length);
  }
  return law;
}

test("whatever turns, selection sums to 1 and the weights stay invariant (exactly, all directions enumerated)", () => {
  const points = 12;
  const maxDepth = 4;
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: points, maxLength: points }),
      fc.integer({ min: 0, max: 2 ** 31 }),
      fc.constantFrom(0, 0.1, 0.4),
      (logWeights, salt, turnShare) => {
        const world: World = {
          logWeight: (position) => logWeights[position] ?? -Infinity,
          // an arbitrary but fixed rule of the interval
          turns: (first, last) => {
            const hash = Math.sin(salt + 127.1 * first + 311.7 * last) * 43758.5453;
            return hash - Math.floor(hash) < turnShare;
          },
        };
        const before = logWeights.map(Math.exp);
        const after = new Array(points).fill(0);
        for (let start = 0; start < points; start++) {
          let sum = 0;
          for (const [position, p] of transitionLaw(world, start, maxDepth)) {
            after[position] += before[start]! * p;
            sum += p;
          }
          assertClose(sum, 1, 1e-13, "selection probabilities");
        }
        const total = before.reduce((a, b) => a + b, 0);
        assertClose(
          after.map((weight) => weight / total),
          before.map((weight) => weight / total),
          1e-12,
          "weights after one transition",
        );
      },
    ),
    { numRuns: 25, seed: 1 },
  );
});
