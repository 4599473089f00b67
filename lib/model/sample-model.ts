import {
  type NutsSettings,
  type Quantity,
  type Run,
  type SampleOptions,
  type SamplingHooks,
  sampleNuts,
} from "../inference/index.js";
import { InputError } from "../support/index.js";
import type { Model, NamedDraws, NamedValue, Outputs } from "./model.js";
import type { Parameters } from "./parameters.js";
import type { Generated } from "./trace.js";

/** A run whose draws are also there by name, on the constrained scale. */
export interface ModelRun<P extends Parameters, G extends Generated> extends Run {
  /** By name and shape: a number's quantity, a vector's list of them, a matrix's rows. */
  readonly draws: NamedDraws<P, G>;
  /** The same entry by entry: "mu", "theta[0]", ...; what `summaryTable` takes. */
  readonly quantities: Readonly<Record<string, Quantity>>;
}

/**
 * Draws from a model's posterior by the no-U-turn sampler; see `sampleNuts`. Parameters and generated quantities come back by name, on
 * the constrained scale.
 *
 * @throws InputError, with the terms of the density, if no start with a finite density is found
 *
 * @example
 * const run = await sampleModel(schools, { draws: 1000 }, { random: Random.from(1) });
 * console.log(formatSummary(summaryTable(run)));
 */
export async function sampleModel<P extends Parameters, G extends Generated>(
  model: Model<P, G>,
  options: SampleOptions & NutsSettings,
  hooks: SamplingHooks,
): Promise<ModelRun<P, G>> {
  try {
    const named = { names: model.coordinateNames, ...options };
    return withNames(model, await sampleNuts(model, named, hooks));
  } catch (error) {
    throw explained(model, error);
  }
}

/** Says which term of the density is to blame. */
function explained(model: Model, error: unknown): unknown {
  if (!(error instanceof InputError) || !("position" in error.details)) return error;
  const position = error.details.position as Float64Array;
  const terms = Object.entries(model.termsAt(position));
  const bad = terms
    .filter(([, value]) => !Number.isFinite(value))
    .map(([name, value]) => `term ${name} is ${value}`);
  if (bad.length === 0) return error;
  const values = new Float64Array(model.constrained.length);
  model.constrained.evaluate(position, values);
  const at = model.entryNames.slice(0, 8).map((name, i) => `${name} ${values[i]!.toPrecision(3)}`);
  return new InputError(
    "sampleModel",
    `the density is not finite at ${at.join(", ")}: ${bad.join(", ")}`,
    error.details,
  );
}

/** Adds a model's named draws to a run of it. */
export function withNames<P extends Parameters, G extends Generated>(
  model: Model<P, G>,
  run: Run,
): ModelRun<P, G> {
  const quantities = evaluateAlong(model.constrained, run);
  const draws = Object.fromEntries(model.values.map((value) => [value.name, shaped(value, quantities)]));
  const names = model.entryNames;
  return {
    ...run,
    draws: draws as NamedDraws<P, G>,
    quantities: Object.fromEntries(names.map((name, i) => [name, quantities[i]!])),
  };
}

/** The values of compiled outputs at every draw, as quantities. */
export function evaluateAlong({ length, evaluate }: Outputs, run: Pick<Run, "coordinates">): Quantity[] {
  const { coordinates } = run;
  const chains = coordinates[0]!;
  const quantities = Array.from({ length }, () => chains.map((draws) => new Float64Array(draws.length)));
  const position = new Float64Array(coordinates.length);
  const output = new Float64Array(length);
  chains.forEach((draws, c) => {
    for (let t = 0; t < draws.length; t++) {
      for (let i = 0; i < position.length; i++) position[i] = coordinates[i]![c]![t]!;
      evaluate(position, output);
      for (let k = 0; k < length; k++) quantities[k]![c]![t] = output[k]!;
    }
  });
  return quantities;
}

/** Entries in the shape of their value. */
export function shaped<Entry>({ shape, offset }: NamedValue, entries: readonly Entry[]): unknown {
  if (shape.length === 0) return entries[offset]!;
  const [first, second] = shape as [number, number | undefined];
  if (second === undefined) return entries.slice(offset, offset + first);
  return Array.from({ length: first }, (_, i) =>
    entries.slice(offset + i * second, offset + (i + 1) * second),
  );
}
