import { add, differentiated, exp, log, mul, type Scalar, scan, sum } from "pml/autodiff";

import {
  interval,
  loo,
  model,
  multivariateNormal,
  normal,
  poisson,
  positive,
  priorPredictive,
  real,
  sampleModel,
  vector,
} from "pml/model";
import { Random } from "pml/random";
import type { Room } from "./situation.js";

export const autodiff: Room = {
  name: "autodiff",
  situations: [
    {
      situation: "JavaScript's operators or Math on a traced value, or a branch by it",
      remedy:
        "Use the functions of this room; for a choice that depends on a parameter, `max`, `abs` or a mixture by `logAddExp`.",
      occur: () => differentiated(1, (x) => ((x.at(0) as unknown as number) > 0 ? x.at(0) : exp(x.at(0)))),
    },
    {
      situation: "Vectors of different lengths",
      remedy: "Make them of one length; groups are spread over rows by `gather`.",
      occur: () => differentiated(3, (x) => sum(add(x, [1, 2]))),
    },
    {
      situation: "An expression that is too long",
      remedy: "Write sums over data as vectors, recursions by `scan`.",
      occur: () =>
        differentiated(1, (x) => {
          let y = x.at(0);
          for (let i = 0; i < 1500; i++) y = exp(mul(0.1, y));
          return y;
        }),
    },
    {
      situation: "A recursion inside a recursion",
      remedy: "Unroll the inner one by a loop of JavaScript if it is short.",
      occur: () =>
        differentiated(
          1,
          (x) =>
            scan(20, { a: x.at(0) }, ({ a }) => ({
              a: scan(20, { b: a }, ({ b }) => ({ b: exp(b) })).last.b,
            })).last.a,
        ),
    },
    {
      situation: "A value kept from another trace",
      remedy: "Make everything inside the function that is traced.",
      occur: () => {
        let kept: Scalar | undefined;
        differentiated(1, (x) => {
          kept = x.at(0);
          return kept;
        });
        differentiated(1, (x) => add(x.at(0), kept!));
      },
    },
  ],
};

export const models: Room = {
  name: "model",
  situations: [
    {
      situation: "Data outside a distribution's support",
      remedy: "Mend the data, or take another distribution.",
      occur: () => model({ rate: positive() }, ({ rate }) => [poisson([1, 2.5], { rate })]),
    },
    {
      situation: "An argument of a distribution is missing",
      remedy: "Arguments go by name, all of them.",
      occur: () => model({ x: real() }, ({ x }) => [normal(x, { mean: 0 } as never)]),
    },
    {
      situation: "A mean of another length than the data",
      remedy: "Give one number for all, or one for each entry.",
      occur: () => model({ m: vector(3) }, ({ m }) => [normal([1, 2], { mean: m, sd: 1 })]),
    },
    {
      situation: "A covariance of another size than the vector",
      remedy: "Give a square matrix of as many rows as the vector has entries.",
      occur: () =>
        model({ m: real() }, ({ m }) => [multivariateNormal([1, 2], { mean: m, covariance: [[1]] })]),
    },
    {
      situation: "A term of the density is a vector",
      remedy: "Add its entries by `sum`.",
      occur: () => model({ x: vector(2) }, ({ x }) => [x as never]),
    },
    {
      situation: "The density is not finite wherever chains may start",
      remedy: "Look at the named term; constrain the parameters to where it is defined, or give `starts`.",
      occur: () =>
        sampleModel(
          model({ s: positive() }, ({ s }) => [log(mul(-1, s))]),
          { draws: 10 },
          { random: Random.from(1) },
        ),
    },
    {
      situation: "A start that violates a constraint",
      remedy: "Give a value strictly inside.",
      occur: () => model({ p: interval(0, 1) }, () => [0]).unconstrain({ p: 1 }),
    },
    {
      situation: "Prior draws of a parameter without a distribution",
      remedy: "Give every parameter a proper prior of its own.",
      occur: () =>
        priorPredictive(
          model({ a: real(), b: real() }, ({ a }) => [normal(a, { mean: 0, sd: 1 })]),
          1,
          Random.from(1),
        ),
    },
    {
      situation: "Leave-one-out of a model without data",
      remedy: "Let the data be the variate of a distribution.",
      occur: async () => {
        const prior = model({ a: real() }, ({ a }) => [normal(a, { mean: 0, sd: 1 })]);
        return loo(prior, await sampleModel(prior, { draws: 10, warmup: 10 }, { random: Random.from(1) }));
      },
    },
  ],
};
