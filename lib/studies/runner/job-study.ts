import { InputError, requireInput } from "../../support/index.js";
import { runJobs } from "./job-pool.js";
import type { Study } from "./study.js";

/** A study made of independent jobs: any of them can be run anywhere, in any order. */
export interface JobStudy<Job, Outcome, Result> extends Study<Result> {
  /** Plain data: all that a job depends on, its seed included. */
  readonly jobs: readonly Job[];
  /** Does one job; its outcome is kept as JSON. */
  runJob(job: Job): Promise<Outcome>;
  /** The result from all outcomes, in the order of the jobs. */
  summarise(outcomes: readonly Outcome[]): Result;
}

/** What makes a {@link JobStudy}: the jobs and what to do with them; how they are run follows. */
export type JobStudyDefinition<Job, Outcome, Result> = Pick<
  JobStudy<Job, Outcome, Result>,
  "name" | "question" | "module" | "seeds" | "jobs" | "runJob" | "summarise" | "canary"
>;

/**
 * A study of independent jobs, run in worker threads, which find it among the exports of its module.
 * It has no part in MNIST.
 */
export function jobStudy<Job, Outcome, Result>(
  definition: JobStudyDefinition<Job, Outcome, Result>,
): JobStudy<Job, Outcome, Result> {
  const study: JobStudy<Job, Outcome, Result> = {
    ...definition,
    usesData: false,
    async run(context) {
      const all = study.jobs.map((_, index) => index);
      return study.summarise((await runJobs(study, all, context)) as Outcome[]);
    },
  };
  return study;
}

/** Whether a study is made of jobs. */
export function isJobStudy(study: Study<unknown>): study is JobStudy<unknown, unknown, unknown> {
  return "jobs" in study && "runJob" in study;
}

/** One of several shares of a study's jobs. */
export interface Shard {
  /** From 1 to {@link Shard.of}. */
  readonly index: number;
  readonly of: number;
}

/**
 * Reads a shard as it is written on the command line.
 *
 * @throws InputError unless it is like `3/8`, counted from 1
 */
export function parseShard(text: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, of] = [Number(match?.[1]), Number(match?.[2])];
  requireInput(
    match !== null && index >= 1 && index <= of,
    "parseShard",
    () => `a shard is written i/n, with i from 1 to n: got ${JSON.stringify(text)}`,
    { text },
  );
  return { index, of };
}

/** Which jobs belong to a shard: every n-th, so that shards of a study in blocks take equally long. */
export function jobsOf(jobs: number, { index, of }: Shard): number[] {
  return Array.from({ length: jobs }, (_, job) => job).filter((job) => job % of === index - 1);
}

/**
 * Puts the outcomes of parts in the order of the jobs.
 *
 * @throws InputError if a job is missing or there twice
 */
export function joinOutcomes(
  jobs: number,
  parts: readonly (readonly (readonly [job: number, outcome: unknown])[])[],
): unknown[] {
  const joined = new Map<number, unknown>();
  for (const [job, outcome] of parts.flat()) {
    if (joined.has(job)) throw new InputError("joinOutcomes", `job ${job} is in two parts`, { job });
    joined.set(job, outcome);
  }
  const missing = Array.from({ length: jobs }, (_, job) => job).filter((job) => !joined.has(job));
  requireInput(
    missing.length === 0 && joined.size === jobs,
    "joinOutcomes",
    () => `${missing.length} of ${jobs} jobs are missing, the first is ${missing[0]}`,
    { missing },
  );
  return Array.from({ length: jobs }, (_, job) => joined.get(job));
}
