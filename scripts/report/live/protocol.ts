import type { ChainsAnswer, ExactAnswer, GaussianProcessQuestion } from "./compute/gaussian-process.js";
import type { StepAnswer, StepQuestion } from "./compute/optimisation.js";

/** What may be asked of the worker: the question and the answer of each kind. */
export interface Questions {
  readonly "gaussian-process": { readonly question: GaussianProcessQuestion; readonly answer: ExactAnswer };
  readonly chains: { readonly question: GaussianProcessQuestion; readonly answer: ChainsAnswer };
  readonly step: { readonly question: StepQuestion; readonly answer: StepAnswer };
}

export type Kind = keyof Questions;

export interface Request {
  readonly id: number;
  readonly kind: Kind;
  readonly question: Questions[Kind]["question"];
}

export type Response =
  | { readonly id: number; readonly answer: Questions[Kind]["answer"] }
  | { readonly id: number; readonly failure: string };
