import { add, matvec, mul } from "pml/autodiff";
import { cauchy, type Model, model, normal, positive, real, type Term, vector } from "pml/model";
import type { PosteriorData } from "./posterior.js";

type Column = readonly number[];

/** `y ~ N(beta_0 + sum_k beta_k x_k, sigma^2)` with flat priors; `halfCauchy` is the scale of a prior of sigma. */
function linear(y: Column, columns: readonly Column[], halfCauchy?: number): Model {
  const rows = y.map((_, i) => [1, ...columns.map((column) => column[i]!)]);
  return model({ beta: vector(columns.length + 1), sigma: positive() }, ({ beta, sigma }) => {
    const likelihood: Term = normal(y, { mean: matvec(rows, beta), sd: sigma });
    return halfCauchy === undefined
      ? [likelihood]
      : [cauchy(sigma, { location: 0, scale: halfCauchy }), likelihood];
  });
}

const times = (a: Column, b: Column): Column => a.map((x, i) => x * b[i]!);
const over = (a: Column, b: Column): Column => a.map((x, i) => x / b[i]!);
const logs = (a: Column): Column => a.map(Math.log);
const is = (values: Column, value: number): Column => values.map((x) => (x === value ? 1 : 0));
const mean = (a: Column): number => a.reduce((sum, x) => sum + x, 0) / a.length;
const centred = (a: Column, centre = mean(a)): Column => a.map((x) => x - centre);

/** Centred, and divided by some standard deviations. */
function scaled(a: Column, deviations = 1): Column {
  const c = centred(a);
  const sd = Math.sqrt(c.reduce((sum, x) => sum + x * x, 0) / (a.length - 1));
  return c.map((x) => x / (deviations * sd));
}

/** Earnings, or their logarithms, by height and sex. */
export const earnings: Readonly<Record<string, (data: PosteriorData) => Model>> = {
  earn_height: ({ earn, height }) => linear(earn, [height]),
  log10earn_height: ({ earn, height }) => linear(earn.map(Math.log10), [height]),
  logearn_height: ({ earn, height }) => linear(logs(earn), [height]),
  logearn_height_male: ({ earn, height, male }) => linear(logs(earn), [height, male]),
  logearn_logheight_male: ({ earn, height, male }) => linear(logs(earn), [logs(height), male]),
  logearn_interaction: ({ earn, height, male }) => linear(logs(earn), [height, male, times(height, male)]),
  logearn_interaction_z: ({ earn, height, male }) =>
    linear(logs(earn), [scaled(height), male, times(scaled(height), male)]),
};

/** A child's test score by its mother's, her schooling and work. */
export const kidScores: Readonly<Record<string, (data: PosteriorData) => Model>> = {
  kidscore_momiq: ({ kid_score, mom_iq }) => linear(kid_score, [mom_iq], 2.5),
  kidscore_momhs: ({ kid_score, mom_hs }) => linear(kid_score, [mom_hs], 2.5),
  kidscore_momhsiq: ({ kid_score, mom_hs, mom_iq }) => linear(kid_score, [mom_hs, mom_iq], 2.5),
  kidscore_interaction: ({ kid_score, mom_hs, mom_iq }) =>
    linear(kid_score, [mom_hs, mom_iq, times(mom_hs, mom_iq)], 2.5),
  kidscore_interaction_c: ({ kid_score, mom_hs, mom_iq }) =>
    withProduct(kid_score, centred(mom_hs), centred(mom_iq)),
  kidscore_interaction_c2: ({ kid_score, mom_hs, mom_iq }) =>
    withProduct(kid_score, centred(mom_hs, 0.5), centred(mom_iq, 100)),
  kidscore_interaction_z: ({ kid_score, mom_hs, mom_iq }) =>
    withProduct(kid_score, scaled(mom_hs, 2), scaled(mom_iq, 2)),
  kidscore_mom_work: ({ kid_score, mom_work }) =>
    linear(
      kid_score,
      [2, 3, 4].map((work) => is(mom_work, work)),
    ),
};

const withProduct = (y: Column, a: Column, b: Column): Model => linear(y, [a, b, times(a, b)]);

/** Weights of mesquite bushes by their measures. */
export const mesquite: Readonly<Record<string, (data: PosteriorData) => Model>> = {
  mesquite: (d) => linear(d.weight, [d.diam1, d.diam2, d.canopy_height, d.total_height, d.density, d.group]),
  logmesquite: (d) =>
    linear(logs(d.weight), [
      ...[d.diam1, d.diam2, d.canopy_height, d.total_height, d.density].map(logs),
      d.group,
    ]),
  logmesquite_logvolume: (d) => linear(logs(d.weight), [volume(d)]),
  logmesquite_logva: (d) => linear(logs(d.weight), [volume(d), area(d), d.group]),
  logmesquite_logvas: (d) =>
    linear(logs(d.weight), [volume(d), area(d), shape(d), logs(d.total_height), logs(d.density), d.group]),
  logmesquite_logvash: (d) =>
    linear(logs(d.weight), [volume(d), area(d), shape(d), logs(d.total_height), d.group]),
};

const area = (d: PosteriorData): Column => logs(times(d.diam1, d.diam2));
const volume = (d: PosteriorData): Column => logs(times(times(d.diam1, d.diam2), d.canopy_height));
const shape = (d: PosteriorData): Column => logs(over(d.diam1, d.diam2));

/** Party identification in an election study. */
export const nationalElection = (d: PosteriorData): Model =>
  linear(d.partyid7, [
    d.real_ideo,
    d.race_adj,
    ...[2, 3, 4].map((group) => is(d.age_discrete, group)),
    d.educ1,
    d.gender,
    d.income,
  ]);

/** Bayesian linear regression without an intercept. */
export function regression({ D, X, y }: PosteriorData) {
  return model({ beta: vector(D as number), sigma: positive() }, ({ beta, sigma }) => [
    normal(beta, { mean: 0, sd: 10 }),
    normal(sigma, { mean: 0, sd: 10 }),
    normal(y, { mean: matvec(X, beta), sd: sigma }),
  ]);
}

/** Summer temperatures at Kilpisjärvi by year. */
export function kilpisjarvi({ x, y, pmualpha, psalpha, pmubeta, psbeta }: PosteriorData) {
  return model({ alpha: real(), beta: real(), sigma: positive() }, ({ alpha, beta, sigma }) => [
    normal(alpha, { mean: pmualpha, sd: psalpha }),
    normal(beta, { mean: pmubeta, sd: psbeta }),
    normal(y, { mean: add(alpha, mul(beta, x)), sd: sigma }),
  ]);
}
