import { autoregression } from "./ar-k.js";
import { arma } from "./arma.js";
import { diamonds } from "./diamonds.js";
import { lotkaVolterra, oneCompartment } from "./differential-equations.js";
import { dogs } from "./dogs.js";
import { eightSchoolsCentered, eightSchoolsNoncentered } from "./eight-schools.js";
import { garch } from "./garch.js";
import { gpPoisson, gpRegression } from "./gaussian-processes.js";
import { hiddenMarkov } from "./hidden-markov.js";
import { twoNormals } from "./mixtures.js";
import type { Posterior } from "./posterior.js";
import { earnings, kidScores, kilpisjarvi, mesquite, nationalElection, regression } from "./regressions.js";

/** Models of one data set, by the database's names. */
const of = (data: string, models: Readonly<Record<string, Posterior["model"]>>): Record<string, Posterior> =>
  Object.fromEntries(Object.entries(models).map(([name, model]) => [`${data}-${name}`, { model }]));

const electionYears = [1972, 1976, 1980, 1984, 1988, 1992, 1996, 2000];

/** The posteriors whose model is known, by their names in posteriordb; not of all of them the data are kept here. */
export const posteriors: Readonly<Record<string, Posterior>> = {
  ...of("earnings", earnings),
  ...of("kidiq", kidScores),
  ...of("kidiq_with_mom_work", kidScores),
  ...of("mesquite", mesquite),
  ...Object.fromEntries(electionYears.map((year) => [`nes${year}-nes`, { model: nationalElection }])),
  "dogs-dogs": { model: dogs },
  "diamonds-diamonds": { model: diamonds },
  "sblrc-blr": { model: regression },
  "sblri-blr": { model: regression },
  "kilpisjarvi_mod-kilpisjarvi": { model: kilpisjarvi },
  "low_dim_gauss_mix-low_dim_gauss_mix": { model: twoNormals },
  "arK-arK": { model: autoregression },
  "arma-arma11": { model: arma },
  "eight_schools-eight_schools_centered": {
    model: eightSchoolsCentered,
    hard: "the funnel between tau and the effects",
  },
  "eight_schools-eight_schools_noncentered": {
    model: eightSchoolsNoncentered,
    settings: { targetAcceptance: 0.95 },
  },
  "garch-garch11": { model: garch },
  "gp_pois_regr-gp_pois_regr": {
    model: gpPoisson,
    // with the default target some twenty transitions diverge where alpha is large, and its tail is missed
    settings: { targetAcceptance: 0.98, warmup: 2000, draws: 4000 },
  },
  "gp_pois_regr-gp_regr": { model: gpRegression },
  "hmm_example-hmm_example": { model: hiddenMarkov },
  "hudson_lynx_hare-lotka_volterra": { model: lotkaVolterra },
  "one_comp_mm_elim_abs-one_comp_mm_elim_abs": {
    model: oneCompartment,
    settings: { targetAcceptance: 0.98 },
    // for large K_m only V_m / K_m matters, and the two Cauchy priors leave a tail like K_m^-3
    withoutVariance: ["K_m", "V_m"],
  },
};
