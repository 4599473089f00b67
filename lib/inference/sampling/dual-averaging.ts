/** Constants of dual averaging with the values of the paper (and of Stan). */
export interface DualAveragingConstants {
  /** Strength of the pull towards mu = log(10 * first step size). */
  readonly gamma: number;
  /** Damps the first iterations. */
  readonly t0: number;
  /** Decay of the weights of old iterates. */
  readonly kappa: number;
}

const standard: DualAveragingConstants = { gamma: 0.05, t0: 10, kappa: 0.75 };

/**
 * Finds the step size whose mean acceptance is `target`, by Nesterov's dual averaging of its logarithm
 * (Hoffman and Gelman 2014, equations 6 and 7).
 *
 * `stepSize` is the one to try next (it explores); `averaged` is the one to keep at the end.
 */
export class DualAveraging {
  private mu = 0;
  private count = 0;
  private shortfallMean = 0;
  private logStep = 0;
  private logAveraged = 0;

  constructor(
    private readonly target: number,
    firstStepSize: number,
    private readonly constants: DualAveragingConstants = standard,
  ) {
    this.restart(firstStepSize);
  }

  /** Forgets what was learned and begins at a new first step size. */
  restart(firstStepSize: number): void {
    this.mu = Math.log(10 * firstStepSize);
    this.logStep = Math.log(firstStepSize);
    this.logAveraged = 0;
    this.count = 0;
    this.shortfallMean = 0;
  }

  /** Takes in the acceptance statistic of one transition made with `stepSize`. */
  learn(acceptance: number): void {
    const { gamma, t0, kappa } = this.constants;
    this.count++;
    const rate = 1 / (this.count + t0);
    this.shortfallMean += rate * (this.target - Math.min(1, acceptance) - this.shortfallMean);
    this.logStep = this.mu - (this.shortfallMean * Math.sqrt(this.count)) / gamma;
    const weight = this.count ** -kappa;
    this.logAveraged += weight * (this.logStep - this.logAveraged);
  }

  get stepSize(): number {
    return Math.exp(this.logStep);
  }

  get averaged(): number {
    return this.count === 0 ? this.stepSize : Math.exp(this.logAveraged);
  }
}
