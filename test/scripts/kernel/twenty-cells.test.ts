import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { root } from "../../support/fixture.js";
import { jupyter, python } from "../../support/python.js";
import { expectedOutputs, shownBy, twentyCells } from "../../support/twenty-cells.js";

// A cell that fails as it is meant to takes no other cell with it, whoever executes the notebook. (JupyterLab: test/browser.)

mkdirSync(join(root, ".cache"), { recursive: true });
const folder = mkdtempSync(join(root, ".cache", "twenty-"));
const source = join(folder, "source.ipynb");
const executed = join(folder, "executed.ipynb");
writeFileSync(source, twentyCells());
after(() => rmSync(folder, { recursive: true, force: true }));

const byClient = `
import sys, nbformat, nbclient
notebook = nbformat.read(sys.argv[1], as_version=4)
nbclient.execute(notebook, allow_errors=True, kernel_name="tslab")
nbformat.write(notebook, sys.argv[2])`;

const executors: Record<string, readonly string[]> = {
  "nbclient, errors allowed": ["-c", byClient, source, executed],
  "nbconvert, by the cells' tags": [
    "-m",
    "nbconvert",
    "--to=notebook",
    "--execute",
    "--ExecutePreprocessor.kernel_name=tslab",
    `--output=${executed}`,
    source,
  ],
};

for (const [name, command] of Object.entries(executors))
  test(`of twenty cells, six of them wrong, each has its own output: ${name}`, () => {
    const { status, stderr } = spawnSync(python, command, { encoding: "utf8", env: jupyter, cwd: folder });
    assert.equal(status, 0, stderr);
    assert.deepEqual(shownBy(readFileSync(executed, "utf8")), expectedOutputs);
    rmSync(executed);
  });
