import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { classNames, dataSet, imageSet } from "pml/data";

const set = (labels: number[]) =>
  imageSet({
    name: "dots",
    rows: 1,
    columns: 1,
    pixels: new Uint8Array(labels.length),
    labels: Uint8Array.from(labels),
  });
const dots = dataSet("dots", set([0, 2, 1]), set([3, 0]));

function inFolder(files: Readonly<Record<string, string>>, then: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "pml-classes-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    then(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("without a folder classes are named by their numbers, up to the largest label of both sets", () => {
  assert.deepEqual(classNames(dots, ""), ["0", "1", "2", "3"]);
});

test("names are read from classes.txt, or from EMNIST's mapping", () => {
  inFolder({ "classes.txt": "shirt\nshoe\n\nbag\ncoat\nhat\n" }, (folder) =>
    assert.deepEqual(classNames(dots, folder), ["shirt", "shoe", "bag", "coat"]),
  );
  inFolder({ "emnist-letters-mapping.txt": "0 48\n1 65 97\n2 66 98\n3 67 99\n" }, (folder) =>
    assert.deepEqual(classNames(dots, folder), ["0", "Aa", "Bb", "Cc"]),
  );
  inFolder({}, (folder) => assert.deepEqual(classNames(dots, folder), ["0", "1", "2", "3"]));
});

test("too few names are refused", () => {
  inFolder({ "classes.txt": "shirt\nshoe\n" }, (folder) =>
    assert.throws(
      () => classNames(dots, folder),
      /classNames: dots has labels up to 3, but .* names 2 classes/,
    ),
  );
});
