import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ledger } from "#scripts/report/ledger.mjs";
import { root } from "../support/fixture.js";

const groups = JSON.parse(readFileSync(join(root, "docs", "claims.json"), "utf8"));

test("every claim is a row with its verdict, and the ten foremost stand before", () => {
  const { ten, all, headings } = ledger(groups, new Set());
  const claims = groups.flatMap((group: { claims: object[] }) => group.claims);
  assert.equal(all.match(/<tr data-verdict/g)?.length, claims.length);
  assert.equal(ten.match(/<li>/g)?.length, 10, "a foremost claim that is no longer there");
  assert.equal(headings.length, 1 + groups.length);
  const [counted] = /\d+ claims: [^.]*/.exec(all)!;
  const numbers = counted.match(/\d+/g)!.map(Number);
  assert.equal(
    numbers.slice(1).reduce((sum, count) => sum + count),
    numbers[0],
  );
});

test("links lead to the deciding cells and the figure that there are, and to no others", () => {
  const claim = {
    id: "2.1-01",
    says: "a < b",
    faults: ["G1"],
    verdict: "does not hold",
    voice: "R, C",
    finding: "No.",
    numbers: {},
    decidedBy: "number",
    figure: "2.1/predictive",
    cells: [
      { notebook: "2.1", file: "2.1-gaussian-process.ipynb", id: "One_cell", index: 7, heading: "" },
      { notebook: "2.1", file: "2.1-gaussian-process.ipynb", id: "gone", index: 8, heading: "" },
    ],
  } as const;
  const { all } = ledger(
    [{ title: "2.1 A", claims: [claim as never] }],
    new Set(["c2-1-cell-one-cell", "c2-1-predictive"]),
  );
  const links = [...all.matchAll(/href="([^#"]+#[^"]+)"/g)].map(([, href]) => href);
  assert.deepEqual(links, [
    "2.1-gaussian-process.html#c2-1-predictive",
    "2.1-gaussian-process.html#c2-1-cell-one-cell",
  ]);
  assert.match(all, /a &lt; b/);
  assert.match(all, /href="#fault-g1">G1</);
});
