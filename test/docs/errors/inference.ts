import { checkGradient, ess, fromArvizJson, fromCmdstanCsv, hdi, sampleNuts } from "pml/inference";
import type { LogDensity } from "pml/math";
import { Random } from "pml/random";
import type { Room } from "./situation.js";

const normal: LogDensity = {
  dimension: 2,
  logDensityAndGradient: (position, gradient) => {
    position.forEach((x, i) => {
      gradient[i] = -x;
    });
    return -0.5 * position.reduce((sum, x) => sum + x * x, 0);
  },
};
const short = { chains: 1, warmup: 20, draws: 20 };

export const inference: Room = {
  name: "inference",
  situations: [
    {
      situation: "A density with a wrong gradient",
      remedy: "Mend the coordinate that the message names.",
      occur: () =>
        checkGradient(
          {
            dimension: 1,
            logDensityAndGradient: (position, gradient) => {
              gradient[0] = position[0]!;
              return -0.5 * position[0]! ** 2;
            },
          },
          [1.5],
        ),
    },
    {
      situation: "The density is 0 wherever a chain could start",
      remedy: "Give `starts`, one position a chain inside the support, or map the support to the whole line.",
      occur: () =>
        sampleNuts({ dimension: 1, logDensityAndGradient: () => -Infinity }, short, {
          random: Random.from(1),
        }),
    },
    {
      situation: "A density that does not write its gradient",
      remedy: "Write every entry of the array that is handed over.",
      occur: () =>
        sampleNuts({ dimension: 1, logDensityAndGradient: () => 0 }, short, { random: Random.from(1) }),
    },
    {
      situation: "A target acceptance in per cent",
      remedy: "It is a probability, 0.8 by default.",
      occur: () => sampleNuts(normal, { ...short, targetAcceptance: 80 }, { random: Random.from(1) }),
    },
    {
      situation: "Starts for another number of chains",
      remedy: "One start for each chain.",
      occur: () => sampleNuts(normal, { ...short, chains: 4, starts: [[0, 0]] }, { random: Random.from(1) }),
    },
    {
      situation: "Chains of different lengths are diagnosed",
      remedy: "Cut them to one length.",
      occur: () => ess([new Float64Array(100), new Float64Array(90)]),
    },
    {
      situation: "An interval is asked for by its per cent",
      remedy: "Give a probability: 0.94 and not 94.",
      occur: () => hdi([Float64Array.of(1, 2, 3)], 94),
    },
    {
      situation: "A file that ArviZ did not write",
      remedy: "Write it by `InferenceData.to_json`, or read it by the function for its format.",
      occur: () => fromArvizJson("{}"),
    },
    {
      situation: "A CSV file that CmdStan did not write",
      remedy: "Wanted are CmdStan's own files, one a chain, comments included.",
      occur: () => fromCmdstanCsv(["a,b\n1,2\n"]),
    },
  ],
};
