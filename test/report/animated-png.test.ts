import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { decode, decodeApng } from "fast-png";
import { animatedPng } from "#scripts/report/animated-png.mjs";
import { root } from "../support/fixture.js";

const frame = (seed: number) => ({
  width: 5,
  height: 3,
  data: Uint8Array.from({ length: 45 }, (_, i) => (i * seed) % 256),
});

test("every frame comes back from the animated picture, the first for programs that know no animation", () => {
  const frames = [7, 11, 201].map(frame);
  const png = animatedPng(frames, 120);
  assert.deepEqual(Uint8Array.from(decode(png, { checkCrc: true }).data), frames[0]!.data);
  const animated = decodeApng(png, { checkCrc: true });
  assert.equal(animated.numberOfFrames, 3);
  assert.deepEqual(
    animated.frames.map(({ data }) => Uint8Array.from(data)),
    frames.map(({ data }) => data),
  );
  assert.ok(animated.frames.every((each) => each.delayNumber === 120 && each.delayDenominator === 1000));
});

test("frames of other sizes, and none at all, are refused", () => {
  assert.throws(
    () => animatedPng([frame(1), { ...frame(1), width: 4 }], 100),
    /frame 1 is 4 x 3, the first 5 x 3/,
  );
  assert.throws(() => animatedPng([], 100), /at least one frame/);
});

test("README's moving picture is there, moves, and is small", () => {
  const png = readFileSync(join(root, "docs", "page.png"));
  assert.ok(png.length < 1e6, `${png.length} bytes`);
  assert.ok(decodeApng(png).numberOfFrames >= 20);
  assert.match(readFileSync(join(root, "README.md"), "utf8"), /src="docs\/page\.png"/);
});
