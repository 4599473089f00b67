import assert from "node:assert/strict";
import { test } from "node:test";
import { type ChainState, type Run, sampleNuts, type TransitionKernel } from "pml/inference";
import { Random } from "pml/random";
import { WindowedAdaptation } from "#internal/inference/sampling/adaptation";
import { warmupSchedule } from "#internal/inference/sampling/warmup-schedule";
import { assertClose } from "../../support/close.js";

const random = Random.from(1);
const stateAt = (...position: number[]): ChainState => ({
  position: Float64Array.from(position),
  gradient: new Float64Array(position.length),
  logDensity: 0,
});

/** A kernel that only remembers what it was asked a first step size for. */
function watchingKernel(dimension: number, answer: number) {
  const asked: Float64Array[] = [];
  const kernel: TransitionKernel = {
    dimension,
    step: () => {
      throw new Error("the adaptation makes no transitions");
    },
    findStepSize: (_, __, { metric }) => {
      asked.push(metric.covariance.slice());
      return answer;
    },
  };
  return { kernel, asked };
}

const options = {
  warmup: 175,
  targetAcceptance: 0.8,
  metric: "diagonal",
  stepSize: 1,
  finalPhase: 50,
  metricFrom: "draws",
} as const;

test("the metric is renewed at the end of each slow window, from that window's draws alone", () => {
  const { kernel, asked } = watchingKernel(1, 0.5);
  const adaptation = new WindowedAdaptation(kernel, options, random, stateAt(0));
  const { initial, slow, final } = warmupSchedule(175, 50);
  assert.deepEqual([initial, slow, final], [75, [50], 50]);
  for (let i = 0; i < 175; i++) {
    // far away while the chain is still finding its way, then alternating by the window's scale
    const x = i < 75 ? 1000 : i < 125 ? (i % 2 === 0 ? 2 : -2) : 77;
    adaptation.learn(random, stateAt(x), 0.8);
    assert.equal(asked.length, i < 124 ? 1 : 2, `after ${i + 1} transitions`);
  }
  assertClose(asked[0]!, [1], 0);
  // 50 values of +-2 with mean 0: S = 50 / 49 * 4, then n / (n + 5) S + 1e-3 * 5 / (n + 5)
  assertClose(asked[1]!, [(50 / 55) * (50 / 49) * 4 + (1e-3 * 5) / 55], 1e-12);
  assert.deepEqual(adaptation.tuning.metric.covariance, asked[1]);
});

test("a metric of few numbers is renewed after twenty transitions, a dense one or one of draws alone after a hundred", () => {
  const first = (changed: Partial<ConstructorParameters<typeof WindowedAdaptation>[1]>) => {
    const { kernel, asked } = watchingKernel(2, 0.5);
    const adaptation = new WindowedAdaptation(
      kernel,
      { ...options, warmup: 1000, finalPhase: 300, ...changed },
      random,
      stateAt(0, 0),
    );
    const stream = Random.from(3);
    let transitions = 0;
    for (; asked.length < 2; transitions++)
      adaptation.learn(random, stateAt(stream.normal(), stream.normal()), 0.8);
    return transitions;
  };
  const metricFrom = "draws-and-gradients";
  assert.equal(first({ metricFrom }), 20);
  assert.equal(first({ metricFrom, metric: "low-rank" }), 20);
  assert.equal(first({ metricFrom, metric: "dense" }), 100);
  assert.equal(first({}), 100);
});

test("in many dimensions warm-up takes less than twice the gradients of as many draws", async () => {
  const dimension = 50;
  const density = {
    dimension,
    logDensityAndGradient(x: Float64Array, gradient: Float64Array) {
      let value = 0;
      for (let i = 0; i < dimension; i++) {
        gradient[i] = -x[i]! * (dimension / (i + 1)) ** 2;
        value += 0.5 * x[i]! * gradient[i]!;
      }
      return value;
    },
  };
  const run = await sampleNuts(density, { chains: 2, keepWarmup: true }, { random: Random.from(1) });
  const steps = ({ statistics }: Pick<Run, "statistics">) =>
    statistics.leapfrogSteps.flatMap((chain) => [...chain]).reduce((a, b) => a + b, 0);
  assert.ok(steps(run.warmup!) < 2 * steps(run), `${steps(run.warmup!)} and ${steps(run)}`);
});

test("the step found for a new metric is where dual averaging begins; the averaged step is kept at the end", () => {
  const { kernel } = watchingKernel(2, 0.25);
  const adaptation = new WindowedAdaptation(kernel, { ...options, metric: "dense" }, random, stateAt(0, 0));
  assert.equal(adaptation.tuning.stepSize, 0.25);
  for (let i = 0; i < 125; i++) adaptation.learn(random, stateAt(random.normal(), random.normal()), 0.8);
  assertClose(adaptation.tuning.stepSize, 0.25, 1e-15);
  assert.equal(adaptation.tuning.metric.kind, "dense");
  // acceptance on target: the step is drawn to 10 times the first one and stays there
  for (let i = 0; i < 50; i++) adaptation.learn(random, stateAt(0, 0), 0.8);
  assertClose(adaptation.tuning.stepSize, 2.5, 1e-12);
});

test("without warm-up the given step is kept and nothing is searched", () => {
  const { kernel, asked } = watchingKernel(3, 9);
  const adaptation = new WindowedAdaptation(
    kernel,
    { ...options, warmup: 0, stepSize: 0.3 },
    random,
    stateAt(0, 0, 0),
  );
  assertClose(adaptation.tuning.stepSize, 0.3, 1e-15);
  assert.deepEqual(asked, []);
});
