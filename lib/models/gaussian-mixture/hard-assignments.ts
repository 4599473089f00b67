import { ByteSums, columnsByUse, mostSummedRows } from "../common/byte-sums.js";
import { countRows, type Observations } from "../common/observations.js";

/** Moments of the rows that belong to one component for certain, offset and divisor of the observations applied. */
export interface HardMoments {
  readonly count: number;
  /** `sum x_i`. */
  readonly totals: Float64Array;
  /** `sum (x_i - m)(x_i - m)^T` about their own mean m, columns x columns by rows. */
  readonly scatter: Float64Array;
}

/**
 * Rows of bytes that belong to one component alone (a responsibility of exactly 1), summed up for each component and kept from
 * one M step to the next: only rows that have come or gone since are worked on. The sums are exact, so that the result does not
 * depend on what was kept.
 */
export class HardAssignments {
  private readonly order: Uint32Array;
  private readonly sums: ByteSums[];
  /** For each component 1 where the row is in its sums. */
  private readonly isSummed: Uint8Array[];

  private constructor(
    private readonly observations: Observations,
    private readonly values: Uint8Array,
    components: number,
  ) {
    this.order = columnsByUse(values, observations.columns);
    this.sums = Array.from({ length: components }, () => new ByteSums(this.order));
    this.isSummed = this.sums.map(() => new Uint8Array(countRows(observations)));
  }

  /** Nothing summed up yet; undefined unless the rows are bytes, and few enough for exact sums. */
  static of(observations: Observations, components: number): HardAssignments | undefined {
    const { values } = observations;
    if (!(values instanceof Uint8Array) || countRows(observations) > mostSummedRows) return undefined;
    return new HardAssignments(observations, values, components);
  }

  /** The moments of those rows whose responsibility (rows x K) for component `k` is 1; undefined if there is none. */
  moments(responsibilities: Float64Array, k: number): HardMoments | undefined {
    const { offset = 0, divisor = 1 } = this.observations;
    const sums = this.update(responsibilities, k);
    const { count } = sums;
    if (count === 0) return undefined;
    return {
      count,
      totals: sums.totals().map((total) => (total + count * offset) / divisor),
      scatter: sums.centredProducts(count * divisor ** 2),
    };
  }

  private update(responsibilities: Float64Array, k: number): ByteSums {
    const isSummed = this.isSummed[k]!;
    const components = this.sums.length;
    const [come, gone]: [number[], number[]] = [[], []];
    for (let row = 0; row < isSummed.length; row++) {
      const isHard = responsibilities[row * components + k] === 1 ? 1 : 0;
      if (isHard === isSummed[row]) continue;
      (isHard ? come : gone).push(row);
      isSummed[row] = isHard;
    }
    const stayed = this.sums[k]!.count - gone.length;
    if (gone.length <= stayed) this.sums[k]!.change(this.values, gone, -1);
    else {
      // less work from the beginning
      this.sums[k] = new ByteSums(this.order);
      come.length = 0;
      isSummed.forEach((is, row) => {
        if (is) come.push(row);
      });
    }
    this.sums[k]!.change(this.values, come, 1);
    return this.sums[k]!;
  }
}
