// @ts-check
import { readFileSync } from "node:fs";
import { inRoot, venvPython } from "../setup/paths.mjs";
import { runQuietly } from "../setup/process.mjs";
import { writeWhole } from "../setup/stamp.mjs";
import { setUp } from "../setup.mjs";

/** @typedef {{ name: string, version: string, licence: string }} Package */

/** Packages of package-lock.json, those for other systems too. @returns {Package[]} */
function npmPackages() {
  const { packages } = JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8"));
  return Object.entries(packages)
    .filter(([path, { link }]) => path.startsWith("node_modules/") && !link)
    .map(([path, { version, license }]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      return { name, version, licence: license ?? "not stated" };
    });
}

/** The licence as an expression where the package has one, else its classifiers, else the first line of its text. */
const question = `
import importlib.metadata, json
def licence(m):
    named = [c.split(" :: ")[-1] for c in m.get_all("Classifier") or [] if c.startswith("License ::")]
    text = (m.get("License") or "").strip().split("\\n")[0]
    return m.get("License-Expression") or ", ".join(named) or text or "not stated"
print(json.dumps([dict(name=d.name, version=d.version, licence=licence(d.metadata)) for d in importlib.metadata.distributions()]))
`;

/** What pip has installed in .venv. @returns {Promise<Package[]>} */
async function pythonPackages() {
  const output = await runQuietly("listing the Python packages", "Run `npm run setup`.", venvPython, [
    "-c",
    question,
  ]);
  return JSON.parse(output);
}

/** One line a licence with its packages, the most frequent licence first. @param {readonly Package[]} packages */
function table(packages) {
  const byLicence = new Map();
  for (const { name, version, licence } of packages) {
    const entry = `${name} ${version}`;
    byLicence.set(licence, (byLicence.get(licence) ?? new Set()).add(entry));
  }
  const lines = [...byLicence]
    .sort(([a, first], [b, second]) => second.size - first.size || (a < b ? -1 : 1))
    .map(([licence, names]) => `| ${licence} | ${names.size} | ${[...names].sort().join(", ")} |`);
  return ["| licence | packages | which |", "|---|--:|---|", ...lines].join("\n");
}

/** `npm run licences`: docs/licences.md anew, from what the packages themselves state. */
export async function main() {
  await setUp({ quiet: true });
  const text = `# Licences of the packages used

Written by \`npm run licences\`; do not edit. As each package states its own. The project itself: MIT ([LICENSE](../LICENSE)).

TensorFlow's libraries, from PyPI's wheel \`tensorflow-cpu\` or TensorFlow's own archive: Apache-2.0. MNIST's images:
[data/README.md](../data/README.md).

## npm

${table(npmPackages())}

## Python

Where JupyterLab lives; a few differ with Python's version (\`requirements.txt\`).

${table(await pythonPackages())}
`;
  writeWhole(inRoot("docs", "licences.md"), text);
  console.log("written: docs/licences.md");
}
