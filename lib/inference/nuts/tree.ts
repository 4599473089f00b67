/** Energy error in nats above which a trajectory counts as divergent, as in Stan. */
export const maxEnergyError = 1000;

/** Which end of the trajectory grows: forward or backward in time. */
export type Direction = 1 | -1;

/**
 * The seven things the doubling tree has to know about a trajectory; it knows nothing of Hamiltonians.
 *
 * A slot is a small integer that names storage of the trajectory for one unbroken piece of it (a span) together
 * with the point proposed from that span. Slot 0 holds the trajectory as it starts: its first point alone.
 */
export interface Trajectory {
  /** The end at which to double next, each with probability 1/2. */
  chooseDirection(): Direction;
  /**
   * Takes one step beyond the outermost point at that end and makes `slot` the span of the new point alone.
   * Returns the point's log weight, that of the first point being 0; -Infinity or NaN if it cannot be reached.
   */
  extend(direction: Direction, slot: number): number;
  /** Whether the union of two neighbouring spans turns back on itself; `far` lies beyond `near` in `direction`. */
  isTurning(near: number, far: number, direction: Direction): boolean;
  /** Makes `near` the union of both spans. What `far` holds is no longer needed. */
  join(near: number, far: number, direction: Direction): void;
  /** With the given probability the proposal of `slot` becomes that of `other`. */
  mixProposals(slot: number, other: number, probability: number): void;
}

/**
 * Over which points of a trajectory min(1, weight) is averaged. "trajectory": all but the first, as Stan does. "last-doubling": those of
 * the last doubling alone (Hoffman and Gelman 2014, algorithm 6; Pyro, and so the report), where the half that went wrong is not
 * diluted by those that did not: for the same target the step is shorter (by a fifth on the
 * exam's posterior, by an eighth on eight schools).
 */
export type AcceptanceStatistic = "trajectory" | "last-doubling";

/** What a grown tree was like. The chosen point is the trajectory's proposal in slot 0. */
export interface TreeSummary {
  /** Number of completed doublings: the trajectory that was sampled from has 2^depth points. */
  readonly depth: number;
  /** Points visited beside the first, those of a rejected last doubling included. */
  readonly steps: number;
  /** Mean of min(1, weight) over the points named by {@link AcceptanceStatistic}: what the step size is adapted by, in [0, 1]. */
  readonly acceptance: number;
  /** Whether the growth ended at a point whose log weight was below -maxEnergyError. */
  readonly divergent: boolean;
}

/** log(exp(a) + exp(b)) for finite a and b. */
function logAddExp(a: number, b: number): number {
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
}

/**
 * Multinomial no-U-turn tree: doubles a trajectory until it turns, diverges or is 2^maxDepth points long, and
 * chooses a point of it in proportion to the weights.
 *
 * Inside a subtree a point is chosen exactly in proportion to its weight; between the old trajectory and a new
 * half the choice is biased towards the new one (probability min(1, W_new / W_old)). Either leaves the weights
 * invariant. (Hoffman and Gelman 2014, algorithm 3; Betancourt 2017, arXiv:1701.02434, appendix A.3.2.)
 */
export class DoublingTree {
  private readonly logWeights: Float64Array;
  private steps = 0;
  private acceptanceSum = 0;
  private divergent = false;

  /** A tree of `maxDepth` doublings uses the slots 0 .. maxDepth. */
  constructor(
    private readonly maxDepth: number,
    private readonly statistic: AcceptanceStatistic = "trajectory",
  ) {
    this.logWeights = new Float64Array(maxDepth + 1);
  }

  /** Number of slots a trajectory must offer. */
  get slots(): number {
    return this.maxDepth + 1;
  }

  /** Grows the trajectory from its first point to the end. */
  grow(trajectory: Trajectory): TreeSummary {
    this.steps = 0;
    this.acceptanceSum = 0;
    this.divergent = false;
    this.logWeights[0] = 0;
    let depth = 0;
    let stepsBefore = 0;
    while (depth < this.maxDepth) {
      const direction = trajectory.chooseDirection();
      if (this.statistic === "last-doubling") {
        stepsBefore = this.steps;
        this.acceptanceSum = 0;
      }
      if (!this.buildSubtree(trajectory, depth, direction, 1)) break;
      depth++;
      const oldWeight = this.logWeights[0]!;
      const newWeight = this.logWeights[1]!;
      trajectory.mixProposals(0, 1, newWeight >= oldWeight ? 1 : Math.exp(newWeight - oldWeight));
      if (depth === this.maxDepth || trajectory.isTurning(0, 1, direction)) break;
      this.logWeights[0] = logAddExp(oldWeight, newWeight);
      trajectory.join(0, 1, direction);
    }
    const acceptance = this.acceptanceSum / (this.steps - stepsBefore);
    return { depth, steps: this.steps, acceptance, divergent: this.divergent };
  }

  /** Builds 2^depth further points into `slot`, using the slots above it as scratch. False: turned or diverged inside. */
  private buildSubtree(trajectory: Trajectory, depth: number, direction: Direction, slot: number): boolean {
    if (depth === 0) return this.visit(trajectory, direction, slot);
    if (!this.buildSubtree(trajectory, depth - 1, direction, slot)) return false;
    if (!this.buildSubtree(trajectory, depth - 1, direction, slot + 1)) return false;
    if (trajectory.isTurning(slot, slot + 1, direction)) return false;
    const farWeight = this.logWeights[slot + 1]!;
    const total = logAddExp(this.logWeights[slot]!, farWeight);
    trajectory.mixProposals(slot, slot + 1, Math.exp(farWeight - total));
    trajectory.join(slot, slot + 1, direction);
    this.logWeights[slot] = total;
    return true;
  }

  private visit(trajectory: Trajectory, direction: Direction, slot: number): boolean {
    const logWeight = trajectory.extend(direction, slot);
    this.steps++;
    this.logWeights[slot] = logWeight;
    if (!(logWeight >= -maxEnergyError)) {
      this.divergent = true;
      return false;
    }
    this.acceptanceSum += logWeight >= 0 ? 1 : Math.exp(logWeight);
    return true;
  }
}
