import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "pml/random";

/** What came of one run of the work. */
export interface Attempt {
  /** Digest of the result; undefined if it was killed. */
  readonly digest: string | undefined;
  /** Units that were under way, in order. */
  readonly units: readonly number[];
  readonly milliseconds: number;
}

/** A kind of long work, and how much of it a kill may cost. */
export interface KilledWork {
  readonly name: string;
  readonly unit: string;
  /** Units are saved in groups of so many: a kill costs at most these. */
  readonly savedEvery: number;
  /** Runs the work in a process of its own; with `killAfter`, SIGKILL so many milliseconds after it began. */
  readonly attempt: (folder: string, killAfter?: number) => Promise<Attempt>;
}

/** What killing showed. */
export interface KillReport {
  readonly work: string;
  readonly seed: number;
  readonly kills: number;
  /** Most units that had to be done again after a kill. */
  readonly mostRepeated: number;
  readonly unit: string;
}

/**
 * Kills the work at `kills` seeded random moments, up to five of them in one run of the work, and lets it go on each time.
 *
 * @throws AssertionError if a result differs by one bit from that of an uninterrupted run, or more is repeated than was promised
 */
export async function killAtRandom(
  work: KilledWork,
  kills: number,
  seed: number,
  say: (line: string) => void = () => {},
): Promise<KillReport> {
  const random = Random.from(seed).split("kill", work.name);
  const base = mkdtempSync(join(tmpdir(), "killed-"));
  // every run in a folder of the same name: some results, a Python environment for one, hold their path
  const folder = join(base, "run");
  const clear = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const begun = performance.now();
    const whole = await work.attempt(folder);
    let done = 0;
    let mostRepeated = 0;
    for (let run = 0; done < kills; run++) {
      clear();
      let reached = 0;
      let last: Attempt | undefined;
      for (let inRun = 0; inRun < 5 && done < kills; inRun++) {
        last = await work.attempt(folder, random.uniform() * 0.5 * whole.milliseconds);
        mostRepeated = Math.max(mostRepeated, repeated(last, reached));
        reached = Math.max(reached, ...last.units);
        if (last.digest !== undefined) break;
        done++;
      }
      if (last?.digest === undefined) {
        last = await work.attempt(folder);
        mostRepeated = Math.max(mostRepeated, repeated(last, reached));
      }
      assert.equal(last.digest, whole.digest, `${work.name}, run ${run}: another result after kills`);
      const minutes = ((performance.now() - begun) / 60_000) * (kills / done - 1);
      say(`${work.name}: ${done} of ${kills} kills, ${minutes.toFixed(1)} minutes left`);
    }
    assert.ok(mostRepeated <= work.savedEvery, `${work.name}: ${mostRepeated} units were repeated`);
    return { work: work.name, seed, kills: done, mostRepeated, unit: work.unit };
  } finally {
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Units done again: those from the first of this attempt to the last that had been under way before. */
const repeated = ({ units }: Attempt, reached: number) =>
  units.length === 0 ? 0 : Math.max(0, reached - units[0]! + 1);
