import { requireInput, requireInteger, requireLength } from "../../support/index.js";
import { type Observations, requireObservations } from "../common/observations.js";
import { maximisation } from "./m-step.js";
import { type CovarianceType, type GaussianMixture, shapedParameters } from "./model.js";
import { hardResponsibilities } from "./start.js";

const caller = "gaussianMixture.fitClasses";

/** How the Gaussians of classes are estimated. */
export interface ClassConfig {
  readonly classes: number;
  readonly covarianceType?: CovarianceType;
  /** Added to every variance, in the squared unit of the data; 1e-6 by default. */
  readonly regularisation?: number;
}

/**
 * One Gaussian for each class of labelled rows, weighted by the classes' shares: a single M step, no EM. What a mixture would be
 * if its components were the classes.
 *
 * @param labels class of each row, 0 .. classes - 1
 * @throws InputError naming a class without a row
 */
export async function fitClasses(
  data: Observations,
  labels: ArrayLike<number>,
  config: ClassConfig,
): Promise<GaussianMixture> {
  const { classes, covarianceType = "full", regularisation = 1e-6 } = config;
  const count = requireObservations(caller, data);
  requireInteger(caller, "classes", classes, 1);
  requireLength(caller, "labels", labels.length, count);
  const classOf = Int32Array.from(labels);
  const odd = classOf.findIndex((label, row) => label !== labels[row] || label < 0 || label >= classes);
  requireInput(
    odd < 0,
    caller,
    () => `labels[${odd}] must be an integer in 0..${classes - 1}, got ${labels[odd]}`,
    { row: odd },
  );
  const members = hardResponsibilities(classOf, classes);
  const parameters = await maximisation(data, members, classes, { covarianceType, regularisation });
  const fitted = {
    components: classes,
    dimension: data.columns,
    covarianceType,
    regularisation,
    tolerance: 0,
    maxIterations: 0,
    starts: 1,
    start: "responsibilities" as const,
  };
  return {
    kind: "gaussian-mixture",
    config: fitted,
    parameters: shapedParameters(fitted, parameters),
    history: [],
    converged: true,
    outcomes: [],
  };
}
