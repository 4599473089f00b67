import type { Primitive } from "../primitive.js";
import { transposed } from "./tables.js";

/** The product of matrices [rows][inner] and [inner][columns], both depending on parameters or not. */
export function productPrimitive(rows: number, inner: number, columns: number): Primitive {
  return {
    name: `product ${rows} ${inner} ${columns}`,
    run(result, a, b) {
      result.fill(0);
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < inner; k++) {
          const factor = a![i * inner + k]!;
          for (let j = 0; j < columns; j++) result[i * columns + j]! += factor * b![k * columns + j]!;
        }
      }
    },
    adjoint: (graph, node, bar) => {
      const [a, b] = node.args;
      const byFirst = [bar, graph.lane(graph.gather(b!, transposed(inner, columns)), inner * columns)];
      const bySecond = [graph.lane(graph.gather(a!, transposed(rows, inner)), rows * inner), bar];
      return [
        graph.call(productPrimitive(rows, columns, inner), byFirst, rows * inner),
        graph.call(productPrimitive(inner, rows, columns), bySecond, inner * columns),
      ];
    },
  };
}
