import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cellsLeftOut } from "#scripts/notebooks/other-data.mjs";
import { root } from "../support/fixture.js";

const cells = [
  'import { latentTree as treeStudy, readStudy, vaeSeeds } from "pml/studies";\nimport assert from "node:assert/strict";',
  "const images = load();\nconst { rows, columns } = images;",
  "const study = readStudy(treeStudy).result;",
  "const best = (x: number) => study.best[x];",
  "show({ study: rows });",
  "showTable(best(columns));",
  "assert.ok(rows > 3);",
  "function draw(best: number) { return images.row; }",
  "const seeds = readStudy(vaeSeeds).result;",
];

test("with other images a cell that reads a study of MNIST is left out with those that need it; properties and other studies do not count", () => {
  const found = cellsLeftOut(cells, { latentTree: "latent-tree" });
  assert.deepEqual(
    found.map((why) => why !== undefined),
    [false, false, true, true, false, true, true, true, false],
  );
  assert.match(found[2]!, /made from other images\. `npm run study -- latent-tree` makes it/);
  assert.match(found[3]!, /needs `study`/);
  assert.match(found[6]!, /checks numbers of MNIST/);
});

test("what the report says is shown of MNIST alone", () => {
  const [first, second] = cellsLeftOut(["const of = [reportTable[0].vae];", "show(of);"], {});
  assert.match(first!, /the report's numbers, which are MNIST's \(`reportTable`\)/);
  assert.match(second!, /needs `of`/);
});

test("of the notebooks on images the models themselves stay: they are fitted, drawn and shown", () => {
  const studies = Object.fromEntries(
    readdirSync(join(root, "data", "studies"))
      .filter((name) => name.endsWith(".json"))
      .map((name) => name.slice(0, -5))
      .map((name) => [name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()), name]),
  );
  for (const name of readdirSync(join(root, "notebooks")).filter((file) => /^1.*\.ipynb$/.test(file))) {
    const notebook = JSON.parse(readFileSync(join(root, "notebooks", name), "utf8")) as {
      cells: { cell_type: string; source: string[] }[];
    };
    const code = notebook.cells
      .filter(({ cell_type }) => cell_type === "code")
      .map(({ source }) => source.join(""));
    const leftOut = cellsLeftOut(code, studies);
    const executed = code.filter((_, i) => leftOut[i] === undefined);
    // notebook 1 from Table 2 on, and half of 1.2.3, stand on MNIST's studies
    const least = /^1-|^1\.2\.3/.test(name) ? 0.45 : 0.5;
    assert.ok(executed.length >= least * code.length, `${name}: ${executed.length} of ${code.length}`);
    assert.ok(
      executed.some((cell) => /trainedModel|fittedReportMixture|fittedLatentTree|\.fit\(/.test(cell)),
      name,
    );
    assert.ok(executed.every((cell) => !/assert\.\w+\(/.test(cell)));
  }
});
