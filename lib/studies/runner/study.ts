// @silent: keeps files

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DataSet, loadMnist } from "../../data/index.js";
import { inRepository, repositoryRoot, versionApart, writeAtomically } from "../../node/index.js";
import { InputError, type ProgressSink, requireInput } from "../../support/index.js";
import { type KeptCanary, keepCanary } from "./canary.js";

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
  /** `import.meta.url` of the module that exports the study, under its name in camel case: `vaeSeeds` for `vae-seeds`. */
  readonly module: string;
  readonly seeds: readonly number[];
  /** Whether it works on MNIST, as the studies of density models do. Default true. */
  readonly usesData?: boolean;
  run(context: StudyContext): Promise<Result>;
  /**
   * A small part of the study, of seconds, that goes through all code that makes its numbers. Where a change of code is meant to
   * be exact, it proves it: see `adopt.ts`.
   */
  canary(context: StudyContext): Promise<unknown>;
}

/** One version in the place of another. */
export interface Adoption {
  readonly from: string;
  readonly to: string;
}

/** A study's result with what it was made from. */
export interface StudyRecord<Result> {
  readonly study: string;
  readonly question: string;
  readonly seeds: readonly number[];
  /** Name and SHA-256 of the data; null for a study without. */
  readonly data: { readonly name: string; readonly digest: string } | null;
  /** Version of the program that made it, see {@link studyVersion}. */
  readonly code: string;
  /** Versions that the result was handed on to after the canary had proved them equal to the bit. */
  readonly adopted?: readonly Adoption[];
  readonly canary?: KeptCanary;
  readonly result: Result;
}

/** Where the committed results live. */
export const studiesFolder = join(repositoryRoot, "data", "studies");

/** The file of a study's result. */
export function studyPath(name: string, folder = studiesFolder): string {
  return join(folder, `${name}.json`);
}

/** Properties of a study that no number depends on. */
const apart = ["question", "module"];

/** The version of the program that a study is. */
export function studyVersion({ name, module }: Pick<Study<unknown>, "name" | "module">): string {
  return versionApart(module, [exportName(name)], apart);
}

/** `vaeSeeds` for `vae-seeds`. */
export function exportName(study: string): string {
  return study.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Puts a record away, whole or not at all. */
export function writeRecord(record: StudyRecord<unknown>, folder = studiesFolder): void {
  writeAtomically(studyPath(record.study, folder), `${JSON.stringify(record, null, 1)}\n`);
}

/** Writes a study's record with its canary. */
export async function writeStudy<Result>(
  study: Study<Result>,
  context: StudyContext,
  result: Result,
  folder = studiesFolder,
): Promise<StudyRecord<Result>> {
  const { name, question, seeds, usesData = true } = study;
  const data = usesData ? { name: context.data.name, digest: context.data.digest } : null;
  const canary = await keepCanary(study, context);
  const record = { study: name, question, seeds, data, code: studyVersion(study), canary, result };
  writeRecord(record, folder);
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
 * @param dataInUse what the reader works on, read only if the study is one of data
 * @throws InputError if it has not been run yet, or was made from other data; the message says how to make it
 */
export function readStudy<Result>(
  { name }: Pick<Study<Result>, "name" | "run">,
  folder = studiesFolder,
  dataInUse: () => Pick<DataSet, "name" | "digest"> = loadMnist,
): StudyRecord<Result> {
  const path = studyPath(name, folder);
  if (!existsSync(path)) {
    throw new InputError(
      "readStudy",
      `${inRepository(path)} does not exist: run \`npm run study -- ${name}\` to make it`,
    );
  }
  const record = JSON.parse(readFileSync(path, "utf8")) as StudyRecord<Result>;
  if (record.data !== null) requireSameData(record.data, dataInUse(), path, name);
  return record;
}

function requireSameData(
  made: { readonly name: string; readonly digest: string },
  wanted: { readonly name: string; readonly digest: string },
  path: string,
  name: string,
): void {
  const told = ({ name: data, digest }: typeof made) => `${data} (SHA-256 ${digest.slice(0, 12)}…)`;
  requireInput(
    made.digest === wanted.digest,
    "readStudy",
    () =>
      `${inRepository(path)} was made from ${told(made)}, the data in use are ${told(wanted)}: run \`npm run study -- ${name}\` to make it from these`,
    { made: made.digest, wanted: wanted.digest },
  );
}

/** Whether the program has not changed since the result was made. */
export function isCurrent<Result>(study: Study<Result>, record: StudyRecord<Result>): boolean {
  return record.code === studyVersion(study);
}
