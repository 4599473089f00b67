import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { imageRows } from "pml/models";
import * as bernoulliMixture from "pml/models/bernoulli-mixture";
import * as factorMixture from "pml/models/factor-mixture";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import { Random } from "pml/random";
import { smallImages } from "../support/small-images.js";

/** SHA-256 over all numbers in a value. */
function digest(value: unknown): string {
  const hash = createHash("sha256");
  const add = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    else if (Array.isArray(part)) part.forEach(add);
    else if (part !== null && typeof part === "object") Object.values(part).forEach(add);
    else hash.update(String(part));
  };
  add(value);
  return hash.digest("hex");
}

async function digests(): Promise<string[]> {
  const images = smallImages(400, 1);
  const grey = imageRows(images, { divisor: 255 });
  const bits = imageRows(
    { ...images, pixels: images.pixels.map((pixel) => Number(pixel > 127)) },
    { divisor: 1 },
  );
  const options = { components: 3, maxIterations: 5 };
  return [
    await probabilisticPca.fit(imageRows(images, { divisor: 1 }), { components: 2 }),
    await gaussianMixture.fit(grey, { ...options, regularisation: 1e-2 }, { random: Random.from(1) }),
    await factorMixture.fit(
      grey,
      { ...options, factors: 2, varianceFloor: 1e-2 },
      { random: Random.from(1) },
    ),
    await bernoulliMixture.fit(bits, options, { random: Random.from(1) }),
  ].map(digest);
}

if (process.argv[2] === "digests") console.log(JSON.stringify(await digests()));
else
  test("doubles and exact sums of bytes are the same to the bit with and without oneDNN's kernels", () => {
    const [without, with_] = ["0", "1"].map((switched) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [fileURLToPath(import.meta.url), "digests"],
        {
          encoding: "utf8",
          env: { ...process.env, TF_ENABLE_ONEDNN_OPTS: switched, NODE_TEST_CONTEXT: undefined },
        },
      );
      assert.equal(status, 0, stderr);
      return JSON.parse(stdout) as string[];
    });
    assert.equal(with_!.length, 4);
    assert.deepEqual(with_, without);
  });
