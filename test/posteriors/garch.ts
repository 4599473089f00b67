import { add, log, mul, scan, sqrt, square, sub } from "pml/autodiff";
import { interval, model, normal, positive, real } from "pml/model";
import type { PosteriorData } from "./posterior.js";

/** GARCH(1, 1): variances `v_t = alpha0 + alpha1 (y_{t-1} - mu)^2 + beta1 v_{t-1}`; beta1 lies below 1 - alpha1, as a share of that. */
export function garch({ y, sigma1 }: PosteriorData) {
  const parameters = { mu: real(), alpha0: positive(), alpha1: interval(0, 1), share: interval(0, 1) };
  return model(
    parameters,
    ({ mu, alpha0, alpha1, share }) => {
      const beta1 = mul(share, sub(1, alpha1));
      const { before } = scan({ y }, { v: sigma1 ** 2 }, ({ v }, { y }) => ({
        v: add(alpha0, add(mul(alpha1, square(sub(y, mu))), mul(beta1, v))),
      }));
      return [log(sub(1, alpha1)), normal(y, { mean: mu, sd: sqrt(before.v) })];
    },
    ({ alpha1, share }) => ({ beta1: mul(share, sub(1, alpha1)) }),
  );
}
