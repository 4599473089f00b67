import { add, matvec } from "pml/autodiff";
import { cauchy, model, normal, positive, real, vector } from "pml/model";
import type { PosteriorData } from "./posterior.js";

/** An autoregression of order K: `y_t ~ N(alpha + sum_k beta_k y_{t-k}, sigma^2)`. */
export function autoregression({ K, y }: PosteriorData) {
  const lags = y.slice(K).map((_: number, t: number) => y.slice(t, t + K).reverse());
  return model({ alpha: real(), beta: vector(K), sigma: positive() }, ({ alpha, beta, sigma }) => [
    normal(alpha, { mean: 0, sd: 10 }),
    normal(beta, { mean: 0, sd: 10 }),
    cauchy(sigma, { location: 0, scale: 2.5 }),
    normal(y.slice(K), { mean: add(alpha, matvec(lags, beta)), sd: sigma }),
  ]);
}
