import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bernoulliLogProbability,
  continuousBernoulliLogDensity,
  continuousBernoulliMean,
  normalLogDensity,
  sigmoid,
} from "pml/math";
import type { VaeConfig } from "pml/models";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
import { InputError } from "pml/support";
import { readFloat32, scope, type Tensor, tensor } from "pml/tensorflow";
import { elboWithGradients } from "#internal/models/vae/elbo";
import { decoderLikelihood, type LikelihoodConfig, pixelLogVariance } from "#internal/models/vae/likelihood";
import { initialParameters } from "#internal/models/vae/model";

const floor = 1e-3;
const kinds: readonly LikelihoodConfig[] = [
  { kind: "bernoulli" },
  { kind: "continuous-bernoulli" },
  { kind: "gaussian", varianceFloor: floor },
];
const logits = [-90, -12, -3, -0.51, -0.49, -1e-3, 0, 1e-4, 0.2, 0.5, 2, 7, 40, 88];
const values = logits.map((_, i) => ((i * 37) % 100) / 100);

/** ln p(x | logit) in doubles. */
function logDensity(kind: LikelihoodConfig["kind"], x: number, logit: number, logVariance: number): number {
  if (kind === "bernoulli") return bernoulliLogProbability(x, logit);
  if (kind === "continuous-bernoulli") return continuousBernoulliLogDensity(x, logit);
  return normalLogDensity(x, sigmoid(logit), Math.sqrt(floor + Math.exp(logVariance)));
}

function withTensors<Result>(
  body: (inputs: { o: Tensor; x: Tensor; parameters: Record<string, Tensor> }) => Result,
): Result {
  // one image a pixel, so that every element is seen alone
  const column = (numbers: readonly number[]) => tensor(Float32Array.from(numbers), [numbers.length, 1]);
  return scope(() =>
    body({
      o: column(logits),
      x: column(values),
      parameters: { [pixelLogVariance]: tensor(Float32Array.of(-3), [1]) },
    }),
  );
}

const close = (actual: number, expected: number, tolerance: number, what: string) =>
  assert.ok(
    Math.abs(actual - expected) <= tolerance * (1 + Math.abs(expected)),
    `${what}: ${actual}, ${expected}`,
  );

for (const config of kinds) {
  const { kind } = config;
  test(`${kind}: cross-entropy, mean and natural form against the closed forms in doubles`, () => {
    const likelihood = decoderLikelihood(config, 1);
    withTensors(({ o, x, parameters }) => {
      const losses = readFloat32(likelihood.crossEntropy(o, x, parameters));
      const means = readFloat32(likelihood.means(o));
      const { eta, offset } = likelihood.naturalForm(o, parameters);
      const [etas, offsets] = [readFloat32(eta), readFloat32(offset)];
      const base = likelihood.base(x, parameters);
      const bases = base === null ? losses.map(() => 0) : readFloat32(base);
      logits.forEach((logit, i) => {
        const expected = logDensity(kind, values[i]!, logit, -3);
        close(-losses[i]!, expected, 2e-6, `loss at ${logit}`);
        close(values[i]! * etas[i]! - offsets[i]! + bases[i]!, expected, 3e-6, `natural form at ${logit}`);
        close(
          means[i]!,
          kind === "continuous-bernoulli" ? continuousBernoulliMean(logit) : sigmoid(logit),
          1e-6,
          "mean",
        );
      });
    });
  });

  test(`${kind}: gradients against central differences of the closed forms`, () => {
    const likelihood = decoderLikelihood(config, 1);
    const step = 1e-5;
    withTensors(({ o, x, parameters }) => {
      const gradients: Record<string, Tensor> = {};
      const local = readFloat32(likelihood.gradient(o, x, parameters, gradients));
      const slope = (i: number, dLogit: number, dVariance: number) =>
        -(
          logDensity(kind, values[i]!, logits[i]! + dLogit, -3 + dVariance) -
          logDensity(kind, values[i]!, logits[i]! - dLogit, -3 - dVariance)
        ) /
        (2 * (dLogit + dVariance));
      for (const [i, logit] of logits.entries())
        close(local[i]!, slope(i, step, 0), 2e-5, `gradient at ${logit}`);
      if (kind !== "gaussian") return;
      const toVariance = readFloat32(gradients[pixelLogVariance]!)[0]!;
      close(
        toVariance,
        logits.reduce((sum, _, i) => sum + slope(i, 0, step), 0),
        1e-4,
        "log-variance",
      );
    });
  });
}

test("the densities integrate to 1 over a pixel; the Bernoulli formula on grey values does not", () => {
  const points = 20001;
  for (const config of kinds) {
    const likelihood = decoderLikelihood(config, 1);
    const [from, to] = config.kind === "gaussian" ? [-3, 4] : [0, 1];
    const width = (to! - from!) / (points - 1);
    const grid = Float32Array.from({ length: points }, (_, i) => from! + i * width);
    for (const logit of [-8, -0.3, 0, 2.5]) {
      const losses = scope(() =>
        readFloat32(
          likelihood.crossEntropy(
            tensor(new Float32Array(points).fill(logit), [points, 1]),
            tensor(grid, [points, 1]),
            { [pixelLogVariance]: tensor(Float32Array.of(-4), [1]) },
          ),
        ),
      );
      const integral = losses.reduce(
        (sum, loss, i) => sum + Math.exp(-loss) * width * (i === 0 || i === points - 1 ? 0.5 : 1),
        0,
      );
      if (config.kind === "bernoulli") assert.ok(integral <= 0.5 + 1e-4, `${integral}`);
      else assert.ok(Math.abs(integral - 1) < 2e-4, `${config.kind} at ${logit}: ${integral}`);
    }
  }
});

test("a dequantised density bounds the log-probability of the grey levels, cell by cell", () => {
  // three pixels of four levels: y = (k + u) / 4; ln p is linear in y, so its mean over u is its value at u = 1/2
  const levels = 4;
  const decoder = [-2, 0.7, 9];
  let total = 0;
  for (let image = 0; image < levels ** 3; image++) {
    const k = [0, 1, 2].map((d) => Math.floor(image / levels ** d) % levels);
    const bound = k.reduce(
      (sum, level, d) =>
        sum + continuousBernoulliLogDensity((level + 0.5) / levels, decoder[d]!) - Math.log(levels),
      0,
    );
    const cdf = (x: number, o: number) => Math.expm1(o * x) / Math.expm1(o);
    const mass = k.reduce(
      (product, level, d) =>
        product * (cdf((level + 1) / levels, decoder[d]!) - cdf(level / levels, decoder[d]!)),
      1,
    );
    total += mass;
    assert.ok(bound <= Math.log(mass) + 1e-12, `${k}: ${bound} above ${Math.log(mass)}`);
  }
  assert.ok(Math.abs(total - 1) < 1e-12, `the cells' masses sum to ${total}`);
});

const toy = (likelihood?: LikelihoodConfig): VaeConfig => ({
  kind: "vae",
  rows: 2,
  columns: 3,
  hidden: [5],
  latent: 2,
  ...(likelihood && { likelihood }),
});

test("the whole bound's gradient agrees with its difference along a direction", () => {
  for (const likelihood of kinds) {
    const model = vae.buildAutoencoder(toy(likelihood));
    const random = Random.from(3);
    const start = initialParameters(model, random.split("start"));
    const direction = Object.fromEntries(
      Object.entries(start).map(([name, array]) => [name, random.fillNormal(new Float32Array(array.length))]),
    );
    const pixels = random.fillUniform(new Float32Array(4 * 6));
    const noise = random.fillNormal(new Float32Array(4 * 2));
    const at = (t: number) =>
      scope(() => {
        const parameters = Object.fromEntries(
          model.parameters.map(({ name, shape }) => [
            name,
            tensor(
              start[name]!.map((value, i) => value + t * direction[name]![i]!),
              shape,
            ),
          ]),
        );
        const step = elboWithGradients(model, parameters, tensor(pixels, [4, 6]), tensor(noise, [4, 2]));
        const sum = (values: Float32Array) => values.reduce((a, b) => a + b, 0);
        const slope = Object.entries(step.gradients).reduce(
          (total, [name, gradient]) =>
            total + readFloat32(gradient).reduce((s, g, i) => s + g * direction[name]![i]!, 0),
          0,
        );
        return { loss: sum(readFloat32(step.crossEntropy)) + sum(readFloat32(step.divergence)), slope };
      });
    const h = 2e-3;
    const difference = (at(h).loss - at(-h).loss) / (2 * h);
    const { slope } = at(0);
    assert.ok(
      Math.abs(slope - difference) < 0.01 * (1 + Math.abs(difference)),
      `${likelihood.kind}: ${slope} and ${difference}`,
    );
  }
});

test("a density is refused grey levels as they are, a Bernoulli dequantised ones; an unknown likelihood is named", async () => {
  const pixels = Uint8Array.from({ length: 8 * 6 }, (_, i) => (i * 31) % 256);
  const images = {
    name: "toy",
    digest: "toy",
    pixels,
    labels: new Uint8Array(8),
    count: 8,
    rows: 2,
    columns: 3,
  };
  const training = { epochs: 1, batchSize: 4, learningRate: 1e-3 };
  const random = Random.from(1);
  const sets = { train: images, test: images };
  const density = await vae.fit(
    sets,
    { network: toy({ kind: "continuous-bernoulli" }), ...training },
    { random },
  );
  const bits = await vae.fit(sets, { network: toy(), ...training }, { random });
  const hooks = { dequantisation: Random.from(1) };
  assert.throws(() => vae.evaluate(density, images, Random.from(2)), /grey levels as they are/);
  assert.throws(() => vae.encode(bits, images, hooks), /takes grey pixels/);
  const once = vae.evaluate(density, images, Random.from(2), hooks).elbo;
  assert.deepEqual(vae.evaluate(density, images, Random.from(2), hooks).elbo, once);
  assert.throws(() => decoderLikelihood({ kind: "poisson" } as never, 6), InputError);
  assert.throws(() => decoderLikelihood({ kind: "gaussian", varianceFloor: 0 }, 6), InputError);
});
