import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { faults } from "pml/report";
import { faultList, reportFaults } from "#scripts/report/fault-list.mjs";
import { root } from "../support/fixture.js";

const keys = faults.flatMap((group) => group.faults.map(({ key }) => key));

test("docs/faults.md is current: every fault once, each a place that links lead to", async () => {
  const page = readFileSync(join(root, "docs", "faults.md"), "utf8");
  assert.ok(page === faultList(await reportFaults()), "`npm start` makes it anew: commit what it writes");
  assert.equal(new Set(keys).size, keys.length);
  for (const key of keys) assert.ok(page.includes(`<a id="${key.toLowerCase()}"></a>**${key}** |`), key);
});

test("keys count from 1 in their part, and every part has its notebook", () => {
  for (const { notebook, faults: own } of faults) {
    assert.ok(existsSync(join(root, "notebooks", notebook)), notebook);
    const [letter] = own[0]!.key;
    assert.deepEqual(
      own.map(({ key }) => key),
      own.map((_, i) => `${letter}${i + 1}`),
    );
  }
});

test("what a notebook says of a fault is linked to the list, and no link leads to nothing", () => {
  const folder = join(root, "notebooks");
  const linked = new Set<string>();
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".ipynb"))) {
    const { cells } = JSON.parse(readFileSync(join(folder, name), "utf8")) as {
      cells: { cell_type: string; source: string[] }[];
    };
    for (const { source } of cells.filter(({ cell_type: type }) => type === "markdown")) {
      const text = source.join("");
      for (const [, shown, target] of text.matchAll(/\[([A-Z]\d+)\]\(\.\.\/docs\/faults\.md#(\w+)\)/g)) {
        assert.equal(target, shown!.toLowerCase());
        assert.ok((keys as string[]).includes(shown!), shown);
        linked.add(shown!);
      }
      // one in brackets without a link: "(V5)"
      const bare = text.match(/\(([VPMGBO]\d+)(?:, [VPMGBO]\d+)*\)/);
      assert.equal(bare, null, `${name}: ${bare?.[0]} is not linked`);
    }
  }
  assert.ok(linked.size > 40, `${linked.size} faults are linked`);
});
