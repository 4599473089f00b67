import type { Random } from "../../random/index.js";
import { requireInput, requireLength } from "../../support/index.js";
import type { Metric } from "./metric.js";

/**
 * C is diagonal but for a few directions: `C = S (I + U (L - I) U^T) S` with standard deviations S, orthonormal directions U and
 * their eigenvalues L. One product costs O(d r) for r directions.
 *
 * (Seyboldt, Carlson and Carpenter 2026, "Preconditioning Hamiltonian Monte Carlo by minimizing Fisher divergence", arXiv:2603.18845.)
 */
export class LowRankMetric implements Metric {
  readonly kind = "low-rank";
  readonly dimension: number;
  /** For each direction what is added to its component: of M = I + U (L - I) U^T, of its root, of its inverse's root. */
  private readonly whole: Float64Array;
  private readonly root: Float64Array;
  private readonly inverseRoot: Float64Array;
  private readonly scratch: Float64Array;

  /**
   * @param sds S, all positive
   * @param directions U, r x d by rows, orthonormal
   * @param eigenvalues L, all positive
   */
  constructor(
    private readonly sds: Float64Array,
    private readonly directions: Float64Array,
    eigenvalues: Float64Array,
  ) {
    this.dimension = sds.length;
    requireLength("LowRankMetric", "directions", directions.length, eigenvalues.length * sds.length);
    requireInput(
      [...sds, ...eigenvalues].every((value) => value > 0 && value < Infinity),
      "LowRankMetric",
      "standard deviations and eigenvalues must be finite and above 0",
    );
    this.whole = eigenvalues.map((value) => value - 1);
    this.root = eigenvalues.map((value) => Math.sqrt(value) - 1);
    this.inverseRoot = eigenvalues.map((value) => 1 / Math.sqrt(value) - 1);
    this.scratch = new Float64Array(this.dimension);
  }

  /** Adds to `vector` its components along the directions, each times its share, in place. */
  private stretch(vector: Float64Array, shares: Float64Array): void {
    const { directions, dimension } = this;
    for (let k = 0, at = 0; k < shares.length; k++, at += dimension) {
      let component = 0;
      for (let i = 0; i < dimension; i++) component += directions[at + i]! * vector[i]!;
      const added = shares[k]! * component;
      for (let i = 0; i < dimension; i++) vector[i] = vector[i]! + added * directions[at + i]!;
    }
  }

  multiply(vector: Float64Array, product: Float64Array): void {
    const { sds, scratch } = this;
    for (let i = 0; i < sds.length; i++) scratch[i] = sds[i]! * vector[i]!;
    this.stretch(scratch, this.whole);
    for (let i = 0; i < sds.length; i++) product[i] = sds[i]! * scratch[i]!;
  }

  /** p = S^-1 M^(-1/2) z has the covariance C^-1. */
  colour(normals: Float64Array): void {
    this.stretch(normals, this.inverseRoot);
    for (let i = 0; i < this.sds.length; i++) normals[i] = normals[i]! / this.sds[i]!;
  }

  /** z = M^(1/2) S p. */
  whiten(momentum: Float64Array, normals: Float64Array): void {
    for (let i = 0; i < this.sds.length; i++) normals[i] = momentum[i]! * this.sds[i]!;
    this.stretch(normals, this.root);
  }

  drawDisplacement(random: Random, displacement: Float64Array): void {
    random.fillNormal(displacement);
    this.stretch(displacement, this.root);
    for (let i = 0; i < this.sds.length; i++) displacement[i] = displacement[i]! * this.sds[i]!;
  }

  /** C written out, [dimension * dimension] by rows. */
  get covariance(): Float64Array {
    const { dimension } = this;
    const covariance = new Float64Array(dimension * dimension);
    const unit = new Float64Array(dimension);
    for (let i = 0; i < dimension; i++) {
      unit.fill(0)[i] = 1;
      this.multiply(unit, covariance.subarray(i * dimension, (i + 1) * dimension));
    }
    return covariance;
  }
}
