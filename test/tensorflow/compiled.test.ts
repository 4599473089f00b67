import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { test } from "node:test";
import {
  dispose,
  execute,
  keep,
  liveTensors,
  readFloat32,
  scalar,
  scope,
  type Tensor,
  tensor,
} from "pml/tensorflow";
import { Adam, initialAdamState } from "#internal/tensorflow/adam";
import { Compiled } from "#internal/tensorflow/compiled";
import { record } from "#internal/tensorflow/recording";

const run = (kernel: string, ...inputs: readonly Tensor[]) => execute(kernel, {}, inputs)[0]!;
const shapes = [{ name: "w", shape: [3], fanIn: 1 }];
const start = initialAdamState({ w: Float32Array.of(1, -2, 3) });
const graphsOnDisk = () => readdirSync(tmpdir()).filter((name) => name.startsWith("pml-graph-"));

/** A step on the loss 1/2 sum of (w - x)^2, whose gradient is w - x. */
function body(adam: Adam) {
  return ([x, rate, shift]: readonly Tensor[]) => {
    const { w } = adam.parameters();
    const gradient = run("Sub", w!, x!);
    adam.update({ w: gradient }, rate!, shift!);
    return [run("Square", w!), gradient];
  };
}

test("steps in a graph are those of the kernels one by one; the recorded variables follow when they settle", () => {
  const before = liveTensors();
  const files = graphsOnDisk();
  const [alone, recorded] = [new Adam(shapes, start), new Adam(shapes, start)];
  const compiled = scope(() => {
    const examples = [tensor(new Float32Array(3), [3]), scalar(0), scalar(0)];
    return new Compiled({ step: record("step", examples, body(recorded)) });
  });
  assert.deepEqual(graphsOnDisk(), files);
  for (let i = 0; i < 5; i++) {
    scope(() => {
      const x = Float32Array.of(i, 2 * i, -i);
      const { w } = alone.parameters();
      const gradient = run("Sub", w!, tensor(x, [3]));
      const squares = readFloat32(run("Square", w!));
      alone.apply({ w: gradient });
      const [rate, shift] = recorded.nextSizes();
      const found = compiled.run("step", [tensor(x, [3]), scalar(rate), scalar(shift)]);
      assert.deepEqual(readFloat32(found[0]!), squares);
      assert.deepEqual(readFloat32(found[1]!), readFloat32(gradient));
    });
  }
  assert.deepEqual([...recorded.state().values.w!], [1, -2, 3]);
  compiled.writeBack();
  assert.deepEqual(recorded.state(), alone.state());
  compiled.dispose();
  for (const adam of [alone, recorded]) adam.dispose();
  assert.equal(liveTensors(), before);
});

test("what was computed from a variable before its change is not touched by the change", () => {
  const adam = new Adam(shapes, start);
  scope(() => {
    // Adam's first step moves every parameter by the rate against the sign of its gradient
    const recording = record("step", [scalar(0), scalar(0)], ([rate, shift]) => {
      const { w } = adam.parameters();
      adam.update({ w: run("Mul", w!, scalar(2)) }, rate!, shift!);
      return [run("Mul", w!, scalar(10))];
    });
    const compiled = new Compiled({ step: recording });
    const sizes = () => {
      const [rate, shift] = adam.nextSizes();
      return [scalar(rate), scalar(shift)];
    };
    assert.deepEqual([...readFloat32(compiled.run("step", sizes())[0]!)], [10, -20, 30]);
    const second = readFloat32(compiled.run("step", sizes())[0]!);
    second.forEach((value, i) => {
      assert.ok(Math.abs(value - 10 * (start.values.w![i]! - Math.sign(start.values.w![i]!) * 1e-3)) < 1e-4);
    });
    compiled.dispose();
  });
  adam.dispose();
});

test("several recordings of one graph share its variables; graphs share nothing", () => {
  const adam = new Adam(shapes, start);
  scope(() => {
    const examples = [tensor(new Float32Array(3), [3]), scalar(0), scalar(0)];
    const recordings = () => ({
      one: record("one", examples, body(adam)),
      two: record("two", examples, body(adam)),
    });
    const [first, second] = [new Compiled(recordings()), new Compiled(recordings())];
    const args = [tensor(new Float32Array(3), [3]), scalar(0.1), scalar(1e-8)];
    first.run("one", args);
    const seen = readFloat32(first.run("two", args)[1]!);
    assert.notDeepEqual([...seen], [1, -2, 3]);
    assert.deepEqual([...readFloat32(second.run("two", args)[1]!)], [1, -2, 3]);
    assert.throws(() => first.run("three" as "one", args), /Compiled.run: there is no recording three/);
    assert.throws(() => first.run("one", args.slice(1)), /Compiled.run: arguments of one/);
    first.dispose();
    second.dispose();
  });
  adam.dispose();
});

test("division by a kept number is a division in the graph, too", () => {
  scope(() => {
    const white = keep(scalar(255));
    const bytes = tensor(
      Float32Array.from({ length: 256 }, (_, i) => i),
      [256],
    );
    const compiled = new Compiled({
      divide: record("divide", [bytes], ([x]) => [run("RealDiv", x!, white)]),
    });
    const found = readFloat32(compiled.run("divide", [bytes])[0]!);
    assert.deepEqual(
      found,
      Float32Array.from({ length: 256 }, (_, i) => i / 255),
    );
    compiled.dispose();
    dispose(white);
  });
});

test("where no temporary file can be written, the message names the folder and the variable", () => {
  const { TMPDIR } = process.env;
  process.env.TMPDIR = "/nowhere/at/all";
  try {
    scope(() => {
      const x = scalar(1);
      const recording = record("square", [x], ([one]) => [run("Square", one!)]);
      assert.throws(
        () => new Compiled({ square: recording }),
        /Compiled: .* none can be written in \/nowhere\/at\/all .*TMPDIR/,
      );
    });
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
});
