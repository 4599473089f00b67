import type { Resvg, ResvgRenderOptions } from "@resvg/resvg-js";
import { InputError, requireInput } from "../../support/index.js";
import { lettersOf } from "./font-letters.js";

/** Files of the shipped font. */
export interface FontFiles {
  readonly regular: string;
  readonly bold: string;
  readonly oblique: string;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const decoded = (text: string) => text.replaceAll(/&(\w+);/g, (all, name: string) => entities[name] ?? all);

/**
 * Refuses a drawing with a letter that the font has not: it would be drawn as an empty box, or not at all.
 *
 * Throws an InputError that names the letter and the text.
 */
export function requireLetters(svg: string, fonts: FontFiles): void {
  for (const [, attributes, content] of svg.matchAll(/<text\b([^>]*)>([^<]*)/g)) {
    const text = decoded(content!);
    const isBold = /font-weight="(?:bold|[6-9]00)"/.test(attributes!);
    const isOblique = /font-style="(?:italic|oblique)"/.test(attributes!);
    const letters = lettersOf(isBold ? fonts.bold : isOblique ? fonts.oblique : fonts.regular);
    for (const letter of text) {
      const code = letter.codePointAt(0)!;
      if (letters.has(code) || /\s/u.test(letter)) continue;
      const place = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
      throw new InputError(
        "render",
        `the font DejaVu Sans has no letter ${place} (${JSON.stringify(letter)}), which is in the text ${JSON.stringify(text)}`,
        { letter, text },
      );
    }
  }
}

/** Pixels by which a picture grows at most: a text that needs more is not too wide but in a wrong place. */
const farthest = 8192;

/** All marks but texts, and what cuts them: texts are not cut. */
const shapes =
  / clip-path="[^"]*"|<clipPath\b[\s\S]*?<\/clipPath>|<(path|rect|line|image|circle)\b(?:[^>]*\/>|[^>]*>[\s\S]*?<\/\1>)/g;

/**
 * The drawing on a sheet as large as its texts need. Vega lays texts out by an estimate of their width: a title of wide letters, or one
 * wider than the picture, would be cut at its edge.
 *
 * @param Renderer resvg's class, handed in by whoever has loaded it
 */
export function withRoomForTexts(svg: string, options: ResvgRenderOptions, Renderer: typeof Resvg): string {
  const texts = new Renderer(svg.replaceAll(shapes, ""), options);
  const box = texts.getBBox();
  if (box === undefined) return svg;
  const { width, height } = texts;
  const left = Math.max(0, Math.ceil(-box.x - 0.5));
  const top = Math.max(0, Math.ceil(-box.y - 0.5));
  const right = Math.max(0, Math.ceil(box.x + box.width - width - 0.5));
  const bottom = Math.max(0, Math.ceil(box.y + box.height - height - 0.5));
  if (left + top + right + bottom === 0) return svg;
  requireInput(
    Math.max(left + right, top + bottom) <= farthest,
    "render",
    () => `a text lies ${Math.max(left, right, top, bottom)} pixels outside the picture`,
  );
  const size = `width="${width + left + right}" height="${height + top + bottom}"`;
  return svg
    .replace(
      /width="[\d.]+" height="[\d.]+" viewBox="[^"]*"/,
      `${size} viewBox="${-left} ${-top} ${width + left + right} ${height + top + bottom}"`,
    )
    .replace(
      /<rect width="[\d.]+" height="[\d.]+" fill="white"\/>/,
      `<rect x="${-left}" y="${-top}" ${size} fill="white"/>`,
    );
}
