import { add, concat, log, logAddExp, mul, scan, slice, square, sub } from "pml/autodiff";
import { model, normal, positive, simplex } from "pml/model";

/** Two hidden states with means mu and unit variance: the forward algorithm; mu is positive and increasing. */
export function hiddenMarkov({ y }: { readonly y: readonly number[] }) {
  return model(
    { theta1: simplex(2), theta2: simplex(2), first: positive(), step: positive() },
    ({ theta1, theta2, first, step }) => {
      const mu = [first, add(first, step)] as const;
      const emit = mu.map((mean) => sub(mul(-0.5, square(sub(y, mean))), 0.5 * Math.log(2 * Math.PI)));
      const [[aa, ab], [ba, bb]] = [[...log(theta1)], [...log(theta2)]] as never[][];
      const start = { a: emit[0]!.at(0), b: emit[1]!.at(0) };
      const over = { ea: slice(emit[0]!, 1), eb: slice(emit[1]!, 1) };
      const { last } = scan(over, start, ({ a, b }, { ea, eb }) => ({
        a: add(ea, logAddExp(add(a, aa!), add(b, ba!))),
        b: add(eb, logAddExp(add(a, ab!), add(b, bb!))),
      }));
      return [
        normal(mu[0], { mean: 3, sd: 1 }),
        normal(mu[1], { mean: 10, sd: 1 }),
        logAddExp(last.a, last.b),
      ];
    },
    ({ first, step }) => ({ mu: concat(first, add(first, step)) }),
  );
}
