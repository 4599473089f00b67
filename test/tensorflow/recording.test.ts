import assert from "node:assert/strict";
import { test } from "node:test";
import { dispose, execute, keep, liveTensors, scalar, scope, type Tensor, tensor } from "pml/tensorflow";
import { Adam, initialAdamState } from "#internal/tensorflow/adam";
import { record } from "#internal/tensorflow/recording";

const run = (kernel: string, ...inputs: readonly Tensor[]) => execute(kernel, {}, inputs)[0]!;

test("arguments and kept tensors go in, numbers made on the way and integers are part of the graph", () => {
  scope(() => {
    const kept = keep(scalar(3));
    const axis = tensor(Int32Array.of(0), [1]);
    let keptOnTheWay: Tensor | undefined;
    const recording = record("r", [tensor(Float32Array.of(1, 2), [2])], ([x]) => {
      keptOnTheWay = keep(scalar(5));
      const scaled = run("Mul", run("Mul", run("Mul", x!, kept), scalar(2)), keptOnTheWay);
      return [execute("Sum", {}, [scaled, axis])[0]!];
    });
    assert.deepEqual(recording.parameters, ["r/Placeholder0:0"]);
    assert.deepEqual(
      recording.held.map(({ tensor: one }) => one),
      [kept, keptOnTheWay],
    );
    const constants = recording.nodes.filter(({ kernel }) => kernel === "Const");
    assert.deepEqual(
      constants.map(({ attributes }) => (attributes.value as { value: { values: unknown } }).value.values),
      [Float32Array.of(2), Int32Array.of(0)],
    );
    assert.deepEqual(
      recording.nodes.map(({ kernel }) => kernel).filter((kernel) => kernel === "Mul" || kernel === "Sum"),
      ["Mul", "Mul", "Mul", "Sum"],
    );
    assert.equal(recording.variables.size, 0);
    dispose(kept, keptOnTheWay!);
  });
});

test("variables are not changed by being recorded; a change waits for all that was computed from its variable", () => {
  const before = liveTensors();
  const adam = new Adam(
    [{ name: "w", shape: [2], fanIn: 1 }],
    initialAdamState({ w: Float32Array.of(1, 2) }),
  );
  scope(() => {
    const examples = [scalar(1), scalar(1)];
    const recording = record("r", examples, ([rate, shift]) => {
      const { w } = adam.parameters();
      const gradient = run("Square", w!);
      adam.update({ w: gradient }, rate!, shift!);
      return [gradient];
    });
    assert.deepEqual([...adam.state().values.w!], [1, 2]);
    assert.equal(adam.step, 0);
    assert.equal(recording.variables.size, 3);
    const change = recording.nodes.find(({ kernel }) => kernel === "ResourceApplyAdam")!;
    const named = (kernel: string) => recording.nodes.find((node) => node.kernel === kernel)!.name;
    assert.ok(change.inputs.includes(`^${named("ReadVariableOp")}`));
    assert.ok(change.inputs.includes(`^${named("Square")}`));
    const result = recording.nodes.find(({ name }) => recording.results[0] === `${name}:0`)!;
    assert.ok(result.inputs.includes(`^${change.name}`));
  });
  adam.dispose();
  assert.equal(liveTensors(), before);
});

test("what cannot be recorded is refused, and the next recording is not disturbed", () => {
  scope(() => {
    const x = tensor(Float32Array.of(1), [1]);
    assert.throws(() => record("r", [x], () => []), /wants at least one result/);
    assert.throws(() => record("r", [x], () => [run("Cast2", x)]), /Cast2/);
    assert.throws(
      () => record("r", [x], ([one]) => record("s", [one!], (args) => args) && [one!]),
      /one recording at a time/,
    );
    const bytes = { SrcT: { type: "uint8" }, DstT: { type: "float32" } } as const;
    assert.throws(
      () => record("r", [x], () => execute("Cast", bytes, [tensor(Uint8Array.of(1), [1])])),
      /float32 or int32, got uint8/,
    );
    assert.equal(record("r", [x], ([one]) => [run("Square", one!)]).results.length, 1);
  });
});
