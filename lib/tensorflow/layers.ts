import { InputError } from "../support/index.js";
import { type Attribute, dispose, execute, keep, type Tensor, tensor } from "./engine.js";

/** Trainable arrays by name. */
export type Parameters = Readonly<Record<string, Tensor>>;

/** What a layer needs to be initialised. */
export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
  /** PyTorch's fan-in: inputs of a unit; for convolutions channels x kernel^2, counted on the OUTPUT side for transposed ones. */
  readonly fanIn: number;
  /** Starts at this value everywhere, instead of the uniform distribution that the fan-in asks for. */
  readonly initial?: number;
  /** Axis that begins with the places of a map or filter which the network holds turned by half, and how many they are. */
  readonly halfTurn?: { readonly axis: number; readonly places: number };
}

/** A layer's output together with the way back through it. */
export interface Applied {
  readonly output: Tensor;
  /**
   * Vector-Jacobian product: takes dL/d(output), writes dL/d(parameter) into `gradients` and returns dL/d(input);
   * `null` where `wantsInput` is false (the first layer of a network has nobody to tell).
   */
  pullback(upstream: Tensor, gradients: Record<string, Tensor>, wantsInput: boolean): Tensor | null;
}

/** A differentiable function of a batch, with its parameters kept outside of it. */
export interface Layer {
  readonly parameters: readonly ParameterShape[];
  apply(input: Tensor, parameters: Parameters): Applied;
}

type Attributes = Readonly<Record<string, Attribute>>;

const plain: Attributes = {};
const transposeFirst: Attributes = { transpose_a: { bool: true } };
const transposeSecond: Attributes = { transpose_b: { bool: true } };

function run(kernel: string, attributes: Attributes, ...inputs: readonly Tensor[]): Tensor {
  return execute(kernel, attributes, inputs)[0]!;
}

/** Adds a bias along the last axis and, if asked, rectifies; the pullback starts by undoing the rectifier. */
function finish(linear: Tensor, bias: Tensor, relu: boolean): Tensor {
  const shifted = run("BiasAdd", plain, linear, bias);
  dispose(linear);
  if (!relu) return shifted;
  const rectified = run("Relu", plain, shifted);
  dispose(shifted);
  return rectified;
}

/** dL/d(bias): the sum over all but the last axis; for a single channel a plain sum is ten times faster than the kernel. */
function biasGradient(local: Tensor): Tensor {
  if (local.shape[local.shape.length - 1] !== 1) return run("BiasAddGrad", plain, local);
  return run("Sum", plain, run("Reshape", plain, local, sizes([local.size, 1])), sizes([0]));
}

function throughRelu(upstream: Tensor, output: Tensor, relu: boolean): Tensor {
  return relu ? run("ReluGrad", plain, upstream, output) : upstream;
}

/** Options shared by the layers with weights. */
export interface LayerOptions {
  /** Rectify the output, max(0, y). */
  readonly relu?: boolean;
}

/**
 * Fully connected layer y = x W + b: x [batch, inputs], W [inputs, outputs], b [outputs], y [batch, outputs].
 */
export function dense(
  name: string,
  inputs: number,
  outputs: number,
  { relu = false }: LayerOptions = {},
): Layer {
  const weightName = `${name}.weight`;
  const biasName = `${name}.bias`;
  return {
    parameters: [
      { name: weightName, shape: [inputs, outputs], fanIn: inputs },
      { name: biasName, shape: [outputs], fanIn: inputs },
    ],
    apply(input, parameters) {
      const weight = parameters[weightName]!;
      const output = finish(run("MatMul", plain, input, weight), parameters[biasName]!, relu);
      const pullback: Applied["pullback"] = (upstream, gradients, wantsInput) => {
        const local = throughRelu(upstream, output, relu);
        gradients[weightName] = run("MatMul", transposeFirst, input, local);
        gradients[biasName] = biasGradient(local);
        const toInput = wantsInput ? run("MatMul", transposeSecond, local, weight) : null;
        if (relu) dispose(local);
        return toInput;
      };
      return { output, pullback };
    },
  };
}

/** Two layers of one input. */
export interface Fork {
  readonly parameters: readonly ParameterShape[];
  apply(
    input: Tensor,
    parameters: Parameters,
  ): {
    readonly outputs: readonly [Tensor, Tensor];
    /** As in {@link Applied}, with a dL/d(output) for each; always returns dL/d(input). */
    pullback(upstreams: readonly [Tensor, Tensor], gradients: Record<string, Tensor>): Tensor;
  };
}

const ofTwo: Attributes = { N: { int: 2 }, T: { type: "float32" }, Tidx: { type: "int32" } };
const inTwo: Attributes = { num_split: { int: 2 } };

/** Two {@link dense} layers without rectifiers on the same input, computed as one of twice the width: half the passes over it. */
export function denseFork(names: readonly [string, string], inputs: number, outputs: number): Fork {
  const [first, second] = names.map((name) => dense(name, inputs, outputs)) as [Layer, Layer];
  const [[firstWeight, firstBias], [secondWeight, secondBias]] = names.map((name) => [
    `${name}.weight`,
    `${name}.bias`,
  ]) as [[string, string], [string, string]];
  const join = (a: Tensor, b: Tensor) => execute("ConcatV2", ofTwo, [a, b, sizes(a.shape.length - 1)])[0]!;
  const part = (both: Tensor) =>
    execute("Split", inTwo, [sizes(both.shape.length - 1), both], 2) as [Tensor, Tensor];
  return {
    parameters: [...first.parameters, ...second.parameters],
    apply(input, parameters) {
      const weight = join(parameters[firstWeight]!, parameters[secondWeight]!);
      const bias = join(parameters[firstBias]!, parameters[secondBias]!);
      return {
        outputs: part(finish(run("MatMul", plain, input, weight), bias, false)),
        pullback(upstreams, gradients) {
          const local = join(...upstreams);
          const toWeights = part(run("MatMul", transposeFirst, input, local));
          const toBiases = part(biasGradient(local));
          [gradients[firstWeight], gradients[secondWeight]] = toWeights;
          [gradients[firstBias], gradients[secondBias]] = toBiases;
          return run("MatMul", transposeSecond, local, weight);
        },
      };
    },
  };
}

/** Size and stride of a square filter. */
export interface FilterOptions extends LayerOptions {
  /** Odd; 3 by default. */
  readonly kernel?: number;
  /** 2 by default. */
  readonly stride?: 1 | 2;
}

/**
 * With stride 2 and 3 x 3 filters "SAME" adds a row and a column of zeros below and on the right to a map of even size, and on
 * every side to one of odd size; with stride 1 on every side.
 */
const same = (stride: number): Attributes => ({
  strides: { int: [1, stride, stride, 1] },
  padding: { text: "SAME" },
});

/** The same padding of a map of even size said in full, which chooses another kernel: with one channel the faster one. */
const stridedEven: Attributes = {
  strides: { int: [1, 2, 2, 1] },
  padding: { text: "EXPLICIT" },
  explicit_paddings: { int: [0, 0, 0, 1, 0, 1, 0, 0] },
};

const knownSizes = new Map<string, Tensor>();

/** A shape (or, without brackets around it, one number) as the kernels want it; there are few, and they are made once. */
function sizes(shape: readonly number[] | number): Tensor {
  const name = JSON.stringify(shape);
  let known = knownSizes.get(name);
  if (known === undefined) {
    known = keep(
      typeof shape === "number"
        ? tensor(Int32Array.of(shape), [])
        : tensor(Int32Array.from(shape), [shape.length]),
    );
    knownSizes.set(name, known);
  }
  return known;
}

/**
 * The patches of a one-channel image under a filter's strides and padding, [patches, kernel^2].
 *
 * With one channel TensorFlow's filter gradient takes five times as long as these patches and a matrix product.
 */
function planePatches(plane: Tensor, kernel: number, stride: number): Tensor {
  const places = kernel ** 2;
  const onePlaceEach = Float32Array.from({ length: places ** 2 }, (_, i) => (i % (places + 1) === 0 ? 1 : 0));
  const patches = run("Conv2D", same(stride), plane, tensor(onePlaceEach, [kernel, kernel, 1, places]));
  return run("Reshape", plain, patches, sizes([patches.size / places, places]));
}

/** Convolves by patches where there is one input channel; returns the result and the way to the filter's gradient. */
function convolve(
  input: Tensor,
  weight: Tensor,
  stride: number,
): { linear: Tensor; filterGradient: (local: Tensor) => Tensor } {
  if (input.shape[3] !== 1) {
    return {
      linear: run("Conv2D", same(stride), input, weight),
      filterGradient: (local) => run("Conv2DBackpropFilter", same(stride), input, sizes(weight.shape), local),
    };
  }
  const kernel = weight.shape[0]!;
  const outputs = weight.shape[3]!;
  const [batch, height, width] = input.shape as [number, number, number];
  const patches = planePatches(input, kernel, stride);
  const flatWeight = run("Reshape", plain, weight, sizes([kernel ** 2, outputs]));
  const product = run("MatMul", plain, patches, flatWeight);
  const shape = [batch, Math.ceil(height / stride), Math.ceil(width / stride), outputs];
  return {
    linear: run("Reshape", plain, product, sizes(shape)),
    filterGradient: (local) => {
      const flat = run("Reshape", plain, local, sizes([local.size / outputs, outputs]));
      return run("Reshape", plain, run("MatMul", transposeFirst, patches, flat), sizes(weight.shape));
    },
  };
}

/**
 * Convolution of k x k filters with stride s: x [batch, H, W, inputs] to [batch, ceil(H/s), ceil(W/s), outputs];
 * weight [k, k, inputs, outputs]. At stride 2 the odd zero is added below and on the right of even sizes: with images
 * and filters turned by half it is the convolution of padding (k - 1)/2 of other libraries, turned by half.
 */
export function convolution(
  name: string,
  inputs: number,
  outputs: number,
  { relu = false, kernel = 3, stride = 2 }: FilterOptions = {},
): Layer {
  const weightName = `${name}.weight`;
  const biasName = `${name}.bias`;
  const fanIn = inputs * kernel ** 2;
  return {
    parameters: [
      { name: weightName, shape: [kernel, kernel, inputs, outputs], fanIn },
      { name: biasName, shape: [outputs], fanIn },
    ],
    apply(input, parameters) {
      const weight = parameters[weightName]!;
      const { linear, filterGradient } = convolve(input, weight, stride);
      const output = finish(linear, parameters[biasName]!, relu);
      const pullback: Applied["pullback"] = (upstream, gradients, wantsInput) => {
        const local = throughRelu(upstream, output, relu);
        gradients[weightName] = filterGradient(local);
        gradients[biasName] = biasGradient(local);
        const toInput = wantsInput
          ? run("Conv2DBackpropInput", same(stride), sizes(input.shape), weight, local)
          : null;
        if (relu) dispose(local);
        return toInput;
      };
      return { output, pullback };
    },
  };
}

/**
 * Transposed convolution of k x k filters with stride s: x [batch, H, W, inputs] to [batch, sH, sW, outputs]; weight
 * [k, k, outputs, inputs]. It is the pullback of {@link convolution}; turned by half and with stride 2, that of output padding 1.
 */
export function transposedConvolution(
  name: string,
  inputs: number,
  outputs: number,
  { relu = false, kernel = 3, stride = 2 }: FilterOptions = {},
): Layer {
  const weightName = `${name}.weight`;
  const biasName = `${name}.bias`;
  const fanIn = outputs * kernel ** 2;
  const padding = outputs === 1 && kernel === 3 && stride === 2 ? stridedEven : same(stride);
  return {
    parameters: [
      { name: weightName, shape: [kernel, kernel, outputs, inputs], fanIn },
      { name: biasName, shape: [outputs], fanIn },
    ],
    apply(input, parameters) {
      const weight = parameters[weightName]!;
      const [batch, height, width] = input.shape as [number, number, number];
      const enlarged = sizes([batch, stride * height, stride * width, outputs]);
      const output = finish(
        run("Conv2DBackpropInput", padding, enlarged, weight, input),
        parameters[biasName]!,
        relu,
      );
      const pullback: Applied["pullback"] = (upstream, gradients, wantsInput) => {
        const local = throughRelu(upstream, output, relu);
        // the adjoint: what was the input of a convolution is now the gradient of its output
        const { linear, filterGradient } = convolve(local, weight, stride);
        gradients[weightName] = filterGradient(input);
        gradients[biasName] = biasGradient(local);
        if (relu) dispose(local);
        return wantsInput ? linear : null;
      };
      return { output, pullback };
    },
  };
}

/** Gives every element of the batch the shape `to` (the batch axis stays). */
export function reshape(to: readonly number[]): Layer {
  return {
    parameters: [],
    apply(input) {
      const output = run("Reshape", plain, input, sizes([input.shape[0]!, ...to]));
      const pullback: Applied["pullback"] = (upstream) => run("Reshape", plain, upstream, sizes(input.shape));
      return { output, pullback };
    },
  };
}

/** Layers one after the other. */
export function sequence(...layers: readonly Layer[]): Layer {
  const parameters = layers.flatMap((layer) => layer.parameters);
  const names = new Set(parameters.map(({ name }) => name));
  if (names.size !== parameters.length)
    throw new InputError("sequence", `two layers share a name: ${parameters.map((p) => p.name)}`);
  const trained = layers.findIndex((layer) => layer.parameters.length > 0);
  const firstTrained = trained < 0 ? layers.length : trained; // nobody below it asks for a gradient
  return {
    parameters,
    apply(input, values) {
      const applied: Applied[] = [];
      let output = input;
      for (const layer of layers) {
        const step = layer.apply(output, values);
        applied.push(step);
        output = step.output;
      }
      const pullback: Applied["pullback"] = (upstream, gradients, wantsInput) => {
        let current: Tensor | null = upstream;
        const end = wantsInput ? 0 : firstTrained;
        for (let i = applied.length - 1; i >= end; i--) {
          const above: Tensor = current!;
          current = applied[i]!.pullback(above, gradients, wantsInput || i > end);
          if (above !== upstream) dispose(above);
        }
        return wantsInput ? current : null;
      };
      return { output, pullback };
    },
  };
}
