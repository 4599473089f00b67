import assert from "node:assert/strict";
import { test } from "node:test";
import { branin, forrester, gramacyLee, hartmann3, valuesOnCandidates } from "pml/bayesopt";
import { exam } from "pml/report";

for (const each of [exam, forrester, gramacyLee, branin, hartmann3]) {
  test(`${each.name}: the stated minima are minima, and no candidate is lower`, () => {
    for (const place of each.minimisers) {
      assert.ok(Math.abs(each.evaluate(place) - each.minimum) < 1e-8);
      place.forEach((_, d) => {
        for (const step of [-1e-3, 1e-3]) {
          const beside = place.map((value, i) => (i === d ? value + step : value));
          assert.ok(each.evaluate(beside) > each.minimum);
        }
      });
    }
    const values = valuesOnCandidates(each);
    assert.equal(values.length, each.candidates.count);
    assert.ok(values.every((value) => value >= each.minimum - 1e-8));
  });
}
