import { requireInput, requireInteger } from "../../support/index.js";
import { computeMoments, type DegreesOfFreedom } from "../common/moments.js";
import type { Observations } from "../common/observations.js";
import { parameterArray } from "../common/parameter-array.js";
import { leadingAxes, type SignRule } from "../common/principal-axes.js";
import type { PrincipalComponents } from "./model.js";

/** How rows are to be analysed. */
export interface PrincipalComponentsOptions {
  readonly components: number;
  /** 1 by default, as scikit-learn has it. */
  readonly ddof?: DegreesOfFreedom;
  readonly signs?: SignRule;
}

/**
 * Principal component analysis of rows.
 *
 * @throws InputError unless 1 <= components <= columns
 */
export async function fit(
  data: Observations,
  config: PrincipalComponentsOptions,
): Promise<PrincipalComponents> {
  const caller = "principalComponents.fit";
  const { components, ddof = 1, signs = "largest-positive" } = config;
  const { columns: dimension } = data;
  requireInteger(caller, "components", components, 1);
  requireInput(
    components <= dimension,
    caller,
    () => `components must be at most the number of columns, ${dimension}, got ${components}`,
  );
  const moments = computeMoments(data, { ddof });
  const { variances, axes } = leadingAxes(moments, components, signs);
  // equal rows differ from their rounded mean, by nothing that is a variance
  if (areEqualRows(data)) variances.fill(0);
  return {
    kind: "principal-components",
    config: { components, dimension, ddof, signs },
    parameters: {
      mean: parameterArray(moments.mean, dimension),
      axes: parameterArray(axes, dimension, components),
      axisVariances: parameterArray(variances, components),
    },
  };
}

function areEqualRows({ values, columns }: Observations): boolean {
  for (let i = columns; i < values.length; i++) if (values[i] !== values[i % columns]) return false;
  return true;
}
