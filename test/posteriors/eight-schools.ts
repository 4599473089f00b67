import { add, mul } from "pml/autodiff";
import { cauchy, model, normal, positive, real, vector } from "pml/model";
import type { PosteriorData } from "./posterior.js";

/** Effects of coaching in J schools, drawn from one normal distribution. */
export function eightSchoolsCentered({ J, y, sigma }: PosteriorData) {
  return model({ theta: vector(J), mu: real(), tau: positive() }, ({ theta, mu, tau }) => [
    cauchy(tau, { location: 0, scale: 5 }),
    normal(mu, { mean: 0, sd: 5 }),
    normal(theta, { mean: mu, sd: tau }),
    normal(y, { mean: theta, sd: sigma }),
  ]);
}

/** The same, the effects as `mu + tau z` with standard normal z. */
export function eightSchoolsNoncentered({ J, y, sigma }: PosteriorData) {
  return model(
    { z: vector(J), mu: real(), tau: positive() },
    ({ z, mu, tau }) => [
      cauchy(tau, { location: 0, scale: 5 }),
      normal(mu, { mean: 0, sd: 5 }),
      normal(z, { mean: 0, sd: 1 }),
      normal(y, { mean: add(mu, mul(tau, z)), sd: sigma }),
    ],
    ({ z, mu, tau }) => ({ theta: add(mu, mul(tau, z)) }),
  );
}
