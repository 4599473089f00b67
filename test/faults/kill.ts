import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "pml/random";
import { root } from "../support/fixture.js";

/** A kind of long work, and how much of it a kill may cost. */
export interface KilledWork {
  readonly name: "training" | "mixture" | "optimisation";
  readonly unit: string;
  /** Units are saved in groups of so many: a kill costs at most these. */
  readonly savedEvery: number;
}

export const killedWorks: readonly KilledWork[] = [
  { name: "training", unit: "epoch", savedEvery: 1 },
  { name: "mixture", unit: "iteration of EM", savedEvery: 5 },
  { name: "optimisation", unit: "step", savedEvery: 1 },
];

interface Attempt {
  /** Digest of the result; undefined if it was killed. */
  readonly digest: string | undefined;
  /** Units that were under way, in order. */
  readonly units: readonly number[];
  readonly milliseconds: number;
}

/** Runs the work in a process of its own; with `killAfter`, SIGKILL so many milliseconds after its first unit began. */
async function attempt(name: string, folder: string, killAfter?: number): Promise<Attempt> {
  const worker = join(root, "test", "dist", "faults", "kill-worker.js");
  const child = spawn(process.execPath, [worker, name, folder], {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let complaint = "";
  let begun = () => {};
  const started = new Promise<void>((resolve) => {
    begun = resolve;
  });
  child.stdout.on("data", (chunk) => {
    output += chunk;
    if (/^unit /m.test(output)) begun();
  });
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on("close", (_, signal) => {
      begun();
      resolve(signal);
    }),
  );
  await started;
  const began = performance.now();
  if (killAfter !== undefined) {
    await Promise.race([sleep(killAfter), ended]);
    child.kill("SIGKILL");
  }
  const signal = await ended;
  const digest = /^done (\w+)$/m.exec(output)?.[1];
  assert.ok(digest !== undefined || signal === "SIGKILL", `${name} ended by itself: ${complaint}`);
  const units = [...output.matchAll(/^unit (\d+)$/gm)].map(([, unit]) => Number(unit));
  return { digest, units, milliseconds: performance.now() - began };
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
export async function killAtRandom(work: KilledWork, kills: number, seed: number): Promise<KillReport> {
  const random = Random.from(seed).split("kill", work.name);
  const base = mkdtempSync(join(tmpdir(), "killed-"));
  try {
    const whole = await attempt(work.name, join(base, "whole"));
    let done = 0;
    let mostRepeated = 0;
    for (let run = 0; done < kills; run++) {
      const folder = join(base, `run-${run}`);
      let reached = 0;
      let last: Attempt | undefined;
      for (let inRun = 0; inRun < 5 && done < kills; inRun++) {
        last = await attempt(work.name, folder, random.uniform() * 0.5 * whole.milliseconds);
        mostRepeated = Math.max(mostRepeated, repeated(last, reached));
        reached = Math.max(reached, ...last.units);
        if (last.digest !== undefined) break;
        done++;
      }
      if (last?.digest === undefined) {
        last = await attempt(work.name, folder);
        mostRepeated = Math.max(mostRepeated, repeated(last, reached));
      }
      assert.equal(last.digest, whole.digest, `${work.name}, run ${run}: another result after kills`);
    }
    assert.ok(mostRepeated <= work.savedEvery, `${work.name}: ${mostRepeated} units were repeated`);
    return { work: work.name, seed, kills: done, mostRepeated, unit: work.unit };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** Units done again: those from the first of this attempt to the last that had been under way before. */
const repeated = ({ units }: Attempt, reached: number) =>
  units.length === 0 ? 0 : Math.max(0, reached - units[0]! + 1);
