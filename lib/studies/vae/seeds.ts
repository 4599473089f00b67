import { reportConvolutionalVae, reportTraining, reportVae } from "../../report/index.js";
import { fewImages } from "../runner/canary.js";
import type { Study } from "../runner/study.js";
import { summariseTrainings, type VaeSummary } from "./summary.js";

const seeds = [1, 2, 3];

/** Fault V3: the report compares one run of each model; here are three. */
export const vaeSeeds: Study<readonly VaeSummary[]> = {
  name: "vae-seeds",
  question:
    "How much do the VAE's and the convolutional VAE's numbers change from one random start to another?",
  module: import.meta.url,
  seeds,
  run: (context) => summariseTrainings([reportVae, reportConvolutionalVae], seeds, context),
  canary: (context) => {
    const few = { ...context, data: fewImages(context, 1280, 256) };
    return summariseTrainings([reportVae, reportConvolutionalVae], [1], few, {
      ...reportTraining,
      epochs: 1,
    });
  },
};
