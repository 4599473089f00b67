// biome-ignore-all lint/suspicious/noTemplateCurlyInString: programs as texts

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { ProgramVersions, programVersion } from "#internal/node/versions/program-version";
import { root } from "../../support/fixture.js";

const folder = mkdtempSync(join(tmpdir(), "versions-"));
after(() => rmSync(folder, { recursive: true }));
let made = 0;

const defaultLock = {
  lib: { dependencies: { "some-solver": "1.0.0", unused: "1.0.0" } },
  "node_modules/some-solver": { version: "1.0.0", integrity: "a", dependencies: { inner: "1" } },
  "node_modules/some-solver/node_modules/inner": { version: "1.0.0", integrity: "b" },
  "node_modules/inner": { version: "9.0.0", integrity: "c" },
  "node_modules/unused": { version: "1.0.0", integrity: "d" },
};

/** The version of what `entry.js` exports as `entry`, in a library of these files. */
function version(
  files: Readonly<Record<string, string>>,
  lock: object = defaultLock,
  apart: string[] = [],
  names: string[] = ["entry"],
): string {
  const place = join(folder, `${made++}`);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), text);
  }
  writeFileSync(join(place, "lock.json"), JSON.stringify({ packages: lock }));
  return new ProgramVersions(place, join(place, "lock.json")).version(join(place, "entry.js"), names, apart);
}

const ofEntry = (text: string) => version({ "entry.js": text });

/** Two texts for `entry.js` that are the same program, or are not. */
const same = (one: string, other: string) => assert.equal(ofEntry(one), ofEntry(other), `${one}\n${other}`);
const different = (one: string, other: string) =>
  assert.notEqual(ofEntry(one), ofEntry(other), `${one}\n${other}`);

test("names of locals, comments, layout, order and neighbours do not count", () => {
  const plain =
    "export function entry(a, b) { const c = a - b; return helper(c); }\nconst helper = (x) => x / 2;";
  same(
    plain,
    "const half = (y) => {return y/2};".replace("{return y/2}", "y/2") +
      plain.replace(/helper\(c\)/, "half(c)").replace(/\nconst helper.*/, ""),
  );
  same(plain, `/** What it is. */\n${plain.replaceAll("c", "c").replace("const c", "// why\n  let   c")}`);
  same(plain, `${plain}\nexport const another = Math.random();\nfunction alone() { return entry(1, 2); }`);
  same(plain, plain.replace("a, b", "left, right").replace("a - b", "left - right"));
  same(plain, `${plain.replace("entry(", "inner(").replace("export ", "")}\nexport { inner as entry };`);
  different(plain, plain.replace("a - b", "b - a"));
  different(plain, plain.replace("x / 2", "x / 3"));
  different(plain, plain.replace("(a, b)", "(b, a)"));
});

test("a name is what its scope says", () => {
  const inner = "export function entry(a) { { const b = 1; a += b; } { const c = 2; a += c; } return a; }";
  same(inner, inner.replace("const c = 2; a += c", "const b = 2; a += b"));
  const shadowed = "const k = 3;\nexport const entry = (a) => a.map((k) => k + 1);";
  same(shadowed, "export const entry = (a) => a.map((x) => x + 1);");
  different(shadowed, "const k = 3;\nexport const entry = (a) => a.map((x) => k + 1);");
  different("export const entry = (a) => (b) => a;", "export const entry = (a) => (b) => b;");
  const loop =
    "export function entry(n) { let s = 0; for (let i = 0; i < n; i++) s += i; for (const v of [n]) s += v; return s; }";
  same(
    loop,
    loop.replaceAll("i", "i").replace(/\bi\b/g, "j").replace(/\bv\b/g, "j").replace(/\bs\b/g, "sum"),
  );
  const caught = "export const entry = (f) => { try { f(); } catch (e) { return e.code; } };";
  same(caught, caught.replaceAll("e)", "error)").replace("e.code", "error.code"));
  different(caught, caught.replace("e.code", "e.cause"));
  const pattern =
    "export function entry({ rows, columns: n = 1, ...rest }, [first]) { return rows + n + first + rest.x; }";
  same(
    pattern,
    "export function entry({ rows: r, columns: m = 1, ...others }, [f]) { return r + m + f + others.x; }",
  );
  different(pattern, pattern.replace("{ rows,", "{ lines: rows,"));
  const hoisted = "export function entry(n) { if (n) { var t = 1; } return t; }";
  same(hoisted, hoisted.replaceAll(/\bt\b/g, "u"));
  different(hoisted, hoisted.replace("return t", "return globalThis"));
  const named = "export const entry = function again(n) { return n ? again(n - 1) : 0; };";
  same(named, named.replaceAll("again", "once"));
  const cls =
    "export class entry { #sum = 0; static zero = new entry(); add(x) { this.#sum += x; return helper(this); } }\nfunction helper(it) { return it; }";
  same(
    cls,
    cls.replaceAll("helper", "same").replace("add(x) { this.#sum += x", "add(value) { this.#sum += value"),
  );
  different(cls, cls.replace("#sum = 0", "#sum = 1"));
  different(cls, cls.replace("add(x)", "plus(x)"));
});

test("names of properties and texts count, spelling of literals does not", () => {
  different("export const entry = { a: 1 };", "export const entry = { b: 1 };");
  same("export const entry = { a: 1, 'b': 0.001 };", 'export const entry = { "a": 1.0, b: 1e-3 };');
  different('export const entry = "a";', 'export const entry = "b";');
  different("export const entry = /a/g;", "export const entry = /a/;");
  different("export const entry = 1n;", "export const entry = 1;");
  different("export const entry = `a${1}`;", "export const entry = `b${1}`;");
  different("export const entry = [, 1];", "export const entry = [1];");
  different("export const entry = null;", "export const entry = undefined;");
  different("export const entry = async () => {};", "export const entry = () => {};");
  different("export const entry = (a) => a?.b;", "export const entry = (a) => a.b;");
});

test("files, and the ways by which a name comes from one to another, do not count", () => {
  const helper = "export const helper = (x) => x / 2;";
  const here = version({ "entry.js": `${helper}\nexport const entry = (x) => helper(x);` });
  const ways: Record<string, string>[] = [
    {
      "entry.js": 'import { helper } from "./a.js";\nexport const entry = (x) => helper(x);',
      "a.js": helper,
    },
    {
      "entry.js": 'import { helper as h } from "./deep/b.js";\nexport const entry = (x) => h(x);',
      "deep/b.js": helper,
    },
    {
      "entry.js": 'import { half } from "./door.js";\nexport const entry = (x) => half(x);',
      "door.js": 'export { helper as half } from "./a.js";\nexport { nothing } from "./c.js";',
      "a.js": helper,
      "c.js": "export const nothing = Math.random();\nglobalThis.unused = 1;",
    },
    {
      "entry.js": 'import { helper } from "./door.js";\nexport const entry = (x) => helper(x);',
      "door.js": 'export * from "./a.js";',
      "a.js": helper,
    },
    {
      "entry.js": 'import h from "./a.js";\nexport const entry = (x) => h(x);',
      "a.js": `${helper}\nexport { helper as default };`,
    },
    {
      "entry.js": 'import * as all from "./a.js";\nexport const entry = (x) => all.helper(x);',
      "a.js": helper,
    },
    {
      "entry.js": 'export { start as entry } from "./a.js";',
      "a.js": `${helper}\nexport const start = (x) => helper(x);`,
    },
    {
      "entry.js": 'import { helper } from "pml/room";\nexport const entry = (x) => helper(x);',
      "room/index.js": helper,
    },
  ];
  for (const files of ways) assert.equal(version(files), here, JSON.stringify(files));
  for (const files of ways) {
    const changed = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, text.replace("x / 2", "x / 3")]),
    );
    assert.notEqual(version(changed), here, JSON.stringify(files));
  }
});

test("statements count where anything of their module is used, and modules that are imported for what they do", () => {
  const plain = {
    "entry.js": 'import { a } from "./a.js";\nexport const entry = a;',
    "a.js": "export const a = [];",
  };
  const filled = { ...plain, "a.js": "export const a = [];\na.push(1);" };
  assert.notEqual(version(plain), version(filled));
  assert.notEqual(version(filled), version({ ...plain, "a.js": "export const a = [];\na.push(2);" }));
  const bare = {
    "entry.js": 'import "./setting.js";\nexport const entry = 1;',
    "setting.js": "globalThis.k = 1;",
  };
  assert.notEqual(version(bare), version({ ...bare, "setting.js": "globalThis.k = 2;" }));
  assert.notEqual(version(bare), version({ "entry.js": "export const entry = 1;" }));
});

test("what runs in a thread or is loaded later counts, the name of its file does not", () => {
  const pool = (file: string) =>
    `export const entry = () => new Worker(new URL("./${file}", import.meta.url));`;
  const worker = 'import { work } from "./work.js";\nparentPort.on("message", (x) => work(x));';
  const files = { "entry.js": pool("a.js"), "a.js": worker, "work.js": "export const work = (x) => x / 2;" };
  const { "a.js": _, ...rest } = files;
  assert.equal(
    version(files),
    version({ ...rest, "entry.js": pool("deep/b.js"), "deep/b.js": worker.replace("./", "../") }),
  );
  assert.notEqual(version(files), version({ ...files, "work.js": "export const work = (x) => x / 3;" }));
  const later = { "entry.js": 'export const entry = () => import("./a.js");', "a.js": "export const a = 1;" };
  assert.notEqual(version(later), version({ ...later, "a.js": "export const a = 2;" }));
  const asset = {
    "entry.js": 'export const entry = new URL("./table.csv", import.meta.url);',
    "table.csv": "1",
  };
  assert.notEqual(version(asset), version({ ...asset, "table.csv": "2" }));
});

test("of packages those count that are used, with all that these depend on", () => {
  const files = { "entry.js": 'import { solve } from "some-solver/lu";\nexport const entry = solve;' };
  const withLock = (change: object) => version(files, { ...defaultLock, ...change });
  const before = withLock({});
  assert.equal(withLock({ "node_modules/unused": { version: "2.0.0", integrity: "e" } }), before);
  assert.equal(withLock({ "node_modules/inner": { version: "9.1.0", integrity: "e" } }), before, "another's");
  for (const place of ["node_modules/some-solver", "node_modules/some-solver/node_modules/inner"])
    assert.notEqual(withLock({ [place]: { version: "1.0.1", integrity: "e" } }), before);
  const nearer = { "lib/node_modules/some-solver": { version: "1.0.0", integrity: "of the library alone" } };
  assert.notEqual(withLock(nearer), before);
  const byName = (lock: object) =>
    version({ "entry.js": 'export const entry = require.resolve("unused/package.json");' }, lock);
  const other = { ...defaultLock, "node_modules/unused": { version: "2.0.0", integrity: "e" } };
  assert.notEqual(byName(defaultLock), byName(other), "a package found by its name");
  different(
    'import { solve } from "some-solver";\nexport const entry = solve;',
    'import { best } from "some-solver";\nexport const entry = best;',
  );
});

const errors = `// @silent: words messages

export class InputError extends Error {}
export function requireInput(condition, name, problem) { if (!condition) throw new InputError(name + problem()); }
export const requireAbove = (name, value, least) => { requireInput(value > least, name, () => "too small"); return value; };`;

test("what an error says does not count; what is asked for does", () => {
  const files = (check: string, silent = errors) => ({
    "entry.js": `import { InputError, requireAbove, requireInput } from "./errors.js";\nexport function entry(a, b) { ${check} return a / b; }`,
    "errors.js": silent,
  });
  const value = (check: string, silent?: string) => version(files(check, silent));
  assert.equal(
    value('requireInput(a > 0, "entry", () => `a is ${a}`);'),
    value('requireInput(a > 0, "f", "a must be above 0, got " + a);'),
  );
  assert.notEqual(value('requireInput(a > 0, "entry", "");'), value('requireInput(a > 1, "entry", "");'));
  assert.notEqual(value('a = requireAbove("entry", a, 0);'), value('a = requireAbove("entry", b, 0);'));
  assert.equal(
    value('if (b === 0) throw new InputError("b", `b is ${b}`);'),
    value('if (b === 0) throw new RangeError("no");'),
  );
  assert.notEqual(
    value('if (b === 0) throw new InputError("b");'),
    value('if (b === 1) throw new InputError("b");'),
  );
  const check = 'requireInput(a > 0, "entry", () => `a is ${a}`);';
  assert.equal(
    value(check),
    value(check, errors.replace("too small", "must be larger").replace("name + problem()", "problem()")),
  );
  assert.equal(
    value(check),
    version({
      ...files(check.replace("requireInput", "demand")),
      "entry.js": files(check.replace("requireInput", "demand"))["entry.js"].replace(
        "requireInput }",
        "demand }",
      ),
      "errors.js": errors.replaceAll("requireInput", "demand"),
    }),
    "the name of a silent function",
  );
});

test("the name by which a function tells others that it is calling does not count; other texts do", () => {
  const by = (name: string, told = name) =>
    version({
      "entry.js": `import { check } from "./check.js";\nexport function ${name}(a) { const caller = "${told}"; check("${told}.a", a, caller); return a; }\nexport { ${name} as entry };`,
      "check.js": "export function check(name, value) { if (value < 0) throw new Error(name); }",
    });
  assert.equal(by("fit"), by("fitMixture"));
  assert.notEqual(by("fit"), by("fit", "other"));
  const stream = (name: string) =>
    `export const entry = (random) => random.split("${name}");\nexport const fit = 1;`;
  different(stream("fit"), stream("draw"));
  different(stream("fit"), stream("fit").replaceAll("fit", "draw"));
});

test("of silent modules what they call counts, not how", () => {
  const files = (keeper: string, fit = "(x) => x / 2") => ({
    "entry.js": 'import { kept } from "./kept.js";\nexport const entry = (x) => kept("a", () => x + 1);',
    "kept.js": `// @silent: keeps files\n\nimport { fit, other } from "./fit.js";\n${keeper}`,
    "fit.js": `export const fit = ${fit};\nexport const other = () => 3;`,
  });
  const one = version(files("export const kept = (name, make) => fit(make());"));
  assert.equal(version(files("export function kept(file, f) { const made = fit(f()); return made; }")), one);
  assert.equal(
    version(files("export const kept = (name, make) => again(make);\nconst again = (make) => fit(make());")),
    one,
  );
  assert.notEqual(version(files("export const kept = (name, make) => fit(make());", "(x) => x / 3")), one);
  const both = (first: string, second: string) =>
    version(
      files(`export const kept = (name, make) => { const a = ${first}(make()); return ${second}(a); };`),
    );
  assert.equal(both("fit", "other"), both("other", "fit"));
  assert.notEqual(version(files("export const kept = (name, make) => other(make());")), one);
  const entry = 'import { kept } from "./kept.js";\nexport const entry = (x) => kept("a", () => x + 2);';
  assert.notEqual(
    version({ ...files("export const kept = (name, make) => fit(make());"), "entry.js": entry }),
    one,
    "functions handed to it",
  );
});

test("properties set apart do not count, nor what only they use; a canary never does", () => {
  const study = (part: string, run: string, apart: string[] = []) =>
    version(
      {
        "entry.js": `export const entry = { run: () => ${run}, ${part} };\nconst f = (x) => x;\nconst g = (x) => 2 * x;`,
      },
      defaultLock,
      apart,
    );
  assert.equal(study("canary: () => f(1)", "f(3)"), study("canary: () => g(2)", "f(3)"));
  assert.equal(study("canary: () => f(1)", "f(3)"), study("canary() { return g(2); }", "f(3)"));
  assert.notEqual(study("canary: () => f(1)", "f(3)"), study("canary: () => f(1)", "g(3)"));
  assert.equal(study("title: f(1)", "f(3)", ["title"]), study("title: g(2)", "f(3)", ["title"]));
  assert.notEqual(study("title: f(1)", "f(3)"), study("title: g(2)", "f(3)"));
});

test("a program is the same in any division into files, in any order and under any names; a changed number is not", () => {
  // functions that call each other in any way, cycles included
  const graph = fc.array(fc.array(fc.nat(7), { maxLength: 3 }), { minLength: 8, maxLength: 8 });
  const layout = fc.record({
    files: fc.array(fc.nat(2), { minLength: 8, maxLength: 8 }),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }),
    prefix: fc.constantFrom("f", "g", "long_"),
  });
  const write = (
    calls: number[][],
    { files, order, prefix }: { files: number[]; order: number[]; prefix: string },
    changed = -1,
  ) => {
    const name = (i: number) => `${prefix}${(7 * i + prefix.length) % 8}`;
    const texts: Record<string, string> = {};
    for (const file of [0, 1, 2]) {
      const own = order.filter((i) => files[i] === file);
      const others = order.filter((i) => files[i] !== file);
      texts[`m${file}.js`] = [
        ...others.map((i) => `import { ${name(i)} } from "./m${files[i]}.js";`),
        ...own.map(
          (i) =>
            `export function ${name(i)}(x) { return [${i === changed ? 100 : i}, ${calls[i]!.map((j) => `${name(j)}(x)`).join(", ")}]; }`,
        ),
      ].join("\n");
    }
    return { ...texts, "entry.js": `export { ${name(0)} as entry } from "./m${files[0]}.js";` };
  };
  const reached = (calls: number[][]) => {
    const found = new Set([0]);
    for (const i of found) for (const j of calls[i]!) found.add(j);
    return found;
  };
  fc.assert(
    fc.property(graph, layout, layout, fc.nat(7), (calls, one, other, changed) => {
      const plain = version(write(calls, one));
      assert.equal(version(write(calls, other)), plain);
      assert[reached(calls).has(changed) ? "notEqual" : "equal"](
        version(write(calls, other, changed)),
        plain,
      );
    }),
    { numRuns: 60 },
  );
});

test("a module that is not there and a name that it does not know are named", () => {
  assert.throws(
    () => version({ "other.js": "" }),
    /programVersion: there is no compiled module \d+\/entry\.js/,
  );
  assert.throws(
    () => ofEntry("export const other = 1;"),
    /programVersion: the compiled module \d+\/entry\.js knows no entry/,
  );
});

test("of a namespace one member may be asked for", () => {
  const files = (used: string, other: string) => ({
    "model.js": `export const fit = ${used};\nexport const sample = ${other};`,
    "entry.js": 'import * as model from "./model.js";\nexport const entry = () => model.fit;',
  });
  const fit = (used: string, other: string) => version(files(used, other), defaultLock, [], ["model.fit"]);
  assert.equal(fit("1", "2"), fit("1", "3"));
  assert.notEqual(fit("1", "2"), fit("4", "2"));
  assert.throws(
    () => version(files("1", "2"), defaultLock, [], ["model.draw"]),
    /entry\.js knows no model\.draw/,
  );
  assert.throws(
    () => version(files("1", "2"), defaultLock, [], ["other.fit"]),
    /entry\.js knows no other\.fit/,
  );
});

test("a module asks for its own names, declared or imported", () => {
  const here = import.meta.url;
  assert.match(programVersion(here, "version"), /^[0-9a-f]{64}$/);
  assert.equal(programVersion(here, "version"), programVersion(here, "version"));
  assert.notEqual(programVersion(here, "version"), programVersion(here, "root"));
  assert.notEqual(programVersion(here, "version", "root"), programVersion(here, "version"));
  assert.throws(() => programVersion(here, "nothing"), /knows no nothing/);
  assert.ok(root.length > 0 && programVersion(here, "ProgramVersions").length === 64);
});
