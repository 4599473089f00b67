/**
 * All that a sampler asks of a model: the logarithm of a density on R^dimension and its gradient.
 *
 * The density need not be normalised, but the unnormalised part must not change between calls. Parameters with a
 * restricted range are sampled on an unconstrained scale, the logarithm of the Jacobian being part of the density.
 * A position outside the support, or one where the computation fails, is told by returning -Infinity or NaN (the
 * gradient is then not read); throwing stops the whole run.
 *
 * @example
 * const standardNormal: LogDensity = {
 *   dimension: 1,
 *   logDensityAndGradient(position, gradient) {
 *     gradient[0] = -position[0];
 *     return -0.5 * position[0] * position[0];
 *   },
 * };
 */
export interface LogDensity {
  /** Number of unconstrained coordinates, at least 1. */
  readonly dimension: number;
  /**
   * Writes the gradient at `position` into `gradient` (both of length `dimension`) and returns the log density in nats.
   * Must neither keep nor change `position`: samplers reuse their buffers.
   */
  logDensityAndGradient(position: Float64Array, gradient: Float64Array): number;
}
