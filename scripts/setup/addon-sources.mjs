// @ts-check
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { request } from "node:https";
import { basename, join } from "node:path";
import { addonPackage, cache, inRoot, venvPython } from "./paths.mjs";
import { runQuietly, tryQuietly } from "./process.mjs";
import { requireSpace, SetupError } from "./report.mjs";
import { fileDigest, remove } from "./stamp.mjs";

/** Whether a host answers at all, so that a closed network costs seconds and not minutes. @param {string} url */
function answers(url) {
  return new Promise((resolve) => {
    const asked = request(url, { method: "HEAD", timeout: 4000 }, (response) => {
      response.destroy();
      resolve(true);
    });
    asked.on("timeout", () => asked.destroy(new Error("no answer")));
    asked.on("error", () => resolve(false));
    asked.end();
  });
}

/**
 * What tfjs-node's own install script fetches: library and binding, checked by loading and computing with them only,
 * since no checksums are published. It rewrites its package.json as it goes, so it works on a copy.
 * @param {string} folder
 */
export async function makeFromOfficialBinary(folder) {
  const { host } = JSON.parse(readFileSync(join(addonPackage, "package.json"), "utf8")).binary;
  const throughProxy = process.env.HTTPS_PROXY ?? process.env.https_proxy;
  if (!throughProxy && !(await answers(host))) throw new SetupError("its host cannot be reached from here.");
  requireSpace("TensorFlow's libraries", 1.5);
  cpSync(addonPackage, folder, {
    recursive: true,
    filter: (path) => !["deps", "lib", "node_modules"].includes(basename(path)),
  });
  await runQuietly(
    "tfjs-node's install script",
    "",
    process.execPath,
    [join(folder, "scripts", "install.js")],
    {
      cwd: folder,
      env: { PATH: `${inRoot("node_modules", ".bin")}:${process.env.PATH}` },
      timeout: 600_000,
    },
  );
  if (!existsSync(join(folder, "lib", "napi-v8", "tfjs_binding.node")))
    throw new SetupError("its install script ended without an error but brought no binding.");
}

/**
 * PyPI's builds of the TensorFlow that tfjs-node's binding is compiled against. Their Python part is not used.
 * The first is in daily use; the second has been downloaded and hashed, but not tried on such a machine.
 * @type {Record<string, { name: string, platform: string, sha256: string }>}
 */
const wheels = {
  "linux x64": {
    name: "tensorflow-cpu",
    platform: "manylinux_2_17_x86_64",
    sha256: "54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26",
  },
  "linux arm64": {
    name: "tensorflow-cpu-aws",
    platform: "manylinux_2_17_aarch64",
    sha256: "d4c3a3a9363bf42999adedbbd514e3a133be2d62f61fee9cfa46aaefb087c09e",
  },
};
const wheelVersion = "2.15.1";

/**
 * Checks a downloaded file against its SHA-256; a file that fails is removed, so that the next run fetches it anew.
 * @param {string} path
 * @param {string} sha256
 */
export async function verifyDownload(path, sha256) {
  const found = await fileDigest(path);
  if (found === sha256) return;
  remove(path);
  throw new SetupError(
    `the download ${basename(path)} is damaged: its SHA-256 is ${found}, wanted is ${sha256}. It was removed; ` +
      "run the same command again. If it happens again, something between here and the package index changes files.",
  );
}

/** The compiler's command. */
async function cppCompiler() {
  const commands = process.env.CXX ? [process.env.CXX] : ["g++", "c++", "clang++"];
  for (const command of commands) if ((await tryQuietly(command, ["--version"])).ok) return command;
  throw new SetupError(
    `a C++ compiler is needed to compile the binding, and none was found (tried ${commands.join(", ")}). ` +
      "Install one (Debian, Ubuntu: `apt-get install g++`; Fedora: `dnf install gcc-c++`), or name one with the environment variable CXX.",
  );
}

/** The wheel, downloaded if it is not there yet, verified in any case. @param {{ name: string, platform: string, sha256: string }} wheel */
async function downloadWheel({ name, platform, sha256 }) {
  const kept = join(cache, "tensorflow", `${name}-${wheelVersion}.whl`);
  if (!existsSync(kept)) {
    const partial = join(cache, "tensorflow", "download.partial");
    remove(partial);
    mkdirSync(partial, { recursive: true });
    try {
      const wanted = ["--no-deps", "--only-binary=:all:", "--python-version", "3.11", "--platform", platform];
      await runQuietly(
        `the download of ${name} ${wheelVersion}`,
        "Check the network and pip's index settings.",
        venvPython,
        [
          "-m",
          "pip",
          "download",
          "--disable-pip-version-check",
          "--no-input",
          "--no-cache-dir",
          ...wanted,
          "-d",
          partial,
          `${name}==${wheelVersion}`,
        ],
      );
      const [file] = readdirSync(partial);
      if (!file) throw new SetupError(`pip brought no file for ${name} ${wheelVersion}.`);
      renameSync(join(partial, file), kept);
    } finally {
      remove(partial);
    }
  }
  await verifyDownload(kept, sha256);
  return kept;
}

/**
 * TensorFlow's libraries and headers from its Python wheel, and the binding compiled against them. The binding keeps to
 * Node-API 8, so one build serves every Node from 20 on; its headers come from an npm package.
 * @param {string} folder
 */
export async function makeFromWheel(folder) {
  const wheel = wheels[`${process.platform} ${process.arch}`];
  if (!wheel)
    throw new SetupError(
      `there is no such wheel for ${process.platform} ${process.arch} (only for Linux with glibc, x64 and arm64); only the official binary can serve this system.`,
    );
  const compiler = await cppCompiler();
  requireSpace("TensorFlow's libraries", 2);
  const file = await downloadWheel(wheel);
  await runQuietly("unpacking TensorFlow's wheel", "Is the disk full?", venvPython, [
    inRoot("scripts", "setup", "unpack-wheel.py"),
    file,
    join(folder, "deps"),
  ]);
  await compileBinding(compiler, folder);
  remove(file); // its parts are kept
}

/** @param {string} compiler @param {string} folder */
async function compileBinding(compiler, folder) {
  const sources = ["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => join(addonPackage, "binding", name));
  const output = join(folder, "lib", "napi-v8", "tfjs_binding.node");
  mkdirSync(join(folder, "lib", "napi-v8"), { recursive: true });
  const libraries = join(folder, "deps", "lib");
  await runQuietly("compiling the binding", "A compiler with C++17 is needed (g++ 8 or newer).", compiler, [
    ...["-std=c++17", "-O2", "-fPIC", "-shared", "-fno-exceptions", "-fno-strict-aliasing"],
    ...["-DNAPI_VERSION=8", "-DBUILDING_NODE_EXTENSION"],
    ...[
      inRoot("node_modules", "node-api-headers", "include"),
      join(addonPackage, ".."),
      join(folder, "deps", "include"),
    ].flatMap((path) => ["-I", path]),
    ...sources,
    ...[join(libraries, "libtensorflow_cc.so.2"), join(libraries, "libtensorflow_framework.so.2")],
    "-Wl,-rpath,$ORIGIN/../../deps/lib",
    ...["-o", `${output}.partial`],
  ]);
  renameSync(`${output}.partial`, output);
}
