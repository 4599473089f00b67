import type { Scalar, Vector } from "../autodiff/index.js";
import type { Quantity, Run } from "../inference/index.js";
import type { Random } from "../random/index.js";
import { InputError, requireInteger } from "../support/index.js";
import { Factor, sizeOf } from "./factor.js";
import type { Model, NamedDraws, Outputs } from "./model.js";
import type { Parameters } from "./parameters.js";
import { evaluateAlong, shaped } from "./sample-model.js";
import { type Generated, type NamedTerm, type Placed, parametersOf } from "./trace.js";

/** Draws of data, by the name of their factor: one quantity for each entry. */
export type Predictive = Readonly<Record<string, readonly Quantity[]>>;

/** A factor that can be drawn from at a position. */
class Sampler {
  private readonly args: Outputs;
  private readonly values: Float64Array;
  private readonly entries: readonly Float64Array[];
  readonly target: Float64Array;

  constructor(
    model: Model,
    readonly factor: Factor,
  ) {
    this.args = model.outputs(factor.args);
    this.values = new Float64Array(this.args.length);
    let offset = 0;
    this.entries = factor.args.map((argument) => {
      offset += sizeOf(argument);
      return this.values.subarray(offset - sizeOf(argument), offset);
    });
    this.target = new Float64Array(factor.size);
  }

  draw(random: Random, position: Float64Array): Float64Array {
    this.args.evaluate(position, this.values);
    this.factor.draw(random, this.target, ...this.entries);
    return this.target;
  }
}

type NamedFactor = NamedTerm & { readonly term: Factor };

/** The factors whose variate is data. */
function likelihoods(model: Model): NamedFactor[] {
  return model.traced.terms.filter(
    (each): each is NamedFactor => each.term instanceof Factor && each.term.isData,
  );
}

function requireLikelihoods(caller: string, model: Model): NamedFactor[] {
  const found = likelihoods(model);
  if (found.length === 0)
    throw new InputError(
      caller,
      "the model has no factor whose variate is data: nothing to predict or compare",
    );
  return found;
}

/**
 * The pointwise log likelihood along a run: for every observation (each entry of a factor whose variate is data, in the order of the
 * model; a multivariate factor is one observation) its log density at every draw. What `loo` and `waic` take.
 */
export function logLikelihood(model: Model, run: Pick<Run, "coordinates">): Quantity[] {
  const factors = requireLikelihoods("logLikelihood", model);
  const outputs = model.once("log likelihood", () =>
    model.outputs(factors.map(({ term }) => term.pointwise as Scalar | Vector)),
  );
  return evaluateAlong(outputs, run);
}

/** New data for every draw of a run: one data set each, of every factor whose variate is data. */
export function posteriorPredictive(model: Model, run: Pick<Run, "coordinates">, random: Random): Predictive {
  const factors = requireLikelihoods("posteriorPredictive", model);
  const samplers = factors.map(({ term }) => new Sampler(model, term));
  const { coordinates } = run;
  const chains = coordinates[0]!;
  const predicted = samplers.map(({ target }) =>
    Array.from(target, () => chains.map((draws) => new Float64Array(draws.length))),
  );
  const position = new Float64Array(coordinates.length);
  chains.forEach((draws, c) => {
    const stream = random.split("chain", c);
    for (let t = 0; t < draws.length; t++) {
      for (let i = 0; i < position.length; i++) position[i] = coordinates[i]![c]![t]!;
      samplers.forEach((sampler, k) => {
        sampler.draw(stream, position).forEach((x, entry) => {
          predicted[k]![entry]![c]![t] = x;
        });
      });
    }
  });
  return Object.fromEntries(factors.map(({ name }, k) => [name, predicted[k]!]));
}

/** Draws of parameters and data from a model without what the data say. */
export interface PriorDraws<P extends Parameters, G extends Generated> {
  readonly draws: NamedDraws<P, G>;
  readonly quantities: Readonly<Record<string, Quantity>>;
  /** Unconstrained positions: [dimension][one chain][draw]. */
  readonly coordinates: readonly Quantity[];
  readonly predictive: Predictive;
}

/** Tries before a distribution is said to miss its parameter's constraint. */
const attempts = 1000;

/**
 * Independent draws from the prior and, for each, data from the likelihood: every parameter must be the whole variate of one factor,
 * whose arguments may depend on others. A distribution that reaches beyond a constraint is cut off there (drawn again until it fits).
 *
 * @throws InputError for a parameter without a distribution of its own, and for terms that are no distributions
 */
export function priorPredictive<P extends Parameters, G extends Generated>(
  model: Model<P, G>,
  draws: number,
  random: Random,
): PriorDraws<P, G> {
  requireInteger("priorPredictive", "draws", draws, 1);
  const steps = ancestralOrder(model).map(({ placed, factor }) => ({
    placed,
    sampler: new Sampler(model, factor),
  }));
  const coordinates = Array.from({ length: model.dimension }, () => [new Float64Array(draws)]);
  const position = new Float64Array(model.dimension);
  for (let t = 0; t < draws; t++) {
    for (const { placed, sampler } of steps)
      position.set(drawInside(placed, sampler, random, position), placed.offset);
    for (let i = 0; i < position.length; i++) coordinates[i]![0]![t] = position[i]!;
  }
  const quantities = evaluateAlong(model.constrained, { coordinates });
  const named = model.values.map((value) => [value.name, shaped(value, quantities)]);
  return {
    draws: Object.fromEntries(named) as NamedDraws<P, G>,
    quantities: Object.fromEntries(model.entryNames.map((name, i) => [name, quantities[i]!])),
    coordinates,
    predictive:
      likelihoods(model).length === 0
        ? {}
        : posteriorPredictive(model, { coordinates }, random.split("data")),
  };
}

function drawInside(
  { name, parameter }: Placed,
  sampler: Sampler,
  random: Random,
  position: Float64Array,
): Float64Array {
  let problem = "";
  for (let attempt = 0; attempt < attempts; attempt++) {
    const free = parameter.unconstrain(sampler.draw(random, position));
    if (typeof free !== "string" && free.every(Number.isFinite)) return free;
    problem = typeof free === "string" ? free : "is not finite";
  }
  throw new InputError(
    "priorPredictive",
    `${attempts} draws of ${name} from ${sampler.factor.distribution} all violate its constraint: the last ${problem}`,
    { name },
  );
}

/** Which factor draws which parameter, those that others depend on first. */
function ancestralOrder(model: Model): { readonly placed: Placed; readonly factor: Factor }[] {
  const { placed, terms } = model.traced;
  const waiting = new Map<Placed, Factor>();
  for (const { name, term } of terms) {
    if (!(term instanceof Factor))
      throw new InputError(
        "priorPredictive",
        `term ${name} is a number and no distribution, it cannot be drawn from`,
        { name },
      );
    if (term.isData) continue;
    const of = placed.find(({ value }) => value === term.variate);
    if (of === undefined || waiting.has(of))
      throw new InputError(
        "priorPredictive",
        of === undefined
          ? `the variate of ${term.distribution} (term ${name}) is not a whole parameter`
          : `${of.name} has more than one distribution`,
        { name },
      );
    waiting.set(of, term);
  }
  const missing = placed.filter((each) => !waiting.has(each)).map(({ name }) => name);
  if (missing.length > 0)
    throw new InputError(
      "priorPredictive",
      `no distribution of ${missing.join(", ")} that could be drawn from`,
      { missing },
    );
  const order: { placed: Placed; factor: Factor }[] = [];
  while (waiting.size > 0) {
    const next = [...waiting].find(([, factor]) =>
      [...parametersOf(factor.args, placed)].every((needed) => !waiting.has(needed)),
    );
    if (next === undefined)
      throw new InputError(
        "priorPredictive",
        `the distributions of ${[...waiting.keys()].map(({ name }) => name).join(", ")} depend on each other`,
      );
    order.push({ placed: next[0], factor: next[1] });
    waiting.delete(next[0]);
  }
  return order;
}
