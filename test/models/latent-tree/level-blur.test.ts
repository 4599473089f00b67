import assert from "node:assert/strict";
import { test } from "node:test";
import * as latentTree from "pml/models/latent-tree";
import { Random } from "pml/random";
import { blurKernel } from "#internal/models/latent-tree/level-blur";
import { assertClose } from "../../support/close.js";

test("the kernel's rows sum to 1, paper and full ink stand for themselves, nearer levels are likelier", () => {
  const kernel = blurKernel(256, { share: 0.6, width: 8 });
  for (let u = 0; u < 256; u++) {
    const row = kernel.subarray(u * 256, (u + 1) * 256);
    assertClose(
      row.reduce((sum, value) => sum + value, 0),
      1,
      1e-14,
      `level ${u}`,
    );
    if (u === 0 || u >= 252) assert.equal(row[u], 1);
    else {
      assert.ok(row[0] === 0 && row.subarray(252).every((value) => value === 0));
      assert.ok(row[u]! > 0.4);
    }
  }
  assert.ok(kernel[100 * 256 + 101]! > kernel[100 * 256 + 110]!);
  assertClose(kernel[100 * 256 + 108]! / kernel[100 * 256 + 116]!, Math.exp(1.5), 1e-12, "a Gaussian");
  assert.deepEqual(blurKernel(3, { share: 0, width: 1 }), Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1));
});

const random = Random.from(4);
/** Two pixels, both bright or both dark, each in a shade of its own. */
function rowsOf(count: number) {
  const values = new Uint8Array(2 * count);
  for (let row = 0; row < count; row++) {
    const middle = random.uniform() < 0.5 ? 8 : 22;
    for (const i of [2 * row, 2 * row + 1])
      values[i] = Math.max(1, Math.min(29, Math.round(middle + 2 * random.normal())));
  }
  return { values, columns: 2 };
}
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("EM with blurred levels never lowers its objective, and few rows then tell more about new ones", async () => {
  const few = rowsOf(60);
  const fresh = rowsOf(2000);
  const config = { states: 2, levels: 32, stepwisePasses: 0, fullPasses: 30, precision: "float64" } as const;
  const scores: number[] = [];
  for (const share of [0.75, 0]) {
    const blur = { share, width: 1.5 };
    const model = await latentTree.fit(few, { ...config, blur }, { random: Random.from(1) });
    const objectives = model.history.map(({ objective }) => objective!);
    for (let i = 1; i < objectives.length; i++)
      assert.ok(objectives[i]! >= objectives[i - 1]! - 1e-12, `share ${share}, pass ${i}`);
    scores.push(mean(await latentTree.logDensity(model, fresh)));
  }
  assert.ok(scores[0]! > scores[1]! + 0.1, `${scores}`);
});

test("a blur that is none is refused", async () => {
  for (const blur of [
    { share: 1, width: 2 },
    { share: -0.1, width: 2 },
    { share: 0.5, width: 0 },
  ])
    await assert.rejects(
      latentTree.fit(rowsOf(10), { states: 2, levels: 32, blur }, { random: Random.from(1) }),
      /blur\.(share must be in \[0, 1\)|width must be a finite number above 0)/,
    );
});
