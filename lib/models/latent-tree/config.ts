import { requireInput, requireInteger, requireLength, requirePositive } from "../../support/index.js";
import { type LevelBlur, requireBlur } from "./level-blur.js";
import type { PseudoCounts } from "./m-step.js";

/** How a latent tree is fitted. All but the number of states has a default. */
export interface LatentTreeOptions {
  /** H. */
  readonly states: number;
  /** V, 256 by default; 2 for bits. */
  readonly levels?: number;
  /** The parent of each pixel, -1 for the root; without it the tree of Chow and Liu is found. */
  readonly parents?: Int32Array;
  /** Columns of an image, see {@link ChowLiuOptions.width}; one row by default. */
  readonly width?: number;
  /** Passes over the rows in which the parameters move after every batch; 5 by default. */
  readonly stepwisePasses?: number;
  /** Passes of ordinary EM afterwards, 1 by default. */
  readonly fullPasses?: number;
  /** Rows of a batch; by default 512, or fewer where memory asks for it. */
  readonly batchRows?: number;
  /** The step sizes of {@link stepSize}. */
  readonly steps?: StepSizes;
  /** Smoothing: 1 for transitions and 5 for emissions by default. */
  readonly pseudoCounts?: PseudoCounts;
  /** How levels nearby share what they learn: by default three quarters over 8 levels of 256; none where there are fewer than 16 levels. */
  readonly blur?: LevelBlur;
  /** "float32" by default; "float64" for exact comparisons. */
  readonly precision?: "float32" | "float64";
}

/** How far the expected counts move towards those of the batch in step t = 0, 1, 2, ... */
export type StepSizes = DecayingSteps | AnnealedSteps;

/** `(t + offset)^-decay` (Cappe and Moulines 2009), whatever the number of steps. */
export interface DecayingSteps {
  /** At least 1; the greater, the more of the start is kept. */
  readonly offset: number;
  /** Above 1/2 and at most 1, so that the steps sum to infinity and their squares do not. */
  readonly decay: number;
}

/**
 * `max(first (last / first)^max(0, 2 t / T - 1), 1 / (t + 2))` in T steps in all: long ones for one half, each a mean over the last `1 / first` batches
 * or so, take EM far while there is far to go; shorter and shorter ones, at last of as many batches as a pass has, take their noise out again. The
 * second argument forgets the start.
 */
export interface AnnealedSteps {
  /** In (0, 1). */
  readonly first: number;
  /** In (0, first]. */
  readonly last: number;
}

/** How a latent tree was fitted, and its size. */
export interface LatentTreeConfig extends Required<Omit<LatentTreeOptions, "parents">> {
  /** D, number of pixels. */
  readonly dimension: number;
}

/** @param steps T, of all stepwise passes */
export function stepSize(sizes: StepSizes, step: number, steps: number): number {
  if ("decay" in sizes) return (step + sizes.offset) ** -sizes.decay;
  const { first, last } = sizes;
  return Math.max(first * (last / first) ** Math.max(0, (2 * step) / steps - 1), 1 / (step + 2));
}

const caller = "latentTree.fit";

/** About so many numbers of all states behind a batch: 400 MB, twice. */
const batchEntries = 10 ** 8;

/** Checks the options, and fills them in. */
export function fullConfig(config: LatentTreeOptions, rows: number, dimension: number): LatentTreeConfig {
  const { states, levels = 256, width = dimension, stepwisePasses = 5, fullPasses = 1 } = config;
  requireInteger(caller, "states", states, 1);
  requireInteger(caller, "levels", levels, 2);
  requireInput(levels <= 256, caller, () => `levels must be at most 256, got ${levels}`);
  requireInteger(caller, "width", width, 1);
  if (config.parents !== undefined) requireLength(caller, "parents", config.parents.length, dimension);
  requireInteger(caller, "stepwisePasses", stepwisePasses);
  requireInteger(caller, "fullPasses", fullPasses);
  const most = Math.min(rows, 512, Math.max(16, Math.floor(batchEntries / dimension / states)));
  const { batchRows = most, steps = { offset: 4, decay: 0.51 }, precision = "float32" } = config;
  requireInteger(caller, "batchRows", batchRows, 1);
  requireSteps(steps);
  const { pseudoCounts = { transition: 1, emission: 5 } } = config;
  requireCount("transition", pseudoCounts.transition);
  requireCount("emission", pseudoCounts.emission);
  const { blur = { share: levels < 16 ? 0 : 0.75, width: Math.max(1, levels / 32) } } = config;
  requireBlur(caller, blur);
  const passes = { stepwisePasses, fullPasses };
  return {
    states,
    levels,
    dimension,
    width,
    ...passes,
    batchRows: Math.min(batchRows, rows),
    steps,
    pseudoCounts,
    blur,
    precision,
  };
}

function requireSteps(steps: StepSizes): void {
  if ("decay" in steps) {
    const { offset, decay } = steps;
    requireInput(offset >= 1, caller, () => `steps.offset must be at least 1, got ${offset}`);
    requireInput(
      decay > 0.5 && decay <= 1,
      caller,
      () => `steps.decay must be above 0.5 and at most 1, got ${decay}`,
    );
    return;
  }
  const { first, last } = steps;
  requireInput(first > 0 && first < 1, caller, () => `steps.first must be in (0, 1), got ${first}`);
  requireInput(last > 0 && last <= first, caller, () => `steps.last must be in (0, ${first}], got ${last}`);
}

function requireCount(name: string, value: number): void {
  if (value !== 0) requirePositive(caller, `pseudoCounts.${name}`, value);
}
