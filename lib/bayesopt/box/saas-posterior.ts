import {
  ardMatern52,
  ardRbf,
  gammaPrior,
  halfCauchyPrior,
  inputPoints,
  MarginalLikelihood,
  type Prior,
} from "../../gp/index.js";
import type { LogDensity } from "../../math/index.js";
import { requireLength } from "../../support/index.js";
import { type BoxKernel, boxNugget, type HyperDraw } from "./unit-model.js";

const kernels = { ardRbf, ardMatern52 } as const;

/**
 * The posterior of a Gaussian process's hyper-parameters under the prior of sparse axis-aligned subspaces (SAAS: Eriksson and Jankowiak 2021):
 * inverse squared lengthscales `rho_d = tau h_d`, `h_d ~ half-Cauchy(1)`, `tau ~ half-Cauchy(0.1)`: most coordinates do not matter, a few may. The
 * variance is Gamma(2, 0.15), the noise, where it is not known, Gamma(0.9, 10), for inputs on the unit cube and standardised outputs.
 *
 * Coordinates: `ln tau`, `ln h_1`, ..., `ln h_d`, `ln variance`, and `ln noise` where it is fitted; Jacobians included.
 */
export class SaasPosterior implements LogDensity {
  readonly dimension: number;
  private readonly marginal: MarginalLikelihood;
  private readonly inputs: number;
  private readonly priors: readonly Prior[];
  private readonly natural: Float64Array;
  private readonly byLogarithm: Float64Array;

  /** @param noise the variance of the noise, or undefined where it is fitted */
  constructor(
    kernel: BoxKernel,
    points: readonly Float64Array[],
    y: Float64Array,
    private readonly noise: number | undefined,
  ) {
    this.inputs = points[0]!.length;
    const form = kernels[kernel]({ lengthscales: new Array<number>(this.inputs).fill(1) });
    const x = inputPoints(
      points.flatMap((point) => [...point]),
      this.inputs,
    );
    this.marginal = new MarginalLikelihood(form, x, y, boxNugget);
    this.priors = [
      halfCauchyPrior({ scale: 0.1 }),
      ...Array.from({ length: this.inputs }, () => halfCauchyPrior({ scale: 1 })),
      gammaPrior({ shape: 2, rate: 0.15 }),
      ...(noise === undefined ? [gammaPrior({ shape: 0.9, rate: 10 })] : []),
    ];
    this.dimension = this.priors.length;
    this.natural = new Float64Array(this.inputs + 1);
    this.byLogarithm = new Float64Array(this.inputs + 2);
  }

  logDensityAndGradient(position: Float64Array, gradient: Float64Array): number {
    requireLength("SaasPosterior", "position", position.length, this.dimension);
    const { inputs, natural, byLogarithm, priors } = this;
    const { lengthscales, variance, noise } = this.drawAt(position);
    natural.set(lengthscales);
    natural[inputs] = variance;
    let sum = this.marginal.evaluate(natural, noise, byLogarithm);
    if (!Number.isFinite(sum)) return Number.NEGATIVE_INFINITY;
    gradient[0] = 0;
    for (let d = 0; d < inputs; d++) {
      // ln lengthscale = -(ln tau + ln h) / 2
      gradient[0]! -= 0.5 * byLogarithm[d]!;
      gradient[d + 1] = -0.5 * byLogarithm[d]!;
    }
    gradient[inputs + 1] = byLogarithm[inputs]!;
    if (this.noise === undefined) gradient[inputs + 2] = byLogarithm[inputs + 1]!;
    priors.forEach((prior, c) => {
      sum += prior.positionLogDensity(position[c]!);
      gradient[c]! += prior.positionLogDensityDerivative(position[c]!);
    });
    return sum;
  }

  /** The hyper-parameters of a position. */
  drawAt(position: ArrayLike<number>): HyperDraw & { readonly lengthscales: Float64Array } {
    const { inputs } = this;
    const lengthscales = Float64Array.from({ length: inputs }, (_, d) =>
      Math.exp(-0.5 * (position[0]! + position[d + 1]!)),
    );
    const noise = this.noise ?? Math.exp(position[inputs + 2]!);
    return { lengthscales, variance: Math.exp(position[inputs + 1]!), noise };
  }
}
