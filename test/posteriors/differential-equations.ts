import { add, div, exp, gather, log, mul, sub } from "pml/autodiff";
import { cauchy, logNormal, model, normal, positive } from "pml/model";
import type { PosteriorData } from "./posterior.js";
import { rungeKutta } from "./runge-kutta.js";

/** Hares u and lynxes v: `u' = u (a - b v)`, `v' = v (-c + d u)`, yearly numbers with log-normal errors. */
export function lotkaVolterra({ N, y_init, y }: PosteriorData) {
  return model(
    { theta: positive(4), z_init: positive(2), sigma: positive(2) },
    ({ theta, z_init, sigma }) => {
      const [a, b, c, d] = [...theta] as never[];
      const start = { u: z_init.at(0), v: z_init.at(1) };
      const { after } = rungeKutta(start, { from: 0, step: 0.05, count: 20 * N }, ({ u, v }) => ({
        u: mul(u, sub(a!, mul(b!, v))),
        v: mul(v, sub(mul(d!, u), c!)),
      }));
      const years = y.map((_: unknown, t: number) => 20 * t + 19);
      const observed = [after.u, after.v].map((each, k) =>
        logNormal(
          y.map((row: number[]) => row[k]),
          { mean: log(gather(each, years)), sd: sigma.at(k) },
        ),
      );
      const first = logNormal(y_init, { mean: log(z_init), sd: sigma });
      const rates = normal(theta, { mean: [1, 0.05, 1, 0.05], sd: [0.5, 0.05, 0.5, 0.05] });
      const scales = [
        logNormal(sigma, { mean: -1, sd: 1 }),
        logNormal(z_init, { mean: Math.log(10), sd: 1 }),
      ];
      return [rates, ...scales, first, ...observed];
    },
  );
}

/** One compartment: absorption of a dose D at rate k_a into a volume V, elimination by Michaelis and Menten's law. */
export function oneCompartment({ D, V, times, C_hat, t0 }: PosteriorData) {
  const parameters = { k_a: positive(), K_m: positive(), V_m: positive(), sigma: positive() };
  return model(parameters, ({ k_a, K_m, V_m, sigma }) => {
    const each = Math.round((times[1] - times[0]) / 0.05);
    const grid = { from: t0, step: (times[1] - times[0]) / each, count: each * times.length };
    const { after } = rungeKutta({ c: 0 }, grid, ({ c }, t) => {
      const dose = mul(D / V, mul(k_a, exp(mul(-1, mul(k_a, t)))));
      return { c: sub(dose, div(mul(div(V_m, V), c), add(K_m, c))) };
    });
    const places = times.map((_: number, i: number) => each * (i + 1) - 1);
    const priors = [k_a, K_m, V_m, sigma].map((of) => cauchy(of, { location: 0, scale: 1 }));
    return [...priors, logNormal(C_hat, { mean: log(gather(after.c, places)), sd: sigma })];
  });
}
