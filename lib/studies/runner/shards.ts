// @silent: has jobs run elsewhere, exact to the bit

import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inRepository, writeAtomically } from "../../node/index.js";
import { InputError, requireInput } from "../../support/index.js";
import { runJobs } from "./job-pool.js";
import { type JobStudy, jobsOf, joinOutcomes, type Shard } from "./job-study.js";
import { type StudyContext, type StudyRecord, studiesFolder, studyVersion, writeStudy } from "./study.js";

/** The outcomes of one share of a study's jobs, as they are kept until all are there. */
interface Part {
  readonly study: string;
  readonly code: string;
  readonly shard: Shard;
  readonly jobs: number;
  readonly outcomes: readonly (readonly [job: number, outcome: unknown])[];
}

const partsFolder = (folder: string) => join(folder, "parts");

// biome-ignore lint/suspicious/noExplicitAny: parts are kept for studies of any jobs
type AnyJobStudy<Result> = JobStudy<any, any, Result>;

/** Runs the jobs of one shard and writes their outcomes. Returns the file's path. */
export async function runShard(
  study: AnyJobStudy<unknown>,
  shard: Shard,
  context: StudyContext,
  folder = studiesFolder,
): Promise<string> {
  const chosen = jobsOf(study.jobs.length, shard);
  const found = await runJobs(study, chosen, context);
  const part: Part = {
    study: study.name,
    code: studyVersion(study),
    shard,
    jobs: study.jobs.length,
    outcomes: chosen.map((job, i) => [job, found[i]] as const),
  };
  mkdirSync(partsFolder(folder), { recursive: true });
  const path = join(partsFolder(folder), `${study.name}.${shard.index}-of-${shard.of}.json`);
  writeAtomically(path, `${JSON.stringify(part)}\n`);
  return path;
}

/**
 * Makes a study's record from all its parts: byte for byte the record of a run at once.
 *
 * @throws InputError if there is no part, one is missing, or one was made by other code or with another number of shards
 */
export async function mergeShards<Result>(
  study: AnyJobStudy<Result>,
  context: StudyContext,
  folder = studiesFolder,
): Promise<StudyRecord<Result>> {
  const parts = readParts(study, folder);
  const { of } = parts[0]!.shard;
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter(
    (index) => !parts.some(({ shard }) => shard.index === index && shard.of === of),
  );
  requireInput(
    missing.length === 0 && parts.length === of,
    "mergeShards",
    () => `of ${of} shards of ${study.name} these are missing: ${missing.join(", ")}`,
    { missing },
  );
  const outcomes = joinOutcomes(
    study.jobs.length,
    parts.map((part) => part.outcomes),
  );
  return writeStudy(study, context, study.summarise(outcomes), folder);
}

function readParts(study: AnyJobStudy<unknown>, folder: string): Part[] {
  const parts = partsFolder(folder);
  const names = existsSync(parts)
    ? readdirSync(parts).filter((name) => name.startsWith(`${study.name}.`) && name.endsWith(".json"))
    : [];
  if (names.length === 0) {
    throw new InputError(
      "mergeShards",
      `${inRepository(parts)} holds no part of ${study.name}: run \`npm run study -- ${study.name} --shard 1/N\` and so on`,
    );
  }
  const read = names.map((name) => JSON.parse(readFileSync(join(parts, name), "utf8")) as Part);
  read.forEach((part, i) => {
    const { of } = read[0]!.shard;
    requireInput(
      part.code === studyVersion(study) && part.jobs === study.jobs.length,
      "mergeShards",
      () => `${names[i]} was made by other code: remove it and run that shard again`,
    );
    requireInput(
      part.shard.of === of,
      "mergeShards",
      () => `${names[0]} and ${names[i]} belong to different numbers of shards: remove the old ones`,
    );
  });
  return read;
}
