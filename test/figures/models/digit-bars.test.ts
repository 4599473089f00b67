import assert from "node:assert/strict";
import { test } from "node:test";
import { digitBars, digitShares } from "pml/figures";
import { render } from "pml/node";

const style = { description: "Bars.", title: "nats" };

test("a source wants a value of each class: ten digits, or as many as are named", () => {
  assert.throws(() => digitBars([{ name: "VAE", values: [1, 2] }], style), /digitBars: values of VAE/);
  assert.throws(
    () => digitBars([{ name: "VAE", values: [1, 2] }], { ...style, names: ["a", "b", "c"] }),
    /digitBars: values of VAE/,
  );
  assert.throws(
    () => digitShares([{ name: "VAE", shares: [1] }], "Shares.", ["a", "b"]),
    /wants a share of each class/,
  );
});

test("classes by name stand under their bars in their order, and the line is where all are equal", async () => {
  const figure = digitShares([{ name: "VAE", shares: [0.7, 0.2, 0.1, 0] }], "Shares.", [
    "shoe",
    "bag",
    "hat",
    "coat",
  ]);
  const { svg } = await render(figure);
  const places = ["shoe", "bag", "hat", "coat"].map((name) => svg.indexOf(`>${name}<`));
  assert.ok(
    places.every((place, i) => place > (places[i - 1] ?? 0)),
    `${places}`,
  );
  assert.ok(JSON.stringify(figure).includes('"reference":25'));
});
