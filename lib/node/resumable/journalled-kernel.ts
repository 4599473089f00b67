import type { ChainState, TransitionInfo, TransitionKernel, Tuning } from "../../inference/index.js";
import { Random } from "../../random/index.js";
import { InputError } from "../../support/index.js";
import type { Journal } from "./journal.js";

/** What a record tells: where the chain started, a first step size that was found, a transition. */
const kinds = { start: 0, stepSize: 1, transition: 2 } as const;
type Kind = keyof typeof kinds;

// Kind, found step size, 5 numbers of the transition, log density, 4 words and spare normal of the random stream;
// behind them position, gradient and momentum.
const leading = 13;

/** Numbers in a record of a kernel in so many dimensions. */
export const recordLength = (dimension: number) => leading + 3 * dimension;

const noInfo: TransitionInfo = {
  acceptance: 0,
  treeDepth: 0,
  leapfrogSteps: 0,
  divergent: false,
  energy: 0,
};

/**
 * A kernel that writes all it answers into a journal, with the state of the random stream after it, and begins by answering
 * from there: the chain over it goes through its past without the density, to the bit, and on from there.
 */
export class JournalledKernel implements TransitionKernel {
  readonly dimension: number;
  private answered = 0;
  /** The stream of the transitions, once the past is over. */
  private stream: Random | undefined;

  constructor(
    private readonly kernel: TransitionKernel,
    private readonly journal: Journal,
  ) {
    this.dimension = kernel.dimension;
  }

  step(random: Random, state: ChainState, tuning: Tuning): { state: ChainState; info: TransitionInfo } {
    this.begin(random, state);
    const past = this.remembered("transition");
    if (past !== undefined) return { state: stateOf(past, this.dimension), info: infoOf(past) };
    const stream = this.goingOn(random);
    const outcome = this.kernel.step(stream, state, tuning);
    this.note("transition", stream, outcome.state, outcome.info);
    return outcome;
  }

  findStepSize(random: Random, state: ChainState, tuning: Tuning): number {
    this.begin(random, state);
    const past = this.remembered("stepSize");
    if (past !== undefined) return past[1]!;
    const stream = this.goingOn(random);
    const found = this.kernel.findStepSize(stream, state, tuning);
    this.note("stepSize", stream, state, noInfo, found);
    return found;
  }

  /** The start is where the density is asked for in any case: a journal of another one is found out there. */
  private begin(random: Random, state: ChainState): void {
    if (this.answered > 0) return;
    const past = this.remembered("start");
    if (past === undefined) this.note("start", random, state, noInfo);
    else if (!sameState(stateOf(past, this.dimension), state))
      throw new InputError(
        "sampleNutsResumably",
        "the density has another value or gradient at the start than when its journal was begun. Give another density another name (reuse.density), or run again with fresh: true",
        { logDensity: state.logDensity },
      );
  }

  private remembered(kind: Kind): Float64Array | undefined {
    const record = this.journal.past[this.answered];
    if (record === undefined) return undefined;
    if (record[0] !== kinds[kind])
      throw new InputError("sampleNutsResumably", `record ${this.answered} of the journal is no ${kind}`);
    this.answered++;
    return record;
  }

  /** The random stream as it was after the last record. */
  private goingOn(random: Random): Random {
    const last = this.journal.past.at(-1);
    if (this.stream === undefined)
      this.stream = last === undefined ? random : streamOf(last, random.state().key);
    return this.stream;
  }

  private note(kind: Kind, random: Random, state: ChainState, info: TransitionInfo, found = 0): void {
    const { words, spareNormal } = random.state();
    const { acceptance, treeDepth, leapfrogSteps, divergent, energy } = info;
    const record = new Float64Array(recordLength(this.dimension));
    record.set([kinds[kind], found, acceptance, treeDepth, leapfrogSteps, divergent ? 1 : 0, energy]);
    record.set([state.logDensity, ...words, spareNormal ?? Number.NaN], 7);
    const vectors = [state.position, state.gradient, state.momentum ?? []];
    vectors.forEach((vector, i) => {
      record.set(vector, leading + i * this.dimension);
    });
    if (state.momentum === undefined) record.fill(Number.NaN, leading + 2 * this.dimension);
    this.journal.append(record);
    this.answered++;
  }
}

function stateOf(record: Float64Array, dimension: number): ChainState {
  const vector = (i: number) => record.slice(leading + i * dimension, leading + (i + 1) * dimension);
  const momentum = vector(2);
  const state = { position: vector(0), logDensity: record[7]!, gradient: vector(1) };
  return Number.isNaN(momentum[0]) ? state : { ...state, momentum };
}

const infoOf = (record: Float64Array): TransitionInfo => ({
  acceptance: record[2]!,
  treeDepth: record[3]!,
  leapfrogSteps: record[4]!,
  divergent: record[5] === 1,
  energy: record[6]!,
});

function streamOf(record: Float64Array, key: string): Random {
  const spare = record[12]!;
  return Random.restore({
    key,
    words: [...record.slice(8, 12)],
    spareNormal: Number.isNaN(spare) ? null : spare,
  });
}

const sameState = (one: ChainState, other: ChainState) =>
  Object.is(one.logDensity, other.logDensity) &&
  [...one.position].every((value, i) => Object.is(value, other.position[i])) &&
  [...one.gradient].every((value, i) => Object.is(value, other.gradient[i]));
