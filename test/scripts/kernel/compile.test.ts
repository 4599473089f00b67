import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import fc from "fast-check";
import { withoutBoxes } from "#scripts/kernel/box-names.mjs";
import { emptyBox, hoist } from "#scripts/kernel/cells/box.mjs";
import { Checker } from "#scripts/kernel/checker.mjs";
import { loadTslab } from "#scripts/kernel/tslab.mjs";

const checker = new Checker(loadTslab());

/** Runs cells one after the other, without Jupyter and thread; returns what they log. */
async function run(cells: readonly string[]): Promise<string[]> {
  checker.forget();
  const logged: string[] = [];
  const world = vm.createContext({ report: (...values: unknown[]) => logged.push(JSON.stringify(values)) });
  const boxes = new Map<string, ReturnType<typeof emptyBox>>();
  const box = (name: string) => {
    const known = boxes.get(name) ?? emptyBox(name);
    boxes.set(name, known);
    return known;
  };
  const cell = { box, hoist: (name: string) => hoist(box(name)), show: (value: unknown) => value };
  for (const source of cells) {
    const { diagnostics, compiled } = checker.check(source);
    assert.deepEqual(diagnostics, [], source);
    checker.keep();
    await vm.runInContext(compiled!.code, world)(
      cell,
      (value: unknown) => value,
      (value: unknown) => value,
      [0],
    );
  }
  return logged;
}

/** Statements in which names meet in all ways that the compiler must see. */
const statements = [
  "const log = (globalThis as any).report as (...values: unknown[]) => void;",
  "let n = 0, m = n + 1;",
  "const inc = () => { n += m; return n; };",
  "log(inc(), inc());",
  "n = 10;",
  "log(inc(), n, typeof n);",
  "let { a, b = a, ...rest } = { a: 1, c: 5 } as { a: number; b?: number; c: number };",
  "[a, b] = [b + 1, a];",
  "log({ a, b, rest });",
  "function f(k = n) { return k + a; }",
  "log(f(), f(1));",
  "class C { static s = n; static t = C.s + 1; get v() { return a; } }",
  "log(C.t, new C().v);",
  "enum E { A = 1, B = A << 2 }",
  "log(E.B, E[1]);",
  "for (var i = 0, j = 2; i < 3; i++) n += i;",
  "log(i, j, n);",
  "for (const a of [7]) log(a, { a }, ((n: number) => ({ n }))(a));",
  "({ a, b: n } = { a: n, b: a });",
  "log(a, n++, ++n, -n, n ** 2);",
  'const nested = { f, get n() { return n; }, ["k" + a]: { a } };',
  "log(nested.n, nested.f(0));",
  "const later = (async () => { await null; return inc(); })();",
  "log(await later, n);",
  "try { n = 1; throw a; } catch (a) { log(a, n); } finally { a = 0; }",
  "label: for (;;) { n += 1; if (n > 3) break label; }",
  "log(a, n, [a, n].map((a, n) => a + n + b));",
];

test("a module cut into cells anywhere does what it does in one piece", async () => {
  const whole = await run([statements.join("\n")]);
  assert.equal(whole.length, statements.filter((statement) => statement.includes("log(")).length);
  const cuts = fc.subarray(Array.from({ length: statements.length - 1 }, (_, i) => i + 1));
  await fc.assert(
    fc.asyncProperty(cuts, async (places) => {
      const bounds = [0, ...places, statements.length];
      const cells = bounds.slice(1).map((end, i) => statements.slice(bounds[i], end).join("\n"));
      assert.deepEqual(await run(cells), whole);
    }),
    { numRuns: 12 },
  );
});

test("messages of errors speak of names, not of boxes", () => {
  assert.equal(withoutBoxes("(0 , $live_f.value) is not a function"), "f is not a function");
  assert.equal(withoutBoxes("$live_a.value.b is not a function"), "a.b is not a function");
  assert.equal(withoutBoxes("no box here"), "no box here");
});
