import { type Attribute, type DataType, typeNumbers } from "./engine.js";
import {
  bytesField,
  type Field,
  floatField,
  integerField,
  message,
  packedField,
  textField,
} from "./protobuf.js";

/** Numbers that are part of a graph. */
export interface ConstantValue {
  readonly type: DataType;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** A kernel in a graph. */
export interface GraphNode {
  readonly name: string;
  readonly kernel: string;
  /** Outputs of other nodes, `name:index`; nodes that must have run before, `^name`, come last. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute | { readonly value: ConstantValue }>>;
}

// Field numbers: tensorflow/core/framework/{graph,node_def,attr_value,tensor,tensor_shape,versions}.proto
// and tensorflow/core/protobuf/{saved_model,meta_graph}.proto.

const shapeMessage = (shape: readonly number[]) =>
  message(...shape.map((length) => bytesField(2, integerField(1, length))));

function tensorMessage({ type, shape, values }: ConstantValue): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return message(
    integerField(1, typeNumbers[type]),
    bytesField(2, shapeMessage(shape)),
    bytesField(4, bytes),
  );
}

function attributeMessage(attribute: GraphNode["attributes"][string]): Uint8Array {
  if ("value" in attribute) return bytesField(8, tensorMessage(attribute.value));
  if ("type" in attribute) return integerField(6, typeNumbers[attribute.type]);
  if ("float" in attribute) return floatField(4, attribute.float);
  if ("bool" in attribute) return integerField(5, attribute.bool);
  if ("text" in attribute) return textField(2, attribute.text);
  if ("shape" in attribute) return bytesField(7, shapeMessage(attribute.shape));
  const { int } = attribute;
  return typeof int === "number" ? integerField(3, int) : bytesField(1, packedField(3, int));
}

function nodeMessage({ name, kernel, inputs, attributes }: GraphNode): Uint8Array {
  const fields: Field[] = [textField(1, name), textField(2, kernel)];
  for (const input of inputs) fields.push(textField(3, input));
  for (const [key, attribute] of Object.entries(attributes))
    fields.push(bytesField(5, message(textField(1, key), bytesField(2, attributeMessage(attribute)))));
  return message(...fields);
}

/** The tag that a graph is loaded by. */
export const graphTag = "step";

/** Version of graphs that TensorFlow 2.9 wrote, the oldest that this project runs on. */
const producer = 1087;

/** A graph as the contents of the file `saved_model.pb`, which is how tfjs-node's addon takes graphs. */
export function savedModel(nodes: readonly GraphNode[]): Uint8Array {
  const graph = message(
    ...nodes.map((node) => bytesField(1, nodeMessage(node))),
    bytesField(4, integerField(1, producer)),
  );
  const metaGraph = message(bytesField(1, textField(4, graphTag)), bytesField(2, graph));
  return message(integerField(1, 1), bytesField(2, metaGraph));
}
