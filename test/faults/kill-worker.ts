import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BayesianOptimizer, fixedSurrogate, type OptimizerState, thompson } from "pml/bayesopt";
import { examPriors, rbf } from "pml/gp";
import { writeAtomically } from "pml/internal/support/atomic-write";
import type { ProgressSink } from "pml/internal/support/progress";
import { trainedAutoencoder, trainedMixture } from "pml/models";
import { Random } from "pml/random";
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
  const config = { kind: "vae", rows: 8, columns: 8, hidden: [10], latent: 2 } as const;
  const options = { epochs: 12, batchSize: 10, learningRate: 1e-3, seed: 4 };
  const stepsPerEpoch = 30;
  const progress = units((done) => Math.ceil(done / stepsPerEpoch));
  return trainedAutoencoder(config, smallDataSet(), options, { folder, progress });
}

async function mixture(folder: string): Promise<unknown> {
  const recipe = { components: 3, seed: 2, maxIterations: 30, tolerance: 0, regularization: 1 };
  const images = smallDataSet(600).train;
  return trainedMixture(recipe, images, { folder, progress: units((done) => done) });
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
    ? (JSON.parse(readFileSync(path, "utf8")) as OptimizerState)
    : Random.from(3);
  const optimizer = new BayesianOptimizer(problem, saved);
  for (let k = optimizer.state.history.length; k < 40; k++) {
    say(`unit ${k + 1}`);
    const { x } = await optimizer.ask();
    optimizer.tell(Math.sin(7 * x[0]!));
    writeAtomically(path, JSON.stringify(optimizer.state));
  }
  return optimizer.state;
}

const works: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {
  training,
  mixture,
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
