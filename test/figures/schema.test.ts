import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/fixture.js";
import { python } from "../support/python.js";
import { runPython } from "../support/python-with.js";

/** Vega-Lite's own schema, of the version that draws the figures. */
const schema = createRequire(import.meta.url).resolve("vega-lite/vega-lite-schema.json");

/** Prints a line for every figure below a folder that the schema refuses, and their number at the end. */
const program = `
import glob, json, os, sys
from jsonschema import Draft7Validator
validator = Draft7Validator(json.load(open(sys.argv[1])))
files = sorted(glob.glob(os.path.join(sys.argv[2], "**", "*.vl.json"), recursive=True))
for name in files:
    figure = json.load(open(name))
    if sys.argv[3] == "spoilt":
        figure["heigth"] = 100
    for error in validator.iter_errors(figure):
        print(os.path.relpath(name, sys.argv[2]), error.message[:300])
print(len(files), "figures")
`;

const judged = (folder: string, how: "kept" | "spoilt") => {
  const lines = runPython(python, program, schema, join(root, folder), how).trimEnd().split("\n");
  return { figures: Number(lines.at(-1)!.split(" ")[0]), refused: lines.slice(0, -1) };
};

test("every kept figure fits Vega-Lite's JSON schema", () => {
  const { figures, refused } = judged("figures", "kept");
  assert.deepEqual(refused, []);
  assert.ok(figures > 80, `${figures} figures`);
});

test("a misspelt property is found in each", () => {
  const { figures, refused } = judged("test/fixtures/figures", "spoilt");
  assert.ok(figures > 10);
  assert.equal(refused.length, figures, refused.join("\n"));
});
