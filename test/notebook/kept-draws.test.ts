import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { nutsSurrogate, type OptimiserState, reportRule, type Step } from "pml/bayesopt";
import { brownian, cosine, matern32 } from "pml/gp";
import { loadCheckpoint } from "pml/models";
import { repositoryRoot } from "pml/node";
import { keptChoices, keptOptimisations, keptTrials } from "pml/notebook";
import { Random, type RandomState } from "pml/random";
import {
  carefulChains,
  choicesOfOneStep,
  examHyperPosterior,
  examPriors,
  examProblem,
  followOptimisation,
  type HyperTrial,
  hyperTrials,
  type OneStepChoices,
  reportChains,
  type StepCurves,
  startOf,
} from "pml/report";
import { drawsCode } from "#internal/notebook/kept-draws";
import { keyOf } from "#scripts/report/kept-models.mjs";
import { assertClose } from "../support/close.js";

// What is kept in a quick run is a checkpoint, which comes back to the bit.
process.env.PML_QUICK = "1";

const { lengthscale: _, ...varianceAlone } = examPriors();
const asReported = { rule: reportRule(), surrogate: reportChains };
/** All problems of which something is kept. */
const problems = [
  examProblem(),
  examProblem({ surrogate: carefulChains }),
  examProblem(asReported),
  examProblem({ ...asReported, kernel: brownian(), priors: varianceAlone }),
  examProblem({ ...asReported, kernel: cosine() }),
  examProblem({ ...asReported, kernel: matern32() }),
];

interface KeptFile {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: of whichever kind
  readonly recipe: any;
  // biome-ignore lint/suspicious/noExplicitAny: of whichever kind
  readonly numbers: any;
}

/** The committed files of a kind: whole, and of the present program, or it throws. */
function keptFiles(kind: keyof ReturnType<typeof drawsCode>): KeptFile[] {
  const folder = join(repositoryRoot, "data", "models");
  const names = readdirSync(folder).filter((name) => name.startsWith(`${kind}-`));
  const code = drawsCode()[kind];
  return names.map((name) => {
    const path = join(folder, name);
    const { recipe } = keyOf(path);
    const { model } = loadCheckpoint(path, { recipe, code }) as { model: { numbers: unknown } };
    return { name, recipe, numbers: model.numbers };
  });
}

const statisticsOf = ({ worstRhat, essBulk, essTail, targetMeans, ...others }: HyperTrial) => [
  worstRhat,
  ...[essBulk, essTail].flatMap(({ lengthscale, variance }) => [lengthscale, variance]),
  ...targetMeans,
  ...[others.meanLengthscale, others.sdVariance, others.sdLogVariance],
];
const asPlain = (value: unknown) => JSON.parse(JSON.stringify(value));
const problemOf = ({ problem }: OptimiserState) =>
  problems.find((each) => startOf(each, Random.from(1)).problem === problem)!;

test("the committed optimisations are of the present program, and begin as one that is made anew", async () => {
  const files = keptFiles("optimisation");
  assert.equal(files.length, 5);
  for (const { name, recipe, numbers } of files) {
    const { starts, asInReport, figures } = recipe;
    const kept = numbers as { state: OptimiserState; curves: StepCurves[] }[];
    assert.equal(kept.length, starts.length, name);
    const random = Random.restore(starts[0].random);
    const anew = await followOptimisation(problemOf(starts[0]), 1, { random, asInReport });
    const [first] = kept;
    const drawnIn = ({ k, candidate, x, y, hyper }: Step) => asPlain({ k, candidate, x, y, hyper });
    assert.deepEqual(drawnIn(anew.state.history[0]!), drawnIn(first!.state.history[0]!), name);
    assert.equal(first!.curves.length, figures?.length ?? recipe.count);
    const { k, drawn, mean, sd } = anew.steps[0]!;
    if (figures !== undefined) continue;
    const [curves] = first!.curves;
    assert.equal(curves!.k, k);
    assertClose([...curves!.drawn, ...curves!.mean, ...curves!.sd], [...drawn, ...mean, ...sd], 1e-12, name);
  }
});

test("the committed choices of one step are of the present program, and begin as those made anew", async () => {
  const files = keptFiles("one-step");
  assert.equal(files.length, 2);
  for (const { name, recipe, numbers } of files) {
    const { drawn, shares } = numbers as OneStepChoices;
    const random = () => Random.restore(recipe.starts[0].random);
    const options = { repetitions: 1, suggestions: 1, random };
    const anew = await choicesOfOneStep(problemOf(recipe.starts[0]), options);
    assert.deepEqual(anew.drawn[0], drawn[0], name);
    assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 1) < 1e-12);
  }
});

test("the committed trials are of the present program, and begin as those made anew", async () => {
  const files = keptFiles("nuts-trials");
  assert.equal(files.length, 14);
  for (const { name, recipe, numbers } of files) {
    const random = () => Random.restore(recipe.streams[0] as RandomState);
    const { trials } = await hyperTrials(examHyperPosterior(), recipe.options, { repetitions: 1, random });
    const [kept] = numbers as HyperTrial[];
    assert.equal(numbers.length, recipe.streams.length);
    const { stepSizes, divergences, evaluations, passes } = trials[0]!;
    assert.deepEqual(
      [stepSizes, divergences, evaluations, passes],
      [kept!.stepSizes, kept!.divergences, kept!.evaluations, kept!.passes],
      name,
    );
    // the last digits of an effective sample size were seen to differ between processes, from the same draws
    assertClose(statisticsOf(trials[0]!), statisticsOf(kept!), 1e-12, name);
  }
});

test("what is kept is what the library computes, with the same lines of progress", async () => {
  const random = (r: number) => Random.from("kept draws").split(r);
  const ends: string[] = [];
  const progress = (title: string) => ({
    update: () => {},
    finish: (note = "") => {
      ends.push(`${title}: ${note}`);
    },
  });
  const follow = { random: random(0), asInReport: true, figures: [1] };
  const expected = await followOptimisation(examProblem(), 2, follow);
  for (let time = 0; time < 2; time++) {
    const options = { ...follow, repetitions: 2, random, progress };
    const runs = await keptOptimisations(examProblem(), 2, options);
    assert.equal(runs.length, 2);
    assert.deepEqual(runs[0], expected);
  }
  assert.deepEqual(ends.slice(2), ends.slice(0, 2));
  assert.match(ends[0]!, /^optimisation: best -/);

  const choices = { repetitions: 2, suggestions: 2, random };
  const chosen = await choicesOfOneStep(examProblem(), choices);
  const options = { chains: 2, warmup: 30, draws: 40 };
  const trials = await hyperTrials(examHyperPosterior(), options, { repetitions: 2, random });
  for (let time = 0; time < 2; time++) {
    assert.deepEqual(await keptChoices(examProblem(), choices), chosen);
    assert.deepEqual(await keptTrials(options, { repetitions: 2, random }), trials);
  }
});

test("a problem of parts whose program is not counted is sampled every time", async () => {
  const surrogate = nutsSurrogate({ chains: 1, warmup: 10, draws: 10 });
  let sampled = 0;
  const counting = {
    ...surrogate,
    infer(...given: Parameters<typeof surrogate.infer>) {
      sampled++;
      return surrogate.infer(...given);
    },
  };
  const options = { repetitions: 1, random: () => Random.from(1) };
  for (let time = 1; time <= 2; time++) {
    await keptOptimisations(examProblem({ surrogate: counting }), 1, options);
    assert.equal(sampled, time);
  }
});
