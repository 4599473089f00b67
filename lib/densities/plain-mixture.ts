import { factorInPlace, logSumExp } from "../math/index.js";
import { InputError, requireFinite, requireInput, requireLength } from "../support/index.js";
import type { SparseMoments } from "./byte-moments.js";

/** Which units rows are in, and how wide a component is at least. */
export interface MixtureScale {
  /** A row is `(x + offset) / divisor` of the rows that the moments are of; 0 and 1 by default. */
  readonly offset?: number;
  readonly divisor?: number;
  /** Added to every variance, in the squared unit of the rows. */
  readonly floor: number;
}

/** What a mixture says of a row. */
export interface PlainMixtureAnswer {
  /** `ln p(x)`, nats. */
  readonly logDensity: number;
  /** Of the components, sum 1. */
  readonly responsibilities: Float64Array;
}

interface Component {
  readonly constant: number;
  readonly mean: Float64Array;
  readonly columns: Uint16Array;
  readonly others: Uint16Array;
  /** Lower Cholesky factor, packed row after row. */
  readonly factor: Float64Array;
}

/**
 * A mixture of Gaussians on plain arrays, for a row at a time: `p(x) = sum_k w_k N(x; m_k, S_k + floor I)`, means and covariances from the moments of
 * its components. A row costs 5,000 to 180,000 multiplications a component, by how many columns vary.
 */
export class PlainMixture {
  private readonly components: readonly Component[];
  private readonly floor: number;

  /** @throws InputError naming the component whose covariance is not positive definite */
  constructor(moments: readonly SparseMoments[], { offset = 0, divisor = 1, floor }: MixtureScale) {
    requireInput(moments.length > 0, "PlainMixture", "wants a component at least, got none");
    const total = moments.reduce((sum, { weight }) => sum + weight, 0);
    this.floor = floor;
    this.components = moments.map(({ weight, mean, columns, covariance }, k) => {
      const n = columns.length;
      const scaled = covariance.map((entry) => entry / divisor ** 2);
      for (let i = 0; i < n; i++) scaled[i * n + i]! += floor;
      const problem = factorInPlace(scaled, n);
      if (problem >= 0)
        throw new InputError("PlainMixture", `the covariance of component ${k} is not positive definite`, {
          component: k,
        });
      let logDeterminant = (mean.length - n) * Math.log(floor);
      const factor = new Float64Array((n * (n + 1)) / 2);
      for (let i = 0; i < n; i++) {
        logDeterminant += 2 * Math.log(scaled[i * n + i]!);
        factor.set(scaled.subarray(i * n, i * n + i + 1), (i * (i + 1)) / 2);
      }
      const varies = new Set(columns);
      return {
        constant: Math.log(weight / total) - 0.5 * (mean.length * Math.log(2 * Math.PI) + logDeterminant),
        mean: mean.map((value) => (value + offset) / divisor),
        columns,
        others: Uint16Array.from([...mean.keys()].filter((j) => !varies.has(j))),
        factor,
      };
    });
  }

  /** [dimension] of each component, in the unit of the rows. */
  get means(): readonly Float64Array[] {
    return this.components.map(({ mean }) => mean);
  }

  /** @throws InputError for a row of another length, or with numbers that are none */
  evaluate(row: ArrayLike<number>): PlainMixtureAnswer {
    const caller = "PlainMixture.evaluate";
    requireLength(caller, "row", row.length, this.components[0]!.mean.length);
    requireFinite(caller, "row", row);
    const terms = this.components.map((component) => component.constant - 0.5 * this.form(component, row));
    const logDensity = logSumExp(terms);
    const responsibilities = Float64Array.from(terms, (term) => Math.exp(term - logDensity));
    // far out, where ln p has few digits after the point, their sum is no longer 1
    const sum = responsibilities.reduce((total, share) => total + share, 0);
    return { logDensity, responsibilities: responsibilities.map((share) => share / sum) };
  }

  /** `(x - m)^T (S + floor I)^-1 (x - m)`. */
  private form({ mean, columns, others, factor }: Component, row: ArrayLike<number>): number {
    const n = columns.length;
    const solved = new Float64Array(n);
    let form = 0;
    for (const column of others) form += (row[column]! - mean[column]!) ** 2 / this.floor;
    for (let i = 0, place = 0; i < n; i++) {
      let rest = row[columns[i]!]! - mean[columns[i]!]!;
      for (let j = 0; j < i; j++, place++) rest -= factor[place]! * solved[j]!;
      solved[i] = rest / factor[place++]!;
      form += solved[i]! ** 2;
    }
    return form;
  }
}
