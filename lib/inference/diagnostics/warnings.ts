import type { Draws, Quantity, Run } from "../sampling/run.js";
import { bfmi } from "./bfmi.js";
import { ess } from "./ess.js";
import { rhat } from "./rhat.js";

/** What is looked at, in this order. */
export type WarningKind = "divergences" | "tree depth" | "energy" | "r-hat" | "bulk ess" | "tail ess";

/** Something that looks wrong about a run. */
export interface Warning {
  readonly kind: WarningKind;
  /** What was seen and what to do about it, in words. */
  readonly text: string;
}

const limits = { rhat: 1.01, essPerChain: 100, bfmi: 0.3 } as const;

const total = (flags: Quantity): number =>
  flags.reduce((sum, chain) => chain.reduce((s, x) => s + x, sum), 0);
const percent = (part: number, whole: number): string =>
  `${part} of ${whole} (${((100 * part) / whole).toPrecision(2)} %)`;

function divergences({ statistics }: Draws, draws: number): Warning[] {
  const count = total(statistics.divergent);
  if (count === 0) return [];
  const text =
    `${percent(count, draws)} transitions diverged: the sampler could not follow the curvature there, and the draws ` +
    "may miss a region. Raise the target acceptance or reparameterise.";
  return [{ kind: "divergences", text }];
}

function saturation({ statistics, settings }: Run, draws: number): Warning[] {
  const { maxTreeDepth } = settings;
  if (maxTreeDepth === null) return [];
  const count = total(
    statistics.treeDepth.map((depths) => depths.map((depth) => (depth >= maxTreeDepth ? 1 : 0))),
  );
  if (count === 0) return [];
  const text =
    `${percent(count, draws)} transitions stopped at the largest tree depth ${maxTreeDepth}, before they turned: the draws ` +
    "are valid but dear. Raise maxTreeDepth, or rescale the parameters.";
  return [{ kind: "tree depth", text }];
}

function energy({ statistics, sampler }: Run): Warning[] {
  if (sampler === "metropolis") return [];
  const fractions = bfmi(statistics.energy);
  const low = fractions.flatMap((fraction, chain) =>
    fraction < limits.bfmi ? [`chain ${chain}: ${fraction.toFixed(2)}`] : [],
  );
  if (low.length === 0) return [];
  const text =
    `the energy changes too slowly between draws (BFMI below ${limits.bfmi}: ${low.join(", ")}): heavy tails may be ` +
    "explored badly. Reparameterise.";
  return [{ kind: "energy", text }];
}

/** The quantities for which `tooFar` holds of the diagnostic, with its values; NaN always counts. */
function offenders(
  names: readonly string[],
  values: readonly number[],
  isFine: (value: number) => boolean,
  digits: number,
): string {
  return names
    .flatMap((name, i) => (isFine(values[i]!) ? [] : [`${name} ${values[i]!.toFixed(digits)}`]))
    .join(", ");
}

function convergence(names: readonly string[], quantities: readonly Quantity[]): Warning[] {
  const chains = quantities[0]!.length;
  const enough = limits.essPerChain * chains;
  const warnings: Warning[] = [];
  const add = (kind: WarningKind, found: string, text: (found: string) => string) => {
    if (found !== "") warnings.push({ kind, text: text(found) });
  };
  if (chains === 1) {
    warnings.push({
      kind: "r-hat",
      text: "a single chain cannot show whether it converged: run at least 4.",
    });
  } else {
    const values = quantities.map((draws) => rhat(draws));
    add(
      "r-hat",
      offenders(names, values, (value) => value < limits.rhat, 3),
      (found) =>
        `R-hat is not below ${limits.rhat} (${found}): the chains have not mixed. Run longer, and look at the traces.`,
    );
  }
  for (const method of ["bulk", "tail"] as const) {
    const values = quantities.map((draws) => ess(draws, method));
    add(
      `${method} ess`,
      offenders(names, values, (value) => value >= enough, 0),
      (found) =>
        `the ${method} effective sample size is below ${enough}, 100 a chain (${found}): ` +
        `estimates of ${method === "bulk" ? "means" : "extreme quantiles and of the spread"} are unreliable. Run longer.`,
    );
  }
  return warnings;
}

/**
 * What looks wrong about a run, in words; empty if nothing does.
 *
 * Divergent transitions at all; transitions stopped by the depth of the tree; BFMI below 0.3; R-hat not below 1.01;
 * bulk or tail effective sample size below 100 a chain (Vehtari et al. 2021). NaN counts as wrong.
 *
 * @param quantities further scalar quantities to judge, by name; the coordinates always are
 */
export function warnings(run: Run, quantities: Readonly<Record<string, Quantity>> = {}): Warning[] {
  const draws = run.settings.chains * run.settings.draws;
  return [
    ...divergences(run, draws),
    ...saturation(run, draws),
    ...energy(run),
    ...convergence(
      [...run.names, ...Object.keys(quantities)],
      [...run.coordinates, ...Object.values(quantities)],
    ),
  ];
}
