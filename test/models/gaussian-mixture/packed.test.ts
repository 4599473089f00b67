import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadMnist } from "pml/data";
import { imageRows, type MixtureState } from "pml/models";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import { processorKind, repositoryRoot } from "pml/node";
import { Random } from "pml/random";
import { reportMixture } from "pml/report";
import {
  MixturePacking,
  type PackedMixture,
  pack,
  parametersDigest,
  unpack,
} from "#internal/models/gaussian-mixture/packed";
import { assertClose } from "../../support/close.js";
import { smallDataSet } from "../../support/small-images.js";

const rows = imageRows(smallDataSet(400).train);

/** A fit with all its states. */
async function fitted(covarianceType: gaussianMixture.CovarianceType) {
  const states: MixtureState[] = [];
  // what is added to the variances makes the components overlap
  const config = {
    components: 4,
    covarianceType,
    regularisation: covarianceType === "full" ? 2000 : 10_000,
    maxIterations: 7,
    tolerance: 0,
  };
  const model = await gaussianMixture.fit(rows, config, {
    random: Random.from(3),
    onState: (state) => states.push(state),
  });
  return { model, before: states.at(-2)!.current };
}

for (const covarianceType of ["full", "diagonal", "tied", "spherical"] as const)
  test(`a mixture with ${covarianceType} covariances comes back to the bit from its responsibilities`, async () => {
    const { model, before } = await fitted(covarianceType);
    const packed = (await pack(rows, model, before))!;
    const shared = packed.components.filter((component) => component === 4).length;
    assert.ok(
      shared > 0 && (shared < 400 || covarianceType !== "full") && packed.shares.length >= 2 * shared,
      `${shared} rows are shared`,
    );
    assert.deepEqual(await unpack(rows, packed), model);
  });

test("what one M step does not give to the bit is not packed", async () => {
  const { model, before } = await fitted("full");
  const means = before.parameters.means.map(() => 100);
  const another = { ...before, parameters: { ...before.parameters, means } };
  assert.equal(await pack(rows, model, another), undefined);
});

test("other rows are refused by their number", async () => {
  const { model, before } = await fitted("full");
  const packed = (await pack(rows, model, before))!;
  await assert.rejects(
    unpack(imageRows(smallDataSet(300).train), packed),
    /gaussianMixture.unpack: the mixture was fitted to 400 rows, got 300/,
  );
});

test("on a shelf it is packed from the states of its fit, also of one that was broken off: the same to the bit, and a tenth of its size", async () => {
  const folder = mkdtempSync(join(tmpdir(), "packed-"));
  try {
    const images = smallDataSet(300).train;
    const recipe = { components: 3, regularisation: 1, maxIterations: 6, seed: 2 };
    const stop = new AbortController();
    const places = () => ({
      folder: {
        checkpoints: join(folder, "checkpoints"),
        shelf: {
          folder: join(folder, "models"),
          renews: true,
          made: () => ({ command: "a test", processor: "x", node: "20", tensorflow: null }),
          say: (sentence: string) => assert.fail(sentence),
          packing: new MixturePacking(imageRows(images)),
        },
      },
    });
    const progress = () => ({ update: (done: number) => done >= 1 && stop.abort(), finish: () => {} });
    const broken = gaussianMixture.fitOrLoad(images, recipe, { ...places(), progress, signal: stop.signal });
    await assert.rejects(broken, { name: "InterruptedError" });
    const fitted = await gaussianMixture.fitOrLoad(images, recipe, places());
    rmSync(join(folder, "checkpoints"), { recursive: true });
    assert.deepEqual(await gaussianMixture.fitOrLoad(images, recipe, places()), fitted);
    assert.deepEqual(readdirSync(folder), ["models"]);
    const [file] = readdirSync(join(folder, "models"));
    const { size } = statSync(join(folder, "models", file!));
    assert.ok(size < 0.1 * 8 * fitted.parameters.covariances.data.length, `${size} bytes`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the kept mixture is of the present program: its parameters are one M step, and on its kind of processor those of the fit to the bit", async () => {
  const folder = join(repositoryRoot, "data", "models");
  const { train } = loadMnist();
  const images = imageRows(train);
  let kept: PackedMixture | undefined;
  const packing = new (class extends MixturePacking {
    override unpack(packed: PackedMixture) {
      kept = packed;
      return unpack(images, packed);
    }
  })(images);
  const shelf = {
    folder,
    renews: false,
    made: () => assert.fail("nothing is made"),
    say: (sentence: string) => assert.fail(sentence),
    packing,
  };
  const recipe = { ...reportMixture, seed: 1 };
  // a fit would be broken off before its first step
  const hooks = {
    folder: { checkpoints: join(tmpdir(), "no-checkpoints"), shelf },
    signal: AbortSignal.abort(),
  };
  const model = await gaussianMixture.fitOrLoad(train, recipe, hooks);
  const name = readdirSync(folder).find((each) => each.startsWith("gaussian-mixture"))!;
  assertOneStep(model, kept!, images.values, images.columns);
  const isOfThisKind = readFileSync(join(folder, name), "latin1").includes(
    `"processor":${JSON.stringify(processorKind())}`,
  );
  // elsewhere the same sums are rounded otherwise
  if (isOfThisKind) assert.equal(parametersDigest(model), kept!.digest);
});

/** Weights and means as plain weighted sums, and the variances of one column in the middle: to rounding, wherever it is computed. */
function assertOneStep(
  { parameters, config }: gaussianMixture.GaussianMixture,
  packed: PackedMixture,
  values: ArrayLike<number>,
  columns: number,
): void {
  const { components, sharedRows, sharedComponents, shares } = packed;
  const middle = Math.floor(columns / 2);
  for (let k = 0; k < config.components; k++) {
    const ofRow = new Map<number, number>();
    components.forEach((component, row) => {
      if (component === k) ofRow.set(row, 1);
    });
    shares.forEach((share, i) => {
      if (sharedComponents[i] === k) ofRow.set(sharedRows[i]!, share);
    });
    let [size, sum, squares] = [0, 0, 0];
    for (const [row, share] of ofRow) {
      const value = values[row * columns + middle]!;
      size += share;
      sum += share * value;
      squares += share * value ** 2;
    }
    const mean = sum / size;
    const place = k * columns * columns + middle * columns + middle;
    assertClose(parameters.weights.data[k]!, size / components.length, 1e-9, `weight ${k}`);
    assertClose(parameters.means.data[k * columns + middle]!, mean, 1e-9, `mean ${k}`);
    const variance = squares / size - mean ** 2 + config.regularisation;
    assertClose(parameters.covariances.data[place]!, variance, 1e-9, `variance ${k}`);
  }
}
