// @ts-check
import { pathToFileURL } from "node:url";
import { decode } from "fast-png";
import { inRoot } from "../setup/paths.mjs";

/** The library's, compiled: this module is loaded after the set-up. @type {{ compactPng(picture: { width: number, height: number, data: Uint8Array }): Uint8Array }} */
const { compactPng } = await import(
  pathToFileURL(inRoot("lib", "dist", "node", "rendering", "compact-png.js")).href
);

/** A picture wider than this, in its own pixels, is halved: a decoded one takes 4 bytes a pixel, and no column of the page is so wide. */
const widest = 2200;

/**
 * Every 2 x 2 pixels as one, their mean; an odd last row or column is left out.
 * @param {{ width: number, height: number, channels: number, data: ArrayLike<number> }} image
 */
export function halved({ width, height, channels, data }) {
  const half = { width: Math.floor(width / 2), height: Math.floor(height / 2), channels };
  const means = new Uint8Array(half.width * half.height * channels);
  const at = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ c) =>
    /** @type {number} */ (data[(y * width + x) * channels + c]);
  for (let y = 0; y < half.height; y++)
    for (let x = 0; x < half.width; x++)
      for (let c = 0; c < channels; c++) {
        const sum =
          at(2 * x, 2 * y, c) +
          at(2 * x + 1, 2 * y, c) +
          at(2 * x, 2 * y + 1, c) +
          at(2 * x + 1, 2 * y + 1, c);
        means[(y * half.width + x) * channels + c] = Math.round(sum / 4);
      }
  return { ...half, data: means };
}

/** Red, green, blue and 255 of every pixel. @param {import("fast-png").DecodedPng} image */
function inColours({ width, height, channels, data, palette }) {
  const colours = new Uint8Array(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) {
    const own = data.subarray(i * channels, (i + 1) * channels);
    const grey = /** @type {number} */ (own[0]);
    const colour = palette?.[grey] ?? (channels < 3 ? [grey, grey, grey] : own);
    colours.set(colour.slice(0, 3), 4 * i);
  }
  return { width, height, channels: 4, data: colours };
}

/** A picture as the page shows it: of so many pixels at most that a window with many of them stays light. @param {Buffer} png */
export function lightPicture(png) {
  if (png.readUInt32BE(16) <= widest) return png;
  return Buffer.from(compactPng(halved(inColours(decode(png)))));
}
