import type { LogDensity } from "../../math/index.js";
import type { Random } from "../../random/index.js";
import { InputError } from "../../support/index.js";
import type { ChainState } from "./transition-kernel.js";

const attempts = 100;

/** A chain's first state: the given start, or up to 100 tries of a uniform one until density and gradient are finite. */
export function firstState(
  density: LogDensity,
  random: Random,
  { start, radius }: { readonly start?: ArrayLike<number> | undefined; readonly radius: number },
): ChainState {
  if (start !== undefined) {
    const state = evaluate(density, Float64Array.from(start));
    const problem = problemOf(state);
    if (problem !== undefined) throw badStart(`cannot start at the given position: ${problem}`, state);
    return state;
  }
  for (let attempt = 1; ; attempt++) {
    const position = new Float64Array(density.dimension);
    for (let i = 0; i < position.length; i++) position[i] = radius * (2 * random.uniform() - 1);
    const state = evaluate(density, position);
    const problem = problemOf(state);
    if (problem === undefined) return state;
    if (attempt === attempts) {
      throw badStart(
        `found no start in ${attempts} positions uniform in (-${radius}, ${radius}); at the last one ${problem}`,
        state,
      );
    }
  }
}

/** The gradient is filled with NaN first, so that entries which the density does not write are found. */
function evaluate(density: LogDensity, position: Float64Array): ChainState {
  const gradient = new Float64Array(density.dimension).fill(Number.NaN);
  const logDensity = density.logDensityAndGradient(position, gradient);
  return { position, logDensity, gradient };
}

function problemOf({ logDensity, gradient }: ChainState): string | undefined {
  if (!Number.isFinite(logDensity)) return `the log density is ${logDensity}`;
  const bad = gradient.findIndex((entry) => !Number.isFinite(entry));
  if (bad < 0) return undefined;
  return Number.isNaN(gradient[bad])
    ? `gradient[${bad}] of ${gradient.length} is NaN (or was never written: is the gradient too short?)`
    : `gradient[${bad}] is ${gradient[bad]}`;
}

function badStart(problem: string, { position, logDensity, gradient }: ChainState): InputError {
  return new InputError("firstState", problem, { position, logDensity, gradient });
}
