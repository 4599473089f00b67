import { cholesky } from "../../math/index.js";
import type { Random } from "../../random/index.js";
import { requireInput, requireLength, requireSymmetric } from "../../support/index.js";

/** Shape of a metric: variances alone, a full covariance, or variances and a few directions. */
export type MetricKind = "diagonal" | "dense" | "low-rank";

/**
 * The Euclidean metric of the kinetic energy K(p) = p^T C p / 2, where C, the inverse of the mass matrix, is an
 * estimate of the posterior covariance: momenta are drawn from N(0, C^-1).
 */
export interface Metric {
  readonly kind: MetricKind;
  readonly dimension: number;
  /** Writes C times `vector` into `product`: a momentum becomes a velocity, a gradient an acceleration. */
  multiply(vector: Float64Array, product: Float64Array): void;
  /** Turns standard normals into a momentum from N(0, C^-1), in place. */
  colour(normals: Float64Array): void;
  /** Writes the standard normals that {@link Metric.colour} made a momentum of. */
  whiten(momentum: Float64Array, normals: Float64Array): void;
  /** Draws a displacement from N(0, C): the proposal of random-walk Metropolis. */
  drawDisplacement(random: Random, displacement: Float64Array): void;
  /** The estimate C: variances [dimension] if diagonal, rows of the covariance [dimension * dimension] if dense. */
  readonly covariance: Float64Array;
}

/** C is diagonal: one variance per coordinate. */
export class DiagonalMetric implements Metric {
  readonly kind = "diagonal";
  readonly dimension: number;
  private readonly sds: Float64Array;

  /** `covariance`: the variances, all positive. */
  constructor(readonly covariance: Float64Array) {
    this.dimension = covariance.length;
    const bad = covariance.findIndex((variance) => !(variance > 0 && variance < Infinity));
    requireInput(
      bad < 0,
      "DiagonalMetric",
      () => `variances must be finite and above 0, got ${covariance[bad]} at [${bad}]`,
    );
    this.sds = covariance.map(Math.sqrt);
  }

  static identity(dimension: number): DiagonalMetric {
    return new DiagonalMetric(new Float64Array(dimension).fill(1));
  }

  multiply(vector: Float64Array, product: Float64Array): void {
    const variances = this.covariance;
    for (let i = 0; i < variances.length; i++) product[i] = variances[i]! * vector[i]!;
  }

  colour(normals: Float64Array): void {
    for (let i = 0; i < this.sds.length; i++) normals[i] = normals[i]! / this.sds[i]!;
  }

  whiten(momentum: Float64Array, normals: Float64Array): void {
    for (let i = 0; i < this.sds.length; i++) normals[i] = momentum[i]! * this.sds[i]!;
  }

  drawDisplacement(random: Random, displacement: Float64Array): void {
    for (let i = 0; i < this.sds.length; i++) displacement[i] = random.normal() * this.sds[i]!;
  }
}

/** C is a full covariance matrix. */
export class DenseMetric implements Metric {
  readonly kind = "dense";
  /** Lower triangle L with L L^T = C, by rows. */
  private readonly factor: Float64Array;

  /** `covariance`: C by rows, symmetric and positive definite, and not nearly singular (docs/conditioning.md). */
  constructor(
    readonly dimension: number,
    readonly covariance: Float64Array,
  ) {
    requireLength("DenseMetric", "covariance", covariance.length, dimension * dimension);
    requireSymmetric("DenseMetric", "covariance", covariance, dimension);
    this.factor = cholesky(covariance, dimension, { caller: "DenseMetric" }).lower;
  }

  static identity(dimension: number): DenseMetric {
    const covariance = new Float64Array(dimension * dimension);
    for (let i = 0; i < dimension; i++) covariance[i * dimension + i] = 1;
    return new DenseMetric(dimension, covariance);
  }

  /** Four partial sums a row, because one would wait for each addition before the next. */
  multiply(vector: Float64Array, product: Float64Array): void {
    const { dimension, covariance } = this;
    const blocks = dimension - (dimension % 4);
    for (let i = 0, at = 0; i < dimension; i++) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let j = 0;
      for (; j < blocks; j += 4, at += 4) {
        a += covariance[at]! * vector[j]!;
        b += covariance[at + 1]! * vector[j + 1]!;
        c += covariance[at + 2]! * vector[j + 2]!;
        d += covariance[at + 3]! * vector[j + 3]!;
      }
      for (; j < dimension; j++, at++) a += covariance[at]! * vector[j]!;
      product[i] = a + b + (c + d);
    }
  }

  /** p = L^-T z has covariance (L L^T)^-1: back substitution. */
  colour(normals: Float64Array): void {
    const { dimension, factor } = this;
    for (let i = dimension - 1; i >= 0; i--) {
      const solved = normals[i]! / factor[i * dimension + i]!;
      normals[i] = solved;
      for (let j = 0; j < i; j++) normals[j] = normals[j]! - factor[i * dimension + j]! * solved;
    }
  }

  /** z = L^T p. */
  whiten(momentum: Float64Array, normals: Float64Array): void {
    const { dimension, factor } = this;
    normals.fill(0);
    for (let i = 0; i < dimension; i++) {
      for (let j = 0; j <= i; j++) normals[j] = normals[j]! + factor[i * dimension + j]! * momentum[i]!;
    }
  }

  drawDisplacement(random: Random, displacement: Float64Array): void {
    const { dimension, factor } = this;
    for (let i = 0; i < dimension; i++) displacement[i] = random.normal();
    for (let i = dimension - 1; i >= 0; i--) {
      let sum = 0;
      for (let j = 0; j <= i; j++) sum += factor[i * dimension + j]! * displacement[j]!;
      displacement[i] = sum;
    }
  }
}
