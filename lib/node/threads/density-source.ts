import { ship } from "../../autodiff/index.js";
import type { Model } from "../../model/index.js";
import type { DensitySource } from "./threads.js";

/**
 * A model's density as another thread can make it: its compiled program, which needs neither the model's source nor what it closes over.
 *
 * @example
 * const run = withNames(schools, await sampleNutsInThreads(densitySource(schools), { draws: 1000 }, { random: Random.from(1) }));
 */
export function densitySource(model: Model): DensitySource {
  return {
    module: new URL("../../autodiff/shipping.js", import.meta.url).href,
    factory: "densityOfProgram",
    data: ship(model.dimension, model.program),
  };
}
