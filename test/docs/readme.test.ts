import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { checkNotebooks } from "#scripts/notebooks/type-check.mjs";
import { root } from "../support/fixture.js";
import { notebook } from "../support/notebook.js";

const readme = readFileSync(join(root, "README.md"), "utf8");

test("what the README shows as code is right in its types", async () => {
  const examples = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code!);
  assert.ok(examples.length >= 2);
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(root, ".cache", "readme-"));
  const workshop = mkdtempSync(join(root, ".cache", "readme-cells-"));
  try {
    examples.forEach((code, i) => {
      writeFileSync(join(folder, `example-${i}.ipynb`), notebook(code));
    });
    const said: string[] = [];
    const errors = await checkNotebooks(folder, workshop, (text) => said.push(text));
    assert.equal(errors, 0, said.join("\n"));
  } finally {
    for (const made of [folder, workshop]) rmSync(made, { recursive: true, force: true });
  }
});

test("the numbers in the README are those of the committed Table 1", () => {
  const rows = JSON.parse(readFileSync(join(root, "figures", "table-1.json"), "utf8")) as {
    readonly logLikelihood: number;
    readonly mse: number;
  }[];
  const printed = [...readme.matchAll(/^\| [\w ]+ \| (-[\d,.]+) \| -[\d,.]+ \| (0\.\d+) \| 0\.\d+ \|$/gm)];
  assert.equal(printed.length, rows.length);
  printed.forEach(([line, value, error], i) => {
    const { logLikelihood, mse } = rows[i]!;
    assert.ok(Math.abs(Number(value!.replaceAll(",", "")) / logLikelihood - 1) < 0.005, line);
    assert.ok(Math.abs(Number(error) / mse - 1) < 0.005, line);
  });
});

test("the numbers in the README are those of the committed Table 2", () => {
  const rows = JSON.parse(readFileSync(join(root, "figures", "table-2.json"), "utf8")) as {
    readonly logLikelihood: number;
    readonly standardError: number;
  }[];
  const printed = [...readme.matchAll(/(-?\d+\.\d) ± (\d+\.\d)/g)];
  assert.ok(printed.length >= 9);
  for (const [text, value, error] of printed)
    assert.ok(
      rows.some(
        ({ logLikelihood, standardError }) =>
          Math.abs(logLikelihood - Number(value)) < 0.051 && Math.abs(standardError - Number(error)) < 0.051,
      ),
      `${text} is no row of Table 2`,
    );
});

test("the ratios in the README are those of the committed bench, to two digits", () => {
  const results = JSON.parse(readFileSync(join(root, "bench", "results.json"), "utf8")) as {
    readonly pair: string;
    readonly ratio: number;
  }[];
  const printed = [...readme.matchAll(/^\| `([a-z-]+)` \| [^|]+ \| ([\d.]+) \|$/gm)];
  assert.ok(printed.length >= 8);
  for (const [line, pair, ratio] of printed) {
    const measured = results.find((result) => result.pair === pair)?.ratio;
    assert.equal(Number(ratio), Number(measured?.toPrecision(2)), line);
  }
});

for (const name of ["README.md", "notebooks/README.md"])
  test(`${name}: every file it names by a link is there`, () => {
    const text = readFileSync(join(root, name), "utf8");
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target!);
    assert.ok(links.length > 0);
    for (const target of links.filter((link) => !/^[a-z]+:/.test(link)))
      assert.ok(existsSync(join(root, dirname(name), target)), target);
  });
