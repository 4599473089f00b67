import type { Random } from "../../random/index.js";
import { requireInput, type WorkHooks } from "../../support/index.js";

/** What every fit takes beside data and configuration; `State` is a plain record of a fit between two iterations. */
export interface FitHooks<State> extends WorkHooks {
  /** The stream of all that is drawn; wanted where the configuration leaves something to be drawn. */
  readonly random?: Random | undefined;
  /** Goes on from here, bit for bit; of the same configuration but for the number of iterations. */
  readonly from?: State | undefined;
  /** Called with the state after every iteration (of a network: epoch), to save it. */
  readonly onState?: ((state: State) => void) | undefined;
}

/** The stream that a fit cannot do without. */
export function requireRandom(caller: string, random: Random | undefined, purpose: string): Random {
  requireInput(random !== undefined, caller, `wants \`random\` to draw ${purpose}`);
  return random!;
}

/** Refuses a state of another configuration, but for what may change from one fit to the next. */
export function requireSameFit<Config extends object>(
  caller: string,
  known: Config,
  config: Config,
  keys: readonly (keyof Config & string)[],
): void {
  for (const key of keys)
    requireInput(
      known[key] === config[key],
      caller,
      () => `cannot go on from a fit with ${key} ${known[key]}, wanted is ${config[key]}`,
    );
}
