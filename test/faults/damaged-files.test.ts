import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { writeFigure } from "pml/node";
import { saveTable } from "pml/notebook";
import { InputError } from "pml/support";
import { root } from "../support/fixture.js";
import { type CampaignReport, campaign, limits } from "./campaign.js";
import { kinds } from "./kinds.js";

/** A short sample of `npm run faults -- damaged-files`, other mutations than those. */
for (const kind of kinds) {
  const mutations = kind.name.includes("bombs") ? 25 : 150;
  test(`${mutations} damaged files of the kind "${kind.name}" are read rightly or refused clearly`, async () => {
    const report = await campaign(kind, mutations, 7);
    assert.equal(report.read + report.refused, mutations);
    assert.ok(report.refused > 0, "the sample holds files that are to be refused");
    assert.ok(report.slowest < 5 * limits.milliseconds, `one file took ${report.slowest} ms`);
  });
}

test("the committed campaign covers every kind, 2,000 mutations each or more, within 2 s and 200 MB a file", () => {
  const path = join(root, "data", "faults", "damaged-files.json");
  const reports = JSON.parse(readFileSync(path, "utf8")) as CampaignReport[];
  assert.deepEqual(
    reports.map(({ kind }) => kind),
    kinds.map(({ name }) => name),
  );
  for (const { kind, mutations, read, refused, withinLimits } of reports) {
    assert.ok(mutations >= 2_000 && read + refused === mutations, kind);
    assert.ok(withinLimits, `${kind}: a file took too long or too much memory`);
  }
});

test("no name of a figure or table leaves its folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "names-"));
  try {
    for (const name of ["../out", "..", "a/b/c", "a/..", "../a", "./a", "a/", "a\\b", "/out", "", "a\0b"]) {
      await assert.rejects(writeFigure(join(folder, "figures"), name, {} as never), InputError);
      assert.throws(() => saveTable(name, [], "", join(folder, "figures")), InputError);
    }
    assert.ok(!existsSync(join(folder, "out.json")));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
