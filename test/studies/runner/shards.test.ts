import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { mergeShards, parseShard, runShard, runStudy, type StudyContext } from "pml/studies";
import { walks } from "./walks.js";

const folder = mkdtempSync(join(tmpdir(), "shards-"));
after(() => rmSync(folder, { recursive: true }));
const titles: string[] = [];
const contextWith = (threads: number): StudyContext => ({
  get data(): StudyContext["data"] {
    return assert.fail("a study without data has asked for MNIST");
  },
  checkpoints: folder,
  progress: (title: string) => {
    titles.push(title);
    return { update: () => {}, finish: () => {} };
  },
  threads,
});
const context = contextWith(1);
const file = () => readFileSync(join(folder, "walks.json"), "utf8");

test("a study of jobs gives the same file at once, in threads, and merged from shards run in any order", async () => {
  const { result, data } = await runStudy(walks, context, folder);
  const atOnce = file();
  assert.equal(data, null);
  assert.equal(result.length, 7);
  assert.equal(new Set(result.map(({ end }) => end)).size, 7, "jobs have seeds of their own");
  await runStudy(walks, contextWith(2), folder);
  assert.equal(file(), atOnce);
  rmSync(join(folder, "walks.json"));
  for (const shard of ["3/3", "1/3", "2/3"])
    await runShard(walks, parseShard(shard), contextWith(shard === "2/3" ? 2 : 1), folder);
  await mergeShards(walks, context, folder);
  assert.equal(file(), atOnce);
  assert.ok(titles.every((title) => title === "walks"));
});

test("a missing shard, one of another division and one of other code are named", async () => {
  const part = (name: string) => join(folder, "parts", name);
  const kept = readFileSync(part("walks.2-of-3.json"), "utf8");
  rmSync(part("walks.2-of-3.json"));
  await assert.rejects(
    () => mergeShards(walks, context, folder),
    /of 3 shards of walks these are missing: 2/,
  );
  writeFileSync(part("walks.2-of-3.json"), kept.replace(/"code":"./, '"code":"x'));
  await assert.rejects(() => mergeShards(walks, context, folder), /walks.2-of-3.json was made by other code/);
  writeFileSync(part("walks.2-of-3.json"), kept.replace('"of":3', '"of":4'));
  await assert.rejects(() => mergeShards(walks, context, folder), /different numbers of shards/);
  rmSync(join(folder, "parts"), { recursive: true });
  await assert.rejects(() => mergeShards(walks, context, folder), /holds no part of walks/);
});

test("a job that fails stops the study and says which", async () => {
  const { failing } = await import("./walks.js");
  await assert.rejects(runStudy(failing, contextWith(2), folder), /job 2 of failing failed: no more/);
});

test("shards are counted from 1", () => {
  assert.deepEqual(parseShard("3/8"), { index: 3, of: 8 });
  for (const text of ["0/8", "9/8", "1", "a/b", "1/8/2"])
    assert.throws(() => parseShard(text), /i from 1 to n/);
});
