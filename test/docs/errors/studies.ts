import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processorKind } from "pml/node";
import {
  adoptStudy,
  mergeShards,
  parseShard,
  ReadArms,
  readStudy,
  runShard,
  runStudyCommand,
  type StudyContext,
} from "pml/studies";
import { silent } from "pml/support";
import { walks } from "../../studies/runner/walks.js";
import type { Room } from "./situation.js";

const context = (folder: string): StudyContext => ({
  get data(): StudyContext["data"] {
    throw new Error("a study without data has asked for MNIST");
  },
  checkpoints: folder,
  progress: silent,
  threads: 1,
});

const mnist = { name: "MNIST", digest: "fedcba9876543210" };

/** A study's result by older code. */
const record = (parts: object) => ({ study: "walks", data: null, code: "before", ...parts, result: [] });
/** An arm of one run of one step. */
const noRuns = {
  repetitions: 1,
  start: [0],
  chosen: ["0"],
  recommended: [],
  lengthscales: [],
  repeats: 0,
  jittered: 0,
  divergences: 0,
  rhat: null,
  essBulk: null,
};

/** What `npm run study` says. */
async function command(...args: string[]): Promise<string> {
  const lines: string[] = [];
  await runStudyCommand(args, { checkpoints: "" }, (line) => lines.push(line));
  return lines.join("\n");
}

export const studies: Room = {
  name: "studies",
  situations: [
    {
      situation: "An arm of a study is asked for by a name that it does not have",
      remedy: "Take one of the names that the message lists.",
      occur: () => new ReadArms([{ ...noRuns, arm: "random" }], [0]).named("Random"),
    },
    {
      situation: "A study has not been run",
      remedy: "Run the command that the message names; it goes on where it was broken off.",
      occur: (folder) => readStudy(walks, folder),
    },
    {
      situation: "A study's result was made from other data",
      remedy: "Run the command that the message names; or unset `PML_DATA` to read the result of MNIST.",
      occur: (folder) => {
        writeFileSync(join(folder, "walks.json"), JSON.stringify(record({ data: mnist })));
        return readStudy(walks, folder, () => ({ name: "fashion", digest: "0123456789abcdef" }));
      },
    },
    {
      situation: "There is no such study",
      remedy: "Choose one of those that are listed.",
      occur: async () => (await command("walks")).split("\n")[0],
    },
    {
      situation: "`--adopt`, but the numbers are not the same",
      remedy: "Run the command that the message names; on the processor it was made on, if that is another.",
      occur: (folder) => {
        const canary = { digest: "0123456789abcdef", numbers: { end: 0.5 }, processor: processorKind() };
        writeFileSync(join(folder, "walks.json"), JSON.stringify(record({ canary })));
        return adoptStudy(walks, context(folder), folder);
      },
    },
    {
      situation: "`--adopt` for a result that has nothing to compare with",
      remedy: "Run the command that the message names.",
      occur: (folder) => {
        writeFileSync(join(folder, "walks.json"), JSON.stringify(record({})));
        return adoptStudy(walks, context(folder), folder);
      },
    },
    {
      situation: "A share of a study is missing",
      remedy: "Run the shares that the message lists, then `--merge` again.",
      occur: async (folder) => {
        await runShard(walks, parseShard("1/3"), context(folder), folder);
        return mergeShards(walks, context(folder), folder);
      },
    },
    {
      situation: "A share was made before the code was changed (stale)",
      remedy: "Remove that file and run the share again.",
      occur: async (folder) => {
        const path = await runShard(walks, parseShard("1/1"), context(folder), folder);
        const part = JSON.parse(readFileSync(path, "utf8"));
        writeFileSync(
          join(folder, "parts", "walks.1-of-1.json"),
          JSON.stringify({ ...part, code: "before" }),
        );
        return mergeShards(walks, context(folder), folder);
      },
    },
    {
      situation: "No share has been run",
      remedy: "Run the shares first.",
      occur: (folder) => mergeShards(walks, context(folder), folder),
    },
    {
      situation: "A share counted from 0",
      remedy: "Count from 1: `--shard 1/8` to `--shard 8/8`.",
      occur: () => parseShard("0/8"),
    },
    {
      situation: "`--shard` with a study that cannot be shared out",
      remedy: "Run it whole; broken off, it goes on from its last epoch.",
      occur: () => command("vae-seeds", "--shard", "1/2"),
    },
    {
      situation: "Half a thread",
      remedy: "A whole number, at most that of the cores.",
      occur: () => command("bayesopt-rules", "--threads", "0.5"),
    },
  ],
};
