import assert from "node:assert/strict";
import { test } from "node:test";
import { averagedPrediction, gridQuadrature, hyperSummary } from "pml/gp";
import { ess, rhat, sampleNuts } from "pml/inference";
import { Random } from "pml/random";
import { examFunction, examGrid, examHyperPosterior, examInputs } from "pml/report";
import {
  chainSettings,
  chainsAnswer,
  exactAnswer,
  type GaussianProcessQuestion,
  kernels,
} from "#live/compute/gaussian-process.js";

const exam: GaussianProcessQuestion = {
  points: examInputs.map((x) => [x, examFunction(x)] as const),
  kernel: "Gaussian (RBF)",
  lengthscale: { meanOfLog: -1, sdOfLog: 1 },
  variance: { meanOfLog: 0, sdOfLog: 2 },
  noise: 1e-4,
};

test("on the exam's data the live answer is the library's: evidence, moments, band", () => {
  const answer = exactAnswer(exam);
  const posterior = examHyperPosterior();
  const quadrature = gridQuadrature(posterior);
  assert.ok(Math.abs(answer.logEvidence - -11.250883979209) < 1e-5, `${answer.logEvidence}`);
  const { mean, sd } = hyperSummary(posterior, quadrature, "lengthscale");
  assert.ok(Math.abs(answer.lengthscale.mean - mean) < 1e-4, `${answer.lengthscale.mean} ${mean}`);
  assert.ok(Math.abs(answer.lengthscale.sd - sd) < 1e-4);
  const band = averagedPrediction(posterior, quadrature, examGrid(), "y");
  for (let i = 0; i < 200; i++) {
    assert.ok(Math.abs(answer.mean[i]! - band.mean[i]!) < 2e-3, `mean at ${i}`);
    const [sdHere, sdThere] = [answer.totalVariance[i]!, band.varianceCorrected[i]!].map(Math.sqrt) as [
      number,
      number,
    ];
    assert.ok(Math.abs(sdHere - sdThere) < 1e-2 * sdThere, `sd at ${i}: ${sdHere} ${sdThere}`);
    assert.ok(answer.reportVariance[i]! <= answer.totalVariance[i]!);
  }
});

test("chains are those of sampleNuts with the same settings and stream, and R-hat and ESS are theirs", async () => {
  const answer = await chainsAnswer(exam);
  const run = await sampleNuts(examHyperPosterior(), chainSettings, { random: Random.from(1) });
  assert.deepEqual(answer.lengthscale, run.coordinates[0]);
  assert.ok(Math.max(...answer.rhat) < 1.01 && answer.divergent === 0, "as the notebook finds");
  assert.deepEqual(
    answer.rhat,
    run.coordinates.map((quantity) => rhat(quantity)),
  );
  assert.deepEqual(
    answer.ess,
    run.coordinates.map((quantity) => ess(quantity)),
  );
});

test("points on top of each other are solved with noise; without it a sentence says why not", () => {
  const doubled = { ...exam, points: [...exam.points, [0, 2.5] as const] };
  assert.ok(Number.isFinite(exactAnswer(doubled).logEvidence));
  assert.throws(() => exactAnswer({ ...doubled, noise: 0 }), /inputs 2 and 5 are equal and the noise is 0/);
  assert.throws(() => exactAnswer({ ...exam, points: [] }), /add a point/);
});

test("every kernel answers, with its draws", () => {
  for (const kernel of Object.keys(kernels)) {
    const { draws, mean } = exactAnswer({ ...exam, kernel, noise: 0.01 });
    assert.ok(draws.length === 3 && draws.every((draw) => draw.every(Number.isFinite)), kernel);
    assert.ok(mean.every(Number.isFinite), kernel);
  }
});
