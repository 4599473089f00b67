import { performance } from "node:perf_hooks";
import fc from "fast-check";
import { InputError } from "pml/support";

/** What became of one damaged file. */
type Fate = "read" | "refused";

/** A kind of file, and what is done to it: read rightly or refused by an InputError; anything else throws. */
export interface Kind<Case> {
  readonly name: string;
  readonly cases: fc.Arbitrary<Case>;
  /** Reads one damaged file; throws an error that is not an InputError if it was read wrongly. */
  read(example: Case): void | Promise<void>;
  /** Whether an error other than an InputError is this kind's way to refuse. */
  refuses?(error: unknown): boolean;
}

/** The outcome of many mutations of one kind. */
export interface CampaignReport {
  readonly kind: string;
  readonly mutations: number;
  readonly seed: number;
  readonly read: number;
  readonly refused: number;
  /** Longest time for one file in milliseconds, and whether it and the memory in use right after it stayed within the limits. */
  readonly slowest: number;
  readonly withinLimits: boolean;
}

/** A damaged file is dealt with within 2 s and 200 MB. */
export const limits = { milliseconds: 2000, bytes: 200 * 2 ** 20 } as const;

const inUse = () => {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
};

/**
 * Reads many damaged files of a kind.
 *
 * @throws the counterexample, made small by fast-check, of a file that was read wrongly or refused by anything but a clear error
 */
export async function campaign<Case>(
  kind: Kind<Case>,
  mutations: number,
  seed: number,
): Promise<CampaignReport> {
  const fates: Record<Fate, number> = { read: 0, refused: 0 };
  let slowest = 0;
  let mostMemory = 0;
  await fc.assert(
    fc.asyncProperty(kind.cases, async (example) => {
      const [began, before] = [performance.now(), inUse()];
      try {
        await kind.read(example);
        fates.read++;
      } catch (error) {
        if (!(error instanceof InputError) && !kind.refuses?.(error)) throw error;
        fates.refused++;
      }
      slowest = Math.max(slowest, performance.now() - began);
      mostMemory = Math.max(mostMemory, inUse() - before);
    }),
    { numRuns: mutations, seed },
  );
  const withinLimits = slowest <= limits.milliseconds && mostMemory <= limits.bytes;
  return { kind: kind.name, mutations, seed, ...fates, slowest: Math.round(slowest), withinLimits };
}
