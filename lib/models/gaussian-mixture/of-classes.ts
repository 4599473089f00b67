import { requireInput, requireInteger, requireLength } from "../../support/index.js";
import { type Observations, requireObservations } from "../common/observations.js";
import { maximisation } from "./m-step.js";
import { type CovarianceType, type GaussianMixture, shapedParameters } from "./model.js";
import { hardResponsibilities } from "./start.js";

/** How the Gaussians of classes are estimated. */
export interface ClassOptions {
  readonly classes: number;
  readonly covarianceType?: CovarianceType;
  /** Added to every variance, in the squared unit of the data; 1e-6 by default. */
  readonly regularization?: number;
}

/**
 * One Gaussian for each class of labelled rows, weighted by the classes' shares: a single M step, no EM. What a mixture would be
 * if its components were the classes.
 *
 * @param labels class of each row, 0 .. classes - 1
 * @throws InputError naming a class without a row
 */
export async function mixtureOfClasses(
  observations: Observations,
  labels: ArrayLike<number>,
  options: ClassOptions,
): Promise<GaussianMixture> {
  const { classes, covarianceType = "full", regularization = 1e-6 } = options;
  const count = requireObservations("mixtureOfClasses", observations);
  requireInteger("mixtureOfClasses", "classes", classes, 1);
  requireLength("mixtureOfClasses", "labels", labels.length, count);
  const classOf = Int32Array.from(labels);
  const odd = classOf.findIndex((label, row) => label !== labels[row] || label < 0 || label >= classes);
  requireInput(
    odd < 0,
    "mixtureOfClasses",
    () => `labels[${odd}] must be an integer in 0..${classes - 1}, got ${labels[odd]}`,
    { row: odd },
  );
  const members = hardResponsibilities(classOf, classes);
  const parameters = await maximisation(observations, members, classes, { covarianceType, regularization });
  const config = {
    components: classes,
    dimension: observations.columns,
    covarianceType,
    regularization,
    tolerance: 0,
    maxIterations: 0,
    starts: 1,
    start: "responsibilities" as const,
  };
  return {
    kind: "gaussian-mixture",
    config,
    parameters: shapedParameters(config, parameters),
    history: [],
    converged: true,
    outcomes: [],
  };
}
