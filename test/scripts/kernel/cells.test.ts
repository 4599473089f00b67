import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { root } from "../../support/fixture.js";
import { sharedSession } from "./session.js";

// What cells mean: what they would mean in one module run piece by piece. One kernel plays all notebooks of this file.

mkdirSync(join(root, ".cache"), { recursive: true });
const folder = mkdtempSync(join(root, ".cache", "cells-"));
writeFileSync(join(folder, "helper.ts"), "export const twice = (x: number): number => 2 * x;\n");
writeFileSync(
  join(folder, "counter.mjs"),
  "export let count = 0;\nexport const increase = () => {\n  count += 1;\n};\n",
);
writeFileSync(
  join(folder, "counter.d.mts"),
  "export let count: number;\nexport const increase: () => void;\n",
);
writeFileSync(join(folder, "old.cjs"), "exports.a = 1;\nmodule.exports.f = () => 2;\n");
writeFileSync(join(folder, "old.d.cts"), "declare const old: { a: number; f(): number };\nexport = old;\n");
after(() => rmSync(folder, { recursive: true, force: true }));

const { plan } = sharedSession({ folder });

/** Plans cells of which each shows what stands beside it (undefined: nothing). */
function shows(name: string, cells: readonly (readonly [code: string, shown?: string | RegExp])[]) {
  const results = plan(...cells.map(([code]) => code));
  test(name, () => {
    for (const [i, result] of results().entries()) {
      const [code, shown = ""] = cells[i]!;
      const error = result.error();
      const text = (error ? `${error.ename}: ${error.evalue}` : result.text()).trim();
      if (typeof shown === "string") assert.equal(text, shown, code);
      else assert.match(text, shown, code);
    }
  });
}

shows("a reassigned let is seen by closures of earlier cells, and theirs by later cells", [
  ["let n = 0;\nconst inc = () => {\n  n += 1;\n  return n;\n};"],
  ["inc()", "1"],
  ["n = 10;\ninc()", "11"],
  ["n", "11"],
  ["let arr: number[] = [];\nconst push = () => {\n  arr.push(1);\n};"],
  ["push(); arr", "[ 1 ]"],
  ["arr = []; push(); push(); arr.length", "2"],
  ["n++; --n; n **= 2; [n, inc()]", "[ 121, 122 ]"],
]);

shows("a name declared again is the new one, for earlier cells too", [
  ["let word = 'one';"],
  ["const say = () => word;\nfunction shout() {\n  return say() + '!';\n}"],
  ["let word = 'two';"],
  ["shout()", "two!"],
  ["const word = 3 as const;\nconst say = () => String(word);"],
  ["shout()", "3!"],
  ["class Thing { size = 1; }\nconst thing = new Thing();"],
  ["class Thing { size = 2; }\n[thing.size, new Thing().size]", "[ 1, 2 ]"],
  ["function helper() { return 'old'; }\nconst useHelper = () => helper();\nuseHelper()", "old"],
  ["function helper() { return 'new'; }\nuseHelper()", "new"],
  ["const helper = 5; helper + 1", "6"],
  ["import { sep as word } from 'node:path'; word", "/"],
  ["let word = 1; word += 1; word", "2"],
]);

shows("shorthand, destructuring, defaults, rest and swaps of earlier names", [
  ["let a = 1, b = a + 1, c = (() => a + b)();"],
  ["({ a, b, in: { c } })", "{ a: 1, b: 2, in: { c: 3 } }"],
  ["[a, b] = [b, a];\n({ c = 7 } = {} as { c?: number });\n[a, b, c]", "[ 2, 1, 7 ]"],
  ["({ x: a, ...b as unknown } = { x: 5 } as any); a", /5|TypeScriptError/],
  [
    "const { p, q: [r = p, ...s], ...t } = { p: 1, q: [undefined, 2, 3], u: 4 };\n[p, r, s, t]",
    "[ 1, 1, [ 2, 3 ], { u: 4 } ]",
  ],
  ["for (const { length } of ['abc']) console.log({ length });", "{ length: 3 }"],
  ["{ let a = 'inner'; console.log({ a }); }\na", /inner.*[\s\S]*5/],
  ["const shadow = (a: number) => ({ a, b: ((b: number) => b)(a) }); shadow(9)", "{ a: 9, b: 9 }"],
]);

shows("var, loops, labels and conditions", [
  ["for (var i = 0, j = 5; i < j; i++) if (i === 3) break;\n[i, j]", "[ 3, 5 ]"],
  [
    "for (var x of [1, 2]);\nfor (var { y, z = y } of [{ y: 3 } as { y: number; z?: number }]);\nfor (var [v] = [8], w = v; v < 10; v++);\n[x, y, z, v, w]",
    "[ 2, 3, 3, 10, 8 ]",
  ],
  ["if (i) { var deep = 'deep'; }\nvar never;\n[deep, never]", "[ 'deep', undefined ]"],
  ["console.log(typeof later);\nvar later = 1;", "undefined"],
  ["const f = () => 1\nlet g = f\ng()\n;[1].map(f)\nif (g) g(); else f()\ng()", "1"],
  ["outer: for (const k of [1, 2]) { for (;;) { x = k; continue outer; } }\nx", "2"],
]);

shows("functions: names, hoisting, this, tags, generators, default parameters", [
  ["console.log(early());\nfunction early() { return 'hoisted'; }", "hoisted"],
  [
    "const arrow = () => {}; let anonymous = class {}; [arrow.name, early.name, anonymous.name]",
    "[ 'arrow', 'early', 'anonymous' ]",
  ],
  ["function self(this: unknown) { return this; }\nself() === undefined", "true"],
  ["self() === undefined", "true"],
  ["(self)() === undefined && (self!)() === undefined && self?.() === undefined", "true"],
  ["const tag = (parts: TemplateStringsArray, value: number) => parts.join('|') + value;"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code
  ["tag`a${1}b`", "a|b1"],
  ["function* count(to = 3) { for (let i = 0; i < to; i++) yield i; }\n[...count()]", "[ 0, 1, 2 ]"],
  ["this === undefined", /true|TypeScriptError/],
  ["undefinedFunction = 1", /TypeScriptError: 1:1 - Cannot find name/],
  ["let notAFunction: any = 1;"],
  ["notAFunction()", "TypeError: notAFunction is not a function"],
]);

shows("the temporal dead zone is an error, as in a module, and no undefined", [
  [
    "const peek = () => soon;\npeek();\nconst soon = 1;",
    "ReferenceError: Cannot access 'soon' before initialization",
  ],
]);

shows("classes, enums, namespaces, decorators, types", [
  [
    "class A { static s = 1; static t = A.s + 1; #p = 3; get p() { return this.#p; } }\n[A.t, new A().p]",
    "[ 2, 3 ]",
  ],
  ["class B extends A { m() { return B.t + super.p; } }\nnew B().m()", "5"],
  ["enum Colour { Red = 1, Green, Both = Red | Green }\n[Colour.Both, Colour[2]]", "[ 3, 'Green' ]"],
  ["Colour.Green", "2"],
  ["namespace Space { export const v = 3; export function twice() { return 2 * v; } }\nSpace.twice()", "6"],
  [
    "interface Point { readonly x: number }\ntype Line = readonly [Point, Point];\nconst line: Line = [{ x: 1 }, { x: 2 }];",
  ],
  ["const first = ([p]: Line): Point => p;\nfirst(line) satisfies Point", "{ x: 1 }"],
  ["const label = <T,>(x: T) => String(x) as 'a' | 'b';\nlabel<number>(3)", "3"],
  ["export const exported = 1;\nexport default exported + 1;", "2"],
  ["exported", "1"],
  [
    "const wrong: string = exported;",
    "TypeScriptError: 1:7 - Type 'number' is not assignable to type 'string'.",
  ],
]);

shows("await and for await at top level", [
  [
    "const awaited = await Promise.resolve(4);\nfor await (const x of [1, Promise.resolve(2)]) console.log(x);\nawaited",
    "1\n2\n4",
  ],
  [
    "async function* ticks() { yield 1; await null; yield awaited; }\nlet sum = 0;\nfor await (const tick of ticks()) sum += tick;\nsum",
    "5",
  ],
  [
    "try { await Promise.reject(new Error('no')); } catch (e) { console.log((e as Error).message); } finally { console.log('finally'); }",
    "no\nfinally",
  ],
]);

shows("imports: named, default, namespace, of types, CommonJS, live, local, dynamic", [
  [
    "import { join, type ParsedPath } from 'node:path';\nimport fs, { existsSync as there } from 'fs';\nimport * as os from 'node:os';\nimport type { Figure } from 'pml/figures';",
  ],
  ["join('a', 'b') + there('/') + typeof os.cpus + typeof fs.readFileSync", "a/btruefunctionfunction"],
  ["import { count, increase } from './counter.mjs';\nincrease();\ncount", "1"],
  ["increase(); count", "2"],
  ["import old, { f } from './old.cjs';\nold.a + f()", "3"],
  ["import { twice } from './helper';\ntwice(4)", "8"],
  ["const path = await import('node:path'); path.sep + import.meta.url.slice(0, 7)", "/file://"],
  ["typeof require('node:path').join", "function"],
  [
    "import * as vl from 'vega-lite';\nimport * as vega from 'vega';\nconst spec: vl.TopLevelSpec = { data: { values: [] }, mark: 'point' };\nvega.parse(vl.compile(spec).spec) !== undefined",
    "true",
  ],
  [
    "const bad: vl.TopLevelSpec = { data: { values: [] }, mrak: 'point' };",
    /TypeScriptError: .*not assignable/,
  ],
  [
    "const figure: Figure = { description: 'x', data: { values: [] }, mrak: 'point' };",
    /TypeScriptError: .*not assignable/,
  ],
  ["import { newDisplay } from 'tslab';\ntypeof newDisplay().text", "function"],
  ["/** @module shapes */\nexport const side = 4;"],
  ["import { side } from './shapes'; side", "4"],
]);

shows("types from files that a package does not export are known to later cells", [
  [
    "import { evaluate as evaluateMixture } from 'pml/models/gaussian-mixture';\nconst evaluate = () => evaluateMixture(undefined as any, undefined as any);",
  ],
  [
    "const scores = undefined as unknown as Awaited<ReturnType<typeof evaluate>>;\nconst wrong: string = scores;",
    /TypeScriptError: .*is not assignable to type 'string'/,
  ],
]);

shows("names of the notebook do not leak into the library's world", [
  ["const URL = 3; let Array = 5, process = 6;"],
  [
    "import { show } from 'pml/notebook';\nimport { Random } from 'pml/random';\n[typeof show, Random.from(1).integer(5) < 5, URL + Array + process]",
    "[ 'function', true, 14 ]",
  ],
]);

shows(
  "what a cell had reached when it failed stays, with its types; imports, functions and types of all of it",
  [
    [
      "const before = 1;\nlet half = 2, broken = (() => { throw new RangeError('mid'); })();\nconst never1 = 3;\nimport { EOL } from 'node:os';\nfunction whole(x: Whole) { return x; }\ntype Whole = 'w';",
      "RangeError: mid",
    ],
    ["before.toFixed(1) + EOL.length + whole('w')", "1.01w"],
    ["never1", /TypeScriptError: 1:1 - Cannot find name 'never1'/],
    ["const kept: number = before;\nkept", "1"],
    ["before; before.nothing", /TypeScriptError: .*Property 'nothing' does not exist on type '(1|number)'/],
    ["const a1 = 1;\nawait Promise.reject(new Error('late'));\nconst a2 = 2;", "Error: late"],
    ["a1", "1"],
    ["import { x } from './nowhere.mjs';", /TypeScriptError: .*Cannot find module/],
  ],
);

shows("the last expression is shown, and only that", [
  ["1 + 1;", "2"],
  ["1 + 1; // as a comment has it", "2"],
  ["2 + 2;\n// a comment of its own at the end", "4"],
  ["`\\nexport {};\\n`.length;\n/* and\nexport {};\n*/", "12"],
  ["'text'", "text"],
  ["n = 3"],
  ["undefined"],
  ["null"],
  ["Promise.resolve(1)"],
  ["setTimeout(() => {}, 1)"],
  ["[[1, 2], { a: new Map([[1, 2]]) }]", "[ [ 1, 2 ], { a: Map(1) { 1 => 2 } } ]"],
  ["const last = 5;"],
  ["await Promise.resolve(6)", "6"],
  ["new (class Matrix { toString() { return 'a matrix'; } })()", "a matrix"],
]);

const figures = plan(
  "({ $schema: 'https://vega.github.io/schema/vega-lite/v5.json', description: 'Points.', data: { values: [{ a: 1 }] }, mark: 'point', encoding: { x: { field: 'a', type: 'quantitative' } } })",
  "[{ name: 'a<b', value: 0.5 }, { name: 'c', value: 12, more: true }]",
  "({ $schema: 'https://vega.github.io/schema/vega-lite/v5.json', description: 'x', data: { values: [] }, mrak: 'point' })",
  "import { display } from 'tslab';\nconsole.log('before');\ndisplay.html('<b>shown</b>');\nconsole.log('after');",
);

test("a figure as last expression is its chart, records are a table, outputs keep their order", () => {
  const [chart, table, wrong, mixed] = figures();
  const bundle = chart!.of().find(({ type }) => type === "display_data")!.content;
  assert.deepEqual(Object.keys(bundle.data).sort(), [
    "application/vnd.vegalite.v5+json",
    "image/png",
    "text/plain",
  ]);
  assert.equal(bundle.data["text/plain"], "Points.");
  const { data } = table!.of().find(({ type }) => type === "execute_result")!.content;
  assert.match(data["text/html"], /<td[^>]*>a&lt;b<\/td>/);
  assert.equal(data["text/plain"], "name  value  more\na<b     0.5\nc        12  true");
  assert.match(wrong!.error()!.evalue, /^render: /);
  assert.ok(wrong!.error()!.evalue.length < 200, "one sentence, not the specification");
  const shown = mixed!.of().filter(({ type }) => /stream|display/.test(type));
  assert.deepEqual(
    shown.map(({ content }) => content.text ?? content.data["text/html"]),
    ["before\n", "<b>shown</b>", "after\n"],
  );
});

const deep = plan(
  `import { Random } from "pml/random";

interface Shape { side: number }

const area = (shape: Shape) => {
  throw new RangeError("no " + shape.side);
};`,
  "area({ side: 3 });",
  `async function outer() {
  await null;

  await inner();
}
async function inner() {
  await null;
  Random.from(1).integer(-2);
}`,
  "const begun = 1;\n\nawait outer();",
  'import { readFileSync } from "node:fs";\nreadFileSync("/nowhere/at/all");',
  'throw new Error("outside", { cause: new TypeError("inside") });',
  'throw "text";',
);

test("errors name cells by number, line and text, through awaits, without a path of this machine", () => {
  const frames = deep().map((result) => result.error()?.traceback ?? []);
  const numberOf = (index: number) => deep()[index]!.reply().execution_count;
  assert.deepEqual(frames[1], [
    "RangeError: no 3",
    `    at cell [${numberOf(0)}], line 6: throw new RangeError("no " + shape.side);`,
    `    at cell [${numberOf(1)}], line 1: area({ side: 3 });`,
  ]);
  const awaited = frames[3]!.join("\n");
  assert.match(
    awaited,
    /^InputError: Random\.integer: .* got -2\n[\s\S]* {4}at Random\.integer \(pml\/random\/random\.js:/,
  );
  const inCells = frames[3]!.filter((frame) => frame.includes("cell ["));
  assert.deepEqual(inCells, [
    `    at cell [${numberOf(2)}], line 8: Random.from(1).integer(-2);`,
    `    at cell [${numberOf(2)}], line 4: await inner();`,
    `    at cell [${numberOf(3)}], line 3: await outer();`,
  ]);
  assert.match(frames[5]!.join("\n"), /Error: outside[\s\S]*caused by TypeError: inside/);
  assert.deepEqual(frames[6], ["Thrown: 'text'"]);
  for (const frame of frames.flat()) assert.ok(!frame.includes(root), frame);
});

const unhandled = plan(
  'Promise.reject(new Error("nobody handles it"));\nawait new Promise((done) => setTimeout(done, 20000));',
  'setTimeout(() => { throw new Error("in a timer"); }, 10);\nawait new Promise((done) => setTimeout(done, 20000));',
  'setTimeout(() => { throw new Error("afterwards"); }, 10); 1',
  "await new Promise((done) => setTimeout(done, 100)); 2",
);

test("what nobody handles fails the running cell", () => {
  const [rejected, thrown, , next] = unhandled();
  assert.equal(rejected!.error()!.evalue, "nobody handles it");
  assert.equal(thrown!.error()!.evalue, "in a timer");
  assert.ok(thrown!.seconds < 10);
  assert.equal(next!.error()?.evalue ?? "afterwards", "afterwards");
});

const loop = plan(
  "let total = 0, at = 0;\nconst started = performance.now();\nfor (at = 0; at < 1e7; at++) total += at % 3;\n(performance.now() - started) / 1e7 * 1e6",
);

test("a loop over top-level lets runs at the speed of compiled code", () => {
  const nanoseconds = Number(loop()[0]!.text());
  assert.ok(nanoseconds < 60, `${nanoseconds} ns a turn`); // some 4 on an idle machine; 1000 by tslab's exports
});
