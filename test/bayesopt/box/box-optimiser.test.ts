import assert from "node:assert/strict";
import { test } from "node:test";
import { type Box, BoxOptimiser, type BoxState, branin, minimiseInBox } from "pml/bayesopt";
import { Random } from "pml/random";

const square: Box = [
  { lower: -1, upper: 1 },
  { lower: 0, upper: 10 },
];
const braninBox: Box = [
  { lower: -5, upper: 10 },
  { lower: 0, upper: 15 },
];
/** Lowest at (0.3, 7), where it is 0. */
const bowl = ([a, b]: readonly number[]) => (a! - 0.3) ** 2 + ((b! - 7) / 10) ** 2;
const few = { candidates: 100, restarts: 3, surrogate: { kind: "map", starts: 2 } } as const;

test("a bowl's lowest point is found in few evaluations, a minimum on a corner too", async () => {
  const inside = await minimiseInBox(new BoxOptimiser({ box: square, ...few }, Random.from(1)), bowl, 20);
  assert.ok(inside!.y < 1e-3, `${inside!.y}`);
  const corner = await minimiseInBox(
    new BoxOptimiser({ box: square, ...few }, Random.from(2)),
    ([a, b]) => a! + b! / 5,
    14,
  );
  assert.ok(corner!.y < -1 + 1e-3, `${corner!.y}`);
});

test("Branin: 25 evaluations leave a lower median regret than 200 by chance", async () => {
  const regrets: number[] = [];
  const byChance: number[] = [];
  for (const seed of [1, 2, 3, 4]) {
    const optimiser = new BoxOptimiser({ box: braninBox }, Random.from(seed));
    regrets.push((await minimiseInBox(optimiser, branin.evaluate, 25))!.y - branin.minimum);
    const random = Random.from(seed).split("chance");
    const values = Array.from({ length: 200 }, () =>
      branin.evaluate(braninBox.map(({ lower, upper }) => lower + (upper - lower) * random.uniform())),
    );
    byChance.push(Math.min(...values) - branin.minimum);
  }
  const middle = (values: number[]) => [...values].sort((a, b) => a - b)[1]!;
  assert.ok(middle(regrets) < middle(byChance), `${regrets} against ${byChance}`);
  assert.ok(middle(regrets) < 0.1, `${regrets}`);
});

test("saved at any time and read back it goes on draw for draw", async () => {
  const problem = { box: square, initial: 4, ...few };
  const whole = new BoxOptimiser(problem, Random.from(3));
  await minimiseInBox(whole, bowl, 9);
  const states: BoxState[] = [];
  await minimiseInBox(new BoxOptimiser(problem, Random.from(3)), bowl, 9, {
    onBatch: (state) => states.push(state),
  });
  const resumed = new BoxOptimiser(problem, JSON.parse(JSON.stringify(states[5])) as BoxState);
  await minimiseInBox(resumed, bowl, 9);
  assert.deepEqual(resumed.state, whole.state);
  // one that stops with a question open
  const asking = new BoxOptimiser(problem, JSON.parse(JSON.stringify(states[5])) as BoxState);
  const open = await asking.ask();
  const later = new BoxOptimiser(problem, JSON.parse(JSON.stringify(asking.state)) as BoxState);
  await minimiseInBox(later, bowl, 9);
  assert.deepEqual(later.state.observations[6]!.x, open);
  assert.deepEqual(later.state, whole.state);
});

test("points of a batch keep apart, and values may come in any order and unasked", async () => {
  const optimiser = new BoxOptimiser({ box: square, initial: 5, ...few }, Random.from(4));
  await minimiseInBox(optimiser, bowl, 5);
  const batch = [await optimiser.ask(), await optimiser.ask(), await optimiser.ask()];
  assert.equal(optimiser.state.pending.length, 3);
  const distance = (a: readonly number[], b: readonly number[]) =>
    Math.hypot((a[0]! - b[0]!) / 2, (a[1]! - b[1]!) / 10);
  for (const [i, j] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const)
    assert.ok(distance(batch[i]!, batch[j]!) > 0.005, `${batch.join(" | ")}`);
  optimiser.tell({ x: batch[1]!, y: bowl(batch[1]!) });
  optimiser.tell({ x: [0.5, 5], y: bowl([0.5, 5]) });
  assert.deepEqual(optimiser.state.pending, [batch[0], batch[2]]);
  const found = await minimiseInBox(new BoxOptimiser({ box: square, ...few }, Random.from(5)), bowl, 20, {
    batch: 4,
  });
  assert.ok(found!.y < 5e-3, `${found!.y}`);
});

test("a constraint is kept: the best is feasible, and lies where the unconstrained minimum is cut off", async () => {
  // a <= 0 cuts off (0.3, 7): the lowest feasible value is 0.09, at (0, 7)
  const optimiser = new BoxOptimiser({ box: square, constraints: 1, ...few }, Random.from(6));
  const found = await minimiseInBox(optimiser, (x) => ({ y: bowl(x), constraints: [x[0]!] }), 22);
  assert.ok(found!.x[0]! <= 0 && found!.y >= 0.09);
  assert.ok(found!.y < 0.1, `${found!.y} at ${found!.x}`);
});

test("where nothing is feasible yet, feasibility is what is looked for", async () => {
  const optimiser = new BoxOptimiser({ box: square, constraints: 1, initial: 4, ...few }, Random.from(7));
  const corner = (x: readonly number[]) => ({
    y: bowl(x),
    constraints: [Math.hypot(x[0]! - 0.9, (x[1]! - 9) / 10) - 0.12],
  });
  assert.equal(await minimiseInBox(optimiser, corner, 4), undefined);
  const found = await minimiseInBox(optimiser, corner, 20);
  assert.ok(found !== undefined && found.constraints![0]! <= 0);
});

test("noise, known or fitted: the place that the model recommends is near the minimum", async () => {
  for (const noise of [0.0025, "fitted"] as const) {
    const random = Random.from(8);
    const optimiser = new BoxOptimiser({ box: square, noise, ...few }, Random.from(8));
    await minimiseInBox(optimiser, (x) => bowl(x) + 0.05 * random.normal(), 30);
    const last = optimiser.state.observations.slice(-8).map(({ x }) => bowl(x));
    const middle = last.sort((a, b) => a - b)[4]!;
    assert.ok(middle < 0.05, `${noise}: ${last}`);
  }
});

test("under the SAAS prior most coordinates may not matter", async () => {
  const box = Array.from({ length: 6 }, () => ({ lower: 0, upper: 1 }));
  const ridge = (x: readonly number[]) => 10 * (x[2]! - 0.6) ** 2;
  const surrogate = { kind: "saas", warmup: 64, draws: 64, kept: 4 } as const;
  const optimiser = new BoxOptimiser(
    { box, surrogate, initial: 8, candidates: 200, restarts: 2 },
    Random.from(9),
  );
  const found = await minimiseInBox(optimiser, ridge, 14);
  assert.ok(found!.y < 0.02, `${found!.y}`);
});

test("what does not fit is refused by name, and the state stays", () => {
  const from = Random.from(1);
  assert.throws(() => new BoxOptimiser({ box: [] }, from), /BoxOptimiser: the domain is empty/);
  assert.throws(() => new BoxOptimiser({ box: [{ lower: 1, upper: 1 }] }, from), /range 0 must run from/);
  assert.throws(() => new BoxOptimiser({ box: square, noise: -1 }, from), /noise must be a variance/);
  assert.throws(() => new BoxOptimiser({ box: square, restarts: 0 }, from), /restarts/);
  assert.throws(
    () => new BoxOptimiser({ box: square, surrogate: { kind: "vi" } as never }, from),
    /"map" or "saas", got vi/,
  );
  assert.throws(
    () => new BoxOptimiser({ box: square, kernel: "rbf" as never }, from),
    /"ardMatern52" or "ardRbf", got rbf/,
  );
  assert.throws(() => new BoxOptimiser({ box: square }, {} as BoxState), /no saved state/);
  const optimiser = new BoxOptimiser({ box: square, constraints: 1 }, from);
  const { state } = optimiser;
  assert.throws(
    () => optimiser.tell({ x: [0, 11], y: 1, constraints: [0] }),
    /x\[1\] must be between 0 and 10, got 11/,
  );
  assert.throws(() => optimiser.tell({ x: [0, 1], y: Number.NaN, constraints: [0] }), /tell: y/);
  assert.throws(() => optimiser.tell({ x: [0, 1], y: 1 }), /tell: constraints/);
  assert.throws(() => optimiser.tell({ x: [0], y: 1, constraints: [0] }), /tell: x/);
  assert.equal(optimiser.state, state);
});
