import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bayesoptNoise,
  comparedUnderNoise,
  type NoiseArm,
  noiseLevels,
  noisyRegret,
  noisyRules,
  runNoisy,
} from "pml/studies";
import { assertClose } from "../../support/close.js";

const job = (rule: string, noise = 1, repetition = 0) => ({ rule, noise, repetition });

test("before the first evaluation all rules of a repetition read alike: they see the same noise", async () => {
  const rules = ["random", "Thompson sampling", "expected improvement", "as in the report"];
  const read = async (repetition: number) => {
    const all = [];
    for (const rule of rules) {
      const { regret, regretOfLowest, promised } = await runNoisy(job(rule, 1, repetition), [0]);
      all.push({ regret, regretOfLowest, promised });
    }
    for (const each of all) assert.deepEqual(each, all[0]);
    return all[0]!;
  };
  assert.notDeepEqual((await read(0)).promised, (await read(1)).promised);
});

test("a run is the same run when it is read in other places; with hardly any noise its lowest value is what it says", async () => {
  const whole = await runNoisy(job("Thompson sampling", 1), [2, 4]);
  const end = await runNoisy(job("Thompson sampling", 1), [4]);
  for (const name of ["regret", "regretOfLowest", "promised"] as const)
    assert.equal(whole[name][1], end[name][0]);
  const quiet = await runNoisy(job("expected improvement", 1e-3), [8]);
  assert.ok(Math.abs(quiet.promised[0]! - quiet.regretOfLowest[0]!) < 5e-3);
  assert.ok(quiet.regret[0]! >= 0 && quiet.regretOfLowest[0]! >= -0.006, "no candidate is below the lowest");
});

const runs = (values: readonly number[]) => values.map((value) => `9 9 9 ${value}`);
const arm = (rule: string, noise: number, regret: readonly number[]): NoiseArm => ({
  rule,
  noise,
  belief: "known",
  regret: runs(regret),
  regretOfLowest: runs([1, 2, 3, 6]),
  promised: runs([-1, 0, 1, 2]),
});

test("rules are compared run by run, and all of them corrected together", () => {
  const arms = [
    arm("a", 1, [0, 1, 2, 3]),
    arm("b", 1, [1, 2.5, 3, 4.5]),
    arm("a", 2, [0, 1, 2, 3]),
    arm("b", 2, [1, 1, 3, 2]),
  ];
  const [a, b, , alike] = comparedUnderNoise(arms, "a", 30);
  assert.equal(a!.difference, undefined);
  assert.equal(a!.p, undefined);
  // differences 1, 1.5, 1, 1.5: mean 1.25, standard error 0.1443, t = 8.66 with three degrees of freedom
  assertClose(b!.difference!.value, 1.25, 1e-12);
  assertClose(b!.difference!.pValue, 0.003239037076544416, 1e-10);
  assertClose(b!.p!, 2 * b!.difference!.pValue, 1e-12);
  assert.ok(alike!.p! > 0.5 && alike!.noise === 2);
  const { mean, standardError, ofLowest, promised } = noisyRegret(arms[0]!, 30);
  assertClose(mean, 1.5, 1e-12);
  assertClose(standardError, Math.sqrt(5 / 3 / 4), 1e-12);
  assert.deepEqual([ofLowest, promised], [3, 0.5]);
});

test("an unknown rule or number of evaluations is refused", () => {
  assert.throws(() => noisyRegret(arm("a", 1, [1, 2, 3, 4]), 7), /after 5, 10, 20, 30 evaluations, got 7/);
  assert.throws(() => comparedUnderNoise([arm("a", 1, [1, 2, 3, 4])], "c", 30), /no rule "c"/);
});

test("every rule has its jobs, at every level", () => {
  const named = new Set(bayesoptNoise.jobs.map(({ rule, noise }) => `${rule} ${noise}`));
  const wanted = Object.values(noisyRules).flatMap((rule) => noiseLevels.map((noise) => `${rule} ${noise}`));
  assert.deepEqual([...named].sort(), wanted.sort());
});
