import type { AutoencoderConfig, TrainingOptions } from "../../models/index.js";
import * as vae from "../../models/vae/index.js";
import { reportConvolutionalVae, reportTraining, reportVae } from "../../report/index.js";
import { fewImages } from "../runner/canary.js";
import type { Study, StudyContext } from "../runner/study.js";
import { type BesideReport, besideReport } from "./beside-report.js";
import { summarise, type VaeSummary } from "./summary.js";

const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
const networks = [reportVae, reportConvolutionalVae];

/** One training by the report's protocol: its numbers, and how near its pictures are to the report's. */
export interface SeedRun extends VaeSummary {
  readonly picture: BesideReport;
}

/** Trains (or reuses) each network from each seed and compares it with the report. */
export async function compareSeeds(
  networks: readonly AutoencoderConfig[],
  seeds: readonly number[],
  { data, checkpoints, progress, signal, fresh = false }: StudyContext,
  training: TrainingOptions = reportTraining,
): Promise<SeedRun[]> {
  const runs: SeedRun[] = [];
  for (const network of networks) {
    for (const seed of seeds) {
      const hooks = { folder: checkpoints, fresh, progress, title: `${network.kind}, seed ${seed}`, signal };
      const trained = await vae.fitOrLoad(data, { network, ...training, seed }, hooks);
      runs.push({ ...summarise(trained, seed, data), picture: besideReport(trained, data) });
    }
  }
  return runs;
}

/** Fault V3: the report compares one run of each model; here are several, and the one that looks most like the report's. */
export const vaeSeeds: Study<readonly SeedRun[]> = {
  name: "vae-seeds",
  question:
    "How much do the VAE's and the convolutional VAE's numbers and pictures change from one random start to another, and which run is nearest to the report's?",
  module: import.meta.url,
  seeds,
  run: (context) => compareSeeds(networks, seeds, context),
  canary: (context) => {
    const few = { ...context, data: fewImages(context, 1280, 256) };
    return compareSeeds(networks, [1], few, { ...reportTraining, epochs: 1 });
  },
};
