import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { rulesVersion } from "pml/autodiff";
import type { Model } from "pml/model";
import { emit } from "#internal/autodiff/emit";
import { pairs } from "../posteriors/hand-written.js";
import { readPosteriors } from "../posteriors/scoreboard.js";
import { fixtures, root } from "../support/fixture.js";

/** Digests of the code that the rules of a version make of some models; code of another form that gives the same bits keeps the version. */
const digests: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  1: {
    "eight schools": "a0e10944ec75",
    kidiq: "2f1e910d14bc",
    "AR(5)": "a4fa97b42454",
    GARCH: "f7664b5c7437",
    "GP, 5 points": "7f3f52c3d4fc",
  },
  // sums of squared residuals by the triangle of their columns
  2: {
    "eight schools": "a0e10944ec75",
    kidiq: "e4f4ff248f5e",
    "AR(5)": "41552b46f5ce",
    GARCH: "f7664b5c7437",
    "GP, 5 points": "7f3f52c3d4fc",
  },
};

test("the code made of a model changes only with the version of the rules", () => {
  const files = readPosteriors(join(fixtures, "posteriordb"));
  const found = Object.fromEntries(
    Object.entries(pairs).map(([name, { traced, file }]) => {
      const model = traced(files.find(({ posterior }) => posterior === file)!.data) as Model;
      // the first lines hold the number of the compilation
      const code = emit(model.program).split("\n").slice(2).join("\n");
      return [name, createHash("sha256").update(code).digest("hex").slice(0, 12)];
    }),
  );
  assert.deepEqual(
    found,
    digests[rulesVersion],
    "raise rulesVersion, say in CHANGELOG.md that draws change, and keep the new digests (these alone, where all values are the same to the bit)",
  );
});

test("neither autodiff nor model imports Node's modules or TensorFlow", () => {
  for (const room of ["autodiff", "model"]) {
    const sources = readdirSync(join(root, "lib", room), { recursive: true, encoding: "utf8" });
    for (const name of sources.filter((each) => each.endsWith(".ts")))
      assert.doesNotMatch(
        readFileSync(join(root, "lib", room, name), "utf8"),
        /from "(node:|@tensorflow|.*\/tensorflow\/)/,
        name,
      );
  }
});
