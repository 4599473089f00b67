import { standardiseOutputs } from "../../gp/index.js";
import { Random, type RandomState } from "../../random/index.js";
import {
  InputError,
  requireFinite,
  requireInput,
  requireInteger,
  requireLength,
} from "../../support/index.js";
import { type Box, fromUnit, latinHypercube, requireBox, requireInBox, toUnit } from "./box.js";
import { constrainedLogImprovement } from "./box-acquisition.js";
import { type BoxSurrogate, hyperDraws, type UnitData } from "./hyper-draws.js";
import { maximaInCube } from "./maximise-in-cube.js";
import { type BoxKernel, UnitModel } from "./unit-model.js";

/** One evaluation of the objective, and of the constraints if there are any. */
export interface BoxObservation {
  readonly x: readonly number[];
  readonly y: number;
  /** A number for each constraint: it holds where it is at most 0. */
  readonly constraints?: readonly number[];
}

/** A function to be minimised over a box, as far as the optimiser knows it: not the function itself. */
export interface BoxProblem {
  readonly box: Box;
  /** Number of constraints that are observed with the objective. Default 0. */
  readonly constraints?: number;
  /** Variance of the noise of an observation in the objective's units squared, or "fitted" (its constraints' then too). Default 0. */
  readonly noise?: number | "fitted";
  /** Default `{ kind: "map" }`. */
  readonly surrogate?: BoxSurrogate;
  /** Default "ardMatern52". */
  readonly kernel?: BoxKernel;
  /** Points of a Latin hypercube that are asked for first. Default twice as many as the box has coordinates, at least 4. */
  readonly initial?: number;
  /** Random points at which the acquisition is looked at. Default 256 a coordinate, at most 1024. */
  readonly candidates?: number;
  /** The best of them from which L-BFGS climbs. Default 8. */
  readonly restarts?: number;
}

/** Everything an optimisation over a box knows, as plain data. */
export interface BoxState {
  readonly format: "pml-box-1";
  readonly random: RandomState;
  readonly observations: readonly BoxObservation[];
  /** Asked for and not yet told. */
  readonly pending: readonly (readonly number[])[];
  /** How many points have been asked for. */
  readonly asked: number;
}

/** Points so near to a known one, on the unit cube, are not asked for where there is no noise. */
const sameplace = 1e-7;

/**
 * Bayesian optimisation over a continuous box by ask and tell: Gaussian processes with a lengthscale for each coordinate on standardised outputs,
 * logarithm of the expected improvement times the probability that the constraints hold, climbed by L-BFGS from several starts.
 *
 * Several points may be asked for before their values are told (a batch, or workers that finish in any order): those pending are taken as observed
 * at their means. With noise, what is to be improved on is the lowest mean at an observed place. `state` is a plain record, replaced and never
 * changed; an optimiser made from it goes on draw for draw, since point k uses the stream `random.split("ask", k)` and nothing else.
 *
 * @example
 * const optimiser = new BoxOptimiser({ box: [{ lower: -5, upper: 10 }, { lower: 0, upper: 15 }] }, Random.from(1));
 * for (let k = 0; k < 30; k++) {
 *   const x = await optimiser.ask();
 *   optimiser.tell({ x, y: objective(x) });
 * }
 */
export class BoxOptimiser {
  private readonly settings: Required<BoxProblem>;
  private current: BoxState;

  /**
   * @param from the stream of a new optimisation, or the state of one that is to go on
   * @throws InputError for a box that is empty or not in order, settings that are none, or a state that does not fit the problem
   */
  constructor(problem: BoxProblem, from: Random | BoxState) {
    this.settings = completed(problem);
    if (from instanceof Random) {
      this.current = { format: "pml-box-1", random: from.state(), observations: [], pending: [], asked: 0 };
      return;
    }
    requireInput(
      from?.format === "pml-box-1",
      "BoxOptimiser",
      "this is no saved state of an optimisation over a box",
    );
    Random.restore(from.random);
    for (const observation of from.observations) this.check("BoxOptimiser", observation);
    for (const x of from.pending) requireInBox("BoxOptimiser", this.settings.box, x);
    this.current = from;
  }

  get state(): BoxState {
    return this.current;
  }

  /** The lowest observation among those that hold all constraints; undefined where there is none. */
  get best(): BoxObservation | undefined {
    const feasible = this.current.observations.filter(isFeasible);
    return feasible.length === 0 ? undefined : feasible.reduce((a, b) => (b.y < a.y ? b : a));
  }

  /** The next point to evaluate. Points that have been asked for and not told are pending: this one is chosen beside them. */
  async ask(): Promise<number[]> {
    const { box, initial } = this.settings;
    const { asked, observations, pending, random } = this.current;
    const stream = Random.restore(random);
    const design = latinHypercube(initial, box.length, stream.split("design"));
    const isDesign = asked < initial || observations.length === 0;
    const unit = isDesign
      ? (design[asked] ?? uniform(box.length, stream.split("ask", asked)))
      : await this.choose(stream.split("ask", asked));
    const x = fromUnit(box, unit);
    this.current = { ...this.current, asked: asked + 1, pending: [...pending, x] };
    return x;
  }

  /**
   * Takes in an observation, of a point that was asked for or of any other; if it is pending, it no longer is.
   *
   * @throws InputError for a point outside of the box, a value that is not finite, or a wrong number of constraints; the state is kept
   */
  tell(observation: BoxObservation): void {
    this.check("tell", observation);
    const { pending, observations } = this.current;
    const index = pending.findIndex((x) => x.every((value, d) => value === observation.x[d]));
    this.current = {
      ...this.current,
      observations: [...observations, observation],
      pending: pending.filter((_, i) => i !== index),
    };
  }

  private check(caller: string, { x, y, constraints = [] }: BoxObservation): void {
    requireInBox(caller, this.settings.box, x);
    requireFinite(caller, "y", [y]);
    requireLength(caller, "constraints", constraints.length, this.settings.constraints);
    requireFinite(caller, "constraints", constraints);
  }

  private async choose(random: Random): Promise<Float64Array> {
    const { box, candidates, restarts, constraints, noise } = this.settings;
    const { observations, pending } = this.current;
    const points = observations.map(({ x }) => toUnit(box, x));
    const believed = pending.map((x) => toUnit(box, x));
    const objective = await this.modelOf(
      observations.map(({ y }) => y),
      points,
      random.split("objective"),
    );
    const models: UnitModel[] = [];
    for (let c = 0; c < constraints; c++) {
      const values = observations.map((each) => each.constraints![c]!);
      models.push(await this.modelOf(values, points, random.split("constraint", c), true));
    }
    const feasible = observations.flatMap((each, i) => (isFeasible(each) ? [i] : []));
    const bests = feasible.length === 0 ? undefined : this.bestsOf(objective, feasible, points);
    const acquisition = constrainedLogImprovement(
      objective.believing(believed),
      bests,
      models.map((model) => model.believing(believed)),
    );
    const good = this.best === undefined ? [] : [toUnit(box, this.best.x)];
    const search = random.split("search");
    const found = maximaInCube(acquisition, box.length, good, { candidates, restarts }, search);
    const known = noise === 0 ? [...points, ...believed] : believed;
    const isNew = (point: Float64Array) =>
      known.every((other) => other.some((value, d) => Math.abs(value - point[d]!) > sameplace));
    return found.find(isNew) ?? uniform(box.length, search);
  }

  /** The lowest value observed; with noise, for each draw the lowest mean at an observed place. */
  private bestsOf(model: UnitModel, feasible: readonly number[], points: readonly Float64Array[]): number[] {
    return Array.from({ length: model.count }, (_, s) => {
      const means = feasible.map((i) => model.at(points[i]!, s, false).mean);
      return means.reduce((a, b) => Math.min(a, b));
    });
  }

  /** A constraint's values are scaled, not shifted: 0 is where it begins to hold. */
  private async modelOf(
    values: readonly number[],
    points: readonly Float64Array[],
    random: Random,
    isConstraint = false,
  ): Promise<UnitModel> {
    const { kernel, surrogate, noise } = this.settings;
    const { values: standardised, sd, mean } = standardiseOutputs(values);
    const y = isConstraint ? standardised.map((value) => value + mean / sd) : standardised;
    const data: UnitData = { points, y, noise: noise === "fitted" ? undefined : noise / (sd * sd) };
    return new UnitModel(kernel, points, y, await hyperDraws(kernel, data, surrogate, random));
  }
}

const isFeasible = ({ constraints = [] }: BoxObservation): boolean =>
  constraints.every((value) => value <= 0);

const uniform = (dimension: number, random: Random) =>
  Float64Array.from({ length: dimension }, () => random.uniform());

function completed(problem: BoxProblem): Required<BoxProblem> {
  const caller = "BoxOptimiser";
  requireBox(caller, problem.box);
  const dimension = problem.box.length;
  const { constraints = 0, noise = 0, surrogate = { kind: "map" }, kernel = "ardMatern52" } = problem;
  const {
    initial = Math.max(4, 2 * dimension),
    candidates = Math.min(1024, 256 * dimension),
    restarts = 8,
  } = problem;
  requireInteger(caller, "constraints", constraints);
  requireInteger(caller, "initial", initial, 1);
  requireInteger(caller, "candidates", candidates, 1);
  requireInteger(caller, "restarts", restarts, 1);
  requireInput(
    noise === "fitted" || (Number.isFinite(noise) && noise >= 0),
    caller,
    () => `noise must be a variance of at least 0, or "fitted", got ${noise}`,
  );
  requireInput(
    surrogate.kind === "map" || surrogate.kind === "saas",
    caller,
    () => `surrogate.kind must be "map" or "saas", got ${(surrogate as { kind: unknown }).kind}`,
  );
  if (kernel !== "ardMatern52" && kernel !== "ardRbf")
    throw new InputError(caller, `kernel must be "ardMatern52" or "ardRbf", got ${kernel}`);
  return { box: problem.box, constraints, noise, surrogate, kernel, initial, candidates, restarts };
}
