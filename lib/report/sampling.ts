import type { NutsSettings, SampleOptions } from "../inference/index.js";

/**
 * NUTS as the report ran it, by its library's defaults (Pyro): a diagonal metric from the draws alone, a fresh momentum every time, the step size adapted to the
 * acceptance of the last doubling, the phases of Stan's warm-up. 4 chains of 100 + 500 transitions, target acceptance 0.8.
 */
export const reportNuts: SampleOptions & NutsSettings = {
  chains: 4,
  warmup: 100,
  draws: 500,
  targetAcceptance: 0.8,
  metric: "diagonal",
  momentum: "independent",
  acceptanceStatistic: "last-doubling",
  metricFrom: "draws",
  finalPhase: 50,
};
