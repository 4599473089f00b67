import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/fixture.js";

const read = (...path: string[]) => readFileSync(join(root, ...path), "utf8");
const [, npm = "", python = ""] = read("docs", "licences.md").split(/^## /m);

/** The packages of one table, as "name version", by licence. */
function rows(table: string): Map<string, string[]> {
  const lines = [...table.matchAll(/^\| (.+) \| (\d+) \| (.+) \|$/gm)];
  for (const [, licence, count, names] of lines)
    assert.equal(names!.split(", ").length, Number(count), `${licence} counts its packages`);
  return new Map(lines.map(([, licence, , names]) => [licence!, names!.split(", ")]));
}

test("docs/licences.md has every npm package of the lock file under the licence stated there", () => {
  const { packages } = JSON.parse(read("package-lock.json")) as {
    packages: Record<string, { version: string; license?: string; link?: boolean }>;
  };
  const listed = rows(npm);
  const expected = new Set<string>();
  for (const [path, { version, license, link }] of Object.entries(packages)) {
    if (!path.startsWith("node_modules/") || link) continue;
    const entry = `${path.slice(path.lastIndexOf("node_modules/") + 13)} ${version}`;
    assert.ok(
      listed.get(license ?? "")?.includes(entry),
      `${entry} under ${license}: run \`npm run licences\``,
    );
    expected.add(entry);
  }
  assert.equal([...listed.values()].flat().length, expected.size, "no package that is not used");
});

test("docs/licences.md has every Python package that is pinned for all versions, and none without a licence", () => {
  const plainName = (name: string) => name.toLowerCase().replaceAll(/[-_.]+/g, "-");
  const listed = new Set([...rows(python).values()].flat().map(plainName));
  const pinned = [...read("requirements.txt").matchAll(/^([\w.-]+)==([\w.]+) \\$/gm)];
  assert.ok(pinned.length > 70);
  for (const [, name, version] of pinned)
    assert.ok(listed.has(plainName(`${name} ${version}`)), `${name} ${version}: run \`npm run licences\``);
  assert.ok(!rows(python).has("not stated") && !rows(npm).has("not stated"));
});
