import type { LogDensity } from "../../math/index.js";
import { Breather, silent } from "../../support/index.js";
import type { NutsSettings } from "../nuts/nuts.js";
import { type Algorithm, defaultTargets, kernelOf } from "./algorithm.js";
import { Chain, type ChainResult } from "./chain.js";
import { completeSettings, type SampleOptions, type SamplingHooks } from "./options.js";
import { assembleRun, type Run } from "./run.js";

/** Transitions between two looks at the clock and the signal. */
const batch = 20;

/**
 * Draws from a density by the no-U-turn sampler: several chains from over-dispersed starts, each warmed up by
 * Stan's windowed adaptation of step size and metric.
 *
 * Chain c uses the stream `random.split("chain", c)`: the draws depend on seed, density and options alone.
 * Default target acceptance 0.8. Throws an InputError for options or a density that cannot be sampled, an
 * InterruptedError once `signal` is aborted.
 *
 * @example
 * const run = await sampleNuts(density, { warmup: 1000, draws: 1000, targetAcceptance: 0.9 }, { random: Random.from(1) });
 * rhat(quantity(run, 0));
 */
export function sampleNuts(
  density: LogDensity,
  options: SampleOptions & NutsSettings,
  hooks: SamplingHooks,
): Promise<Run> {
  return sampleChains(density, { sampler: "nuts", settings: options }, options, hooks);
}

/** Draws by plain Hamiltonian Monte Carlo with a random number of leapfrog steps: a yardstick for NUTS. */
export function sampleHmc(density: LogDensity, options: SampleOptions, hooks: SamplingHooks): Promise<Run> {
  return sampleChains(density, { sampler: "hmc" }, options, hooks);
}

/** Draws by random-walk Metropolis with adapted scale and shape (target acceptance 0.3): a yardstick for NUTS. */
export function sampleMetropolis(
  density: LogDensity,
  options: SampleOptions,
  hooks: SamplingHooks,
): Promise<Run> {
  // its gradients are by-products: a metric that is learned from them would be another sampler's
  const fromDraws = { ...options, metricFrom: "draws" as const };
  return sampleChains(density, { sampler: "metropolis" }, fromDraws, hooks);
}

async function sampleChains(
  density: LogDensity,
  algorithm: Algorithm,
  options: SampleOptions,
  { random, progress = silent, signal, title }: SamplingHooks,
): Promise<Run> {
  const { sampler } = algorithm;
  const settings = completeSettings(
    `sample by ${sampler}`,
    options,
    density.dimension,
    defaultTargets[sampler],
  );
  const kernel = kernelOf(density, algorithm);
  const breather = new Breather(signal);
  const perChain = settings.warmup + settings.draws;
  const task = progress(title ?? `${sampler}, ${settings.chains} chains`, settings.chains * perChain);
  const results: ChainResult[] = [];
  for (let c = 0; c < settings.chains; c++) {
    const chain = new Chain(density, kernel, settings, c, random.split("chain", c));
    while (chain.transitions < chain.total) {
      await breather.breathe();
      chain.advance(batch);
      task.update(c * perChain + chain.transitions, `chain ${c + 1}: ${chain.note}`);
    }
    results.push(chain.result());
  }
  const maxTreeDepth = algorithm.sampler === "nuts" ? (algorithm.settings.maxTreeDepth ?? 10) : null;
  const run = assembleRun(sampler, results, settings, maxTreeDepth);
  task.finish(finishNote(run));
  return run;
}

export function finishNote(run: Run): string {
  const divergences = run.statistics.divergent
    .flatMap((flags) => [...flags])
    .filter((flag) => flag > 0).length;
  const { chains, draws } = run.settings;
  return `${chains} x ${draws} draws, ${divergences} divergent`;
}
