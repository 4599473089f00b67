import { InputError } from "../support/index.js";
import { type Attribute, type DataType, type Listener, listen, read, scope, type Tensor } from "./engine.js";
import type { GraphNode } from "./graph-definition.js";

/** Kernels that were run once, as a part of a graph. */
export interface Recording {
  readonly nodes: readonly GraphNode[];
  /** Where the arguments go in, one for each. */
  readonly parameters: readonly string[];
  /** Tensors from outside that are read, and where they go in. */
  readonly held: readonly { readonly tensor: Tensor; readonly input: string }[];
  /** Variables that are read or changed, by the name of their node. */
  readonly variables: ReadonlyMap<string, Tensor>;
  /** Where the results come out, when all changes of variables have been made. */
  readonly results: readonly string[];
}

/** Which attributes of a kernel are the types of which inputs. In a graph they must be said. */
const typeRules: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ConcatV2: {},
  Cast: {},
  Conv2DBackpropInput: { T: 1 },
  GatherV2: { Tparams: 0, Tindices: 1, Taxis: 2 },
  ReadVariableOp: {},
  Reshape: { T: 0, Tshape: 1 },
  ResourceApplyAdam: { T: 9 },
  SelectV2: { T: 1 },
  Split: { T: 1 },
  Sum: { T: 0, Tidx: 1 },
};
const firstInput = { T: 0 };

function typesOf(kernel: string, types: readonly DataType[]): Record<string, Attribute> {
  return Object.fromEntries(
    Object.entries(typeRules[kernel] ?? firstInput).map(([name, i]) => [name, { type: types[i]! }]),
  );
}

/** The name of the node of a variable, the same in every recording. */
const variableNode = (handle: Tensor) => `variable${handle.id}`;

class Tape implements Listener {
  readonly nodes: GraphNode[] = [];
  readonly held: { tensor: Tensor; input: string }[] = [];
  readonly variables = new Map<string, Tensor>();
  private readonly outputs = new Map<Tensor, string>();
  /** Made on the way, and not kept. */
  private readonly own = new Set<Tensor>();
  /** Variables of which a value was computed. */
  private readonly origins = new Map<Tensor, string>();
  /** Nodes that have read a variable or been given its value, and must come before it changes. */
  private readonly readers = new Map<string, string[]>();
  private readonly writers: string[] = [];

  constructor(private readonly prefix: string) {}

  private add(kernel: string, inputs: readonly string[], attributes: GraphNode["attributes"]): string {
    const name = `${this.prefix}/${kernel}${this.nodes.length}`;
    this.nodes.push({ name, kernel, inputs, attributes });
    return name;
  }

  placeholder(tensor: Tensor): string {
    const attributes = { dtype: { type: tensor.type }, shape: { shape: tensor.shape } };
    const output = `${this.add("Placeholder", [], attributes)}:0`;
    this.outputs.set(tensor, output);
    return output;
  }

  /** Numbers made on the way and all integers (shapes, axes) are part of the graph; tensors kept or made before stay outside of it. */
  private outputOf(tensor: Tensor): string {
    const known = this.outputs.get(tensor);
    if (known !== undefined) return known;
    if (tensor.type === "resource") {
      const name = variableNode(tensor);
      this.variables.set(name, tensor);
      return `${name}:0`;
    }
    if (!this.own.has(tensor) && tensor.type !== "int32") {
      const input = this.placeholder(tensor);
      this.held.push({ tensor, input });
      return input;
    }
    if (tensor.type !== "float32" && tensor.type !== "int32")
      throw new InputError("record", `numbers made on the way must be float32 or int32, got ${tensor.type}`);
    const values = read(tensor) as Float32Array | Int32Array;
    const value = { type: tensor.type, shape: tensor.shape, values };
    const output = `${this.add("Const", [], { dtype: { type: tensor.type }, value: { value } })}:0`;
    this.outputs.set(tensor, output);
    return output;
  }

  made(tensor: Tensor): void {
    this.own.add(tensor);
  }

  kept(tensor: Tensor): void {
    this.own.delete(tensor);
  }

  ran(
    kernel: string,
    attributes: Readonly<Record<string, Attribute>>,
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
  ): void {
    const names = inputs.map((input) => this.outputOf(input));
    const touched = inputs.flatMap((input) => (input.type === "resource" ? variableNode(input) : []));
    const isChange = outputs.length === 0;
    if (isChange)
      for (const one of touched) names.push(...(this.readers.get(one) ?? []).map((node) => `^${node}`));
    const types = typesOf(
      kernel,
      inputs.map(({ type }) => type),
    );
    const name = this.add(kernel, names, { ...types, ...attributes });
    if (isChange) this.writers.push(name);
    const origins = inputs.flatMap((input) => this.origins.get(input) ?? []);
    for (const variable of [...touched, ...origins])
      this.readers.set(variable, [...(this.readers.get(variable) ?? []), name]);
    outputs.forEach((output, i) => {
      this.outputs.set(output, `${name}:${i}`);
      if (kernel === "ReadVariableOp") this.origins.set(output, touched[0]!);
    });
  }

  /** The result, which waits for all changes. */
  result(tensor: Tensor): string {
    const after = this.writers.map((writer) => `^${writer}`);
    return `${this.add("Identity", [this.outputOf(tensor), ...after], { T: { type: tensor.type } })}:0`;
  }
}

/**
 * Runs `body` once and writes down which kernels it runs on what, so that a graph can run them again. The variables it would
 * change stay as they are, so `body` is not to read one again after its change. What it computes outside of TensorFlow, by
 * reading a tensor, is not seen.
 *
 * @param name begins the names of the nodes: one for each recording of a graph
 * @param examples of the arguments: types and shapes are those of every later call
 */
export function record(
  name: string,
  examples: readonly Tensor[],
  body: (args: readonly Tensor[]) => readonly Tensor[],
): Recording {
  const tape = new Tape(name);
  const parameters = examples.map((example) => tape.placeholder(example));
  return scope(() => {
    const results = listen(tape, () => body(examples));
    if (results.length === 0) throw new InputError("record", "a recording wants at least one result");
    const { nodes, held, variables } = tape;
    return { parameters, results: results.map((result) => tape.result(result)), nodes, held, variables };
  });
}
