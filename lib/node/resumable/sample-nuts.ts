import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  assembleRun,
  Chain,
  type ChainResult,
  completeSettings,
  defaultTargets,
  finishNote,
  type NutsSettings,
  nutsKernel,
  type Run,
  type SampleOptions,
  type SamplingHooks,
  type Settings,
} from "../../inference/index.js";
import type { LogDensity } from "../../math/index.js";
import type { Random } from "../../random/index.js";
import { Breather, requireInput, silent } from "../../support/index.js";
import { programVersion } from "../versions/program-version.js";
import { Journal, type JournalKey } from "./journal.js";
import { JournalledKernel, recordLength } from "./journalled-kernel.js";

/** How a run is kept, watched and stopped. */
export interface ResumableHooks extends SamplingHooks {
  /** Folder of the journals, one a chain: 8 (3 d + 17) bytes a transition in d dimensions. */
  readonly folder: string;
  /** Names the density with its data, "eight schools" say: another density must have another name. */
  readonly density: string;
  /** Begin anew. Default false. */
  readonly fresh?: boolean;
}

/** Transitions between two live texts, which look through all draws. */
const noteEvery = 20;

/**
 * The same as `sampleNuts`, bit for bit, written down transition by transition: if the process is killed, the next call with
 * the same arguments goes on from the transition that was under way, and a finished run is not made again. A run of more draws
 * goes on from one of fewer.
 *
 * A journal counts for the same density (by its name, and its value and gradient at each chain's start), random stream, options and
 * code of the sampler. It costs some 30 microseconds a transition.
 *
 * @throws InputError for options or a density that cannot be sampled, a journal whose beginning is damaged, or one of another density
 * @throws InterruptedError when `signal` is aborted; all finished transitions are kept
 *
 * @example
 * const kept = { folder: "chains", density: "eight schools, centred" };
 * const run = await sampleNutsResumably(density, { draws: 1000 }, { random: Random.from(1), ...kept });
 */
export async function sampleNutsResumably(
  density: LogDensity,
  options: SampleOptions & NutsSettings,
  hooks: ResumableHooks,
): Promise<Run> {
  const caller = "sampleNutsResumably";
  const { random, progress = silent, signal } = hooks;
  requireInput(hooks.density !== "", caller, () => "`density` must name the density, got no text");
  const settings = completeSettings(caller, options, density.dimension, defaultTargets.nuts);
  const breather = new Breather(signal);
  const perChain = settings.warmup + settings.draws;
  const task = progress(`nuts, ${settings.chains} chains`, settings.chains * perChain);
  const results: ChainResult[] = [];
  for (let c = 0; c < settings.chains; c++) {
    const stream = random.split("chain", c);
    const journal = openJournal(
      hooks,
      chainKey(hooks.density, settings, options, c, stream),
      density.dimension,
    );
    try {
      const kernel = new JournalledKernel(nutsKernel(density, options), journal);
      const chain = new Chain(density, kernel, settings, c, stream);
      let note = "";
      while (chain.transitions < chain.total) {
        await breather.breathe();
        if (chain.transitions % noteEvery === 0) note = `chain ${c + 1}: ${chain.note}`;
        chain.advance(1);
        task.update(c * perChain + chain.transitions, note);
      }
      results.push(chain.result());
    } finally {
      journal.close();
    }
  }
  const run = assembleRun("nuts", results, settings, options.maxTreeDepth ?? 10);
  task.finish(finishNote(run));
  return run;
}

/** All that a chain's transitions depend on. How many there are to be, and of how many chains, is not among it. */
function chainKey(
  density: string,
  settings: Settings,
  nuts: NutsSettings,
  chain: number,
  random: Random,
): JournalKey {
  const { maxTreeDepth = 10, momentum = "perpendicular", acceptanceStatistic = "trajectory" } = nuts;
  const { warmup, targetAcceptance, metric, metricFrom, stepSize, startRadius } = settings;
  const { starts, startCovariance, finalPhase } = settings;
  return {
    density,
    random: random.state(),
    settings: {
      warmup,
      targetAcceptance,
      metric,
      metricFrom,
      stepSize,
      startRadius,
      ...(finalPhase !== undefined && { finalPhase }),
    },
    start: starts === undefined ? null : Array.from(starts[chain]!),
    startCovariance: startCovariance === undefined ? null : Array.from(startCovariance),
    nuts: { maxTreeDepth, momentum, acceptanceStatistic },
    code: programVersion(import.meta.url, "sampleNutsResumably"),
  };
}

function openJournal({ folder, fresh = false }: ResumableHooks, key: JournalKey, dimension: number): Journal {
  const fingerprint = createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 16);
  const path = join(folder, `nuts-${fingerprint}.journal`);
  if (fresh) rmSync(path, { force: true });
  return Journal.open(path, key, recordLength(dimension));
}
