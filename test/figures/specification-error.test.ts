import assert from "node:assert/strict";
import { test } from "node:test";
import type { Figure } from "pml/figures";
import { render } from "pml/node";
import { InputError } from "pml/support";
import { specificationError } from "#internal/figures/specification-error";

const rows = { values: Array.from({ length: 500 }, (_, i) => ({ x: i, y: i })) };
const wrong: Record<string, [figure: unknown, says: RegExp]> = {
  "no mark": [
    { description: "x", data: rows, mrak: "point" },
    /^render: Invalid specification\. Make sure .*"mark"/,
  ],
  "a mark that is none": [{ description: "x", data: rows, mark: "pint" }, /^render: /],
  "a channel that is none": [
    { description: "x", data: rows, mark: "point", encoding: { z: { field: "x", type: "quantitative" } } },
    /^render: z-encoding is dropped as z is not a valid encoding channel/,
  ],
};

for (const [name, [figure, says]] of Object.entries(wrong))
  test(`a wrong specification is refused in one sentence: ${name}`, async () => {
    await assert.rejects(render(figure as Figure), (error: Error) => {
      assert.ok(error instanceof InputError, `${error.name}: ${error.message}`);
      assert.match(error.message, says);
      assert.ok(error.message.length < 250, `${error.message.length} characters`);
      return true;
    });
  });

test("only objects are left out of a sentence, also where they are nested", () => {
  const { message } = specificationError('Wrong {"a":{"b":1}} . Take one of "x", "y"');
  assert.equal(message, 'render: Wrong. Take one of "x", "y"');
});
