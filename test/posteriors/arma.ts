import { add, mul, scan, sub } from "pml/autodiff";
import { cauchy, model, normal, positive, real } from "pml/model";
import type { PosteriorData } from "./posterior.js";

/** ARMA(1, 1): the error of `nu_t = mu + phi y_{t-1} + theta err_{t-1}` is N(0, sigma^2); before the first, y is mu and the error 0. */
export function arma({ y }: PosteriorData) {
  return model({ mu: real(), phi: real(), theta: real(), sigma: positive() }, ({ mu, phi, theta, sigma }) => {
    const first = sub(y[0], add(mu, mul(phi, mu)));
    const error = scan(
      { now: y.slice(1), before: y.slice(0, -1) },
      { error: first },
      ({ error }, { now, before }) => ({
        error: sub(now, add(mu, add(mul(phi, before), mul(theta, error)))),
      }),
    );
    const coefficients = [mu, phi, theta].map((each, i) => normal(each, { mean: 0, sd: i === 0 ? 10 : 2 }));
    const zero = { mean: 0, sd: sigma };
    const errors = [normal(first, zero), normal(error.after.error, zero)];
    return [...coefficients, cauchy(sigma, { location: 0, scale: 2.5 }), ...errors];
  });
}
