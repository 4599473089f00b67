import { add, matvec } from "pml/autodiff";
import { model, normal, positive, real, studentT, vector } from "pml/model";
import type { PosteriorData } from "./posterior.js";

/** Logarithmic prices of diamonds by 24 centred columns; the first column of X is ones. */
export function diamonds({ X, Y, K }: PosteriorData) {
  const columns = Array.from({ length: K - 1 }, (_, j) => (X as number[][]).map((row) => row[j + 1]!));
  const means = columns.map((column) => column.reduce((sum, x) => sum + x, 0) / column.length);
  const rows = (X as number[][]).map((row) => row.slice(1).map((x, j) => x - means[j]!));
  return model({ b: vector(K - 1), Intercept: real(), sigma: positive() }, ({ b, Intercept, sigma }) => [
    normal(b, { mean: 0, sd: 1 }),
    studentT(Intercept, { degrees: 3, location: 8, scale: 10 }),
    studentT(sigma, { degrees: 3, location: 0, scale: 10 }),
    normal(Y, { mean: add(Intercept, matvec(rows, b)), sd: sigma }),
  ]);
}
