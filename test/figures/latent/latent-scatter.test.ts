import assert from "node:assert/strict";
import { test } from "node:test";
import { latentExplorer, latentScatter, reportLatentScatter } from "pml/figures";
import { render } from "pml/node";

const codes = [0, 0, 1, 1, -1, 1, 0.5, -0.5];

/** The scale of the colours, wherever in a specification it is. */
function colours(figure: unknown): { domain: readonly string[]; range: readonly string[] } {
  const found: { domain: readonly string[]; range: readonly string[] }[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "color" && inner?.scale !== undefined) found.push(inner.scale);
      else visit(inner);
    }
  };
  visit(figure);
  return found[0]!;
}

const drawn = (points: { codes: number[]; labels: number[]; names?: string[] }) => [
  reportLatentScatter(points, { description: "Codes.", legend: "top-left" }),
  latentScatter(points, { description: "Codes." }),
  latentExplorer(
    {
      ...points,
      originals: points.labels.map(() => [0, 1]),
      reconstructions: points.labels.map(() => [1, 0]),
    },
    { description: "Codes.", rows: 1, columns: 2 },
  ),
];

test("without names the classes are the ten digits, and as many more as there are labels", () => {
  for (const figure of drawn({ codes, labels: [0, 1, 2, 3] })) {
    const { domain, range } = colours(figure);
    assert.deepEqual(domain, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    assert.equal(new Set(range).size, 10);
  }
  for (const figure of drawn({ codes, labels: [0, 46, 2, 3] })) {
    const { domain, range } = colours(figure);
    assert.deepEqual([domain.length, domain[46]], [47, "46"]);
    assert.equal(new Set(range).size, 47);
  }
});

test("classes by name stand in the legend, no others, and can be drawn", async () => {
  for (const figure of drawn({ codes, labels: [0, 1, 2, 0], names: ["shirt", "shoe", "bag"] })) {
    assert.deepEqual(colours(figure).domain, ["shirt", "shoe", "bag"]);
    const { svg } = await render(figure);
    for (const name of ["shirt", "shoe", "bag"]) assert.ok(svg.includes(`>${name}<`));
  }
  assert.throws(
    () =>
      latentScatter(
        { codes, labels: [0, 1, 3, 0], names: ["shirt", "shoe", "bag"] },
        { description: "Codes." },
      ),
    /labels\[2\] must be an integer in 0\.\.2, got 3/,
  );
});
