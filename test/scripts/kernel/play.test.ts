import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { notebookParts } from "pml/notebook";
import { root } from "../../support/fixture.js";
import { session, sharedSession } from "./session.js";

// A reader who plays writes beside the repository's results, is told where, and sees what his results are made with.

const stem = `play-${process.pid}`;
const inPlay = (...path: string[]) => join(root, ".cache", "play", "figures", ...path);
after(() => {
  rmSync(inPlay(stem), { recursive: true, force: true });
  rmSync(join(root, "figures", stem), { recursive: true, force: true });
});

const { plan } = sharedSession();
const notes = plan(
  'import { provenance, saveTable, showMarkdown } from "pml/notebook";\n1;',
  `saveTable("${stem}/one", [1], "one");\nsaveTable("${stem}/two", [2], "two");`,
  "2 + 2",
);

test("what a cell has written is said under it, once; and it is not among the results", () => {
  const [first, second, third] = notes().map((result) =>
    result.messages.filter(({ type }) => type === "display_data"),
  );
  assert.deepEqual([first!.length, second!.length, third!.length], [0, 1, 0]);
  const place = `.cache/play/figures/${stem}`;
  const sentence = `In play, written to \`${place}/one.{json,md}\`, \`${place}/two.{json,md}\`; \`npm start\` writes \`figures/\`.`;
  assert.deepEqual(second![0]!.content.data, {
    "text/markdown": `<small>${sentence}</small>`,
    "text/plain": sentence,
  });
  assert.ok(existsSync(inPlay(stem, "one.json")));
  assert.ok(!existsSync(join(root, "figures", stem)));
});

const cells = [
  'import { provenance } from "pml/notebook";\nimport { Random } from "pml/random";\nRandom.from(1).uniform();',
  "console.log(provenance());",
];
const asked = plan(...cells);

test("the hash of the library is that of the cells, as in a run by npm start, not that of all there is", () => {
  const all = ["import { provenance, saveTable, showMarkdown } from 'pml/notebook';", ...cells];
  // names count where they are used
  const used = `${all[0]}\nsaveTable("x", [], "x");`;
  const parts = notebookParts([used, ...cells], { studiesFolder: "", quick: false, dataDigest: () => "" });
  const [, shown] = asked().map((result) => result.text());
  assert.match(shown!, new RegExp(`SHA-256 of its code \\| ${parts.library.slice(0, 12)}…`));
});

test("cells that npm start executes write results, and nothing is said", () => {
  const { results } = session(
    [{ cells: [`import { saveTable } from "pml/notebook";\nsaveTable("${stem}/three", [3], "three");`] }],
    { environment: { PML_RUN: "1" } },
  );
  assert.ok(existsSync(join(root, "figures", stem, "three.json")));
  assert.deepEqual(
    results[0]!.messages.filter(({ type }) => type === "display_data"),
    [],
  );
});
