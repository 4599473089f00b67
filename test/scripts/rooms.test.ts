import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { importsOf, roomProblems } from "#scripts/lint/rooms.mjs";

/** What is wrong with a repository of these files. */
function problems(files: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(join(tmpdir(), "pml-rooms-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return roomProblems(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

test("the library keeps to the plan of its rooms", () => assert.deepEqual(roomProblems(), []));

test("an import past a door, against the arrows, or of Node in a room for every machine is named", () => {
  const cases: readonly (readonly [file: string, text: string, problem: RegExp | undefined])[] = [
    ["lib/gp/a.ts", 'import { b } from "../math/index.js";\n', undefined],
    ["lib/gp/deep/a.ts", 'import { b } from "../other.js";\n', undefined],
    ["lib/gp/a.ts", 'import { b } from "../math/b.js";\n', /imports math\/b\.js past the door/],
    ["lib/gp/a.ts", 'import type { B } from "../math/b.js";\n', /past the door/],
    ["lib/gp/a.ts", 'import {\n  b,\n  c,\n} from "../math/b.js";\n', /past the door/],
    ["lib/gp/a.ts", 'export { b } from "../math/b.js";\n', /past the door/],
    ["lib/gp/a.ts", 'const b = await import("../math/b.js");\n', /past the door/],
    ["lib/math/a.ts", 'import { b } from "../gp/index.js";\n', /no arrow leads from math to gp/],
    ["lib/math/a.ts", 'import type { B } from "../gp/index.js";\n', /no arrow leads from math to gp/],
    ["lib/report/a.ts", 'import type { B } from "../models/index.js";\n', undefined],
    ["lib/report/a.ts", 'import { type B, type C } from "../models/index.js";\n', undefined],
    [
      "lib/report/a.ts",
      'import { b, type C } from "../models/index.js";\n',
      /no arrow leads from report to models/,
    ],
    [
      "lib/inference/a.ts",
      'import { join } from "node:path";\n',
      /is to run anywhere and may not import node:path/,
    ],
    ["lib/math/a.ts", 'import "node:fs";\n', /may not import node:fs/],
    ["lib/models/a.ts", 'import { join } from "node:path";\n', undefined],
    ["lib/index.ts", 'export { b } from "./math/b.js";\n', /past the door/],
    ["lib/index.ts", 'export { b } from "./gp/index.js";\n', undefined],
    ["lib/index.ts", 'export { b } from "./data/index.js";\n', /no arrow leads from index\.ts to data/],
    ["lib/attic/a.ts", "export {};\n", /there is no room attic/],
    ["test/gp/a.test.ts", 'import { b } from "#internal/gp/b";\n', undefined],
    ["test/gp/a.test.ts", 'import { b } from "#internal/math/b";\n', /which is not beside it/],
  ];
  for (const [file, text, problem] of cases) {
    const found = problems({ [file]: text });
    if (problem === undefined) assert.deepEqual(found, [], text);
    else {
      assert.equal(found.length, 1, `${file}: ${text}`);
      assert.match(found[0]!, problem);
    }
  }
});

test("imports are read in every form that the formatter leaves", () => {
  const source = `import type { A } from "./a.js";
import { type B, type C } from "./b.js";
import {
  d,
  type E,
} from "./c.js";
import * as f from "./d.js";
export { g } from "./e.js";
const text = 'import { no } from "./text.js"';
`;
  assert.deepEqual(
    importsOf(source).map(({ module, typeOnly }) => `${module} ${typeOnly}`),
    ["./a.js true", "./b.js true", "./c.js false", "./d.js false", "./e.js false"],
  );
});
