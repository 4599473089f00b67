import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { after, test } from "node:test";
import { notebookParts } from "pml/notebook";
import { exportName, studies } from "pml/studies";
import { ProgramVersions } from "#internal/node/versions/program-version";
import { root } from "../../support/fixture.js";

// All versions of the house on copies of the compiled library, after changes that change no number, and after one that does.

const folder = mkdtempSync(join(tmpdir(), "house-"));
after(() => rmSync(folder, { recursive: true }));
const compiled = join(root, "lib", "dist");
const notebooks = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));

/** Files of a library by their path from its folder. */
type Files = Map<string, string>;

const original: Files = new Map(
  readdirSync(compiled, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .map((name) => [name, readFileSync(join(compiled, name), "utf8")]),
);

const cellsOf = (name: string): string[] =>
  JSON.parse(readFileSync(join(root, "notebooks", name), "utf8"))
    .cells.filter(({ cell_type }: { cell_type: string }) => cell_type === "code")
    .map(({ source }: { source: string[] }) => source.join(""));

/** What checkpoints and journals carry: names of the modules that ask, as these write them. */
const kept = [...original].flatMap(([path, text]) =>
  [
    ...text
      .replaceAll(/^\s*\*.*$/gm, "")
      .matchAll(/programVersion\(import\.meta\.url, ((?:"[\w.]+"(?:, )?)+)\)/g),
  ].map(([call, names]) => ({
    asker: path,
    call,
    names: [...names!.matchAll(/[\w.]+/g)].map(([name]) => name),
  })),
);

let copies = 0;

/** Versions of all studies, notebooks (and the hashes of their cells) and kept models in a copy of the library. */
function versionsOf(files: Files, change: (cell: string) => string = (cell) => cell): Map<string, string> {
  const copy = join(folder, `${copies++}`);
  for (const [name, text] of files) {
    mkdirSync(dirname(join(copy, name)), { recursive: true });
    writeFileSync(join(copy, name), text);
  }
  const versions = new ProgramVersions(copy, join(root, "package-lock.json"));
  const found = new Map<string, string>();
  for (const { name } of Object.values(studies))
    found.set(name, versions.version(versions.door("studies"), [exportName(name)], ["question", "module"]));
  for (const name of notebooks) {
    const cells = cellsOf(name).map(change);
    const surroundings = {
      studiesFolder: join(root, "data", "studies"),
      quick: false,
      dataDigest: () => "0",
      versions,
    };
    const { cells: text, library, packages } = notebookParts(cells, surroundings);
    found.set(name, `${text} ${library} ${packages}`);
  }
  for (const { asker, call, names } of kept) {
    // several may ask in the same words: the order of the files tells them apart
    const askers = (of: Files) => [...of].filter(([, text]) => text.includes(call)).map(([path]) => path);
    const now = files.has(asker) ? asker : askers(files)[askers(original).indexOf(asker)]!;
    found.set(`kept by ${asker}: ${names}`, versions.version(join(copy, now), names));
  }
  rmSync(copy, { recursive: true });
  return found;
}

const before = versionsOf(original);

/** Names of what is not as it was. */
const staleAfter = (files: Files, change?: (cell: string) => string) => {
  const now = versionsOf(files, change);
  return [...before.keys()].filter((name) => now.get(name) !== before.get(name)).sort();
};

const everywhere = (change: (text: string, path: string) => string): Files =>
  new Map([...original].map(([path, text]) => [path, change(text, path)]));

/** The one module that holds a piece of text, changed. */
function changed(piece: string | RegExp, replacement: string): Files {
  const holds = (text: string) => (typeof piece === "string" ? text.includes(piece) : piece.test(text));
  const holders = [...original].filter(([, text]) => holds(text));
  assert.equal(holders.length, 1, `${piece} is in ${holders.map(([path]) => path)}`);
  const [[path, text]] = holders as [[string, string]];
  return new Map(original).set(path, text.replace(piece, replacement));
}

/** Modules at other places, all imports mended. */
function moved(placeOf: (path: string) => string): Files {
  return new Map(
    [...original].map(([path, text]) => {
      const place = placeOf(path);
      const mended = text.replace(/(["'])(\.\.?\/[^"'\n]+\.js)\1/g, (whole, _, target: string) => {
        const meant = join(dirname(path), target);
        if (!original.has(meant)) return whole;
        const written = relative(dirname(place), placeOf(meant));
        return JSON.stringify(written.startsWith(".") ? written : `./${written}`);
      });
      return [place, mended];
    }),
  );
}

test("the copy has something to say of every study, notebook and kept model", () => {
  assert.equal([...before.keys()].filter((name) => name.startsWith("kept by")).length, kept.length);
  assert.ok(kept.length >= 8, `${kept.length}`);
  assert.equal(new Set(before.values()).size, before.size, "and not the same of two");
});

test("modules may move: every one but the doors, to one folder and under other names", () => {
  const places = new Map(
    [...original.keys()].map((path, i) => [path, /index\.js$/.test(path) ? path : `all/m${i}.js`]),
  );
  const files = moved((path) => places.get(path)!);
  assert.ok([...files.keys()].filter((path) => path.startsWith("all/")).length > 100);
  assert.deepEqual(staleAfter(files), []);
});

test("imports, and the order in which a door names things, may be turned about", () => {
  const files = everywhere((text) => {
    const lines = text.split("\n");
    const isImport = (line: string) => /^(import|export) .* from "[^"]+";$/.test(line);
    const reversed = lines.filter(isImport).reverse();
    return lines.map((line) => (isImport(line) ? reversed.shift()! : line)).join("\n");
  });
  assert.notDeepEqual(files, original);
  assert.deepEqual(staleAfter(files), []);
});

test("comments, neighbours nobody asks for, and texts of errors may change", () => {
  const neighbour =
    "\n// a remark\nexport const unaskedFor = makeUnaskedFor(Math.random());\nfunction makeUnaskedFor(a) { return [a]; }\n";
  assert.deepEqual(staleAfter(everywhere((text) => text + neighbour)), []);
  const reworded = everywhere((text) => text.replaceAll("must be", "has to be"));
  assert.ok([...reworded].filter(([path, text]) => original.get(path) !== text).length > 40);
  assert.deepEqual(staleAfter(reworded), []);
});

test("how files are kept, progress is told and messages are put together may change", () => {
  const silent = [...original].filter(([, text]) => text.startsWith("// @silent: "));
  assert.ok(silent.length > 10);
  // whatever they do, they do something else before
  const files = new Map(original);
  for (const [path, text] of silent)
    files.set(
      path,
      text.replaceAll(
        /^(\s*(?:export )?(?:async )?function \w+\([^\n]*\) \{)$/gm,
        "$1 globalThis.beforehand = 1;",
      ),
    );
  assert.ok(silent.filter(([path, text]) => files.get(path) !== text).length > 10);
  assert.deepEqual(staleAfter(files), []);
});

test("a local name and the name of a function that several rooms and notebooks use may change", () => {
  const local = everywhere((text) =>
    text.includes("const half = 0.5 * stepSize;") ? text.replaceAll(/\bhalf\b/g, "partOfStep") : text,
  );
  assert.notDeepEqual(local, original);
  assert.deepEqual(staleAfter(local), []);
  const renamed = (text: string) => text.replaceAll(/(?<!\.)\bfirstImages\b(?!:)/g, "headOfImages");
  const files = everywhere(renamed);
  assert.ok([...files].filter(([path, text]) => original.get(path) !== text).length >= 4);
  assert.deepEqual(staleAfter(files, renamed), []);
});

const name = (text: string) => notebooks.find((each) => each.startsWith(text))!;
const keptOf = (text: string) =>
  [...before.keys()].filter((each) => each.startsWith("kept by") && each.includes(text));

test("a constant of the Gaussian mixture's EM makes stale what uses it, and nothing else", () => {
  const stale = staleAfter(changed("size > 10 * Number.EPSILON", "size > 11 * Number.EPSILON"));
  assert.deepEqual(
    stale,
    [
      "density-paired",
      "density-samples",
      "mixture-floor",
      "mixture-starts",
      name("1-density"),
      name("1.2.2"),
      name("1.2.3"),
      ...keptOf("imageRows"),
      ...keptOf("gaussianMixture.fit"),
      ...keptOf("chooseFloor"),
    ].sort(),
  );
});

test("a constant of NUTS makes stale what samples, in threads too, and nothing else", () => {
  const stale = staleAfter(changed("const half = 0.5 * stepSize;", "const half = 0.25 * stepSize;"));
  const expected = [
    "bayesopt-causes",
    "bayesopt-chains",
    "bayesopt-fixes",
    "bayesopt-functions",
    "bayesopt-noise",
    "bayesopt-rules",
    "gp-calibration",
    name("2.1"),
    name("2.2"),
    name("3-"),
  ];
  const keptDraws = ["choicesOfOneStep", "followOptimisation", "hyperTrials", "sampleNutsResumably"];
  assert.deepEqual(stale, [...expected, ...keptDraws.flatMap(keptOf)].sort());
  assert.ok(keptDraws.every((sampler) => keptOf(sampler).length === 1));
});

test("a constant of a study's plan makes stale that study, and the notebook that reads it", () => {
  const stale = staleAfter(
    changed("tolerance: 0.02,\n    maxIterations: 60,", "tolerance: 0.03,\n    maxIterations: 60,"),
  );
  assert.ok(
    stale.includes("mixture-floor") &&
      !stale.includes("mixture-starts") &&
      !stale.includes("density-mixtures"),
    `${stale}`,
  );
});
