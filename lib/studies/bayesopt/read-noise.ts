import { holm, type MeanDifference, meanOf, pairedTest, varianceOf } from "../../math/index.js";
import { InputError } from "../../support/index.js";
import { type NoiseArm, readAfter } from "./noise.js";

/** One rule at one level of noise, read after so many evaluations; regrets in units of f. */
export interface NoisyRegret {
  readonly rule: string;
  /** Mean over the runs of {@link NoiseArm.regret}, and its standard error. */
  readonly mean: number;
  readonly standardError: number;
  /** Mean of {@link NoiseArm.regretOfLowest}. */
  readonly ofLowest: number;
  /** Mean of {@link NoiseArm.promised}. */
  readonly promised: number;
}

/** A rule against the one that all are compared with; undefined for that one itself. */
export interface ComparedNoisyRegret extends NoisyRegret {
  readonly noise: number;
  readonly difference: MeanDifference | undefined;
  /** Two-sided, adjusted by Holm's method for all rules and levels. */
  readonly p: number | undefined;
}

const placeOf = (after: number): number => {
  const place = readAfter.indexOf(after as (typeof readAfter)[number]);
  if (place >= 0) return place;
  throw new InputError(
    "noisyRegret",
    `runs are read after ${readAfter.join(", ")} evaluations, got ${after}`,
  );
};

const numbersAt = (runs: readonly string[], place: number) =>
  runs.map((run) => Number(run.split(" ")[place]));

/** The runs of one rule at one level, after so many evaluations. */
export function noisyRegret(arm: NoiseArm, after: number): NoisyRegret {
  const place = placeOf(after);
  const at = (runs: readonly string[]) => numbersAt(runs, place);
  const regrets = at(arm.regret);
  return {
    rule: arm.rule,
    mean: meanOf(regrets),
    standardError: Math.sqrt(varianceOf(regrets) / regrets.length),
    ofLowest: meanOf(at(arm.regretOfLowest)),
    promised: meanOf(at(arm.promised)),
  };
}

/**
 * Every rule at every level against one of them, run by run: the noise of a repetition is the same for all rules.
 *
 * @throws InputError for a rule or a number of evaluations that the study has not
 */
export function comparedUnderNoise(
  arms: readonly NoiseArm[],
  reference: string,
  after: number,
): readonly ComparedNoisyRegret[] {
  const place = placeOf(after);
  const regretsOf = ({ regret }: NoiseArm) => numbersAt(regret, place);
  const differences = arms.map((arm) => {
    if (arm.rule === reference) return undefined;
    const other = arms.find(({ rule, noise }) => rule === reference && noise === arm.noise);
    if (other === undefined)
      throw new InputError("comparedUnderNoise", `no rule ${JSON.stringify(reference)}`);
    return pairedTest(regretsOf(arm), regretsOf(other));
  });
  const adjusted = holm(differences.flatMap((difference) => difference?.pValue ?? []));
  let next = 0;
  return arms.map((arm, i) => {
    const difference = differences[i];
    const p = difference === undefined ? undefined : adjusted[next++]!;
    return { ...noisyRegret(arm, after), noise: arm.noise, difference, p };
  });
}
