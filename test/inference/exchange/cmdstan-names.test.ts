import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromColumn, toColumn } from "#internal/inference/exchange/cmdstan-names";

test("vectors, matrices, tuples and complex numbers as CmdStan writes them", () => {
  const names: Readonly<Record<string, string>> = {
    mu: "mu",
    "theta.1": "theta[0]",
    "theta.1.2": "theta[0,1]",
    "cube.3.1.12": "cube[2,0,11]",
    "pair:1": "pair:1",
    "pair:2.1": "pair:2[0]",
    "pair:2:1.3": "pair:2:1[2]",
    "pairs.4:2.1.2": "pairs[3]:2[0,1]",
    "z.real": "z.real",
    "z.imag": "z.imag",
    "z.2.real": "z[1].real",
    "z.1.2.imag": "z[0,1].imag",
    "pair:2.1.imag": "pair:2[0].imag",
  };
  for (const [column, name] of Object.entries(names)) {
    assert.equal(fromColumn(column), name);
    assert.equal(toColumn(name), column);
  }
});

test("what Stan has no form for stays as it is", () => {
  for (const name of [
    "kernel.lengthscale",
    "x[0][1]",
    "log v",
    "σ[0]",
    "a.",
    "x[]",
    "1.2",
    "theta.0",
    "theta.01",
  ]) {
    assert.equal(toColumn(name), name);
    assert.equal(fromColumn(name), name);
  }
});

test("every name of Stan's forms goes there and back, and no two share a column", () => {
  const indices = fc
    .array(fc.nat({ max: 120 }), { maxLength: 3 })
    .map((each) => (each.length ? `[${each.join(",")}]` : ""));
  const field = fc.tuple(fc.integer({ min: 1, max: 12 }), indices).map(([k, index]) => `:${k}${index}`);
  const name = fc
    .tuple(
      fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{0,5}$/),
      indices,
      fc.array(field, { maxLength: 2 }),
      fc.constantFrom("", ".real", ".imag"),
    )
    .map(([variable, index, fields, part]) => `${variable}${index}${fields.join("")}${part}`);
  fc.assert(
    fc.property(name, name, (first, second) => {
      assert.equal(fromColumn(toColumn(first)), first);
      assert.equal(toColumn(first) === toColumn(second), first === second);
    }),
    { seed: 1 },
  );
});
