import {
  type Graph,
  gather,
  log,
  logSumExp,
  type Node,
  readVector,
  sub,
  sum,
  type Vector,
  type VectorLike,
} from "../../autodiff/index.js";
import { InputError } from "../../support/index.js";
import { Factor, knownNumbers, requireSupport, supports, traced } from "../factor.js";
import { drawBinomial, drawGamma, drawPoisson } from "../variates.js";
import { total } from "./continuous.js";
import { univariate } from "./univariate.js";

const one = (graph: Graph): Node => graph.constant(1);
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** 0 or 1, with a probability of 1. */
export const bernoulli = univariate("bernoulli", {
  support: supports.binary,
  args: ["probability"],
  logDensity: (graph, y, probability) =>
    graph.add(
      graph.mul(y, graph.log(probability!)),
      graph.mul(graph.sub(one(graph), y), graph.log1p(graph.neg(probability!))),
    ),
  draw: (random, probability) => (random.uniform() < probability! ? 1 : 0),
});

/** 0 or 1, with the logit of the probability of 1. */
export const bernoulliLogit = univariate("bernoulliLogit", {
  support: supports.binary,
  args: ["logit"],
  logDensity: (graph, y, logit) => graph.sub(graph.mul(y, logit!), graph.softplus(logit!)),
  draw: (random, logit) => (random.uniform() < logistic(logit!) ? 1 : 0),
});

/** The logarithm of the binomial coefficient. */
function logChoose(graph: Graph, n: Node, k: Node): Node {
  const logFactorial = (node: Node) => graph.apply("logGamma", graph.add(node, one(graph)));
  return graph.sub(graph.sub(logFactorial(n), logFactorial(k)), logFactorial(graph.sub(n, k)));
}

/** Number of successes in trials of a probability. */
export const binomial = univariate("binomial", {
  support: supports.count,
  args: ["trials", "probability"],
  logDensity: (graph, y, trials, probability) =>
    total(
      graph,
      graph.mul(y, graph.log(probability!)),
      graph.mul(graph.sub(trials!, y), graph.log1p(graph.neg(probability!))),
      logChoose(graph, trials!, y),
    ),
  draw: (random, trials, probability) => drawBinomial(random, trials!, probability!),
});

/** Number of successes in trials, with the logit of the probability. */
export const binomialLogit = univariate("binomialLogit", {
  support: supports.count,
  args: ["trials", "logit"],
  logDensity: (graph, y, trials, logit) =>
    total(
      graph,
      graph.mul(y, logit!),
      graph.neg(graph.mul(trials!, graph.softplus(logit!))),
      logChoose(graph, trials!, y),
    ),
  draw: (random, trials, logit) => drawBinomial(random, trials!, logistic(logit!)),
});

/** Poisson distribution with a rate. */
export const poisson = univariate("poisson", {
  support: supports.count,
  args: ["rate"],
  logDensity: (graph, y, rate) =>
    total(
      graph,
      graph.mul(y, graph.log(rate!)),
      graph.neg(rate!),
      graph.neg(graph.apply("logGamma", graph.add(y, one(graph)))),
    ),
  draw: (random, rate) => drawPoisson(random, rate!),
});

/** Poisson distribution with the logarithm of its rate. */
export const poissonLog = univariate("poissonLog", {
  support: supports.count,
  args: ["logRate"],
  logDensity: (graph, y, logRate) =>
    total(
      graph,
      graph.mul(y, logRate!),
      graph.neg(graph.exp(logRate!)),
      graph.neg(graph.apply("logGamma", graph.add(y, one(graph)))),
    ),
  draw: (random, logRate) => drawPoisson(random, Math.exp(logRate!)),
});

/** Negative binomial with mean and dispersion: variance mean + mean^2 / dispersion. */
export const negativeBinomial = univariate("negativeBinomial", {
  support: supports.count,
  args: ["mean", "dispersion"],
  logDensity(graph, y, mean, dispersion) {
    const logGamma = (node: Node) => graph.apply("logGamma", node);
    const logSum = graph.log(graph.add(mean!, dispersion!));
    return total(
      graph,
      logGamma(graph.add(y, dispersion!)),
      graph.neg(logGamma(dispersion!)),
      graph.neg(logGamma(graph.add(y, one(graph)))),
      graph.mul(dispersion!, graph.sub(graph.log(dispersion!), logSum)),
      graph.mul(y, graph.sub(graph.log(mean!), logSum)),
    );
  },
  draw: (random, mean, dispersion) =>
    drawPoisson(random, (drawGamma(random, dispersion!) * mean!) / dispersion!),
});

/** Classes 0 .. K - 1: data `y`, and either the K probabilities or their logits (up to a constant). */
export function categorical(
  y: number | VectorLike,
  args: { readonly probabilities: VectorLike } | { readonly logits: VectorLike },
): Factor {
  const classes = traced("categorical", y);
  requireSupport("categorical", classes, supports.count);
  const logProbabilities = logProbabilitiesOf(args);
  const count = logProbabilities.length;
  const places = knownNumbers(classes);
  const bad = places.find((place) => place >= count);
  if (bad !== undefined)
    throw new InputError("categorical", `data must be classes below ${count}, got ${bad}`, { value: bad });
  const pointwise = gather(logProbabilities, places);
  return new Factor(
    "categorical",
    y,
    true,
    places.length,
    pointwise,
    sum(pointwise),
    [logProbabilities],
    (random, target, logs) => {
      const weights = logs!.map(Math.exp);
      for (let i = 0; i < target.length; i++) target[i] = random.categorical(weights);
    },
  );
}

function logProbabilitiesOf(args: object): Vector {
  if ("probabilities" in args)
    return log(readVector("categorical", "probabilities", args.probabilities as VectorLike));
  if (!("logits" in args)) throw new InputError("categorical", "wants probabilities or logits");
  const logits = readVector("categorical", "logits", args.logits as VectorLike);
  return sub(logits, logSumExp(logits));
}
