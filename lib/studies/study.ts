import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DataSet } from "../data/image-set.js";
import { writeAtomically } from "../support/atomic-write.js";
import { codeVersion } from "../support/code-version.js";
import { InputError } from "../support/errors.js";
import type { ProgressSink } from "../support/progress.js";
import { inRepository, repositoryRoot } from "../support/repository.js";

/** What a study is given to work with. */
export interface StudyContext {
  readonly data: DataSet;
  /** Folder of trained models: finished trainings are not repeated, broken-off ones go on. */
  readonly checkpoints: string;
  readonly progress: ProgressSink;
  readonly signal?: AbortSignal;
  /** Train again what is already trained. */
  readonly fresh?: boolean;
  /** Threads for a study of independent jobs. Default: the number of cores. */
  readonly threads?: number;
}

/** Many trainings that answer one question; its small result is committed and read by a notebook. */
export interface Study<Result> {
  /** Name on the command line and of the result file. */
  readonly name: string;
  /** The question in one sentence. */
  readonly question: string;
  /** Compiled module that holds the study: the version of all code it uses is stored with the result. */
  readonly module: string;
  readonly seeds: readonly number[];
  /** Whether it works on MNIST, as the studies of density models do. Default true. */
  readonly usesData?: boolean;
  run(context: StudyContext): Promise<Result>;
}

/** A study's result with what it was made from. */
export interface StudyRecord<Result> {
  readonly study: string;
  readonly question: string;
  readonly seeds: readonly number[];
  /** Name and SHA-256 of the data; null for a study without. */
  readonly data: { readonly name: string; readonly digest: string } | null;
  /** Version of the code that made it, see {@link codeVersion}. */
  readonly code: string;
  readonly result: Result;
}

/** Where the committed results live. */
export const studiesFolder = join(repositoryRoot, "data", "studies");

/** The file of a study's result. */
export function studyPath(name: string, folder = studiesFolder): string {
  return join(folder, `${name}.json`);
}

/** A study's result as it is kept. */
function recordOf<Result>(study: Study<Result>, context: StudyContext, result: Result): StudyRecord<Result> {
  const { name, question, seeds, module, usesData = true } = study;
  const data = usesData ? { name: context.data.name, digest: context.data.digest } : null;
  return { study: name, question, seeds, data, code: codeVersion(module), result };
}

/** Writes a study's record, whole or not at all. */
export function writeStudy<Result>(
  study: Study<Result>,
  context: StudyContext,
  result: Result,
  folder = studiesFolder,
): StudyRecord<Result> {
  const record = recordOf(study, context, result);
  writeAtomically(studyPath(study.name, folder), `${JSON.stringify(record, null, 1)}\n`);
  return record;
}

/** Runs a study and writes its record, whole or not at all. */
export async function runStudy<Result>(
  study: Study<Result>,
  context: StudyContext,
  folder = studiesFolder,
): Promise<StudyRecord<Result>> {
  return writeStudy(study, context, await study.run(context), folder);
}

/**
 * The committed result of a study.
 *
 * @throws InputError if it has not been run yet; the message says how
 */
export function readStudy<Result>({ name }: Study<Result>, folder = studiesFolder): StudyRecord<Result> {
  const path = studyPath(name, folder);
  if (!existsSync(path)) {
    throw new InputError(
      "readStudy",
      `${inRepository(path)} does not exist: run \`npm run study -- ${name}\` to make it`,
    );
  }
  return JSON.parse(readFileSync(path, "utf8")) as StudyRecord<Result>;
}

/** Whether the code has not changed since the result was made. */
export function isCurrent<Result>(study: Study<Result>, record: StudyRecord<Result>): boolean {
  return record.code === codeVersion(study.module);
}
