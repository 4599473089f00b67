import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { notebookProblems } from "#scripts/notebooks/cell-limits.mjs";
import { notebooksIn, untidyCells } from "#scripts/notebooks/format.mjs";
import { checkNotebooks } from "#scripts/notebooks/type-check.mjs";
import { root } from "../support/fixture.js";
import { notebook } from "../support/notebook.js";

const read = (...path: string[]) => readFileSync(join(root, ...path), "utf8");
const readme = read("README.md");
const examplesOf = (text: string) => [...text.matchAll(/^```ts\n([\s\S]*?)\n```/gm)].map(([, code]) => code!);

/** What lint says of notebooks: of the format, the limits and the types of their cells. */
async function lintOf(notebooks: ReadonlyMap<string, string>): Promise<string[]> {
  mkdirSync(join(root, ".cache"), { recursive: true });
  // inside the repository, so that imports resolve
  const folder = (name: string) => mkdtempSync(join(root, ".cache", `readme-${name}-`));
  const made = { notebooks: folder("notebooks"), files: folder("files"), types: folder("types") };
  try {
    for (const [name, content] of notebooks) writeFileSync(join(made.notebooks, name), content);
    const untidy = await untidyCells(notebooksIn(made.notebooks), made.files);
    const said = untidy.map(({ cell, formatted }) => `cell ${cell} is formatted otherwise: ${formatted}`);
    const types: string[] = [];
    const wrong = await checkNotebooks(made.notebooks, made.types, (text) => types.push(text));
    return [...said, ...(wrong === 0 ? [] : types), ...notebookProblems(made.notebooks)];
  } finally {
    for (const each of Object.values(made)) rmSync(each, { recursive: true, force: true });
  }
}

test("the README is read in a minute: at most 900 words, tables and code counted", () => {
  const words = readme.split(/\s+/).filter((word) => word !== "");
  assert.ok(words.length <= 900, `${words.length} words`);
});

test("what the README has one paste into notebook 1.1 passes lint there", async () => {
  const [pasted, ...others] = examplesOf(readme);
  assert.ok(pasted !== undefined && others.length === 0);
  const name = "1.1-variational-autoencoders.ipynb";
  const lintWith = (...sources: string[]) => {
    const content = JSON.parse(read("notebooks", name)) as { cells: unknown[] };
    content.cells.push(...sources.map((source) => ({ cell_type: "code", source })));
    return lintOf(new Map([[name, JSON.stringify(content)]]));
  };
  assert.deepEqual(await lintWith(pasted), []);
  const wrong = await lintWith(pasted, "const  wider = nothing");
  assert.match(wrong.join("\n"), /formatted otherwise[\s\S]*redeclare[\s\S]*Cannot find name 'nothing'/);
});

test("what the documentation shows as code for notebooks passes lint in one", async () => {
  const examples = examplesOf(read("docs", "extending.md"));
  // an example goes on from the one before where it begins without an import
  const cells: string[][] = [];
  for (const example of examples)
    if (example.startsWith("import ")) cells.push([example]);
    else cells.at(-1)!.push(example);
  assert.equal(cells.length, 3);
  const notebooks = cells.map((each, i): [string, string] => [`example-${i}.ipynb`, notebook(...each)]);
  assert.deepEqual(await lintOf(new Map(notebooks)), []);
});

test("the numbers in the README are those of the committed Table 1", () => {
  const rows = JSON.parse(read("figures", "table-1.json")) as {
    readonly logLikelihood: number;
    readonly mse: number;
  }[];
  const printed = [...readme.matchAll(/^\| [\w ]+ \| (-[\d,.]+) \| -[\d,.]+ \| (0\.\d+) \| 0\.\d+ \|$/gm)];
  assert.equal(printed.length, rows.length);
  printed.forEach(([line, value, error], i) => {
    const { logLikelihood, mse } = rows[i]!;
    assert.ok(Math.abs(Number(value!.replaceAll(",", "")) / logLikelihood - 1) < 0.005, line);
    assert.ok(Math.abs(Number(error) / mse - 1) < 0.005, line);
  });
});

test("the numbers in the README are those of the committed Table 2", () => {
  const rows = JSON.parse(read("figures", "table-2.json")) as {
    readonly logLikelihood: number;
    readonly standardError: number;
  }[];
  const printed = [...readme.matchAll(/(-?\d+\.\d) ± (\d+\.\d)/g)];
  assert.ok(printed.length >= 9);
  for (const [text, value, error] of printed)
    assert.ok(
      rows.some(
        ({ logLikelihood, standardError }) =>
          Math.abs(logLikelihood - Number(value)) < 0.051 && Math.abs(standardError - Number(error)) < 0.051,
      ),
      `${text} is no row of Table 2`,
    );
});

test("the ratios in the README are those of the committed bench, to two digits", () => {
  const results = JSON.parse(read("bench", "results.json")) as {
    readonly pair: string;
    readonly ratio: number;
  }[];
  const printed = [...readme.matchAll(/^\| `([a-z-]+)` \| [^|]+ \| ([\d.]+) \|$/gm)];
  assert.ok(printed.length >= 8);
  for (const [line, pair, ratio] of printed) {
    const measured = results.find((result) => result.pair === pair)?.ratio;
    assert.equal(Number(ratio), Number(measured?.toPrecision(2)), line);
  }
  assert.ok(printed.filter(([, , ratio]) => Number(ratio) < 1).length >= 2, "what the peer does faster too");
});

/** The pages that a reader is led to, and the folder that their links start from. */
const pages = [
  "README.md",
  "CHANGELOG.md",
  ...["notebooks", "data", "figures"].map((folder) => `${folder}/README.md`),
  ...readdirSync(join(root, "docs")).flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])),
];

for (const name of pages)
  test(`${name}: every file it names by a link is there, and every place in it`, () => {
    for (const [, path = "", place] of read(name).matchAll(/\]\(([^)#]*)(?:#([^)]+))?\)/g)) {
      if (/^[a-z]+:/.test(path)) continue;
      const target = join(root, dirname(name), path);
      assert.ok(existsSync(target), path);
      if (place === undefined) continue;
      assert.ok(hasPlace(readFileSync(target, "utf8"), place, path.endsWith(".ipynb")), `${path}#${place}`);
    }
  });

/** Whether a page has an anchor or a heading of that name, or a notebook a heading, by which Jupyter makes places. */
function hasPlace(text: string, place: string, inNotebook: boolean): boolean {
  const headings = (markdown: string) =>
    [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
      heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1"),
    );
  if (inNotebook) {
    const { cells } = JSON.parse(text) as { cells: { cell_type: string; source: string[] }[] };
    const own = cells.filter(({ cell_type: type }) => type === "markdown");
    return own
      .flatMap(({ source }) => headings(source.join("")))
      .some((heading) => heading.replaceAll(" ", "-") === decodeURIComponent(place));
  }
  const plain = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\d -]/gu, "")
      .replaceAll(" ", "-");
  return text.includes(`<a id="${place}"></a>`) || headings(text).map(plain).includes(place);
}

test("the README leads to every page of the documentation, directly or by one of them", () => {
  const linked = (name: string) =>
    [...read(name).matchAll(/\]\(([^)#]+\.md)[#)]/g)].map(([, path = ""]) => join(dirname(name), path));
  const reached = new Set(linked("README.md"));
  for (const page of [...reached]) for (const next of linked(page)) reached.add(next);
  for (const page of pages.filter((each) => each.startsWith("docs/"))) assert.ok(reached.has(page), page);
});

test("docs/rooms.md has every room of the library", () => {
  const folders = readdirSync(join(root, "lib"), { withFileTypes: true });
  const page = read("docs", "rooms.md");
  for (const { name } of folders.filter((each) => existsSync(join(root, "lib", each.name, "index.ts"))))
    assert.ok(page.includes(`\`lib/${name}\``), name);
});

test("docs/set-up.md has every command, and no other", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const [, commands = ""] = read("docs", "set-up.md")
    .split(/^## .*$/m)
    .slice(1);
  const named = [...commands.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/npm (?:run )?(\w+)/g)].map(([, name]) => name!),
  );
  assert.deepEqual([...new Set(named)].sort(), Object.keys(scripts).sort());
});
