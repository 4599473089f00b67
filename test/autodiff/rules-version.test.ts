import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { rulesVersion } from "pml/autodiff";
import { emit } from "pml/internal/autodiff/emit";
import type { Model } from "pml/model";
import { pairs } from "../posteriors/hand-written.js";
import { readPosteriors } from "../posteriors/scoreboard.js";
import { fixtures, root } from "../support/fixture.js";

/** Digests of the code that the rules of a version make of some models. */
const digests: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  1: {
    "eight schools": "710f06d910d2",
    kidiq: "2298760a61e0",
    "AR(5)": "0952513bbfdf",
    GARCH: "c925d55f468d",
    "GP, 5 points": "aee835a1273c",
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
    "raise rulesVersion, say in CHANGELOG.md that draws change, and keep the new digests",
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
