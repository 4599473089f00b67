import assert from "node:assert/strict";
import { test } from "node:test";
import { loadMnist } from "pml/data";
import * as latentTree from "pml/models/latent-tree";
import { Random } from "pml/random";

const { train } = loadMnist();
const columns = train.rows * train.columns;
const rows = { values: train.pixels.subarray(0, 2000 * columns), columns };
const tree = await latentTree.fit(
  rows,
  { states: 3, width: train.columns, stepwisePasses: 1, fullPasses: 1 },
  { random: Random.from(1) },
);
const names = ["transitions", "emissions"] as const;

test("rounding moves a probability by at most two parts in a thousand, and a second time by nothing", () => {
  const rounded = latentTree.roundedTree(tree);
  let moved = 0;
  for (const name of names) {
    const [before, after] = [tree.parameters[name].data, rounded.parameters[name].data];
    after.forEach((value, i) => {
      assert.ok(Math.abs(value - before[i]!) <= before[i]! / 500, `${before[i]} became ${value}`);
      if (value !== before[i]) moved++;
    });
  }
  assert.ok(moved > 1000, `${moved} have moved`);
  assert.deepEqual(rounded.parameters.prior, tree.parameters.prior);
  assert.deepEqual(latentTree.roundedTree(rounded), rounded);
});

test("rounding moves what the tree says of an image by less than a hundredth of what images differ by", async () => {
  const images = { ...rows, values: train.pixels.subarray(2000 * columns, 2200 * columns) };
  const before = await latentTree.logDensity(tree, images);
  const after = await latentTree.logDensity(latentTree.roundedTree(tree), images);
  const mean = before.reduce((sum, value) => sum + value, 0) / before.length;
  const spread = Math.sqrt(before.reduce((sum, value) => sum + (value - mean) ** 2, 0) / before.length);
  before.forEach((value, i) => {
    assert.ok(Math.abs(after[i]! - value) < spread / 100, `image ${i}: ${value} became ${after[i]}`);
  });
});

test("a packed tree is the rounded one again to the bit, in less than a third of its room", async () => {
  const packed = (await latentTree.packing.pack(tree))!;
  assert.deepEqual(await latentTree.packing.unpack(packed), latentTree.roundedTree(tree));
  const room = packed.transitions.length + packed.emissions.length;
  const before = names.reduce((sum, name) => sum + tree.parameters[name].data.byteLength, 0);
  assert.ok(room < before / 3, `${room} of ${before} bytes`);
});
