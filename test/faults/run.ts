import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "pml/node";
import { root } from "../support/fixture.js";
import { campaign } from "./campaign.js";
import { checkDeterminism } from "./determinism.js";
import { type KillReport, killAtRandom } from "./kill.js";
import { killedWorks } from "./killed-works.js";
import { kinds } from "./kinds.js";
import { useLong } from "./long-use.js";
import { judgeSample } from "./mutants/campaign.js";
import { repeatNotebooks } from "./notebook-rounds.js";

const seed = 20;

/** `damaged-files [MUTATIONS]`: every kind of file, 10,000 mutations each by default. */
async function damagedFiles(mutations: number): Promise<unknown> {
  const reports = [];
  for (const kind of kinds) {
    const report = await campaign(kind, mutations, seed);
    console.log(
      `${report.kind}: ${report.mutations} mutations, ${report.read} read rightly, ${report.refused} refused`,
    );
    reports.push(report);
  }
  return reports;
}

/** `killed [KILLS] [WORK ...]`: long work of every kind, or of those named, killed at 50 random moments each by default. */
async function killed(kills: number, names: readonly string[]): Promise<unknown> {
  const before = JSON.parse(
    readFileSync(join(root, "data", "faults", "killed.json"), "utf8"),
  ) as KillReport[];
  const reports = new Map(before.map((report) => [report.work, report]));
  for (const work of killedWorks.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const report = await killAtRandom(work, kills, seed, console.log);
    console.log(
      `${report.work}: ${report.kills} kills, at most ${report.mostRepeated} of unit "${report.unit}" repeated, same bits`,
    );
    reports.set(work.name, report);
  }
  return killedWorks.flatMap(({ name }) => reports.get(name) ?? []);
}

/** `mutants [SIZE] [SEED] [MINUTES]`: a sample of small changes of the numerical rooms, in pieces of some minutes. */
async function mutants(size: number, sampleSeed: number, minutes: number): Promise<unknown> {
  const samples = await judgeSample(size, sampleSeed, minutes);
  for (const { seed: drawn, size: all, killed: now, killedAtFirst } of samples)
    console.log(`seed ${drawn}: ${killedAtFirst} of ${all} killed at first, ${now} now`);
  return samples;
}

/** The slow campaigns by name. */
const campaigns: Readonly<Record<string, (args: readonly string[]) => Promise<unknown>>> = {
  "damaged-files": ([mutations = "10000"]) => damagedFiles(Number(mutations)),
  mutants: ([size = "120", sampleSeed = String(seed), minutes = "600"]) =>
    mutants(Number(size), Number(sampleSeed), Number(minutes)),
  killed: ([kills = "50", ...names]) => killed(Number(kills), names),
  determinism: (names) => checkDeterminism(names),
  "notebook-rounds": async ([rounds = "20", ...names]) => repeatNotebooks(Number(rounds), names),
  "long-use": ([trainings = "300"]) => useLong(Number(trainings)),
};

/** Command line: `NAME [arguments]`; the small result is written to data/faults. */
export async function main([name = "", ...args]: readonly string[]): Promise<number> {
  const run = campaigns[name];
  if (run === undefined) {
    console.log(`Give the name of a campaign: ${Object.keys(campaigns).join(", ")}`);
    return 2;
  }
  const result = await run(args);
  const path = join("data", "faults", `${name}.json`);
  writeAtomically(join(root, path), `${JSON.stringify(result, null, 1)}\n`);
  console.log(`written to ${path}`);
  return 0;
}
