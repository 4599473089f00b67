import { parseArgs } from "node:util";
import { loadMnist } from "../data/mnist.js";
import { interruptSignal } from "../notebook/interrupt.js";
import { checkpointsFolder } from "../notebook/places.js";
import { progress } from "../notebook/progress.js";
import { InputError, requireInteger } from "../support/errors.js";
import { InterruptedError } from "../support/progress.js";
import { inRepository } from "../support/repository.js";
import { studies } from "./index.js";
import { isJobStudy, parseShard } from "./job-study.js";
import { mergeShards, runShard } from "./shards.js";
import { runStudy, type Study, type StudyContext, studyPath } from "./study.js";

function questions(): string {
  const all = Object.values(studies as Readonly<Record<string, Study<unknown>>>);
  const width = Math.max(...all.map(({ name }) => name.length));
  return all.map(({ name, question }) => `  ${name.padEnd(width)}  ${question}`).join("\n");
}

const usage = () => `Usage: npm run study -- NAME [--fresh] [--threads N] [--shard I/N | --merge]

${questions()}

The result is written to data/studies/NAME.json. Trainings that are finished are not repeated, and one that was broken
off goes on from its last epoch; --fresh begins anew. A study of independent jobs runs in N threads (default: the cores);
--shard I/N runs the I-th of N shares of it and writes data/studies/parts/NAME.I-of-N.json, --merge makes the result from
all shares, byte for byte as if it had been run at once.`;

const options = {
  fresh: { type: "boolean" },
  threads: { type: "string" },
  shard: { type: "string" },
  merge: { type: "boolean" },
} as const;

/** `npm run study`: runs one study by name. Returns the process's exit code. */
export async function main(
  args: readonly string[],
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
  const study = Object.values(studies as Readonly<Record<string, Study<unknown>>>).find(
    (each) => each.name === name,
  );
  if (study === undefined || others.length > 0) {
    print(usage());
    return name === undefined ? 0 : 2;
  }
  try {
    print(`written: ${inRepository(await carryOut(study, parsed.values))}`);
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
  { fresh = false, threads, shard, merge }: Flags,
): Promise<string> {
  const context: StudyContext = {
    // read when it is needed: not every study is about MNIST
    get data() {
      return loadMnist();
    },
    checkpoints: checkpointsFolder(),
    progress: progress(),
    signal: interruptSignal(),
    fresh,
    ...(threads !== undefined && {
      threads: requireInteger("npm run study", "--threads", Number(threads), 1),
    }),
  };
  if (shard !== undefined) return runShard(requireJobs(study), parseShard(shard), context);
  if (merge === true) mergeShards(requireJobs(study), context);
  else await runStudy(study, context);
  return studyPath(study.name);
}

function requireJobs(study: Study<unknown>) {
  if (isJobStudy(study)) return study;
  throw new InputError("npm run study", `${study.name} is not made of independent jobs: it has no shares`);
}
