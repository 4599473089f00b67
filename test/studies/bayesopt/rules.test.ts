import assert from "node:assert/strict";
import { test } from "node:test";
import { valuesOnCandidates } from "pml/bayesopt";
import { exam } from "pml/report";
import { bayesoptFixes, bayesoptRules, readStudy, shareWithin, simpleRegrets } from "pml/studies";
import { fixture } from "../../support/fixture.js";
import { kolmogorovSmirnovPValue } from "../../support/two-samples.js";

interface Reference {
  readonly repetitions: number;
  readonly "fraction_with_regret_below_0.01": readonly { readonly k: number; readonly fraction: number }[];
  readonly all_regrets_rounded: number[][];
}

const references = (
  fixture("bayesopt") as {
    thompson_sampling: Record<"with_noise" | "noise_free" | "report", Reference>;
  }
).thompson_sampling;
const arms = [...readStudy(bayesoptRules).result, ...readStudy(bayesoptFixes).result];
const values = valuesOnCandidates(exam);
const pairs = [
  ["Thompson sampling", references.with_noise],
  ["longer chains", references.with_noise],
  ["exact hyper-posterior", references.with_noise],
  ["noise-free draw", references.noise_free],
  ["as in the report", references.report],
] as const;

for (const [name, reference] of pairs) {
  test(`the study's "${name}" and the reference are two samples of one distribution, at every step`, () => {
    const arm = arms.find((each) => each.arm === name)!;
    const regrets = simpleRegrets(arm, values);
    const at = (rows: readonly (readonly number[])[], k: number) =>
      rows.map((run) => Number(run[k]!.toFixed(6)));
    for (let k = 0; k < 20; k++) {
      const p = kolmogorovSmirnovPValue(at(regrets, k), at(reference.all_regrets_rounded, k));
      assert.ok(p > 1e-3 / 20, `k = ${k + 1}: p = ${p}`);
    }
    for (const { k, fraction } of reference["fraction_with_regret_below_0.01"]) {
      const found = shareWithin(regrets, k, 0.01);
      const [n, m] = [arm.repetitions, reference.repetitions];
      const pooled = (found * n + fraction * m + 1) / (n + m + 2);
      const error = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
      assert.ok(Math.abs(found - fraction) < 4 * error, `k = ${k}: ${found} against ${fraction}`);
    }
  });
}
