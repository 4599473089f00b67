import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type NotebookParts, notebookParts } from "#internal/notebook/notebook-version";

const folder = mkdtempSync(join(tmpdir(), "notebook-version-"));
after(() => rmSync(folder, { recursive: true }));
const record = { study: "vae-seeds", question: "How?", seeds: [1], data: null, code: "a", result: [1] };
const write = (edit: object) =>
  writeFileSync(join(folder, "vae-seeds.json"), JSON.stringify({ ...record, ...edit }));
write({});

const parts = (cells: string[], quick = false, digest = "0123456789abcdef0") =>
  notebookParts(cells, { studiesFolder: folder, quick, dataDigest: () => digest });

/** Which parts of two notebooks differ. */
const differences = (one: NotebookParts, other: NotebookParts) =>
  (Object.keys(one) as (keyof NotebookParts)[]).filter((part) => one[part] !== other[part]);

const cells = [
  'import { loadMnist } from "pml/data";\nimport { median, type Maximum } from "pml/math";\nconst data = loadMnist();',
  "median(data.test.pixels)",
];
const plain = parts(cells);

test("rooms, the order of imports and other names for what is imported leave a notebook as it is", () => {
  const through = (door: string) =>
    parts([`import { countParameters } from "pml/${door}";`, "countParameters({})"]);
  assert.deepEqual(differences(through("models"), through("models/vae")), []);
  const more = cells[0]!.replace("import { loadMnist }", "import { image, loadMnist }");
  assert.deepEqual(differences(plain, parts([more, cells[1]!])), []);
  const called = cells.map((cell) =>
    cell.replace("median,", "median as middle,").replace("median(", "middle("),
  );
  assert.deepEqual(differences(plain, parts(called)), []);
  const [data, metrics, rest] = cells[0]!.split("\n") as [string, string, string];
  assert.deepEqual(differences(plain, parts([`${metrics}\n${data}\n${rest}`, cells[1]!])), []);
});

test("each part tells of its own", () => {
  const other = (...changed: string[]) => differences(plain, parts(changed));
  assert.deepEqual(other(cells[0]!, "median(data.train.pixels)"), ["cells"]);
  assert.deepEqual(other(cells[0]!.replace("median,", "quantiles as median,"), cells[1]!), ["library"]);
  assert.deepEqual(differences(plain, parts(cells, true)), ["cells"]);
  assert.deepEqual(differences(plain, parts(cells, false, "another")), ["data"]);
  assert.deepEqual(other(cells[0]!, cells[1]!, "// vae-seeds"), ["cells", "studies"]);
  assert.deepEqual(other(cells[0]!, cells[1]!, 'await import("pml/tensorflow")'), [
    "cells",
    "library",
    "packages",
  ]);
});

test("data count where they are read, not where a study's result is only compared with them", () => {
  assert.notEqual(plain.data, "none");
  const reader = parts(['import { readStudy, vaeSeeds } from "pml/studies";\nreadStudy(vaeSeeds)']);
  assert.equal(reader.data, "none");
});

test("of a study its result counts, not which version stands for it", () => {
  const named = ['import { readStudy, vaeSeeds } from "pml/studies";\nreadStudy(vaeSeeds).result'];
  const before = parts(named);
  write({ code: "b", adopted: [{ from: "a", to: "b" }], canary: {}, question: "In other words?" });
  assert.deepEqual(differences(before, parts(named)), []);
  write({ result: [2] });
  assert.deepEqual(differences(before, parts(named)), ["studies"]);
});

test("what is not there is left to the cell that asks for it", () => {
  for (const text of ['import { nothing } from "pml/math";\nnothing', 'import { a } from "pml/nowhere";\na'])
    assert.match(parts([text]).library, /^[0-9a-f]{16}$/);
});

test("of a room that is imported as a whole only the members count that are used", () => {
  const whole = (clause: string, name: string) =>
    parts([`import ${clause} from "pml/math";`, `[...${name}([1]), ${name}([2]).length, other.median]`]);
  const named = whole("{ median }", "median");
  assert.deepEqual(differences(named, whole("* as math", "math.median")), []);
  assert.deepEqual(differences(named, whole("* as m", "m.median")), []);
  assert.deepEqual(differences(named, whole("* as math", "math.quantiles")), ["library"]);
  assert.deepEqual(differences(named, whole("* as math", "math")), ["library"]);
});
