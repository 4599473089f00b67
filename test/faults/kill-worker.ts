import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BayesianOptimiser, fixedSurrogate, type OptimiserState, thompson } from "pml/bayesopt";
import { rbf } from "pml/gp";
import type { LogDensity } from "pml/math";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as vae from "pml/models/vae";
import { sampleNutsResumably, writeAtomically } from "pml/node";
import { Random } from "pml/random";
import { examPriors } from "pml/report";
import type { ProgressSink } from "pml/support";
import { smallDataSet } from "../support/small-images.js";

// A small piece of long work for a process that will be killed. It says "unit N" whenever unit N (an epoch, an
// iteration, a step) is under way, and at the end "done DIGEST" of its result to the last bit.

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Says which unit is under way, once each. */
function units(of: (done: number) => number): ProgressSink {
  let last = -1;
  return () => ({
    update: (done) => {
      const unit = of(done);
      if (unit !== last) say(`unit ${unit}`);
      last = unit;
    },
    finish: () => {},
  });
}

async function training(folder: string): Promise<unknown> {
  const network = { kind: "vae", rows: 8, columns: 8, hidden: [10], latent: 2 } as const;
  const recipe = { network, epochs: 12, batchSize: 10, learningRate: 1e-3, seed: 4 };
  const stepsPerEpoch = 30;
  const progress = units((done) => Math.ceil(done / stepsPerEpoch));
  return vae.fitOrLoad(smallDataSet(), recipe, { folder, progress });
}

async function mixture(folder: string): Promise<unknown> {
  const recipe = { components: 3, seed: 2, maxIterations: 30, tolerance: 0, regularisation: 1 };
  const images = smallDataSet(600).train;
  return gaussianMixture.fitOrLoad(images, recipe, {
    folder,
    progress: units((done) => Math.floor(done) + 1),
  });
}

/** A loop as users write it: the state is written after every answer. */
async function optimisation(folder: string): Promise<unknown> {
  const path = join(folder, "state.json");
  const problem = {
    kernel: rbf(),
    priors: { ...examPriors() },
    noise: 1e-2,
    candidates: Array.from({ length: 101 }, (_, i) => i / 100),
    start: [{ x: [0.5], y: 0.3 }],
    surrogate: fixedSurrogate({ variance: 1, lengthscale: 0.2 }),
    rule: thompson(),
  };
  const saved = existsSync(path)
    ? (JSON.parse(readFileSync(path, "utf8")) as OptimiserState)
    : Random.from(3);
  const optimiser = new BayesianOptimiser(problem, saved);
  for (let k = optimiser.state.history.length; k < 40; k++) {
    say(`unit ${k + 1}`);
    const { x } = await optimiser.ask();
    optimiser.tell(Math.sin(7 * x[0]!));
    writeAtomically(path, JSON.stringify(optimiser.state));
  }
  return optimiser.state;
}

/** A normal density with correlations, made slow; it says which transition asks for it. */
function slowDensity(start: readonly number[], transition: () => number): LogDensity {
  const dimension = start.length;
  let said = 0;
  return {
    dimension,
    logDensityAndGradient(position, gradient) {
      if (transition() !== said && position.some((value, i) => value !== start[i])) {
        said = transition();
        say(`unit ${said}`);
      }
      let logDensity = 0;
      gradient.fill(0);
      for (let row = 1; row <= 1500; row++) {
        let residual = 0.1;
        for (let i = 0; i < dimension; i++) residual += Math.sin(row * (i + 1)) * position[i]!;
        logDensity -= 0.005 * residual * residual;
        for (let i = 0; i < dimension; i++)
          gradient[i] = gradient[i]! - 0.01 * residual * Math.sin(row * (i + 1));
      }
      return logDensity;
    },
  };
}

async function nuts(folder: string): Promise<unknown> {
  const start = [0.5, -0.25, 1, 0.125];
  let done = 0;
  const progress: ProgressSink = () => ({
    update: (transitions) => {
      done = transitions;
    },
    finish: () => {},
  });
  const options = { chains: 2, warmup: 150, draws: 100, starts: [start, start] };
  const density = slowDensity(start, () => done + 1);
  return sampleNutsResumably(density, options, { random: Random.from(6), folder, density: "slow", progress });
}

const works: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {
  training,
  mixture,
  nuts,
  optimisation,
};

const [name = "", folder = ""] = process.argv.slice(2);
const result = await works[name]!(folder);
const bits = JSON.stringify(result, (_, value) =>
  ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")
    : value,
);
say(`done ${createHash("sha256").update(bits).digest("hex")}`);
