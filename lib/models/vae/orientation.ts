import { requireInput } from "../../support/index.js";
import { type ParameterArray, parameterArray } from "../common/parameter-array.js";
import type { TrainedAutoencoder } from "./fit.js";
import { buildAutoencoder } from "./model.js";

/**
 * One of the eight symmetries of the square: the axes of a two-dimensional code exchanged or not, then each turned round or not.
 * The prior N(0, I) does not change under them, so that a model and its oriented copy are the same density of images.
 */
export interface Orientation {
  readonly swapped: boolean;
  /** Signs of the two axes, after the exchange. */
  readonly signs: readonly [1 | -1, 1 | -1];
}

const directions = [1, -1] as const;

/** All eight orientations, the one that changes nothing first. */
export const orientations: readonly Orientation[] = [false, true].flatMap((swapped) =>
  directions.flatMap((first) =>
    directions.map((second): Orientation => ({ swapped, signs: [first, second] })),
  ),
);

/** Codes of two dimensions, code after code, in another orientation. */
export function orientCodes(codes: ArrayLike<number>, { swapped, signs }: Orientation): Float64Array {
  requireInput(
    codes.length % 2 === 0,
    "vae.orientCodes",
    () => `codes must be pairs of coordinates, got ${codes.length} numbers`,
  );
  return Float64Array.from({ length: codes.length }, (_, i) => {
    const axis = i % 2;
    return signs[axis]! * codes[swapped ? i - axis + (1 - axis) : i]!;
  });
}

/**
 * The same model with its code in another orientation: means and decoder inputs exchanged and turned round, variances exchanged.
 *
 * `encode` gives the oriented codes, `decode(oriented codes)` the same images to the rounding of single precision (the order of a sum
 * of two terms), and the density of images is unchanged.
 *
 * @throws InputError if the code has not two dimensions
 */
export function orient(trained: TrainedAutoencoder, orientation: Orientation): TrainedAutoencoder {
  const { network } = trained.config;
  const { latent } = network;
  requireInput(latent === 2, "vae.orient", () => `the code must have 2 dimensions, this one has ${latent}`, {
    latent,
  });
  // the weights that read the code: [2, units]
  const reader = buildAutoencoder(network).decoder.parameters[0]!.name;
  const oriented = Object.entries(trained.parameters).map(([name, values]) => {
    if (/^encoder\.(mean|logVariance)\./.test(name)) {
      // an output of the head is a column; a variance has no sign
      const turned = name.startsWith("encoder.mean.") ? orientation.signs : ([1, 1] as const);
      return [name, orientAxis(values, 1, orientation.swapped, turned)];
    }
    if (name !== reader) return [name, values];
    return [name, orientAxis(values, values.data.length / 2, orientation.swapped, orientation.signs)];
  });
  return { ...trained, parameters: Object.fromEntries(oriented) };
}

/** Exchanges and turns round the two slices of an array along an axis of two places that lie `stride` apart. */
function orientAxis(
  { data, shape }: ParameterArray<Float32Array>,
  stride: number,
  swapped: boolean,
  signs: readonly [number, number],
): ParameterArray<Float32Array> {
  const oriented = data.map((_, i) => {
    const place = Math.floor(i / stride) % 2;
    const from = swapped ? i + (place === 0 ? stride : -stride) : i;
    return signs[place]! * data[from]!;
  });
  return parameterArray(oriented, ...shape);
}
