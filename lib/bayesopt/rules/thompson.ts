import { conditionOn, jointSampler, predictJoint } from "../../gp/index.js";
import { tryJitterShares } from "../../math/index.js";
import type { Rule } from "./rule.js";

/** Settings of {@link thompson}. */
export interface ThompsonOptions {
  /** Draw the function without the noise (default false: with it on the diagonal, as the exam advises). */
  readonly noiseFree?: boolean;
}

/**
 * Thompson sampling, the exam's Algorithm 1: one draw of the hyper-parameters, one joint draw of the function at all
 * candidates, `f* = m + L z`, `L L^T = K_post + noise I`, and the place of its minimum. (Thompson 1933.)
 *
 * The covariance of a noise-free draw is singular in doubles: there the smallest of 1e-12 ... 1e-6 times the largest
 * variance that helps is added to the diagonal, and reported. Of candidates with equal values in the draw one is taken at random.
 */
export function thompson({ noiseFree = false }: ThompsonOptions = {}): Rule {
  return {
    name: noiseFree ? "thompson, noise-free" : "thompson",
    needsModel: true,
    suggest(model, random) {
      const hyperDraw = random.categorical(model.weights);
      const parameters = model.parameters[hyperDraw]!;
      const { kernel: form, x, y } = model.posterior.model;
      const kernel = form.withParameters(parameters.subarray(0, parameters.length - 1));
      const noise = parameters[parameters.length - 1]!;
      const regression = conditionOn({ kernel, noise, x, y, nugget: model.posterior.nugget });
      const joint = predictJoint(regression, model.candidates, noiseFree ? "f" : "y");
      const sampler = jointSampler(joint, { jitter: tryJitterShares(1e-12, 1e-10, 1e-8, 1e-6) });
      const drawn = sampler.draw(random);
      return { candidate: model.argmin(drawn, random), drawn, hyperDraw, jitter: sampler.jitter };
    },
  };
}
