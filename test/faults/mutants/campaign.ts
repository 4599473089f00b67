import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeAtomically } from "pml/node";
import { root } from "../../support/fixture.js";
import type { Mutant } from "./mutate.js";
import { allMutants, sampleMutants } from "./sample.js";
import { type Durations, MutantTester, testsVersion, type Verdict } from "./tester.js";

/** A mutant that no test noticed. */
interface Survivor extends Pick<Mutant, "file" | "line" | "kind" | "before" | "after"> {
  /** Its line before the change. */
  readonly code: string;
  /** Why it makes no difference, where that is known. */
  readonly why?: string;
}

/** Why a change of a line makes no difference: written by hand, in data/faults/mutants-explained.json. */
export interface Explanation extends Pick<Survivor, "file" | "code" | "after"> {
  readonly why: string;
}

/** A sample of mutants and how many of them were noticed. */
export interface SampleReport {
  readonly seed: number;
  readonly size: number;
  /** Number of the mutants there are, of which the sample was drawn. */
  readonly of: number;
  readonly killed: number;
  /** Those of the killed that a test did not end with in time. */
  readonly timedOut: number;
  /** Killed when the sample was first drawn, before any test was written for it. */
  readonly killedAtFirst: number;
  /** Wilson's 95 % interval of the share killed at first. */
  readonly firstShare: { readonly share: number; readonly lower: number; readonly upper: number };
  readonly survivors: readonly Survivor[];
}

/** Work done so far: run times of the tests, and verdicts by the mutant and the text it changes. */
interface Progress {
  readonly durations: Durations;
  readonly verdicts: Record<string, Verdict & { readonly tests: string }>;
}

const progressPath = join(root, ".cache", "mutants.json");

/** Wilson's interval of a share at 95 %, to four digits. */
export function wilson(hits: number, trials: number): SampleReport["firstShare"] {
  const [z, share] = [1.959964, hits / trials];
  const centre = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const half =
    (z / (1 + (z * z) / trials)) *
    Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const [rounded, lower, upper] = [share, centre - half, centre + half].map((x) => Number(x.toFixed(4)));
  return { share: rounded!, lower: lower!, upper: upper! };
}

const source = (file: string) => readFileSync(join(root, file), "utf8");

const keyOf = ({ file, start, end, after }: Mutant) =>
  createHash("sha256")
    .update(JSON.stringify([file, start, end, after, source(file)]))
    .digest("hex");

/** The explanations, of survivors of any sample. */
export const explained = (): Explanation[] =>
  JSON.parse(readFileSync(join(root, "data", "faults", "mutants-explained.json"), "utf8"));

function survivor({ file, line, kind, before, after }: Mutant): Survivor {
  const code = source(file).split("\n")[line - 1]!.trim();
  const why = explained().find(
    (known) => known.file === file && known.code === code && known.after === after,
  )?.why;
  return { file, line, kind, before, after, code, ...(why === undefined ? {} : { why }) };
}

function report(
  seed: number,
  mutants: readonly Mutant[],
  verdicts: readonly Verdict[],
  before: readonly SampleReport[],
): SampleReport {
  const of = allMutants().length;
  const first = before.find(
    (sample) => sample.seed === seed && sample.size === mutants.length && sample.of === of,
  );
  const count = (fate: Verdict["fate"]) => verdicts.filter((verdict) => verdict.fate === fate).length;
  const killed = mutants.length - count("survived");
  const killedAtFirst = first?.killedAtFirst ?? killed;
  return {
    seed,
    size: mutants.length,
    of,
    killed,
    timedOut: count("timed out"),
    killedAtFirst,
    firstShare: wilson(killedAtFirst, mutants.length),
    survivors: mutants.filter((_, i) => verdicts[i]!.fate === "survived").map(survivor),
  };
}

/** Reads the committed samples. */
export function committedSamples(): SampleReport[] {
  const path = join(root, "data", "faults", "mutants.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as SampleReport[]) : [];
}

/**
 * Judges a sample of mutants for at most `minutes`; what is done is kept in `.cache/mutants.json`, and the next call goes on.
 *
 * A killed mutant stays killed as long as its file is the same; a survivor is tried again when the tests have changed.
 */
export async function judgeSample(size: number, seed: number, minutes: number): Promise<SampleReport[]> {
  mkdirSync(dirname(progressPath), { recursive: true });
  const progress: Progress = existsSync(progressPath)
    ? JSON.parse(readFileSync(progressPath, "utf8"))
    : { durations: {}, verdicts: {} };
  const end = Date.now() + minutes * 60_000;
  const goOn = () => Date.now() < end;
  const mutants = sampleMutants(size, seed);
  const keys = mutants.map(keyOf);
  const tests = testsVersion();
  const tester = new MutantTester(progress.durations);
  const save = () => writeAtomically(progressPath, JSON.stringify(progress));
  try {
    if (!(await tester.time(goOn))) return notYet(save);
    for (const [i, mutant] of mutants.entries()) {
      const key = keys[i]!;
      const known = progress.verdicts[key];
      if (known !== undefined && (known.fate !== "survived" || known.tests === tests)) continue;
      if (!goOn()) return notYet(save);
      const verdict = await tester.judge(mutant);
      progress.verdicts[key] = { ...verdict, tests };
      console.log(
        `${i + 1}/${size} ${mutant.file}:${mutant.line} ${mutant.before.slice(0, 40)} => ${mutant.after.slice(0, 40)}: ${verdict.fate}`,
      );
      save();
    }
  } finally {
    tester.end();
  }
  const others = committedSamples();
  const verdicts = keys.map((key) => progress.verdicts[key]!);
  return [...others.filter((sample) => sample.seed !== seed), report(seed, mutants, verdicts, others)].sort(
    (a, b) => a.seed - b.seed,
  );
}

function notYet(save: () => void): SampleReport[] {
  save();
  console.log("Not at the end yet: give the same command again.");
  return committedSamples();
}
