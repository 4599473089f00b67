import assert from "node:assert/strict";
import { test } from "node:test";
import { contests as all } from "#bench/contests.mjs";
import { presentPython } from "#bench/harness/environment.mjs";
import { type Contest, measure } from "#bench/harness/measure.mjs";

const contests: readonly Contest[] = all;
const python = presentPython();
// one of each kind of program; measure() throws unless both sides compute the same
const chosen = [
  "cvae-step-pytorch",
  "vae-epoch-tfjs",
  "vae-encode-pytorch",
  "ppca-sklearn",
  "gmm-em-early-sklearn",
  "mfa-em-pytorch",
  "latent-tree-numpy",
  "nuts-report-numpyro",
  "nuts-report-blackjax",
  "nuts-schools-numpyro",
  "nuts-logistic-stan-gradients",
  "nuts-schools-nutpie-time",
  "gradient-radon-stan",
  "diagnostics-arviz",
  "bayesopt-step-botorch",
  "report-python",
];

for (const name of chosen) {
  const contest = contests.find(({ pairs }) => pairs.some((pair) => pair.name === name))!;
  const wantsPython = contest.theirs[0].endsWith(".py");
  const skip =
    wantsPython && python === undefined ? "the peers are not installed (npm run bench does it)" : false;
  test(`${name}: both sides compute the same, at a tiny size`, { skip }, async () => {
    const results = await measure(contest, { python, size: "tiny", rounds: 1 });
    assert.ok(results.length > 0);
    for (const { ratio, oursMs, peerMs } of results) {
      assert.ok(oursMs > 0 && peerMs > 0);
      assert.equal(ratio, peerMs / oursMs);
    }
  });
}

test("a side that fails is reported with what it said", async () => {
  const contest = { ...contests[0]!, ours: ["autoencoders.mjs", "no-such-task"] as const };
  await assert.rejects(() => measure(contest, { python, size: "tiny" }), /no-such-task/);
});

test("sides that compute different things are not compared", async () => {
  const contest = contests.find(({ pairs }) => pairs[0]!.name === "vae-epoch-tfjs")!;
  const agreement = { "train ELBO": { relative: 1e-12 } }; // the noise of the two sides differs
  await assert.rejects(
    () => measure({ ...contest, agreement }, { size: "tiny", rounds: 1 }),
    /train ELBO .*not the same computation/,
  );
});
