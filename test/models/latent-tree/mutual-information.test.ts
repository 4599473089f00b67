import assert from "node:assert/strict";
import { test } from "node:test";
import * as latentTree from "pml/models/latent-tree";
import { Random } from "pml/random";
import { requireLevels } from "#internal/models/latent-tree/level-rows";
import { mutualInformation } from "#internal/models/latent-tree/mutual-information";
import { assertClose } from "../../support/close.js";

const random = Random.from(1);
const columns = 5;
const values = Array.from({ length: 4500 * columns }, () => random.integer(6));
for (let row = 0; row < 4500; row++) {
  values[row * columns + 3] = values[row * columns + 1]! >> 1; // tells a part of column 1
  values[row * columns + 4] = 2; // tells nothing
}

function direct(
  a: number,
  b: number,
  groupOf: (level: number) => number,
  rows: readonly (number | null)[],
): number {
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  let all = 0;
  for (let start = 0; start < rows.length; start += columns) {
    const [x, y] = [rows[start + a], rows[start + b]];
    if (x == null || y == null) continue;
    all++;
    for (const key of [`${groupOf(x)} ${groupOf(y)}`, `${groupOf(x)} -`, `- ${groupOf(y)}`]) count(key);
  }
  let sum = 0;
  for (const [key, joint] of counts) {
    const [i, j] = key.split(" ");
    if (i === "-" || j === "-") continue;
    sum += (joint / all) * Math.log((joint * all) / (counts.get(`${i} -`)! * counts.get(`- ${j}`)!));
  }
  return sum;
}

test("mutual information is that of the formula, levels as they are or in groups, missing pixels left out", async () => {
  const gaps = values.map((value, i) => (i % 7 === 0 ? null : value));
  for (const [groups, groupOf] of [
    [6, (level: number) => level],
    [2, (level: number) => Math.min(level, 1)],
    [3, (level: number) => (level === 0 ? 0 : level < 4 ? 1 : 2)],
  ] as const) {
    for (const rows of [values, gaps]) {
      const found = await mutualInformation(requireLevels("test", { values: rows, columns }, 6), 6, groups);
      for (let a = 0; a < columns; a++)
        for (let b = 0; b < a; b++) {
          assertClose(
            found[a * columns + b]!,
            direct(a, b, groupOf, rows),
            1e-12,
            `${groups} groups, ${a}, ${b}`,
          );
          assert.equal(found[b * columns + a], found[a * columns + b]);
        }
    }
  }
});

test("the tree joins the columns that tell most about each other, and those that tell nothing to the nearest", async () => {
  const parents = await latentTree.chowLiuTree({ values, columns }, { levels: 6, groups: 6 });
  const isJoined = (a: number, b: number) => parents[a] === b || parents[b] === a;
  assert.ok(isJoined(1, 3));
  assert.ok(isJoined(3, 4));
  const few = await latentTree.chowLiuTree({ values, columns }, { levels: 6, mostRows: 300 });
  assert.equal(few.filter((parent) => parent === -1).length, 1);
  await assert.rejects(
    latentTree.chowLiuTree({ values, columns }, { levels: 6, groups: 1 }),
    /groups must be an integer of at least 2/,
  );
});
