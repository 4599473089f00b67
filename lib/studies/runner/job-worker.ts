// @silent: has jobs run elsewhere, exact to the bit

import { parentPort, workerData } from "node:worker_threads";
import { type JobMessage, type JobWorkerData, outcomeText } from "./job-pool.js";
import { isJobStudy } from "./job-study.js";
import type { Study } from "./study.js";

const { study: name, module } = workerData as JobWorkerData;
const exports: Readonly<Record<string, unknown>> = await import(module);
const study = Object.values(exports).find(
  (each): each is Study<unknown> =>
    typeof each === "object" && each !== null && "name" in each && each.name === name,
);
if (study === undefined || !isJobStudy(study))
  throw new Error(`${module} exports no study of jobs named ${name}`);
const { jobs, runJob } = study;

async function answer(job: number): Promise<JobMessage> {
  try {
    return { job, outcome: outcomeText(await runJob(jobs[job])) };
  } catch (error) {
    return { job, error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort!.on("message", async (job: number) => {
  parentPort!.postMessage(await answer(job));
});
