import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "pml/random";
import { readFloat32, scope, type Tensor, tensor } from "pml/tensorflow";
import {
  convolution,
  dense,
  type Layer,
  reshape,
  sequence,
  transposedConvolution,
} from "#internal/tensorflow/layers";

const random = Random.from(9).split("layers");
const size = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
const normals = (name: string, shape: readonly number[]) =>
  random.split(name).fillNormal(new Float32Array(size(shape)));

type Values = Record<string, Float32Array>;

const layers: readonly [name: string, layer: (relu: boolean) => Layer, input: readonly number[]][] = [
  ["dense", (relu) => dense("layer", 5, 3, { relu }), [4, 5]],
  ["convolution", (relu) => convolution("layer", 2, 3, { relu }), [2, 6, 4, 2]],
  ["transposed convolution", (relu) => transposedConvolution("layer", 3, 2, { relu }), [2, 3, 2, 3]],
  ["convolution of 5 x 5", (relu) => convolution("layer", 2, 3, { relu, kernel: 5 }), [2, 6, 4, 2]],
  [
    "convolution of a plane, stride 1",
    (relu) => convolution("layer", 1, 3, { relu, stride: 1 }),
    [2, 4, 3, 1],
  ],
  [
    "transposed convolution of 5 x 5 to a plane",
    (relu) => transposedConvolution("layer", 3, 1, { relu, kernel: 5 }),
    [2, 3, 2, 3],
  ],
  [
    "transposed convolution, stride 1",
    (relu) => transposedConvolution("layer", 3, 2, { relu, stride: 1 }),
    [2, 3, 4, 3],
  ],
];

/** Output of a layer, and the gradients of `sum(output * upstream)` for parameters and input. */
function applied(layer: Layer, shape: readonly number[], values: Values, upstream?: Float32Array) {
  return scope(() => {
    const parameters: Record<string, Tensor> = {};
    for (const each of layer.parameters) parameters[each.name] = tensor(values[each.name]!, each.shape);
    const { output, pullback } = layer.apply(tensor(values.input!, shape), parameters);
    const weights = upstream ?? normals("upstream", output.shape);
    const found: Record<string, Tensor> = {};
    found.input = pullback(tensor(weights, output.shape), found, true)!;
    const gradients = Object.fromEntries(
      Object.entries(found).map(([name, gradient]) => [name, readFloat32(gradient)] as const),
    );
    return { output: readFloat32(output), upstream: weights, gradients };
  });
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

function startValues(layer: Layer, input: readonly number[]): Values {
  const parameters = layer.parameters.map(({ name, shape }) => [name, normals(name, shape)] as const);
  return { ...Object.fromEntries(parameters), input: normals("input", input) };
}

for (const [name, make, input] of layers) {
  test(`${name}: every derivative by weight, bias and input is the difference quotient, exact as the layer is linear in each`, () => {
    const layer = make(false);
    const values = startValues(layer, input);
    const { upstream, gradients } = applied(layer, input, values);
    assert.deepEqual(Object.keys(gradients).sort(), Object.keys(values).sort());
    for (const [which, gradient] of Object.entries(gradients)) {
      assert.equal(gradient.length, values[which]!.length);
      for (const i of gradient.keys()) {
        const [up, down] = [1, -1].map((step) => {
          const moved = Float32Array.from(values[which]!);
          moved[i]! += step;
          return dot(applied(layer, input, { ...values, [which]: moved }, upstream).output, upstream);
        }) as [number, number];
        const difference = (up - down) / 2;
        assert.ok(
          Math.abs(gradient[i]! - difference) < 1e-4 * Math.max(1, Math.abs(difference)),
          `${which}[${i}]: ${gradient[i]} against ${difference}`,
        );
      }
    }
  });

  test(`${name}: rectified, it passes back only what reached the output`, () => {
    const values = startValues(make(false), input);
    const linear = applied(make(false), input, values);
    const rectified = applied(make(true), input, values, linear.upstream);
    assert.deepEqual(
      rectified.output,
      linear.output.map((value) => Math.max(0, value)),
    );
    assert.ok(rectified.output.some((value) => value === 0) && rectified.output.some((value) => value > 0));
    const masked = linear.upstream.map((value, i) => (linear.output[i]! > 0 ? value : 0));
    const expected = applied(make(false), input, values, masked).gradients;
    for (const [which, gradient] of Object.entries(rectified.gradients)) {
      for (const i of gradient.keys()) assert.ok(Math.abs(gradient[i]! - expected[which]![i]!) < 1e-5, which);
    }
  });
}

test("a sequence goes back no further than it is asked: to the lowest layer that is trained, or to the input", () => {
  const asked: boolean[] = [];
  const watched: Layer = {
    ...dense("low", 6, 5),
    apply(input, parameters) {
      const applied = dense("low", 6, 5).apply(input, parameters);
      const pullback: typeof applied.pullback = (upstream, gradients, wantsInput) => {
        asked.push(wantsInput);
        return applied.pullback(upstream, gradients, wantsInput);
      };
      return { output: applied.output, pullback };
    },
  };
  const network = sequence(reshape([6]), watched, dense("high", 5, 2));
  const values = startValues(network, [3, 2, 3]);
  const gradientsOf = (wantsInput: boolean) =>
    scope(() => {
      const parameters: Record<string, Tensor> = {};
      for (const { name, shape } of network.parameters) parameters[name] = tensor(values[name]!, shape);
      const { output, pullback } = network.apply(tensor(values.input!, [3, 2, 3]), parameters);
      const found: Record<string, Tensor> = {};
      const toInput = pullback(tensor(normals("upstream", output.shape), output.shape), found, wantsInput);
      const read = Object.entries(found).map(([name, gradient]) => [name, readFloat32(gradient)]);
      return { toInput: toInput && readFloat32(toInput), trained: Object.fromEntries(read) };
    });
  const without = gradientsOf(false);
  const whole = gradientsOf(true);
  assert.deepEqual(asked, [false, true]);
  assert.deepEqual(Object.keys(without.trained).sort(), [
    "high.bias",
    "high.weight",
    "low.bias",
    "low.weight",
  ]);
  assert.deepEqual(without.trained, whole.trained);
  assert.equal(without.toInput, null);
  assert.equal(whole.toInput?.length, 18);
  assert.ok(whole.toInput.every((value) => value !== 0));
});
