import { HyperPosterior, type Inputs, type InputsLike, type Kernel, type Prior } from "../gp/index.js";
import { Random } from "../random/index.js";
import { InputError, requireInput } from "../support/index.js";
import { candidateAt, checkedCandidates } from "./candidates.js";
import { checkObservation, dataOf, type Observation, requireConsistent } from "./observations.js";
import { defaultAveraged, type Rule, type Suggestion } from "./rules/rule.js";
import { type OptimiserState, problemDigest, type Question, requireState } from "./state.js";
import { SurrogateModel } from "./surrogate-model.js";
import type { Inference, Surrogate } from "./surrogates/surrogate.js";

/** A function to be minimised over candidates, as far as the optimiser knows it: not the function itself. */
export interface OptimiserProblem {
  /** Its form is used, its parameters are not. */
  readonly kernel: Kernel;
  /** For every parameter of the kernel its prior, or a number that fixes it. */
  readonly priors: Readonly<Record<string, Prior | number>>;
  /** Variance of the noise of an observation, or its prior. */
  readonly noise: number | Prior;
  readonly candidates: InputsLike;
  /** Known before the first step; at least one. */
  readonly start: readonly Observation[];
  readonly surrogate: Surrogate;
  readonly rule: Rule;
  /** Whether a place may be asked for again (default, as Algorithm 1 has it) or not. Where the noise is 0 none ever is. */
  readonly repeats?: "allowed" | "excluded";
}

/**
 * Share of each prior variance added to it where the noise is 0: observations that come close together stay solvable, at the price of a
 * noise of 1e-5 prior standard deviations.
 */
const noiseFreeNugget = 1e-10;

/** What a step asks for, with the surrogate and the rule's own curves for figures. Not part of the state. */
export interface Proposal extends Question {
  readonly suggestion: Suggestion;
  readonly model: SurrogateModel;
}

/**
 * Bayesian optimisation by ask and tell. `state` is a plain record, replaced and never changed: save it at any time,
 * and an optimiser made from it goes on draw for draw as the uninterrupted one, since step k uses the stream
 * `random.split("step", k)` and nothing else.
 *
 * @example
 * const optimiser = new BayesianOptimiser(problem, Random.from(1));
 * for (let k = 0; k < 20; k++) {
 *   const { x } = await optimiser.ask();
 *   optimiser.tell(objective(x));
 * }
 */
export class BayesianOptimiser {
  readonly candidates: Inputs;
  private current: OptimiserState;

  /**
   * @param from the stream of a new optimisation, or the state of one that is to go on
   * @throws InputError for an empty or unsorted domain, values that are not finite, contradictory observations without
   *   noise, or a state of another problem
   */
  constructor(
    private readonly problem: OptimiserProblem,
    from: Random | OptimiserState,
  ) {
    const caller = "BayesianOptimiser";
    this.candidates = checkedCandidates(caller, problem.candidates);
    const digest = problemDigest({ repeats: "allowed", ...problem, candidates: this.candidates });
    if (from instanceof Random) {
      this.current = firstState(caller, problem, this.candidates, digest, from);
    } else {
      requireState(caller, from, digest, this.candidates);
      this.current = from;
    }
    this.posterior();
  }

  /** Everything known so far, as plain data. */
  get state(): OptimiserState {
    return this.current;
  }

  /** The smallest value observed, and where. */
  get best(): Observation {
    return this.current.observations.reduce((a, b) => (b.y < a.y ? b : a));
  }

  /** Whether every candidate has been observed and none may be asked for again: nothing is left to gain. */
  get isExhausted(): boolean {
    return this.allowed().length === 0;
  }

  /**
   * The next place to evaluate. Asked again before the value was told, it gives the same answer. `suggestion.nothingToGain` says
   * whether the rule saw no improvement anywhere; of candidates that it holds for equal, one is drawn at random.
   *
   * @throws InputError if every candidate has been observed and repeats are excluded, or there is no noise; the state is kept
   */
  async ask(): Promise<Proposal> {
    const { rule, surrogate } = this.problem;
    const k = this.current.history.length;
    const stream = Random.restore(this.current.random).split("step", k);
    const allowed = this.allowed();
    requireInput(allowed.length > 0, "ask", () => this.exhaustion(), { candidates: this.candidates.count });
    const posterior = this.posterior();
    const inference = rule.needsModel
      ? await surrogate.infer(posterior, this.current.memory, stream.split("surrogate"))
      : withoutInference;
    const model = new SurrogateModel(posterior, inference.draws, this.candidates, this.best.y, allowed);
    const suggestion = rule.suggest(model, stream.split("rule"));
    const question = this.question(k, suggestion, model, inference);
    this.current = { ...this.current, pending: question, nextMemory: inference.memory };
    return { ...question, suggestion, model };
  }

  /** Takes in the objective's value at the place asked for; a value that is not finite is refused and the question stays. */
  tell(y: number): void {
    const { pending, observations, history, memory, nextMemory } = this.current;
    if (pending === null) throw new InputError("tell", "nothing was asked: call ask first");
    const observation = { x: pending.x, y };
    checkObservation("tell", observation, this.candidates.dimension);
    requireConsistent("tell", observations, observation, this.problem.noise);
    this.current = {
      ...this.current,
      observations: [...observations, observation],
      history: [...history, { ...pending, y }],
      memory: nextMemory ?? memory,
      nextMemory: null,
      pending: null,
    };
  }

  /** Takes in a value from elsewhere, at any place; a pending question is dropped, as it was asked without it. */
  observe(observation: Observation): void {
    checkObservation("observe", observation, this.candidates.dimension);
    requireConsistent("observe", this.current.observations, observation, this.problem.noise);
    const observations = [...this.current.observations, observation];
    this.current = { ...this.current, observations, pending: null, nextMemory: null };
  }

  /** The hyper-posterior given all observations. */
  posterior(): HyperPosterior {
    const { kernel, priors, noise } = this.problem;
    const data = dataOf(this.current.observations, noise);
    return new HyperPosterior({
      kernel,
      priors,
      noise,
      ...(noise === 0 && { nugget: noiseFreeNugget }),
      ...data,
    });
  }

  private isObserved(candidate: number): boolean {
    const x = candidateAt(this.candidates, candidate);
    return this.current.observations.some((each) => each.x.every((value, d) => value === x[d]));
  }

  private allowed(): number[] {
    const all = Array.from({ length: this.candidates.count }, (_, i) => i);
    const { repeats, noise } = this.problem;
    return repeats === "excluded" || noise === 0 ? all.filter((i) => !this.isObserved(i)) : all;
  }

  private exhaustion(): string {
    const why = this.problem.noise === 0 ? "there is no noise" : "repeats are excluded";
    return `all ${this.candidates.count} candidates have been observed and ${why}: nothing is left to gain`;
  }

  private question(k: number, suggestion: Suggestion, model: SurrogateModel, inference: Inference): Question {
    const { candidate, hyperDraw, jitter = 0, nothingToGain } = suggestion;
    const { nugget } = model.posterior;
    const { needsModel } = this.problem.rule;
    return {
      k,
      candidate,
      x: candidateAt(this.candidates, candidate),
      isRepeat: this.isObserved(candidate),
      hyper: hyperDraw === undefined ? null : model.posterior.parametersAt(model.positionOf(hyperDraw)),
      meanOfLogs: needsModel ? meansOfLogs(model) : null,
      recommended: needsModel ? lowest(model.averaged(defaultAveraged).mean) : null,
      diagnostics: inference.diagnostics,
      jitter,
      ...(nugget > 0 && { nugget }),
      ...(nothingToGain && { nothingToGain }),
    };
  }
}

/** Checks the start and makes the state before the first step. */
function firstState(
  caller: string,
  { start, noise }: OptimiserProblem,
  { dimension }: Inputs,
  digest: string,
  random: Random,
): OptimiserState {
  requireInput(start.length > 0, caller, "wants at least one observation to start from");
  start.forEach((observation, i) => {
    checkObservation(`${caller}, start[${i}]`, observation, dimension);
    requireConsistent(caller, start.slice(0, i), observation, noise);
  });
  return {
    format: "pml-bayesopt-1",
    problem: digest,
    random: random.state(),
    observations: start.map(({ x, y }) => ({ x: [...x], y })),
    pending: null,
    memory: null,
    nextMemory: null,
    history: [],
  };
}

/** For rules that do not look at the surrogate. */
const withoutInference: Inference = {
  draws: { positions: new Float64Array(0) },
  memory: null,
  diagnostics: null,
};

/** Averages over the hyper-posterior of the logarithms of its free parameters. */
function meansOfLogs({ posterior, weights, parameters }: SurrogateModel): number[] {
  const names = Object.keys(posterior.parametersAt(posterior.samplePrior(Random.from(0))));
  return posterior.parameterNames.map((name) => {
    const slot = names.indexOf(name);
    return weights.reduce((sum, weight, s) => sum + weight * Math.log(parameters[s]![slot]!), 0);
  });
}

const lowest = (values: Float64Array): number =>
  values.reduce((best, value, i) => (value < values[best]! ? i : best), 0);
