import assert from "node:assert/strict";
import { test } from "node:test";
import { tileBrowser } from "pml/figures";
import { render } from "pml/node";
import { headlessView } from "../../support/headless-view.js";

const across = { name: "component", labels: ["1", "2", "3"] };
const down = { name: "image", labels: ["mean", "sample"] };
/** Six images of 2 x 2 pixels, each of one grey value. */
const images = Array.from({ length: 6 }, (_, i) => new Array(4).fill(i / 5));
const options = { description: "Tiles.", rows: 2, columns: 2, scaling: [0, 1] as const, size: 50 };

test("the sliders move the picture of all images behind its window, and the title names the place", async () => {
  const { view, items } = await headlessView(tileBrowser(across, down, images, options));
  const place = () => items("image").map(({ x, y, width }) => [x, y, width]);
  const title = () => items("text").map(({ text }) => String(text));
  assert.deepEqual(place(), [[0, 0, 150]]);
  assert.ok(title().includes("component = 1,image = mean"), title().join());
  // the sliders count from 1, as a reader does
  await view.signal("across", 3).signal("down", 2).runAsync();
  assert.deepEqual(place(), [[-100, -50, 150]]);
  assert.ok(title().includes("component = 3,image = sample"), title().join());
});

test("the static picture shows the chosen image and no other", async () => {
  const large = { ...options, size: 250 };
  const bright = await render(tileBrowser(across, down, images, { ...large, chosen: [2, 1] }));
  const dark = await render(tileBrowser(across, down, images, large));
  assert.equal(bright.width, dark.width, "no neighbour sticks out of the window");
  assert.notDeepEqual(bright.png, dark.png);
  const single = [images[5]!];
  const one = { name: "component", labels: ["3"] };
  const alone = tileBrowser(one, { name: "image", labels: ["sample"] }, single, large);
  assert.deepEqual((await render(alone)).png, bright.png, "as if it were the only one");
});

test("misfits are refused by name", () => {
  assert.throws(() => tileBrowser(across, down, images.slice(1), options), /tileBrowser: images/);
  assert.throws(
    () => tileBrowser(across, down, images, { ...options, chosen: [3, 0] }),
    /tileBrowser: chosen place of component must be an integer in 0\.\.2, got 3/,
  );
});
