import type { Random } from "../../random/index.js";
import { Breather, InputError, requireInput, silent } from "../../support/index.js";
import { type FitHooks, requireRandom } from "../common/fit-hooks.js";
import { chunks } from "../common/observations.js";
import { chowLiuTree } from "./chow-liu.js";
import { fullConfig, type LatentTreeConfig, type LatentTreeOptions, stepSize } from "./config.js";
import { type LevelRows, requireLevels } from "./level-rows.js";
import {
  type LatentTree,
  type LatentTreeParameters,
  type LatentTreePass,
  type LatentTreeSize,
  type MadePass,
  shapedParameters,
} from "./model.js";
import { levelHistograms, stickyStart } from "./start.js";
import { Trainer } from "./trainer.js";
import { treeOrder } from "./tree.js";

/** A fit between two passes: a plain record, enough to go on, bit for bit. */
export interface LatentTreeState {
  readonly config: LatentTreeConfig;
  readonly parents: Int32Array;
  /** Expected counts per image, of the shape of the parameters, which follow from them. */
  readonly counts: LatentTreeParameters<Float32Array | Float64Array>;
  readonly history: readonly LatentTreePass[];
}

const caller = "latentTree.fit";

/**
 * Fits a latent tree by EM: first stepwise (Cappe and Moulines 2009), `S <- (1 - step) S + step S_batch` of the expected counts S per image and an M
 * step after every batch; then by ordinary passes, which never lower the objective, the mean log-likelihood with the logarithm of the prior. The tree is that
 * of Chow and Liu unless one is given. Messages are in single precision, sums of log-likelihoods in double.
 *
 * A pass costs O(N D H^2). Missing pixels are summed over. With one state the pixels are independent.
 *
 * @throws InputError for rows or a configuration that are not fit, and for a row of probability 0 (or so small that single precision has none)
 * @throws InterruptedError when `signal` is aborted; `onState` has been given all finished passes
 *
 * @example
 * const model = await fit({ values: train.pixels, columns: 784 }, { states: 16, width: 28 }, { random: Random.from(1) });
 */
export async function fit(
  data: LevelRows,
  config: LatentTreeOptions,
  hooks: FitHooks<LatentTreeState> = {},
): Promise<LatentTree> {
  const full = fullConfig(config, data.values.length / data.columns, data.columns);
  const found = requireLevels(caller, data, full.levels);
  const { from, signal } = hooks;
  const random = requireRandom(caller, hooks.random, "the start and the order of the rows with");
  if (from !== undefined) requireSameFit(from, full, config.parents);
  const { stepwisePasses, fullPasses, batchRows, states, levels, dimension } = full;
  const passes = stepwisePasses + fullPasses;
  const task = (hooks.progress ?? silent)(hooks.title ?? `latent tree of ${states} states`, passes);
  const parents = from?.parents ?? config.parents ?? (await treeOf(data, full, signal));
  const tree = treeOrder(parents, caller);
  const size: LatentTreeSize = { states, levels, dimension };
  const histograms = levelHistograms(found, size, tree);
  const counts = from?.counts ?? stickyStart(size, histograms, random.split("start"));
  const history = [...(from?.history ?? [])];
  const trainer = new Trainer(found, tree, size, full, histograms, counts);
  const breather = new Breather(signal);
  try {
    while (history.length < passes) {
      const done = history.length;
      const note = noteOf(history);
      const tick = async (share: number) => {
        task.update(done + share, note);
        await breather.breathe();
      };
      const pass =
        done < stepwisePasses
          ? await stepwisePass(trainer, full, random.split("pass", done), done, tick)
          : await trainer.fullPass(chunks(found.count, batchRows), tick);
      history.push({ iteration: done + 1, ...pass });
      hooks.onState?.({ config: full, parents, counts: trainer.counts(), history: [...history] });
    }
    task.finish(noteOf(history));
    const parameters = shapedParameters(size, trainer.parameters());
    return { kind: "latent-tree", config: full, parents, parameters, history };
  } finally {
    trainer.dispose();
  }
}

/** What a progress line says of the passes made. */
export const noteOf = (history: readonly LatentTreePass[]) =>
  history.length === 0
    ? ""
    : `${history.at(-1)!.meanLogLikelihood.toFixed(2)} nats after ${history.length} passes`;

/** All rows once in a random order, the parameters moving after every batch. */
async function stepwisePass(
  trainer: Trainer,
  { batchRows, steps, stepwisePasses }: LatentTreeConfig,
  random: Random,
  passesBefore: number,
  tick: (share: number) => Promise<void>,
): Promise<MadePass> {
  const { count } = trainer.rows;
  const order = random.permutation(count);
  const perPass = Math.ceil(count / batchRows);
  let step = passesBefore * perPass;
  let total = 0;
  for (const [start, end] of chunks(count, batchRows)) {
    total += trainer.step(order.subarray(start, end), stepSize(steps, step++, stepwisePasses * perPass));
    await tick(end / count);
  }
  return { kind: "stepwise", meanLogLikelihood: total / count, objective: null };
}

function treeOf(rows: LevelRows, { levels, width }: LatentTreeConfig, signal: AbortSignal | undefined) {
  return chowLiuTree(rows, { levels, width, ...(signal && { signal }) });
}

function requireSameFit(
  from: LatentTreeState,
  config: LatentTreeConfig,
  parents: Int32Array | undefined,
): void {
  const told = ({ stepwisePasses: _, fullPasses: __, ...rest }: LatentTreeConfig) => JSON.stringify(rest);
  requireInput(
    told(from.config) === told(config),
    caller,
    () => `cannot go on from a fit of another configuration: ${told(from.config)}, wanted is ${told(config)}`,
  );
  const isSameTree = parents === undefined || parents.every((parent, i) => parent === from.parents[i]);
  requireInput(isSameTree, caller, "cannot go on from a fit with another tree");
  const { stepwisePasses, fullPasses } = config;
  const made = from.history;
  // annealed steps know how many there are; any others may be followed by more of them until a full pass was made
  const isFixed = "first" in config.steps && stepwisePasses !== from.config.stepwisePasses;
  const isEarly =
    isFixed ||
    (made.filter(({ kind }) => kind === "full").length > 0 && stepwisePasses > from.config.stepwisePasses);
  if (isEarly || made.length > stepwisePasses + fullPasses)
    throw new InputError(
      caller,
      `cannot go on: ${made.length} passes were made (${from.config.stepwisePasses} stepwise first), wanted are ${stepwisePasses} and ${fullPasses}`,
    );
}
