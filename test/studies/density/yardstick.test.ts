import assert from "node:assert/strict";
import { test } from "node:test";
import { densitySamples, densityYardstick, measureYardstick, readStudy } from "pml/studies";
import { smallDataSet } from "../../support/small-images.js";

const context = {
  data: smallDataSet(120, 60),
  checkpoints: "",
  progress: () => ({ update() {}, finish() {} }),
};

test("every repetition takes other images, and mean and deviation are theirs", async () => {
  const { records, firstImages } = await measureYardstick(context, { count: 30, repetitions: 4 });
  assert.equal(records.length, 4);
  assert.deepEqual(Object.keys(firstImages), ["dequantised", "stochastic"]);
  for (const { accuracies, mean, deviation, standardError } of records) {
    assert.equal(accuracies.length, 4);
    assert.ok(new Set(accuracies).size > 1);
    const expected = accuracies.reduce((sum, value) => sum + value, 0) / 4;
    assert.ok(Math.abs(mean - expected) < 1e-12);
    const squares = accuracies.reduce((sum, value) => sum + (value - expected) ** 2, 0);
    assert.ok(Math.abs(deviation - Math.sqrt(squares / 3)) < 1e-12);
    assert.ok(Math.abs(standardError - deviation / 2) < 1e-12);
  }
});

test("random training images are hardly told from test images; the first ones are, by the order of the file", () => {
  const { records, firstImages } = readStudy(densityYardstick).result;
  const formerMarks = readStudy(densitySamples).result.records.filter(
    ({ model }) => model === "training images",
  );
  for (const { data, mean, deviation } of records) {
    assert.ok(mean > 0.47 && mean < 0.56, `${data}: ${mean}`);
    assert.ok(deviation < 0.02);
    const mark = formerMarks.find((each) => each.data === data)!.twoSample.accuracy;
    assert.equal(firstImages[data], mark, "the study of samples takes the first images");
    assert.ok(mark - mean > 4 * deviation, `${data}: ${mark} against ${mean}`);
  }
});
