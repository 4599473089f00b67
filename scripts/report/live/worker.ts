import { bitModelsAnswer, bitsAnswer, levelModelsAnswer, levelsAnswer } from "./compute/drawing.js";
import { chainsAnswer, exactAnswer } from "./compute/gaussian-process.js";
import { stepAnswer } from "./compute/optimisation.js";
import type { Kind, Questions, Request, Response } from "./protocol.js";

// The worker: computes with the library, and answers every question with a result or with a sentence.

type Answerers = {
  readonly [K in Kind]: (
    question: Questions[K]["question"],
  ) => Questions[K]["answer"] | Promise<Questions[K]["answer"]>;
};

const answerers: Answerers = {
  "gaussian-process": exactAnswer,
  chains: chainsAnswer,
  "level-models": levelModelsAnswer,
  "bit-models": bitModelsAnswer,
  levels: levelsAnswer,
  bits: bitsAnswer,
  step: stepAnswer,
};

addEventListener("message", async ({ data }: MessageEvent<Request>) => {
  const { id, kind, question } = data;
  let response: Response;
  try {
    const answer = await (answerers[kind] as (asked: unknown) => unknown)(question);
    response = { id, answer: answer as Questions[Kind]["answer"] };
  } catch (error) {
    response = { id, failure: error instanceof Error ? error.message : String(error) };
  }
  (postMessage as (message: Response) => void)(response);
});
