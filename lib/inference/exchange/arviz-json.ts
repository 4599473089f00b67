import { InputError, requireInput } from "../../support/index.js";
import type { StatisticName } from "../sampling/record.js";
import type { Draws, Quantity, Run } from "../sampling/run.js";

/** ArviZ's names of the statistics. */
export const arvizNames: Readonly<Record<StatisticName, string>> = {
  acceptance: "acceptance_rate",
  treeDepth: "tree_depth",
  leapfrogSteps: "n_steps",
  divergent: "diverging",
  energy: "energy",
  stepSize: "step_size",
  logDensity: "lp",
};

/** Groups of an InferenceData file: variables by name, each one array of draws per chain. */
export interface InferenceDataGroups {
  readonly posterior: Readonly<Record<string, Quantity>>;
  readonly sample_stats: Readonly<Record<string, Quantity>>;
  readonly warmup_posterior?: Readonly<Record<string, Quantity>>;
  readonly warmup_sample_stats?: Readonly<Record<string, Quantity>>;
  /** Where the draws come from. */
  readonly attributes: Readonly<Record<string, string | number | null>>;
}

/** A number as Python's JSON writes it, which knows NaN and infinities. */
const numberText = (value: number): string =>
  Number.isFinite(value) ? JSON.stringify(value) : String(value);

function quantityText(quantity: Quantity, entry: (value: number) => string): string {
  const chains = quantity.map((chain) => `[${Array.from(chain, entry).join(",")}]`);
  return `[${chains.join(",")}]`;
}

function groupText(variables: Readonly<Record<string, Quantity>>): string {
  const entries = Object.entries(variables).map(([name, quantity]) => {
    // a flag has to be true or false for ArviZ to use it as a mask
    const entry = name === arvizNames.divergent ? (value: number) => String(value > 0) : numberText;
    return `${JSON.stringify(name)}:${quantityText(quantity, entry)}`;
  });
  return `{${entries.join(",")}}`;
}

function statisticsOf(draws: Draws): Record<string, Quantity> {
  return Object.fromEntries(
    Object.entries(arvizNames).map(([ours, theirs]) => [theirs, draws.statistics[ours as StatisticName]]),
  );
}

function coordinatesOf(draws: Draws, names: readonly string[]): Record<string, Quantity> {
  return Object.fromEntries(names.map((name, i) => [name, draws.coordinates[i]!]));
}

/**
 * A run as the JSON that `arviz.from_json` opens: groups posterior and sample_stats, and those of warm-up where it
 * was kept.
 *
 * @param quantities derived quantities to add to the posterior, by name (a lengthscale from its logarithm, say)
 * @example writeFileSync("run.json", toArvizJson(run, { lengthscale })); // then, in Python: az.from_json("run.json")
 */
export function toArvizJson(run: Run, quantities: Readonly<Record<string, Quantity>> = {}): string {
  const clash = Object.keys(quantities).find((name) => run.names.includes(name));
  requireInput(clash === undefined, "toArvizJson", () => `a coordinate is called ${clash} already`, {
    clash,
  });
  const groups = [
    `"posterior":${groupText({ ...coordinatesOf(run, run.names), ...quantities })}`,
    `"sample_stats":${groupText(statisticsOf(run))}`,
  ];
  if (run.warmup !== null) {
    groups.push(`"warmup_posterior":${groupText(coordinatesOf(run.warmup, run.names))}`);
    groups.push(`"warmup_sample_stats":${groupText(statisticsOf(run.warmup))}`);
  }
  const attributes = { inference_library: "pml", sampler: run.sampler, ...run.settings };
  groups.push(`"attrs":${JSON.stringify(attributes)}`);
  return `{${groups.join(",")}}\n`;
}

function parseGroup(name: string, group: unknown): Record<string, Quantity> {
  if (typeof group !== "object" || group === null) {
    throw new InputError("fromArvizJson", `group ${name} must be an object of variables`, { name });
  }
  return Object.fromEntries(
    Object.entries(group).map(([variable, chains]) => {
      const isQuantity =
        Array.isArray(chains) && chains.every((chain) => Array.isArray(chain) && !chain.some(Array.isArray));
      requireInput(
        isQuantity,
        "fromArvizJson",
        () => `${name}.${variable} must be scalar: an array of draws for each chain`,
        { name, variable },
      );
      return [variable, chains.map((chain: (number | boolean)[]) => Float64Array.from(chain, Number))];
    }),
  );
}

/** Bare NaN and infinities, which JSON.parse does not know, become texts; texts themselves are left alone. */
function quoteNonFinite(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
}

/**
 * Reads scalar variables from JSON written by {@link toArvizJson} or by ArviZ itself; flags become 0 and 1.
 *
 * Throws an InputError for what is not such a file, or holds variables of more than one dimension.
 */
export function fromArvizJson(text: string): InferenceDataGroups {
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(quoteNonFinite(text));
  } catch (error) {
    throw new InputError("fromArvizJson", `not JSON: ${(error as Error).message}`);
  }
  requireInput(
    typeof parsed === "object" && parsed !== null && "posterior" in parsed,
    "fromArvizJson",
    "the file has no group posterior",
  );
  const optional = (name: "warmup_posterior" | "warmup_sample_stats") =>
    parsed[name] === undefined ? {} : { [name]: parseGroup(name, parsed[name]) };
  return {
    posterior: parseGroup("posterior", parsed.posterior),
    sample_stats: parseGroup("sample_stats", parsed.sample_stats ?? {}),
    ...optional("warmup_posterior"),
    ...optional("warmup_sample_stats"),
    attributes: (parsed.attrs ?? {}) as InferenceDataGroups["attributes"],
  };
}
