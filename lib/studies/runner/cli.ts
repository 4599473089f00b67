import { parseArgs } from "node:util";
import { loadMnist } from "../../data/index.js";
import { inRepository } from "../../node/index.js";
import { InputError, InterruptedError, requireInteger, silent } from "../../support/index.js";
import { studies } from "../catalogue.js";
import { type AdoptionOutcome, adoptStudy } from "./adopt.js";
import { isJobStudy, parseShard } from "./job-study.js";
import { mergeShards, runShard } from "./shards.js";
import { runStudy, type Study, type StudyContext, studyPath } from "./study.js";

function questions(): string {
  const all = Object.values(studies as Readonly<Record<string, Study<unknown>>>);
  const width = Math.max(...all.map(({ name }) => name.length));
  return all.map(({ name, question }) => `  ${name.padEnd(width)}  ${question}`).join("\n");
}

const usage = () => `Usage: npm run study -- NAME [--fresh] [--threads N] [--shard I/N | --merge]
       npm run study -- [NAME] --adopt

${questions()}

The result is written to data/studies/NAME.json. Trainings that are finished are not repeated, and one that was broken
off goes on from its last epoch; --fresh begins anew. A study of independent jobs runs in N threads (default: the cores);
--shard I/N runs the I-th of N shares of it and writes data/studies/parts/NAME.I-of-N.json, --merge makes the result from
all shares, byte for byte as if it had been run at once.

A result belongs to the program that made it. After a change of code that is meant to leave all numbers as they are, --adopt runs
the study's canary, a part of it that takes seconds: if that gives what it gave when the result was made, to the bit, the result is
handed on to the present program; otherwise nothing is written. Without a name: all studies.`;

const options = {
  fresh: { type: "boolean" },
  threads: { type: "string" },
  shard: { type: "string" },
  merge: { type: "boolean" },
  adopt: { type: "boolean" },
} as const;

/** Where a study keeps its trainings, whom it tells how far it is, and what stops it. */
export type StudySurroundings = Pick<StudyContext, "checkpoints"> &
  Partial<Pick<StudyContext, "progress" | "signal">>;

/** `npm run study`: runs one study by name. Returns the process's exit code. */
export async function runStudyCommand(
  args: readonly string[],
  surroundings: StudySurroundings,
  print: (line: string) => void = console.log,
): Promise<number> {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    print(`${(error as Error).message}\n\n${usage()}`);
    return 2;
  }
  const [name, ...others] = parsed.positionals;
  if (name === undefined && parsed.values.adopt === true) return adoptAll(surroundings, print);
  const study = Object.values(studies as Readonly<Record<string, Study<unknown>>>).find(
    (each) => each.name === name,
  );
  if (study === undefined || others.length > 0) {
    const unknown =
      name !== undefined && study === undefined
        ? `npm run study: there is no study ${name}; those that there are stand below.\n\n`
        : "";
    print(`${unknown}${usage()}`);
    return name === undefined ? 0 : 2;
  }
  return answering(print, async () => {
    if (parsed.values.adopt === true)
      print(`${study.name}: ${told[await adoptStudy(study, contextOf({}, surroundings))]}`);
    else print(`written: ${inRepository(await carryOut(study, parsed.values, surroundings))}`);
  });
}

const told: Readonly<Record<AdoptionOutcome, string>> = {
  current: "current",
  "canary added": "current; a canary is kept with it from now on",
  adopted: "adopted: the canary is the same to the bit",
};

/** Adopts what can be adopted; one line a study, and the code of failure if one is refused. */
async function adoptAll(surroundings: StudySurroundings, print: (line: string) => void): Promise<number> {
  let code = 0;
  for (const study of Object.values<Study<unknown>>(studies)) {
    const own = await answering(print, async () => {
      print(`${study.name}: ${told[await adoptStudy(study, contextOf({}, surroundings))]}`);
    });
    if (own === 130) return own;
    code = Math.max(code, own);
  }
  return code;
}

/** Does some work; a mistake of the caller is one line. Returns the exit code. */
async function answering(print: (line: string) => void, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    if (error instanceof InputError) {
      print(error.message);
      return 2;
    }
    if (!(error instanceof InterruptedError)) throw error;
    print("Interrupted; the same command goes on from here.");
    return 130;
  }
}

interface Flags {
  readonly fresh?: boolean;
  readonly threads?: string;
  readonly shard?: string;
  readonly merge?: boolean;
}

/** Runs the study, or a share of it, or joins the shares. Returns the file it has written. */
async function carryOut(
  study: Study<unknown>,
  { shard, merge, ...rest }: Flags,
  surroundings: StudySurroundings,
): Promise<string> {
  const context = contextOf(rest, surroundings);
  if (shard !== undefined) return runShard(requireJobs(study), parseShard(shard), context);
  if (merge === true) await mergeShards(requireJobs(study), context);
  else await runStudy(study, context);
  return studyPath(study.name);
}

function contextOf(
  { fresh = false, threads }: Pick<Flags, "fresh" | "threads">,
  { checkpoints, progress = silent, signal }: StudySurroundings,
): StudyContext {
  return {
    // read when it is needed: not every study is about MNIST
    get data() {
      return loadMnist();
    },
    checkpoints,
    progress,
    ...(signal && { signal }),
    fresh,
    ...(threads !== undefined && {
      threads: requireInteger("npm run study", "--threads", Number(threads), 1),
    }),
  };
}

function requireJobs(study: Study<unknown>) {
  if (isJobStudy(study)) return study;
  throw new InputError("npm run study", `${study.name} is not made of independent jobs: it has no shares`);
}
