import { test } from "node:test";
import { Random } from "pml/random";
import { summedAutocovariance } from "#internal/inference/diagnostics/autocovariance";
import { AutocovarianceSums } from "#internal/inference/diagnostics/autocovariance-sums";
import { assertClose } from "../../support/close.js";

test("direct sums and transforms agree at every lag, whatever the number of draws", () => {
  // the lengths cross those of a sweep and of the change to the transform
  for (const length of [2, 3, 4, 5, 7, 8, 63, 64, 65, 66, 150]) {
    const random = Random.from(length);
    const chains = [0, 1, 2].map((c) =>
      random.fillNormal(new Float64Array(length)).map((x, t) => 100 + c + x + t / length),
    );
    const expected = summedAutocovariance(chains);
    const sums = new AutocovarianceSums(chains);
    assertClose(
      expected.map((_, lag) => sums.at(lag)),
      expected,
      1e-12,
    );
    assertClose(
      sums.offsets,
      chains.map((chain) => chain.reduce((a, b) => a + b, 0) / length - chains[0]![0]!),
      1e-12,
    );
  }
});
