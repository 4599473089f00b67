import assert from "node:assert/strict";
import { test } from "node:test";
import { dataSet, firstImages, loadMnist } from "pml/data";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
import { besideReport, nearestRun, orientationToReport, orientedAsReport } from "pml/studies";
import { assertClose } from "../../support/close.js";

const { train, test: held } = loadMnist();
const data = dataSet("few", firstImages(train, 400), firstImages(held, 300));
const network = { kind: "vae", rows: 28, columns: 28, hidden: [20], latent: 2 } as const;
const training = { epochs: 2, batchSize: 50, learningRate: 3e-3 };

test("beside its own codes turned in any of eight ways, a model is found again: distance 0, the same grid", async () => {
  const model = await vae.fit(data, { network, ...training }, { random: Random.from(1) });
  const codes = vae.encode(model, data.test).mean;
  const digits = Uint8Array.from(data.test.labels);
  const none = new Float64Array();
  for (const orientation of vae.orientations) {
    const turned = vae.orientCodes(codes, orientation);
    const report = { digits, vae: turned, cvae: none, ppca: none, pca: none };
    const found = besideReport(model, data, report);
    assert.deepEqual(found.orientation, orientation);
    assertClose(found.distance + 1, 1, 1e-6);
    assert.ok(found.gridAgreement > 0.99, `${found.gridAgreement}`);
    const shown = Array.from(turned.subarray(0, 600), (value) => Math.round(100 * value) / 100);
    assert.ok(found.codes.every((value, i) => Math.abs(value - shown[i]!) < 0.011));
    assert.equal(Buffer.from(found.reconstructions, "base64").length, 6 * 784);
    assert.match(found.read, /^\d{6}$/);
    assert.equal(found.gridDigits.length, 144);
  }
});

test("the distance is the root mean square over the ten digits", () => {
  const report = Array.from({ length: 10 }, (_, d): [number, number] => [d, 3 * d + 1]);
  const moved = report.map(([x, y], d): [number, number] => (d === 4 ? [x + 3, y + 4] : [x, y]));
  assertClose(orientationToReport(moved, report).distance, Math.sqrt(25 / 10), 1e-12);
  const turned = report.map(([x, y]): [number, number] => [-y, x]);
  const found = orientationToReport(turned, report);
  assert.equal(found.distance, 0);
  assert.deepEqual(found.orientation, { swapped: true, signs: [1, -1] });
});

test("the nearest run reads most digits as the report does, then has the smallest distance, then comes first", () => {
  const run = (name: string, readAlike: number, distance: number) =>
    ({ name, picture: { readAlike, distance } }) as unknown as Parameters<typeof nearestRun>[0][0] & {
      name: string;
    };
  const runs = [run("a", 5, 0.1), run("b", 6, 0.9), run("c", 6, 0.8), run("d", 6, 0.8)];
  assert.equal(nearestRun(runs).name, "c");
  assert.equal(nearestRun(runs.slice(0, 1)).name, "a");
  assert.throws(() => nearestRun([]), /at least one run/);
});

test("other test images than the report's are refused", async () => {
  const model = await vae.fit(data, { network, ...training, epochs: 1 }, { random: Random.from(1) });
  const other = { ...data, test: firstImages(train, 300) };
  assert.throws(() => besideReport(model, other), /besideReport: .*has other labels/);
  assert.equal(orientedAsReport(model, other), undefined);
});
