import { join } from "node:path";
import { root } from "../support/fixture.js";
import type { Attempt, KilledWork } from "./kill.js";
import { notebookRun } from "./kill-notebooks.js";
import { setUpRun } from "./kill-set-up.js";
import { runKilled } from "./killed-process.js";

/** Work of the library, which says itself which unit is under way. */
function libraryWork(name: string, unit: string, savedEvery = 1): KilledWork {
  return { name, unit, savedEvery, attempt: (folder, killAfter) => attemptOf(name, folder, killAfter) };
}

async function attemptOf(name: string, folder: string, killAfter?: number): Promise<Attempt> {
  const worker = join(root, "test", "dist", "faults", "kill-worker.js");
  const { output, milliseconds } = await runKilled([process.execPath, worker, name, folder], {
    cwd: root,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" },
    begun: /^unit /m,
    killAfter,
  });
  const digest = /^done (\w+)$/m.exec(output)?.[1];
  return { digest, units: unitsOf(output), milliseconds };
}

const unitsOf = (output: string) => [...output.matchAll(/^unit (\d+)$/gm)].map(([, unit]) => Number(unit));

export const libraryWorks: readonly KilledWork[] = [
  libraryWork("training", "epoch"),
  libraryWork("mixture", "iteration of EM"),
  libraryWork("nuts", "transition"),
  libraryWork("optimisation", "step"),
];

/** What `npm test` samples at a few moments. */
export const sampledWorks: readonly KilledWork[] = [...libraryWorks, notebookRun];

/** All; the set-up takes most of a minute each time, and is left to the campaign. */
export const killedWorks: readonly KilledWork[] = [...sampledWorks, setUpRun];
