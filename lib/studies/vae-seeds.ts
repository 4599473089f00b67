import { reportConvolutionalVae, reportVae } from "../models/vae/networks.js";
import { reportTraining } from "../models/vae/training.js";
import { fewImages } from "./canary.js";
import type { Study } from "./study.js";
import { summarizeTrainings, type VaeSummary } from "./vae-summary.js";

const seeds = [1, 2, 3];

/** Fault V3: the report compares one run of each model; here are three. */
export const vaeSeeds: Study<readonly VaeSummary[]> = {
  name: "vae-seeds",
  question:
    "How much do the VAE's and the convolutional VAE's numbers change from one random start to another?",
  module: import.meta.url,
  seeds,
  run: (context) => summarizeTrainings([reportVae, reportConvolutionalVae], seeds, context),
  canary: (context) => {
    const few = { ...context, data: fewImages(context, 1280, 256) };
    return summarizeTrainings([reportVae, reportConvolutionalVae], [1], few, {
      ...reportTraining,
      epochs: 1,
    });
  },
};
