import { InputError } from "../support/index.js";
import { dispose, execute, keep, readFloat32, scalar, scope, type Tensor, tensor } from "./engine.js";
import type { ParameterShape, Parameters } from "./layers.js";

/** Settings of Adam; the defaults are PyTorch's. */
export interface AdamOptions {
  readonly learningRate?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** Parameters and both moments as plain numbers, and how many steps were made: enough to go on. */
export interface AdamState {
  readonly step: number;
  readonly values: Readonly<Record<string, Float32Array>>;
  readonly firstMoments: Readonly<Record<string, Float32Array>>;
  readonly secondMoments: Readonly<Record<string, Float32Array>>;
}

interface Slot {
  readonly shape: readonly number[];
  readonly value: Variable;
  readonly firstMoment: Variable;
  readonly secondMoment: Variable;
}

/** A variable on TensorFlow's side, and the name it has there. */
interface Variable {
  readonly handle: Tensor;
  readonly name: string;
}

const namesInUse = new Set<string>();

/** The first free name for this shape: TensorFlow keeps a kernel for ever for each pair of name and shape it has seen. */
function freeName(shape: readonly number[]): string {
  for (let i = 0; ; i++) {
    const name = `variable-${shape.join("x")}-${i}`;
    if (!namesInUse.has(name)) return name;
  }
}

function variable(data: Float32Array, shape: readonly number[]): Variable {
  const name = freeName(shape);
  const attributes = { dtype: { type: "float32" }, shape: { shape }, shared_name: { text: name } } as const;
  const handle = keep(execute("VarHandleOp", attributes, [])[0]!);
  scope(() => execute("AssignVariableOp", { dtype: { type: "float32" } }, [handle, tensor(data, shape)], 0));
  namesInUse.add(name);
  return { handle, name };
}

function destroy({ handle, name }: Variable): void {
  execute("DestroyResourceOp", noAttributes, [handle], 0);
  dispose(handle);
  namesInUse.delete(name);
}

const asFloat32 = { dtype: { type: "float32" } } as const;
const noAttributes = {};

/**
 * Trainable parameters under Adam (Kingma and Ba 2015, algorithm 1), kept and updated on TensorFlow's side.
 *
 * theta <- theta - a m^ / (sqrt(v^) + epsilon) with the bias-corrected moments m^ = m / (1 - beta1^t) and
 * v^ = v / (1 - beta2^t). TensorFlow's kernel puts its epsilon beside the uncorrected sqrt(v); step size and epsilon
 * are therefore handed over multiplied by the correction (computed in doubles), which gives this formula.
 *
 * The kernel computes `1 - beta2` in single precision, which for 0.999 is 1.3e-5 short of 0.001: steps are longer by a factor of
 * 1 + 6.4e-6 than PyTorch's, which computes it in doubles. With `beta1: Math.fround(0.9), beta2: Math.fround(0.999)` the correction
 * knows of it, and a hundred steps of either autoencoder have PyTorch's losses to the rounding (test/models/vae/pytorch-steps).
 *
 * Call {@link Adam.dispose} when done: variables belong to no scope.
 */
export class Adam {
  private readonly slots = new Map<string, Slot>();
  private readonly constants: { zero: Tensor; beta1: Tensor; beta2: Tensor };
  private readonly settings: Required<AdamOptions>;
  private steps: number;

  constructor(shapes: readonly ParameterShape[], start: AdamState, options: AdamOptions = {}) {
    this.settings = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...options };
    this.steps = start.step;
    for (const { name, shape } of shapes) {
      const size = shape.reduce((product, length) => product * length, 1);
      for (const part of ["values", "firstMoments", "secondMoments"] as const) {
        const length = start[part][name]?.length;
        if (length !== size)
          throw new InputError("Adam", `${part} of ${name} must have ${size} numbers, got ${length}`);
      }
      this.slots.set(name, {
        shape,
        value: variable(start.values[name]!, shape),
        firstMoment: variable(start.firstMoments[name]!, shape),
        secondMoment: variable(start.secondMoments[name]!, shape),
      });
    }
    this.constants = {
      zero: keep(scalar(0)),
      beta1: keep(scalar(this.settings.beta1)),
      beta2: keep(scalar(this.settings.beta2)),
    };
  }

  /** Number of updates made so far. */
  get step(): number {
    return this.steps;
  }

  /**
   * The current parameters. Read them inside the scope of a step: a copy still alive during
   * {@link Adam.apply} would make TensorFlow duplicate the memory before it writes.
   */
  parameters(): Parameters {
    return Object.fromEntries([...this.slots].map(([name, { value }]) => [name, this.read(value)]));
  }

  private read({ handle }: Variable): Tensor {
    return execute("ReadVariableOp", asFloat32, [handle])[0]!;
  }

  /** One update with the gradients of the loss, by the parameters' names. */
  apply(gradients: Readonly<Record<string, Tensor>>): void {
    scope(() => {
      const [rate, shift] = this.nextSizes();
      this.update(gradients, scalar(rate), scalar(shift));
    });
  }

  /** Counts a step, and gives its learning rate and epsilon, both corrected for the bias of the moments. */
  nextSizes(): [rate: number, shift: number] {
    const { learningRate, beta1, beta2, epsilon } = this.settings;
    this.steps++;
    const correction = Math.sqrt(1 - beta2 ** this.steps);
    return [(learningRate * correction) / (1 - beta1 ** this.steps), epsilon * correction];
  }

  /** Moves every parameter by the sizes that {@link Adam.nextSizes} gave. */
  update(gradients: Readonly<Record<string, Tensor>>, rate: Tensor, shift: Tensor): void {
    const { zero, beta1, beta2 } = this.constants;
    for (const [name, { value, firstMoment, secondMoment }] of this.slots) {
      const gradient = gradients[name];
      if (gradient === undefined) throw new InputError("Adam.update", `no gradient for ${name}`);
      const variables = [value.handle, firstMoment.handle, secondMoment.handle];
      const inputs = [...variables, zero, zero, rate, beta1, beta2, shift, gradient];
      execute("ResourceApplyAdam", noAttributes, inputs, 0);
    }
  }

  /** A copy of everything, to save or to compare. */
  state(): AdamState {
    const copy = (part: "value" | "firstMoment" | "secondMoment") =>
      scope(() =>
        Object.fromEntries([...this.slots].map(([name, slot]) => [name, readFloat32(this.read(slot[part]))])),
      );
    return {
      step: this.steps,
      values: copy("value"),
      firstMoments: copy("firstMoment"),
      secondMoments: copy("secondMoment"),
    };
  }

  /** Gives the memory back. */
  dispose(): void {
    for (const { value, firstMoment, secondMoment } of this.slots.values()) {
      for (const each of [value, firstMoment, secondMoment]) destroy(each);
    }
    dispose(...Object.values(this.constants));
    this.slots.clear();
  }
}

/** The state before the first step: given values, zero moments. */
export function initialAdamState(values: Readonly<Record<string, Float32Array>>): AdamState {
  const zeros = () =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, new Float32Array(value.length)]));
  return { step: 0, values, firstMoments: zeros(), secondMoments: zeros() };
}
