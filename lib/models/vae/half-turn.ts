import { requireLength } from "../../support/index.js";
import type { AdamState, ParameterShape } from "../../tensorflow/index.js";
import type { Autoencoder } from "./model.js";

// PyTorch pads a map of even size, met by 3 x 3 filters two apart, above and on the left; TensorFlow's "SAME" padding
// below and on the right, and only that has fast gradients. Turned by half, the one is the other. A convolutional network
// therefore works on images and maps upside down, with its filters turned too; everything outside of it (images,
// checkpoints, results) stays upright. These functions are the way in and, being their own inverses, the way out.

type Numbers = Uint8Array | Float32Array | Float64Array;

/**
 * Images [count, pixels] as the networks of a model want them, or their outputs as everybody else does: each turned by
 * half, which is its pixels in reverse, where the model is convolutional; otherwise the very array that was given.
 */
export function halfTurnImages<Values extends Numbers>(
  { isHalfTurned, pixels }: Pick<Autoencoder, "isHalfTurned" | "pixels">,
  values: Values,
): Values {
  if (!isHalfTurned) return values;
  requireLength("halfTurnImages", "values", values.length, Math.ceil(values.length / pixels) * pixels);
  const copy = values.slice() as Values;
  for (let first = 0; first < copy.length; first += pixels) copy.subarray(first, first + pixels).reverse();
  return copy;
}

/** One parameter turned: where {@link ParameterShape.halfTurn} says that places of a map or filter lie, in reverse. */
export function halfTurnParameter({ shape, halfTurn }: ParameterShape, values: Float32Array): Float32Array {
  if (halfTurn === undefined) return values;
  const { axis, places } = halfTurn;
  const outer = shape.slice(0, axis).reduce((product, length) => product * length, 1);
  const inner = values.length / (outer * places);
  const copy = new Float32Array(values.length);
  for (let first = 0; first < values.length; first += places * inner) {
    for (let place = 0; place < places; place++) {
      const from = first + place * inner;
      copy.set(values.subarray(from, from + inner), first + (places - 1 - place) * inner);
    }
  }
  return copy;
}

/** All parameters of a model, turned where they have to be. */
export function halfTurnParameters(
  { parameters }: Pick<Autoencoder, "parameters">,
  values: Readonly<Record<string, Float32Array>>,
): Record<string, Float32Array> {
  return Object.fromEntries(
    parameters.map((each) => [each.name, halfTurnParameter(each, values[each.name]!)]),
  );
}

/** Parameters and moments of the optimiser, turned where they have to be. */
export function halfTurnState(model: Pick<Autoencoder, "parameters">, state: AdamState): AdamState {
  return {
    step: state.step,
    values: halfTurnParameters(model, state.values),
    firstMoments: halfTurnParameters(model, state.firstMoments),
    secondMoments: halfTurnParameters(model, state.secondMoments),
  };
}
