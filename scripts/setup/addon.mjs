// @ts-check
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { makeFromOfficialBinary, makeFromWheel } from "./addon-sources.mjs";
import { addonPackage, cache, root } from "./paths.mjs";
import { excerpt, quietTensorFlow, tryQuietly } from "./process.mjs";
import { SetupError } from "./report.mjs";
import { digest, fileDigest, readOrUndefined, remove, writeWhole } from "./stamp.mjs";

// The addon is two libraries of TensorFlow and a small binding. However they were obtained, they are kept in
// .cache/tensorflow/VERSION-SYSTEM, complete or not at all, and hard-linked into the package from there: `npm ci` wipes
// the package, and they are 600 MB.

const stamp = join(addonPackage, "set-up.stamp");
const binding = join("lib", "napi-v8", "tfjs_binding.node");

/** Version of the tfjs-node package that is installed. */
function packageVersion() {
  const text = readOrUndefined(join(addonPackage, "package.json"));
  return text ? JSON.parse(text).version : "none";
}

const partsFolder = () =>
  join(cache, "tensorflow", `${packageVersion()}-${process.platform}-${process.arch}`);

/** The package's addon files, those that are there: relative path and size; links by what they point to. */
function installedFiles() {
  const libraries = join(addonPackage, "deps", "lib");
  const names = existsSync(libraries) ? readdirSync(libraries).map((name) => join("deps", "lib", name)) : [];
  return [binding, ...names].map((name) => {
    const found = statSync(join(addonPackage, name), { throwIfNoEntry: false });
    return `${name} ${found?.size ?? "missing"}`;
  });
}

/** What a successful load depends on: the files, and the Node that loaded them. */
const loadKey = () => digest(process.version, process.arch, packageVersion(), ...installedFiles().sort());

// Node 23 removed a function that tfjs-node still calls; the library puts it back in the same way before it loads it.
const probe = `
const util = require("node:util");
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
const tf = require("@tensorflow/tfjs-node");
if (tf.tidy(() => tf.tensor1d([1, 2, 3]).square().sum().dataSync()[0]) !== 14) throw new Error("it does not add up");
`;

/** Loads the addon in a process of its own and computes with it; returns what was wrong, or undefined. */
async function loadProblem() {
  if (!existsSync(join(addonPackage, binding))) return "its binding is not there yet";
  const result = await tryQuietly(process.execPath, ["-e", probe], {
    env: quietTensorFlow,
    timeout: 120_000,
  });
  return result.ok ? undefined : result.output.trim() || `its load ended with exit code ${result.code}`;
}

/**
 * Keeps the addon of the package in the cache, before the package is wiped; does nothing where it is incomplete.
 * What is put back is tested like everything else.
 */
export function keepAddon() {
  if (existsSync(partsFolder()) || installedFiles().length < 3) return;
  const partial = `${partsFolder()}.partial`;
  remove(partial);
  try {
    copyParts(addonPackage, partial);
    renameSync(partial, partsFolder());
  } catch {
    remove(partial); // incomplete: it will be made anew
  }
}

/** Hard link, or a copy where the file system has none. @param {string} from @param {string} to */
function linkOrCopy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

const libraryNames = /^libtensorflow(_framework|_cc)?[.\d]*\.(so|dylib)[.\d]*$/;

/**
 * The addon's parts, from one folder laid out like the package to another; throws where one is missing.
 * @param {string} from
 * @param {string} to
 */
export function copyParts(from, to) {
  linkOrCopy(join(from, binding), join(to, binding));
  const [source, target] = [join(from, "deps", "lib"), join(to, "deps", "lib")];
  const libraries = readdirSync(source, { withFileTypes: true }).filter(({ name }) =>
    libraryNames.test(name),
  );
  mkdirSync(target, { recursive: true });
  for (const library of libraries) {
    if (library.isSymbolicLink())
      symlinkSync(readlinkSync(join(source, library.name)), join(target, library.name));
    else linkOrCopy(join(source, library.name), join(target, library.name));
  }
  const present = new Set(libraries.map(({ name }) => name));
  // The wheel's libraries have other names than those the binding was given; macOS's need no links.
  for (const [link, file] of /** @type {const} */ ([
    ["libtensorflow.so.2", "libtensorflow_cc.so.2"],
    ["libtensorflow.so", "libtensorflow_cc.so.2"],
    ["libtensorflow_framework.so", "libtensorflow_framework.so.2"],
  ]))
    if (!present.has(link) && present.has(file)) symlinkSync(file, join(target, link));
}

/** Puts the cached parts into the package; a half-done placement of an earlier run is replaced. */
function placeParts() {
  remove(join(addonPackage, "deps", "lib"));
  remove(join(addonPackage, "lib"));
  copyParts(partsFolder(), addonPackage);
}

/** Whether the cached parts are what they were when they were put there. */
async function partsAreWhole() {
  const note = readOrUndefined(join(partsFolder(), "sha256.json"));
  if (!note) return existsSync(partsFolder());
  for (const [name, hash] of Object.entries(JSON.parse(note))) {
    const path = join(partsFolder(), name);
    if (!existsSync(path) || (await fileDigest(path)) !== hash) return false;
  }
  return true;
}

/**
 * Makes the addon's parts from one of the sources and puts them in the cache, all or nothing.
 * @param {(folder: string) => Promise<void>} make fills a folder laid out like the package
 */
async function cacheParts(make) {
  const workshop = join(cache, "tensorflow", "workshop");
  const partial = `${partsFolder()}.partial`;
  remove(workshop);
  remove(partial);
  mkdirSync(workshop, { recursive: true });
  try {
    await make(workshop);
    copyParts(workshop, partial);
    await noteHashes(partial);
    remove(partsFolder());
    renameSync(partial, partsFolder());
  } finally {
    remove(workshop);
    remove(partial);
  }
}

/** @param {string} folder of parts */
async function noteHashes(folder) {
  const libraries = readdirSync(join(folder, "deps", "lib")).map((file) => join("deps", "lib", file));
  /** @type {Record<string, string>} */
  const hashes = {};
  for (const name of [binding, ...libraries]) hashes[name] = await fileDigest(join(folder, name));
  writeWhole(join(folder, "sha256.json"), JSON.stringify(hashes, null, 2));
}

/** Places what is in the cache and loads it; returns what was wrong, or undefined after leaving the stamp. */
async function placeAndLoad() {
  placeParts();
  const problem = await loadProblem();
  if (!problem) writeWhole(stamp, loadKey());
  return problem;
}

const sources = [
  { name: "official", what: "the official prebuilt binary", make: makeFromOfficialBinary },
  { name: "wheel", what: "TensorFlow's wheel, with a binding compiled here", make: makeFromWheel },
];

/**
 * Makes the addon load: what is in place, else the cache, else the sources in turn (PML_TENSORFLOW names one of them).
 * @param {import("./report.mjs").StepReport} report
 */
export async function provideAddon(report) {
  if (readOrUndefined(stamp) === loadKey()) return "in place";
  if (!(await loadProblem())) {
    writeWhole(stamp, loadKey());
    return "loads";
  }
  if (existsSync(partsFolder())) {
    report.begin("putting it back from .cache");
    if ((await partsAreWhole()) && !(await placeAndLoad())) return "put back from .cache";
    remove(partsFolder());
  }
  /** @type {string[]} */
  const failures = [];
  const only = process.env.PML_TENSORFLOW;
  for (const { name, what, make } of sources) {
    if (only && only !== name) continue;
    report.begin(`trying ${what}`);
    try {
      await cacheParts(make);
      const problem = await placeAndLoad();
      if (!problem) return `from ${what}`;
      failures.push(`${what} was fetched but does not load:\n${excerpt(problem, 8, 4)}`);
      remove(partsFolder());
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      failures.push(`${what}: ${error.message}`);
    }
  }
  throw new SetupError(
    `TensorFlow's native addon could not be provided (Node ${process.version}, ${process.platform} ${process.arch}, in ${root}). ` +
      `Mend one of the following and run the same command again.\n\n${failures.map((failure) => `* ${failure}`).join("\n\n")}`,
  );
}
