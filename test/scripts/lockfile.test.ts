import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/fixture.js";

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly optional?: boolean;
  readonly link?: boolean;
}

const readJson = (...path: string[]) => JSON.parse(readFileSync(join(root, ...path), "utf8"));
const entries = Object.entries<Entry>(readJson("package-lock.json").packages).filter(
  ([path, { link }]) => path.startsWith("node_modules/") && link !== true,
);

test("package-lock.json names no host, and a hash for every package that is installed here", () => {
  assert.ok(entries.length > 200);
  for (const [path, { version, resolved, integrity, optional }] of entries) {
    assert.match(version ?? "", /^\d+\.\d+\.\d+/, path);
    assert.equal(resolved, undefined, `${path} names where it comes from`);
    // builds for other systems are never installed here, so that npm has not seen their hashes
    const isForOthers = optional === true && !existsSync(join(root, path));
    if (!isForOthers) assert.match(integrity ?? "", /^sha\d+-/, `${path} has no hash`);
  }
});

test("every dependency is asked for in one exact version", () => {
  for (const file of ["package.json", "lib/package.json"]) {
    const { dependencies = {}, devDependencies = {} } = readJson(file);
    for (const [name, version] of Object.entries<string>({ ...dependencies, ...devDependencies }))
      assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${file}: ${name}`);
  }
});

/** None of these asks anything of a project that uses the package as it is. */
const licences =
  /^\(?(MIT|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|MPL-2\.0|Unlicense)( (OR|AND) (MIT|Apache-2\.0|MPL-2\.0))*\)?$/;

/** Bitstream Vera's licence, in the package's LICENSE: free use and redistribution, not sold by themselves. */
const fonts = "node_modules/dejavu-fonts-ttf";

test("every dependency has a licence that allows its use here", () => {
  for (const [path, { license }] of entries) {
    const manifest = join(root, path, "package.json");
    const found =
      license ?? (existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).license : undefined);
    if (found === undefined && !existsSync(manifest)) continue;
    if (path !== fonts) assert.match(String(found), licences, path);
  }
});
