import type { Graph, Node } from "../../autodiff/index.js";
import { supports } from "../factor.js";
import { drawBeta, drawGamma } from "../variates.js";
import { univariate } from "./univariate.js";

const logTwoPi = Math.log(2 * Math.PI);

const number = (graph: Graph, value: number): Node => graph.constant(value);
const standardised = (graph: Graph, x: Node, location: Node, scale: Node): Node =>
  graph.div(graph.sub(x, location), scale);

/** Adds terms from left to right. */
export const total = (graph: Graph, ...terms: readonly Node[]): Node =>
  terms.reduce((sum, term) => graph.add(sum, term));

/** `-z^2 / 2 - ln sd - ln(2 pi) / 2` with z = (x - mean) / sd */
function normalLogDensity(graph: Graph, x: Node, mean: Node, sd: Node): Node {
  const squares = graph.mul(number(graph, -0.5), graph.square(standardised(graph, x, mean, sd)));
  return graph.sub(graph.sub(squares, graph.log(sd)), number(graph, 0.5 * logTwoPi));
}

/** Normal distribution with a mean and a standard deviation. */
export const normal = univariate("normal", {
  support: supports.real,
  args: ["mean", "sd"],
  logDensity: normalLogDensity,
  draw: (random, mean, sd) => mean! + sd! * random.normal(),
});

/** The distribution of exp(Y), Y normal with a mean and a standard deviation (of the logarithm). */
export const logNormal = univariate("logNormal", {
  support: supports.positive,
  args: ["mean", "sd"],
  logDensity(graph, x, mean, sd) {
    const log = graph.log(x);
    return graph.sub(normalLogDensity(graph, log, mean!, sd!), log);
  },
  draw: (random, mean, sd) => Math.exp(mean! + sd! * random.normal()),
});

/** Cauchy distribution; of a positive parameter with location 0, the half-Cauchy up to its constant ln 2. */
export const cauchy = univariate("cauchy", {
  support: supports.real,
  args: ["location", "scale"],
  logDensity(graph, x, location, scale) {
    const z = standardised(graph, x, location!, scale!);
    const constant = number(graph, -Math.log(Math.PI));
    return graph.sub(graph.sub(constant, graph.log(scale!)), graph.log1p(graph.square(z)));
  },
  draw: (random, location, scale) => location! + scale! * Math.tan(Math.PI * (random.uniform() - 0.5)),
});

/** Student's t with degrees of freedom, location and scale. */
export const studentT = univariate("studentT", {
  support: supports.real,
  args: ["degrees", "location", "scale"],
  logDensity(graph, x, degrees, location, scale) {
    const z = standardised(graph, x, location!, scale!);
    const half = graph.mul(number(graph, 0.5), graph.add(degrees!, number(graph, 1)));
    return total(
      graph,
      graph.neg(graph.mul(half, graph.log1p(graph.div(graph.square(z), degrees!)))),
      graph.apply("logGamma", half),
      graph.neg(graph.apply("logGamma", graph.mul(number(graph, 0.5), degrees!))),
      graph.mul(number(graph, -0.5), graph.add(graph.log(degrees!), number(graph, Math.log(Math.PI)))),
      graph.neg(graph.log(scale!)),
    );
  },
  draw: (random, degrees, location, scale) =>
    location! + (scale! * random.normal()) / Math.sqrt((2 * drawGamma(random, degrees! / 2)) / degrees!),
});

/** Exponential distribution with a rate. */
export const exponential = univariate("exponential", {
  support: supports.notNegative,
  args: ["rate"],
  logDensity: (graph, x, rate) => graph.sub(graph.log(rate!), graph.mul(rate!, x)),
  draw: (random, rate) => random.exponential() / rate!,
});

/** Gamma distribution with shape and rate: mean shape / rate. */
export const gamma = univariate("gamma", {
  support: supports.positive,
  args: ["shape", "rate"],
  logDensity: (graph, x, shape, rate) =>
    total(
      graph,
      graph.mul(graph.sub(shape!, number(graph, 1)), graph.log(x)),
      graph.neg(graph.mul(rate!, x)),
      graph.mul(shape!, graph.log(rate!)),
      graph.neg(graph.apply("logGamma", shape!)),
    ),
  draw: (random, shape, rate) => drawGamma(random, shape!) / rate!,
});

/** The distribution of 1 / G, G gamma with shape and rate = scale. */
export const inverseGamma = univariate("inverseGamma", {
  support: supports.positive,
  args: ["shape", "scale"],
  logDensity: (graph, x, shape, scale) =>
    total(
      graph,
      graph.neg(graph.mul(graph.add(shape!, number(graph, 1)), graph.log(x))),
      graph.neg(graph.div(scale!, x)),
      graph.mul(shape!, graph.log(scale!)),
      graph.neg(graph.apply("logGamma", shape!)),
    ),
  draw: (random, shape, scale) => scale! / drawGamma(random, shape!),
});

/** Beta distribution: density proportional to x^(a - 1) (1 - x)^(b - 1). */
export const beta = univariate("beta", {
  support: supports.unit,
  args: ["a", "b"],
  logDensity: (graph, x, a, b) =>
    total(
      graph,
      graph.mul(graph.sub(a!, number(graph, 1)), graph.log(x)),
      graph.mul(graph.sub(b!, number(graph, 1)), graph.log1p(graph.neg(x))),
      graph.apply("logGamma", graph.add(a!, b!)),
      graph.neg(graph.apply("logGamma", a!)),
      graph.neg(graph.apply("logGamma", b!)),
    ),
  draw: (random, a, b) => drawBeta(random, a!, b!),
});

/** Uniform between lower and upper; outside the density is 0. */
export const uniform = univariate("uniform", {
  support: supports.real,
  args: ["lower", "upper"],
  logDensity(graph, x, lower, upper) {
    const isInside = graph.mul(
      graph.apply("step", graph.sub(x, lower!)),
      graph.apply("step", graph.sub(upper!, x)),
    );
    return graph.sub(graph.log(isInside), graph.log(graph.sub(upper!, lower!)));
  },
  draw: (random, lower, upper) => lower! + (upper! - lower!) * random.uniform(),
});
