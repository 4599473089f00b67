import type {
  BitsAnswer,
  DrawingQuestion,
  LevelModelsAnswer,
  LevelsAnswer,
  PackedDrawing,
} from "./compute/drawing.js";
import type { ChainsAnswer, ExactAnswer, GaussianProcessQuestion } from "./compute/gaussian-process.js";
import type { StepAnswer, StepQuestion } from "./compute/optimisation.js";
import type { PackedDecoders } from "./decoders.js";

/** What may be asked of the worker: the question and the answer of each kind. */
export interface Questions {
  readonly "gaussian-process": { readonly question: GaussianProcessQuestion; readonly answer: ExactAnswer };
  readonly chains: { readonly question: GaussianProcessQuestion; readonly answer: ChainsAnswer };
  /** The models come before the first drawing, and again when a worker has failed. */
  readonly "level-models": { readonly question: PackedDrawing; readonly answer: LevelModelsAnswer };
  readonly "bit-models": { readonly question: PackedDecoders; readonly answer: null };
  readonly levels: { readonly question: DrawingQuestion; readonly answer: LevelsAnswer };
  readonly bits: { readonly question: DrawingQuestion; readonly answer: BitsAnswer };
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
