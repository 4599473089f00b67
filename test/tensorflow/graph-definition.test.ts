import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { liveTensors, readFloat32, scope, tensor } from "pml/tensorflow";
import { endGraph, loadGraph, runGraph } from "#internal/tensorflow/engine";
import { type GraphNode, graphTag, savedModel } from "#internal/tensorflow/graph-definition";

function inSession<Result>(nodes: readonly GraphNode[], body: (session: number) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "graph-"));
  try {
    writeFileSync(join(folder, "saved_model.pb"), savedModel(nodes));
    const session = loadGraph(folder, graphTag);
    try {
      return body(session);
    } finally {
      endGraph(session);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const float = { type: "float32" } as const;
const input = (name: string, shape: readonly number[]): GraphNode => ({
  name,
  kernel: "Placeholder",
  inputs: [],
  attributes: { dtype: float, shape: { shape } },
});

test("TensorFlow reads constants, types, booleans, lists and texts as they were meant", () => {
  const before = liveTensors();
  const nodes: GraphNode[] = [
    input("image", [1, 2, 2, 1]),
    {
      name: "filter",
      kernel: "Const",
      inputs: [],
      attributes: {
        dtype: float,
        value: { value: { type: "float32", shape: [1, 1, 1, 2], values: Float32Array.of(10, -0.5) } },
      },
    },
    {
      name: "convolved",
      kernel: "Conv2D",
      inputs: ["image:0", "filter:0"],
      attributes: { T: float, strides: { int: [1, 1, 2, 1] }, padding: { text: "VALID" } },
    },
    input("left", [2, 1]),
    input("right", [2, 3]),
    {
      name: "product",
      kernel: "MatMul",
      inputs: ["left:0", "right:0"],
      attributes: { T: float, transpose_a: { bool: true } },
    },
    {
      name: "leaky",
      kernel: "LeakyRelu",
      inputs: ["left:0"],
      attributes: { T: float, alpha: { float: 0.25 } },
    },
  ];
  inSession(nodes, (session) => {
    scope(() => {
      const image = tensor(Float32Array.of(1, 2, 3, 4), [1, 2, 2, 1]);
      const [convolved] = runGraph(session, [image], "image:0", "convolved:0");
      assert.deepEqual(convolved!.shape, [1, 2, 1, 2]);
      assert.deepEqual([...readFloat32(convolved!)], [10, -0.5, 30, -1.5]);
      const sides = [
        tensor(Float32Array.of(1, -2), [2, 1]),
        tensor(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]),
      ];
      const [product, leaky] = runGraph(session, sides, "left:0,right:0", "product:0,leaky:0");
      assert.deepEqual([...readFloat32(product!)], [-7, -8, -9]);
      assert.deepEqual([...readFloat32(leaky!)], [1, -0.5]);
    });
  });
  assert.equal(liveTensors(), before);
});

test("a graph that TensorFlow cannot take is refused with its own words", () => {
  const nodes = [input("x", [1]), { name: "y", kernel: "NoSuchKernel", inputs: ["x:0"], attributes: {} }];
  assert.throws(() => inSession(nodes, () => {}), /NoSuchKernel/);
});
