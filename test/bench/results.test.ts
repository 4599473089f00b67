import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { contests as all } from "#bench/contests.mjs";
import { parse } from "#bench/harness/cli.mjs";
import { type Contest, median, summarise } from "#bench/harness/measure.mjs";
import { mergeResults, readResults, resultsMarkdown } from "#bench/harness/report.mjs";
import { root } from "../support/fixture.js";

const contests: readonly Contest[] = all;
const pairs = contests.flatMap((each) => each.pairs);
const names = pairs.map(({ name }) => name);
const contest = contests.find(({ pairs }) => pairs.length === 2)!;
const answer = (pair: string, ours: number, theirs: number) => ({
  ours: { ms: ours, figures: {}, pair, memoryMiB: ours },
  theirs: { ms: theirs, figures: {}, memoryMiB: 7 },
});
const [early, late] = contest.pairs.map(({ name }) => name) as [string, string];
const answers = [answer(early, 10, 30), answer(early, 12, 90), answer(early, 20, 60), answer(late, 4, 44)];

test("the median is the middle value, or the mean of the two in the middle", () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([9, 1, 5, 7]), 6);
});

test("ratio is the peer's median over ours, with ranges; each pair of a contest has its own rounds", () => {
  const first = summarise(contest, contest.pairs[0]!, answers, "peer 1.0");
  assert.equal(first.pair, early);
  assert.deepEqual(
    [first.oursMs, first.peerMs, first.ratio, first.rounds, first.oursMemoryMiB],
    [12, 60, 5, 3, 20],
  );
  assert.deepEqual(
    [first.oursRangeMs, first.peerRangeMs],
    [
      [10, 20],
      [30, 90],
    ],
  );
  assert.equal(summarise(contest, contest.pairs[1]!, answers, "peer 1.0").ratio, 11);
});

test("every pair has a name of its own, and the names asked for are there", () => {
  assert.equal(new Set(names).size, names.length);
  for (const name of [
    "vae-epoch-pytorch",
    "cvae-epoch-pytorch",
    "ppca-sklearn",
    "gmm-em-late-sklearn",
    "nuts-pyro",
    "diagnostics-arviz",
    "bayesopt-step-botorch",
    "report-python",
  ])
    assert.ok(names.includes(name), name);
});

test("a new entry takes the place of the old one, in the order of the contests; unknown ones go", () => {
  const entry = (pair: string, ratio: number) =>
    ({ ...summarise(contest, contest.pairs[0]!, answers, "1"), pair, ratio }) as never;
  const merged = mergeResults(
    [entry("gone", 1), entry(names[1]!, 1), entry(names[0]!, 1)],
    [entry(names[1]!, 2)],
    [{ ...pairs[0]!, bar: 7 }, ...pairs.slice(1)],
  );
  assert.deepEqual(merged[0]!.bar, 7, "what is asked today, whatever was asked when it was measured");
  assert.deepEqual(
    merged.map(({ pair, ratio }) => [pair, ratio]),
    [
      [names[0], 1],
      [names[1], 2],
    ],
  );
});

test("the committed results have the promised shape, each ratio that of its times, and the report is made from them", () => {
  const results = readResults();
  assert.ok(results.length > 0);
  for (const entry of results) {
    assert.ok(names.includes(entry.pair), entry.pair);
    assert.ok(entry.peer.length > 0 && entry.peerVersion.length > 0 && entry.machine.processor.length > 0);
    assert.ok(Math.abs(entry.ratio / (entry.peerMs / entry.oursMs) - 1) < 1e-12);
    for (const [middle, [least, most]] of [
      [entry.oursMs, entry.oursRangeMs],
      [entry.peerMs, entry.peerRangeMs],
    ] as const)
      assert.ok(least > 0 && least <= middle && middle <= most);
  }
  const text = resultsMarkdown(results);
  for (const { pair, ratio } of results) {
    assert.ok(text.includes(`\`${pair}\``));
    assert.ok(text.includes(`**${Number(ratio.toPrecision(3))}**`));
  }
});

test("what misses its bar is in the profile, by its name or by one that stands for several", () => {
  const profile = readFileSync(join(root, "bench", "PROFILE.md"), "utf8");
  const named = [...profile.matchAll(/`([\w*-]+)`/g)].map(([, name]) => name!.replaceAll("*", "[\\w-]+"));
  const missed = readResults().filter(({ bar, ratio }) => bar !== undefined && ratio < bar);
  assert.ok(missed.length > 0);
  for (const { pair } of missed)
    assert.ok(
      named.some((name) => new RegExp(`^${name}$`).test(pair)),
      pair,
    );
});

test("a name that does not exist is answered with those that do", () => {
  assert.throws(() => parse(["vae-epoch-pytroch"]), /vae-epoch-pytorch/);
  assert.deepEqual(parse(["vae*", "--rounds", "3", "--size", "tiny"]), {
    wanted: ["vae*"],
    rounds: 3,
    size: "tiny",
    list: false,
    help: false,
  });
  assert.throws(() => parse(["--rounds", "0"]), /whole number/);
});
