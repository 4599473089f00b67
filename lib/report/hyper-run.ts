import { type Draws, derive, ess, type Quantity, type Run, rhat } from "../inference/index.js";

const flat = (chains: readonly Float64Array[]) => chains.flatMap((chain) => Array.from(chain));
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** A run on the exam's hyper-posterior, read in terms of its two quantities. */
export class HyperRun {
  readonly lengthscale: Quantity;
  readonly variance: Quantity;

  constructor(readonly run: Run) {
    this.lengthscale = derive(run, (position) => Math.exp(position[0]!));
    this.variance = derive(run, (position) => Math.exp(position[1]!));
  }

  /** The quantities by name, as tables of diagnostics want them. */
  get quantities(): { lengthscale: Quantity; variance: Quantity } {
    return { lengthscale: this.lengthscale, variance: this.variance };
  }

  /** Divergent transitions among the kept draws. */
  get divergences(): number {
    return flat(this.run.statistics.divergent).filter((flag) => flag > 0).length;
  }

  /** Mean over all kept draws. */
  average(statistic: "acceptance" | "leapfrogSteps"): number {
    const values = flat(this.run.statistics[statistic]);
    return total(values) / values.length;
  }

  get deepestTree(): number {
    return Math.max(...flat(this.run.statistics.treeDepth));
  }

  get stepSizes(): number[] {
    return this.run.adapted.map(({ stepSize }) => stepSize);
  }

  /** Evaluations of the density for the kept draws, and for the warm-up's if they were kept. */
  get evaluations(): number {
    const spent = (draws: Draws) => total(flat(draws.statistics.leapfrogSteps));
    const { chains, draws } = this.run.settings;
    const ofDraws = this.run.sampler === "metropolis" ? chains * draws : spent(this.run);
    return ofDraws + (this.run.warmup === null ? 0 : spent(this.run.warmup));
  }

  /** Of the two quantities the larger. */
  get worstRhat(): number {
    return Math.max(rhat(this.lengthscale), rhat(this.variance));
  }

  /** Effective sample size, of the two quantities the smaller. */
  smallestEss(kind: "bulk" | "tail"): number {
    return Math.min(ess(this.lengthscale, kind), ess(this.variance, kind));
  }

  /** R-hat below 1.01, bulk and tail effective sample sizes of at least 100 a chain, no divergence. */
  get passes(): boolean {
    const least = 100 * this.run.settings.chains;
    const effective = Math.min(this.smallestEss("bulk"), this.smallestEss("tail"));
    return this.worstRhat < 1.01 && effective >= least && this.divergences === 0;
  }

  /** The draws' unconstrained positions, chain after chain: what predictions are averaged over. */
  get positions(): Float64Array {
    const [first, second] = this.run.coordinates as readonly [Quantity, Quantity];
    return Float64Array.from(
      first.flatMap((chain, c) => Array.from(chain).flatMap((_, t) => [chain[t]!, second[c]![t]!])),
    );
  }
}
