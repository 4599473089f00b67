// @silent: checks results

import { inRepository } from "../../node/index.js";
import { InputError } from "../../support/index.js";
import { type KeptCanary, keepCanary } from "./canary.js";
import {
  readStudy,
  type Study,
  type StudyContext,
  type StudyRecord,
  studiesFolder,
  studyPath,
  studyVersion,
  writeRecord,
} from "./study.js";

/** What became of a study's record: left as it was, given a canary, or handed on to the present version. */
export type AdoptionOutcome = "current" | "canary added" | "adopted";

/**
 * Hands a study's result on to the present program, if the canary of the study gives the same to the bit as the one that was kept with the
 * result; the record then says which version it was adopted from. A result that is current, but has no canary yet, gets one.
 *
 * @throws InputError if the canary differs or there is none; nothing is written then
 */
export async function adoptStudy(
  study: Study<unknown>,
  context: StudyContext,
  folder = studiesFolder,
): Promise<AdoptionOutcome> {
  const record = readStudy(study, folder, () => context.data);
  const version = studyVersion(study);
  const isCurrent = record.code === version;
  const { canary: kept } = record;
  if (isCurrent && kept !== undefined) return "current";
  if (!isCurrent && kept === undefined)
    throw new InputError(
      "adoptStudy",
      `${file(study, folder)} was made by other code and holds no canary to compare with: ${remedy(study)}`,
    );
  const found = await keepCanary(study, context);
  if (kept === undefined) {
    writeRecord(withCanary(record, found), folder);
    return "canary added";
  }
  if (kept.digest !== found.digest)
    throw new InputError("adoptStudy", difference(study, folder, kept, found), { kept, found });
  const adopted = [...(record.adopted ?? []), { from: record.code, to: version }];
  writeRecord(withCanary({ ...record, code: version, adopted }, kept), folder);
  return "adopted";
}

const file = ({ name }: Study<unknown>, folder: string) => inRepository(studyPath(name, folder));
const remedy = ({ name }: Study<unknown>) => `run \`npm run study -- ${name}\` to make it again`;

/** The record with the long part last. */
function withCanary({ result, ...rest }: StudyRecord<unknown>, canary: KeptCanary): StudyRecord<unknown> {
  return { ...rest, canary, result };
}

function difference(study: Study<unknown>, folder: string, kept: KeptCanary, found: KeptCanary): string {
  const [place, value] =
    Object.entries(kept.numbers).find(([name, number]) => !Object.is(found.numbers[name], number)) ?? [];
  const where =
    place === undefined
      ? `its SHA-256 is ${found.digest.slice(0, 12)}…, kept is ${kept.digest.slice(0, 12)}…`
      : `${place} is ${found.numbers[place]}, kept is ${value}`;
  const machine =
    kept.processor === found.processor
      ? ""
      : ` (the kept one was made on another kind of processor: ${kept.processor}, this is ${found.processor})`;
  return `the canary of ${study.name} differs from that in ${file(study, folder)}: ${where}${machine}. The numbers may have changed: ${remedy(study)}`;
}
