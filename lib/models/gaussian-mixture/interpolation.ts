import { requireInput, requireInteger } from "../../support/index.js";
import { float64Scope, identity, matrix } from "../../tensorflow/index.js";
import { normaliseRows } from "../common/normalise-rows.js";
import type { PrincipalComponents } from "../principal-components/model.js";
import { componentCovariance, type GaussianMixture, plainParameters } from "./model.js";
import { project } from "./projection.js";

/**
 * Points on the straight line from the mean of one component to that of another, both ends included: steps x D by rows.
 *
 * @throws InputError if a component does not exist or `steps` is below 2
 */
export function straightLine(model: GaussianMixture, from: number, to: number, steps: number): Float64Array {
  const { components, dimension } = model.config;
  requireInteger("gaussianMixture.straightLine", "steps", steps, 2);
  for (const component of [from, to]) {
    requireInput(
      Number.isInteger(component) && component >= 0 && component < components,
      "gaussianMixture.straightLine",
      () => `component must be in 0..${components - 1}, got ${component}`,
    );
  }
  const { means } = plainParameters(model.parameters);
  return Float64Array.from({ length: steps * dimension }, (_, i) => {
    const share = Math.floor(i / dimension) / (steps - 1);
    const column = i % dimension;
    return (1 - share) * means[from * dimension + column]! + share * means[to * dimension + column]!;
  });
}

/** How a component answers to a place in a flat view: its mean given the place is `mean + gain (place - centre)`. */
interface Response {
  readonly weight: number;
  readonly centre: Float64Array;
  /** axes x axes by rows: of the component along the axes, and its inverse. */
  readonly precision: Float64Array;
  readonly logDeterminant: number;
  readonly mean: Float64Array;
  /** D x axes by rows: `covariance U (U^T covariance U)^-1`. */
  readonly gain: Float64Array;
}

/**
 * `E[x | U^T (x - m) = c]` under the mixture, for places c in a flat view with axes U about m: count x D by rows. The counterpart of
 * an autoencoder's decoder: each place of the view has an image, and the view of the image is the place again.
 *
 * Each component gives its conditional mean (Bishop 2006, 2.81), weighted by its probability at the place.
 *
 * @param codes count x axes by rows: coordinates in the view, in the unit of the mixture's data
 * @throws InputError if the view is of another number of columns, the codes are no whole number of places, or one is too far out for doubles
 */
export function conditionalMeans(
  model: GaussianMixture,
  view: PrincipalComponents,
  codes: ArrayLike<number>,
): Float64Array {
  const { dimension } = model.config;
  const axes = view.config.components;
  requireInput(
    codes.length > 0 && codes.length % axes === 0,
    "gaussianMixture.conditionalMeans",
    () => `${codes.length} coordinates are no whole number of places of ${axes}`,
  );
  const responses = responsesOf(model, view);
  const count = codes.length / axes;
  const images = new Float64Array(count * dimension);
  for (let place = 0; place < count; place++) {
    const code = Float64Array.from({ length: axes }, (_, a) => codes[place * axes + a]!);
    const image = images.subarray(place * dimension, (place + 1) * dimension);
    probabilitiesAt(responses, code).forEach((probability, k) => {
      if (probability > 0) addConditionalMean(image, responses[k]!, code, probability);
    });
  }
  return images;
}

function responsesOf(model: GaussianMixture, view: PrincipalComponents): Response[] {
  const { dimension } = model.config;
  const { means } = plainParameters(model.parameters);
  return project(model, view).map(({ weight, mean: centre, covariance }, k) =>
    float64Scope(() => {
      const along = matrix(covariance, view.config.components, view.config.components);
      const factor = along.cholesky();
      const axes = matrix(view.parameters.axes.data, dimension, view.config.components);
      const spread = matrix(componentCovariance(model, k), dimension, dimension).multiply(axes);
      const whitening = factor.solveLower(identity(view.config.components));
      const inverse = whitening.multiply(whitening, { transposeLeft: true });
      return {
        weight,
        centre,
        precision: inverse.toArray(),
        logDeterminant: 2 * factor.diagonal().reduce((sum, pivot) => sum + Math.log(pivot), 0),
        mean: means.slice(k * dimension, (k + 1) * dimension),
        gain: spread.multiply(inverse).toArray(),
      };
    }),
  );
}

/** The probability of each component at a place of the view. */
function probabilitiesAt(responses: readonly Response[], code: Float64Array): Float64Array {
  const logDensities = responses.map(({ weight, centre, precision, logDeterminant }) => {
    const offset = code.map((value, a) => value - centre[a]!);
    return Math.log(weight) - 0.5 * (logDeterminant + quadraticForm(precision, offset));
  });
  requireInput(
    logDensities.some(Number.isFinite),
    "gaussianMixture.conditionalMeans",
    () => `the place ${Array.from(code).join(", ")} is so far out that its density is no double`,
  );
  return normaliseRows(Float64Array.from(logDensities), responses.length).responsibilities;
}

function quadraticForm(form: Float64Array, vector: Float64Array): number {
  return vector.reduce(
    (sum, value, a) =>
      sum + value * vector.reduce((inner, other, b) => inner + form[a * vector.length + b]! * other, 0),
    0,
  );
}

function addConditionalMean(
  image: Float64Array,
  { mean, gain, centre }: Response,
  code: Float64Array,
  probability: number,
): void {
  const axes = code.length;
  for (let j = 0; j < image.length; j++) {
    let value = mean[j]!;
    for (let a = 0; a < axes; a++) value += gain[j * axes + a]! * (code[a]! - centre[a]!);
    image[j]! += probability * value;
  }
}
