import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type Claim, type ClaimGroup, claims, faults, type NumberSource } from "pml/report";
import { claimList, readClaims, reportClaims } from "#scripts/report/claim-list.mjs";
import { Results } from "#scripts/report/claim-numbers.mjs";
import { root } from "../support/fixture.js";

const all = claims.flatMap((group) => group.claims);
const made = mkdtempSync(join(tmpdir(), "claims-"));
after(() => rmSync(made, { recursive: true }));

test("docs/claims.md and docs/claims.json are current: every number is what the results say now", async () => {
  const read = readClaims(await reportClaims());
  const kept = (name: string) => readFileSync(join(root, "docs", name), "utf8");
  assert.ok(kept("claims.md") === claimList(read), "`npm run claims` makes it anew: commit what it writes");
  assert.deepEqual(JSON.parse(kept("claims.json")), read);
});

test("all 104 claims of the report, counted from 1 in their section, each with a verdict, a cell and known faults", () => {
  assert.deepEqual(
    claims.map((group) => group.claims.length),
    [32, 22, 15, 5, 13, 17],
  );
  const keys = faults.flatMap((group) => group.faults.map(({ key }) => key));
  const counted = new Map<string, number>();
  for (const { id, verdict, finding, cells, faults: touched } of all) {
    const [, section, number] = id.match(/^(.+)-(\d\d)$/)!;
    assert.equal(Number(number), (counted.get(section!) ?? 0) + 1, id);
    counted.set(section!, Number(number));
    assert.ok(["holds", "holds in part", "does not hold", "undecided", "open"].includes(verdict), id);
    assert.ok(cells.length > 0 && finding.length > 0, id);
    for (const key of touched) assert.ok(keys.includes(key), `${id}: ${key}`);
  }
});

test("what is open is called open, and becomes no more", () => {
  const open = all.filter(({ verdict }) => verdict === "open");
  assert.ok(open.length <= 32, `${open.length} claims are open`);
  const page = readFileSync(join(root, "docs", "claims.md"), "utf8");
  assert.ok(page.includes(`| open | ${open.length} |`));
  assert.doesNotMatch(page, /not carried|not examined(?! yet)/i);
});

test("no finding repeats by hand a number that a result has: decimals come from results, but for places and bounds", () => {
  for (const { id, finding } of all)
    assert.doesNotMatch(finding.replaceAll(/\{\w+\}|x = -?[\d.]+|below 1\.01/g, ""), /\d\.\d/, id);
});

test("every link of docs/claims.md leads to something", () => {
  const page = readFileSync(join(root, "docs", "claims.md"), "utf8");
  const links = [...page.matchAll(/\]\(([^)#]+)(?:#([^)]*))?\)/g)];
  assert.ok(links.length > 300);
  for (const [, target, place] of links) {
    const path = join(root, "docs", target!);
    assert.ok(existsSync(path), target);
    if (target === "faults.md")
      assert.ok(readFileSync(path, "utf8").includes(`<a id="${place}"></a>`), place);
  }
});

const notebook = {
  cells: [
    { id: "words", cell_type: "markdown", source: "# Title\n\ntext\n\n## Before ([V1](x.md))" },
    {
      id: "numbers",
      cell_type: "code",
      source: "",
      outputs: [
        {
          data: {
            "text/markdown":
              "| **share** | here, *R* | 🟧 **C** |\n|:--|--:|--:|\n| a | 1.5 | 2 |\n| b c | 3 | |",
          },
        },
        { data: { "text/markdown": ["It took 12\n", "steps."] } },
      ],
    },
  ],
};
const file = (...path: string[]) => join(made, ...path);
mkdirSync(file("notebooks"));
writeFileSync(file("notebooks", "9-own.ipynb"), JSON.stringify(notebook));
mkdirSync(file("data"));
writeFileSync(file("data", "own.json"), JSON.stringify({ rows: [{ mean: 0.12345 }] }));

test("numbers are found by row and column, by words, and in files; what is not there is refused", () => {
  const results = new Results(made);
  const number = (source: NumberSource) => results.number(source);
  const cell = "9#numbers" as const;
  assert.equal(number({ cell, row: "a", column: "here" }), "1.5");
  assert.equal(number({ cell, row: "b", column: 1 }), "3");
  assert.equal(number({ cell, row: "a", column: "C" }), "2");
  assert.equal(number({ cell, pattern: "took (\\d+\\s\\w+)" }), "12 steps");
  assert.equal(number({ file: "data/own.json", path: "rows.0.mean", decimals: 3 }), "0.123");
  assert.throws(() => number({ cell, row: "z", column: 1 }), /no entry at "z"/);
  assert.throws(() => number({ cell, row: "b", column: 2 }), /no entry/);
  assert.throws(() => number({ cell, pattern: "took (x)" }), /does not say/);
  assert.throws(() => number({ cell: "9#gone", pattern: "(x)" }), /no cell gone/);
  assert.throws(() => number({ cell: "8#gone", pattern: "(x)" }), /no notebook 8/);
  assert.throws(() => number({ file: "data/own.json", path: "rows.1.mean", decimals: 3 }), /no number/);
  assert.deepEqual(results.place(cell), {
    notebook: "9",
    file: "9-own.ipynb",
    id: "numbers",
    index: 1,
    heading: "Before ([V1](x.md))",
  });
  assert.equal(results.place("9#words").heading, "Title");
});

test("a claim that has lost its cell, number, figure or words is named, with all others that have", () => {
  const claim: Claim = {
    id: "9-01",
    says: "so",
    faults: [],
    decidedBy: "number",
    verdict: "holds",
    voice: "C",
    finding: "{here} and {there}",
    numbers: {
      here: { cell: "9#numbers", row: "a", column: 1 },
      unsaid: { cell: "9#numbers", row: "q", column: 1 },
    },
    cells: ["9#numbers", "9#gone"],
    figure: "none",
  };
  const groups: ClaimGroup[] = [{ title: "9", claims: [claim] }];
  assert.throws(
    () => readClaims(groups, made),
    ({ message }: Error) =>
      ["{there} is no number", "unsaid is not said", 'at "q"', "no figure none", "no cell gone"].every(
        (part) => message.includes(part),
      ),
  );
});

test("a finding stands on the page with its numbers", () => {
  const claim: Claim = {
    id: "9-01",
    says: "a | b",
    faults: ["V1"],
    decidedBy: "number",
    verdict: "holds",
    voice: "C",
    finding: "now {here}",
    numbers: { here: { cell: "9#numbers", row: "a", column: 1 } },
    cells: ["9#numbers"],
  };
  const page = claimList(readClaims([{ title: "Nine", claims: [claim] }], made));
  assert.ok(page.includes("| a \\| b | **holds** | now 1.5 | number | C | [V1](faults.md#v1) |"), page);
  assert.ok(page.includes("(../notebooks/9-own.ipynb#Before-%28V1%29)"), page);
});
