import type { Random } from "../../random/index.js";
import {
  InputError,
  requireFinite,
  requireInput,
  requireInteger,
  requireLength,
} from "../../support/index.js";
import { requireRandom } from "../common/fit-hooks.js";
import { type Observations, requireObservations } from "../common/observations.js";
import {
  type CovarianceType,
  type GaussianMixture,
  type MixtureConfig,
  plainParameters,
  requireParameters,
} from "./model.js";

/** Where EM begins. */
export type MixtureStart =
  /** One k-means run from k-means++ for each start; its clusters are the first responsibilities. */
  | "k-means"
  /** rows x K by rows, each row with sum 1: an M step on them comes first. */
  | { readonly responsibilities: Float64Array }
  /** K x D: every row belongs to the nearest mean, an M step comes first. */
  | { readonly means: Float64Array }
  /** Everything: the E step comes first. */
  | { readonly parameters: GaussianMixture["parameters"] };

/** How a mixture is to be fitted; the defaults are scikit-learn's. */
export interface MixtureOptions {
  readonly components: number;
  readonly covarianceType?: CovarianceType;
  /** Added to every variance in every M step, in the squared unit of the data; 1e-6 by default. */
  readonly regularisation?: number;
  /** Stop when the mean log-likelihood of a row changes by less than this many nats; 1e-3 by default. */
  readonly tolerance?: number;
  /** At most so many iterations a start; 100 by default. */
  readonly maxIterations?: number;
  /** Number of starts, of which the one with the best last mean log-likelihood is kept; 1 by default. */
  readonly starts?: number;
  readonly start?: MixtureStart;
}

/** The defaults filled in. */
export function mixtureConfig(dimension: number, options: MixtureOptions): MixtureConfig {
  const { start = "k-means" } = options;
  return {
    components: options.components,
    dimension,
    covarianceType: options.covarianceType ?? "full",
    regularisation: options.regularisation ?? 1e-6,
    tolerance: options.tolerance ?? 1e-3,
    maxIterations: options.maxIterations ?? 100,
    starts: options.starts ?? 1,
    start:
      start === "k-means" ? start : (Object.keys(start)[0] as "responsibilities" | "means" | "parameters"),
  };
}

const caller = "gaussianMixture.fit";

/** Everything that can be seen to be wrong before the work begins. Returns the number of rows. */
export function requireMixtureOptions(
  observations: Observations,
  config: MixtureConfig,
  options: MixtureOptions,
  random: Random | undefined,
): number {
  const count = requireObservations(caller, observations);
  const { components, regularisation, tolerance } = config;
  requireInteger(caller, "components", components, 1);
  requireInteger(caller, "maxIterations", config.maxIterations, 1);
  requireInteger(caller, "starts", config.starts, 1);
  requireInput(
    components <= count,
    caller,
    () => `${components} components are more than the ${count} rows of data; use at most ${count}`,
    { components, rows: count },
  );
  for (const [name, value] of Object.entries({ regularisation, tolerance })) {
    requireInput(
      value >= 0 && Number.isFinite(value),
      caller,
      () => `${name} must be at least 0, got ${value}`,
    );
  }
  if (regularisation === 0) requireVaryingColumns(observations, count);
  requireStart(options, random, config, count);
  return count;
}

/** A constant column has variance 0, and the density is infinite unless something is added to it. */
function requireVaryingColumns({ values, columns }: Observations, count: number): void {
  const constant = Array.from({ length: columns }, (_, j) => j).filter((j) => {
    for (let i = 1; i < count; i++) if (values[i * columns + j] !== values[j]) return false;
    return true;
  });
  if (constant.length === 0) return;
  const which = constant.length === 1 ? `column ${constant[0]} is` : `columns ${some(constant)} are`;
  throw new InputError(
    caller,
    `${which} constant: the variance is 0 and the density infinite; set regularisation above 0, or leave them out`,
    { columns: constant },
  );
}

function some(columns: readonly number[]): string {
  const rest = columns.length - 5;
  return rest > 0 ? `${columns.slice(0, 5).join(", ")} and ${rest} more` : columns.join(", ");
}

function requireStart(
  { start = "k-means" }: MixtureOptions,
  random: Random | undefined,
  config: MixtureConfig,
  count: number,
): void {
  if (start === "k-means") {
    requireRandom(caller, random, "the start of k-means with");
    return;
  }
  requireInput(
    config.starts === 1,
    caller,
    () => `${config.starts} starts from the same given ${config.start} would end alike; wants 1`,
  );
  if ("parameters" in start) requireParameters(caller, plainParameters(start.parameters), config);
  else if ("means" in start) {
    requireLength(caller, "means", start.means.length, config.components * config.dimension);
    requireFinite(caller, "means", start.means);
  } else requireResponsibilities(start.responsibilities, config.components, count);
}

function requireResponsibilities(responsibilities: Float64Array, components: number, count: number): void {
  requireLength(caller, "responsibilities", responsibilities.length, count * components);
  for (let row = 0; row < count; row++) {
    const shares = responsibilities.subarray(row * components, (row + 1) * components);
    const sum = shares.reduce((total, share) => total + share, 0);
    if (Math.abs(sum - 1) < 1e-8 && shares.every((share) => share >= 0)) continue;
    throw new InputError(
      caller,
      `responsibilities must be at least 0 and sum to 1 in every row, row ${row} is [${shares}]`,
      { row },
    );
  }
}
