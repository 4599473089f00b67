import assert from "node:assert/strict";
import { test } from "node:test";
import { componentNames, componentTitles } from "pml/report";

test("components by weight and majority digit; one without images says so", () => {
  const components = [
    { weight: 0.123, majority: { label: 3, share: 0.86 } },
    { weight: 0.05, majority: { label: 0, share: 0 } },
  ];
  assert.deepEqual(componentTitles(components), ["12 %\n3: 86 %", "5 %\nno image"]);
  assert.deepEqual(componentNames(components), ["1: 3", "2: no test image"]);
});
