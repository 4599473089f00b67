import { matvec } from "pml/autodiff";
import { bernoulliLogit, model, normal, vector } from "pml/model";
import type { PosteriorData } from "./posterior.js";

/** Whether a dog is shocked (1) or avoids it, by how often it was either before. */
export function dogs({ y }: PosteriorData) {
  const rows = (y as number[][]).flatMap((trials) =>
    trials.map((_, t) => {
      const shocks = trials.slice(0, t).reduce((sum, each) => sum + each, 0);
      return [1, t - shocks, shocks];
    }),
  );
  return model({ beta: vector(3) }, ({ beta }) => [
    normal(beta, { mean: 0, sd: 100 }),
    bernoulliLogit((y as number[][]).flat(), { logit: matvec(rows, beta) }),
  ]);
}
