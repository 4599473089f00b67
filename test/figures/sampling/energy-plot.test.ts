import assert from "node:assert/strict";
import { test } from "node:test";
import { energyPlot } from "pml/figures";
import { render } from "pml/node";
import { Random } from "pml/random";
import { tables, texts } from "./chains.js";

const random = Random.from(3);
const spread = (rows: Record<string, string>[], kind: string) => {
  const some = rows.filter((row) => row.kind === kind);
  const mass = some.reduce((sum, row) => sum + Number(row.density), 0);
  return Math.sqrt(some.reduce((sum, row) => sum + Number(row.density) * Number(row.at) ** 2, 0) / mass);
};

test("changes of independent energies are wider than the energies by sqrt 2, of a slow walk far narrower", () => {
  const independent = [random.fillNormal(new Float64Array(4000))];
  const slow = [new Float64Array(4000)];
  for (let t = 1; t < 4000; t++) slow[0]![t] = 0.99 * slow[0]![t - 1]! + 0.1 * random.normal();
  const ratio = (energy: Float64Array[]) => {
    const [rows] = tables(energyPlot(energy, { description: "d" }));
    return spread(rows!, "change between draws") / spread(rows!, "energy less its mean");
  };
  assert.ok(Math.abs(ratio(independent) - Math.SQRT2) < 0.08);
  assert.ok(ratio(slow) < 0.4);
});

test("BFMI of each chain stands under the title", async () => {
  const energy = [0, 1].map(() => random.fillNormal(new Float64Array(400)));
  const { svg } = await render(energyPlot(energy, { description: "d", title: "seen" }));
  assert.ok(texts(svg).includes("seen"));
  assert.ok(texts(svg).some((text) => /^BFMI: chain 0 \d\.\d\d, chain 1 \d\.\d\d$/.test(text)));
});
