import assert from "node:assert/strict";
import { after, test } from "node:test";
import { loadMnist } from "pml/data";
import { imagesOfRun } from "pml/notebook";

const before = process.env.PML_QUICK;
after(() => {
  if (before === undefined) delete process.env.PML_QUICK;
  else process.env.PML_QUICK = before;
});

test("a notebook has all of MNIST, in a quick run the first images of both parts under another name", () => {
  delete process.env.PML_QUICK;
  const full = imagesOfRun();
  assert.deepEqual([full.train.count, full.test.count, full.digest], [60_000, 10_000, loadMnist().digest]);
  process.env.PML_QUICK = "1";
  const few = imagesOfRun({ train: 30, test: 10 });
  assert.deepEqual([few.name, few.train.count, few.test.count], ["MNIST, quick", 30, 10]);
  assert.deepEqual(few.train.labels, full.train.labels.subarray(0, 30));
  assert.notEqual(few.digest, full.digest);
});
