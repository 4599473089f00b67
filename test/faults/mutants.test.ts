import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/fixture.js";
import { committedSamples, explained, wilson } from "./mutants/campaign.js";
import { javascript, mutantsOf, mutated } from "./mutants/mutate.js";
import { sampleMutants } from "./mutants/sample.js";
import { MutantTester } from "./mutants/tester.js";

const source = `export function half(x: number): number {
  requireInput(x < 3, "half", \`got \${x + 1}\`, { x: x - 1 });
  let sum = x / 2;
  sum++;
  return -Math.min(sum, 7);
}
`;

test("every operator, constant, condition and statement is changed once, messages and types are left alone", () => {
  const changes = mutantsOf("half.ts", source).map(
    ({ line, before, after }) => `${line}: ${before} => ${after}`,
  );
  assert.deepEqual(changes, [
    `2: ${source.split("\n")[1]!.trim()} => ;`,
    "2: < => <=",
    "2: 3 => (3 + 1)",
    "3: / => *",
    "3: 2 => (2 + 1)",
    "4: sum++; => ;",
    "4: sum++ => sum--",
    "5: -Math.min(sum, 7) => Math.min(sum, 7)",
    "5: min => max",
    "5: 7 => (7 + 1)",
  ]);
});

test("a mutant differs in its one place, and is JavaScript without types", () => {
  const division = mutantsOf("half.ts", source).find(({ before }) => before === "/")!;
  const changed = mutated(source, division);
  assert.equal(changed, source.replace("x / 2", "x * 2"));
  assert.match(javascript(changed), /^export function half\(x\) \{/);
});

test("a sample is the same for its seed, another for another, without repetition", () => {
  const names = (seed: number) => sampleMutants(60, seed).map((mutant) => JSON.stringify(mutant));
  assert.deepEqual(names(1), names(1));
  assert.ok(names(1).filter((name) => names(2).includes(name)).length < 10);
  assert.equal(new Set(names(3)).size, 60);
});

test("the tests that import a file notice a wrong sign in it, and not a comparison that makes no difference", async () => {
  const file = "lib/math/quantile.ts";
  const quantileTest = "test/dist/math/quantile.test.js";
  const tester = new MutantTester({ [quantileTest]: 500 }, [quantileTest]);
  try {
    assert.deepEqual(tester.testsOf(file), [quantileTest]);
    const mutants = mutantsOf(file, readFileSync(join(root, file), "utf8"));
    const wrong = mutants.find(({ before, after }) => before === "-" && after === "+")!;
    assert.deepEqual(await tester.judge(wrong), { fate: "killed", test: "math/quantile.test.ts" });
    assert.deepEqual(await tester.judge({ ...wrong, after: "-" }), { fate: "survived" });
  } finally {
    tester.end();
  }
});

test("Wilson's interval of 81 in 263", () => {
  const { share, lower, upper } = wilson(81, 263);
  assert.deepEqual([share, lower, upper], [0.308, 0.2553, 0.3662]);
});

test("each explanation speaks of a line that is there", () => {
  for (const { file, code } of explained())
    assert.ok(readFileSync(join(root, file), "utf8").includes(code), `${file}: ${code}`);
});

test("the tests of today kill at least 85 % of every committed sample, of 100 or more", () => {
  const samples = committedSamples();
  assert.ok(samples.length > 0);
  for (const { seed, size, killed, survivors } of samples) {
    assert.ok(size >= 100 && killed / size >= 0.85, `seed ${seed}: ${killed} of ${size}`);
    assert.equal(killed + survivors.length, size);
  }
});
