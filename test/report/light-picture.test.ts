import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "fast-png";
import { halved, lightPicture } from "#scripts/report/light-picture.mjs";

test("halving takes the mean of every 2 x 2 pixels, channel by channel, and leaves an odd edge out", () => {
  const data = [0, 100, 10, 100, 255, 9, 20, 100, 30, 100, 255, 9];
  assert.deepEqual(halved({ width: 3, height: 2, channels: 2, data }), {
    width: 1,
    height: 1,
    channels: 2,
    data: Uint8Array.of(15, 100),
  });
});

test("a picture wider than any column is halved, with its colours; another is left as it is", () => {
  const width = 2400;
  const stripes = Uint8Array.from({ length: width * 2 * 3 }, (_, i) => [200, 10, 0][i % 3]!);
  const picture = (wide: number) =>
    Buffer.from(encode({ width: wide, height: 2, data: stripes.slice(0, wide * 6), channels: 3, depth: 8 }));
  const small = picture(2200);
  assert.equal(lightPicture(small), small);
  const light = decode(lightPicture(picture(width)));
  assert.equal(light.width, width / 2);
  assert.equal(light.height, 1);
  assert.deepEqual(light.palette?.[light.data[7]!], [200, 10, 0]);
});
