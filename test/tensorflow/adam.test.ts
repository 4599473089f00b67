import assert from "node:assert/strict";
import { test } from "node:test";
import { execute, liveTensors, readFloat32, scope, tensor } from "pml/tensorflow";
import { Adam, initialAdamState } from "#internal/tensorflow/adam";

const shapes = [
  { name: "a", shape: [2], fanIn: 1 },
  { name: "b", shape: [2], fanIn: 1 },
];
const start = (a: number, b: number) =>
  initialAdamState({ a: Float32Array.of(a, -a), b: Float32Array.of(b, 2 * b) });

function step(adam: Adam, slope: number): void {
  scope(() =>
    adam.apply({
      a: tensor(Float32Array.of(slope, slope), [2]),
      b: tensor(Float32Array.of(-slope, 3 * slope), [2]),
    }),
  );
}

test("Adam follows the published update (Kingma and Ba 2015, algorithm 1)", () => {
  const adam = new Adam(shapes, start(1, 4), { learningRate: 0.1 });
  let [theta, m, v] = [1, 0, 0];
  for (let t = 1; t <= 30; t++) {
    const gradient = Math.cos(t);
    step(adam, gradient);
    m = 0.9 * m + 0.1 * gradient;
    v = 0.999 * v + 0.001 * gradient ** 2;
    theta -= (0.1 * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
    const found = adam.state().values.a![0]!;
    assert.ok(Math.abs(found - theta) < 2e-6, `step ${t}: ${found}, not ${theta}`);
  }
  adam.dispose();
});

test("optimisers of the same shapes share nothing, whichever of them ends first, and nothing is left of them", () => {
  const before = liveTensors();
  const alone = new Adam(shapes, start(1, 4));
  step(alone, 0.5);
  step(alone, -2);
  const expected = alone.state();
  alone.dispose();

  const early = new Adam(shapes, start(7, 8));
  const late = new Adam(shapes, start(1, 4));
  step(early, 3);
  step(late, 0.5);
  early.dispose();
  const next = new Adam(shapes, start(-5, 0.25));
  assert.deepEqual(next.state().values, start(-5, 0.25).values);
  assert.deepEqual(next.state().secondMoments, start(-5, 0.25).secondMoments);
  step(next, 1);
  step(late, -2);
  assert.deepEqual(late.state(), expected);
  next.dispose();
  late.dispose();
  assert.equal(liveTensors(), before);
});

test("a copy of the parameters is not moved by the next step", () => {
  const adam = new Adam(shapes, start(1, 4));
  scope(() => {
    const { a } = adam.parameters();
    const doubled = execute("AddV2", {}, [a!, a!])[0]!;
    step(adam, 1);
    assert.deepEqual([...readFloat32(doubled)], [2, -2]);
  });
  adam.dispose();
});
