import type { LogDensity } from "../../math/index.js";
import type { Random } from "../../random/index.js";
import { type Evaluated, leapfrog, PhasePoint } from "./hamiltonian.js";
import type { Metric } from "./metric.js";
import type { Direction, Trajectory } from "./tree.js";

/** A point offered as the next state. */
class Proposal {
  readonly position: Float64Array;
  readonly momentum: Float64Array;
  readonly gradient: Float64Array;
  logDensity = Number.NaN;
  energy = Number.NaN;
  constructor(dimension: number) {
    this.position = new Float64Array(dimension);
    this.momentum = new Float64Array(dimension);
    this.gradient = new Float64Array(dimension);
  }
  read(point: PhasePoint): void {
    const { position, momentum, gradient } = point;
    for (let i = 0; i < position.length; i++) {
      this.position[i] = position[i]!;
      this.momentum[i] = momentum[i]!;
      this.gradient[i] = gradient[i]!;
    }
    this.logDensity = point.logDensity;
    this.energy = point.energy;
  }
}

/** Momentum and velocity at one end of a span. */
class End {
  readonly momentum: Float64Array;
  readonly velocity: Float64Array;
  constructor(dimension: number) {
    this.momentum = new Float64Array(dimension);
    this.velocity = new Float64Array(dimension);
  }
}

/** What the U-turn criterion needs of an unbroken piece of trajectory: its two ends and the sum of its momenta. */
class Span {
  /** Earliest and latest point in time; swapped between spans rather than copied. */
  left: End;
  right: End;
  readonly momentumSum: Float64Array;
  constructor(dimension: number) {
    this.left = new End(dimension);
    this.right = new End(dimension);
    this.momentumSum = new Float64Array(dimension);
  }
  /** Becomes the span of one point. */
  read(point: PhasePoint): void {
    const { momentum, velocity } = point;
    const { left, right, momentumSum } = this;
    for (let i = 0; i < momentum.length; i++) {
      const p = momentum[i]!;
      const v = velocity[i]!;
      left.momentum[i] = p;
      right.momentum[i] = p;
      momentumSum[i] = p;
      left.velocity[i] = v;
      right.velocity[i] = v;
    }
  }
}

/** Whether the velocities at both ends still point along a + b, a sum of momenta between them. */
function persists(start: Float64Array, end: Float64Array, a: Float64Array, b: Float64Array): boolean {
  let atStart = 0;
  let atEnd = 0;
  for (let i = 0; i < a.length; i++) {
    const sum = a[i]! + b[i]!;
    atStart += start[i]! * sum;
    atEnd += end[i]! * sum;
  }
  return atStart > 0 && atEnd > 0;
}

/**
 * The trajectory of a particle under H(q, p) = p^T C p / 2 - log density(q), answering the questions of the
 * doubling tree. A point's weight is exp(H_start - H).
 *
 * Two spans turn if the velocity at either end of their union does not point along the sum of its momenta
 * (Betancourt 2017, appendix A.4.2), or the same holds of either span lengthened by the other's nearest point:
 * the extra checks without which a trajectory of nearly whole periods is not seen to have turned.
 *
 * All storage is reserved at construction; proposals and ends are exchanged by reference.
 */
export class HamiltonianTrajectory implements Trajectory {
  private readonly spans: readonly Span[];
  private readonly proposals: Proposal[];
  private readonly leftmost: PhasePoint;
  private readonly rightmost: PhasePoint;
  private startEnergy = 0;
  private stepSize = 0;
  private metric!: Metric;
  private random!: Random;

  constructor(
    private readonly density: LogDensity,
    slots: number,
  ) {
    const { dimension } = density;
    this.spans = Array.from({ length: slots }, () => new Span(dimension));
    this.proposals = Array.from({ length: slots }, () => new Proposal(dimension));
    this.leftmost = new PhasePoint(dimension);
    this.rightmost = new PhasePoint(dimension);
  }

  /**
   * Starts anew at a position whose log density and gradient are known, with a momentum drawn afresh or
   * perpendicular to `lastMomentum`.
   */
  start(
    from: Evaluated,
    metric: Metric,
    stepSize: number,
    random: Random,
    lastMomentum?: Float64Array,
  ): void {
    this.metric = metric;
    this.stepSize = stepSize;
    this.random = random;
    const first = this.leftmost;
    first.launch(from, metric, random, lastMomentum);
    this.rightmost.copyFrom(first);
    this.startEnergy = first.energy;
    this.spans[0]!.read(first);
    this.proposals[0]!.read(first);
  }

  /** The proposal of the whole trajectory; valid until the next start. */
  get proposal(): Evaluated & { readonly momentum: Float64Array; readonly energy: number } {
    return this.proposals[0]!;
  }

  chooseDirection(): Direction {
    return this.random.uniform() < 0.5 ? 1 : -1;
  }

  extend(direction: Direction, slot: number): number {
    const point = direction === 1 ? this.rightmost : this.leftmost;
    leapfrog(this.density, this.metric, point, direction * this.stepSize);
    // a log density of +Infinity is as much a failure as -Infinity or NaN
    if (!Number.isFinite(point.energy)) return Number.NEGATIVE_INFINITY;
    this.spans[slot]!.read(point);
    this.proposals[slot]!.read(point);
    return this.startEnergy - point.energy;
  }

  isTurning(near: number, far: number, direction: Direction): boolean {
    const left = this.spans[direction === 1 ? near : far]!;
    const right = this.spans[direction === 1 ? far : near]!;
    const first = left.left.velocity;
    const last = right.right.velocity;
    return !(
      persists(first, last, left.momentumSum, right.momentumSum) &&
      persists(first, right.left.velocity, left.momentumSum, right.left.momentum) &&
      persists(left.right.velocity, last, left.right.momentum, right.momentumSum)
    );
  }

  join(near: number, far: number, direction: Direction): void {
    const into = this.spans[near]!;
    const from = this.spans[far]!;
    const sum = into.momentumSum;
    for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + from.momentumSum[i]!;
    if (direction === 1) {
      const outer = into.right;
      into.right = from.right;
      from.right = outer;
    } else {
      const outer = into.left;
      into.left = from.left;
      from.left = outer;
    }
  }

  mixProposals(slot: number, other: number, probability: number): void {
    if (probability < 1 && this.random.uniform() >= probability) return;
    const held = this.proposals[slot]!;
    this.proposals[slot] = this.proposals[other]!;
    this.proposals[other] = held;
  }
}
