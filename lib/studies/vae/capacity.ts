import { buildAutoencoder, type ConvolutionalVaeConfig, countParameters } from "../../models/index.js";
import { reportConvolutionalVae, reportTraining, reportVae } from "../../report/index.js";
import { fewImages } from "../runner/canary.js";
import type { Study } from "../runner/study.js";
import { summariseTrainings, type VaeSummary } from "./summary.js";

const seeds = [1, 2, 3];

/**
 * The report's convolutional VAE with one dense layer more on each side of the code, as wide as makes its number of
 * parameters nearest to that of the report's VAE.
 */
export function matchedConvolutionalVae(): ConvolutionalVaeConfig {
  const wanted = countParameters(buildAutoencoder(reportVae)).all;
  const withHidden = (hidden: number): ConvolutionalVaeConfig => ({ ...reportConvolutionalVae, hidden });
  const distance = (hidden: number) =>
    Math.abs(countParameters(buildAutoencoder(withHidden(hidden))).all - wanted);
  let best = 1;
  for (let hidden = 2; hidden <= 1000; hidden++) if (distance(hidden) < distance(best)) best = hidden;
  return withHidden(best);
}

/** Fault V4: the report's convolutional VAE has 34.5 times fewer parameters than its VAE. */
export const vaeCapacity: Study<readonly VaeSummary[]> = {
  name: "vae-capacity",
  question:
    "Is the convolutional VAE behind because of its convolutions, or because it has 34.5 times fewer parameters?",
  module: import.meta.url,
  seeds,
  run: (context) => summariseTrainings([matchedConvolutionalVae()], seeds, context),
  canary: (context) => {
    const few = { ...context, data: fewImages(context, 1280, 256) };
    return summariseTrainings([matchedConvolutionalVae()], [1], few, { ...reportTraining, epochs: 1 });
  },
};
