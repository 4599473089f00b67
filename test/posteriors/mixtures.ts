import { add, div, log, log1p, logAddExp, mul, neg, type Scalar, square, sub, sum } from "pml/autodiff";
import { beta, interval, model, normal, ordered, positive } from "pml/model";

/** Two normal components in one dimension, the first with the smaller mean and the share theta. */
export function twoNormals({ y }: { readonly y: readonly number[] }) {
  const component = (mean: Scalar, sd: Scalar) =>
    sub(mul(-0.5, square(div(sub(y, mean), sd))), add(log(sd), 0.5 * Math.log(2 * Math.PI)));
  return model({ mu: ordered(2), sigma: positive(2), theta: interval(0, 1) }, ({ mu, sigma, theta }) => [
    normal(sigma, { mean: 0, sd: 2 }),
    normal(mu, { mean: 0, sd: 2 }),
    beta(theta, { a: 5, b: 5 }),
    sum(
      logAddExp(
        add(log(theta), component(mu.at(0), sigma.at(0))),
        add(log1p(neg(theta)), component(mu.at(1), sigma.at(1))),
      ),
    ),
  ]);
}
