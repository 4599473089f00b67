// @ts-check
import { gzipSync } from "node:zlib";
import { digest } from "../setup/stamp.mjs";
import { captions } from "./captions.mjs";
import { lightPicture } from "./light-picture.mjs";
import { escapeHtml } from "./markup.mjs";

/** @typedef {import("./figure-folder.mjs").PageFigure} PageFigure */

/** Above this size, packed, a specification is drawn when the reader asks for it, and not by scrolling past. */
const heavy = 24_000;

/**
 * Files that pages refer to, each once however often it is shown: a picture as PNG, a specification as a script that hands
 * it over, packed by gzip in base64 (a page opened from disk may load scripts, but not read files).
 */
export class FigureFiles {
  /** @type {Map<string, Buffer>} */
  pictures = new Map();
  /** @type {Map<string, string>} */
  specifications = new Map();

  /** @param {string} base64 @returns {string} its name */
  picture(base64) {
    const name = digest(base64).slice(0, 12);
    if (!this.pictures.has(name)) this.pictures.set(name, lightPicture(Buffer.from(base64, "base64")));
    return name;
  }

  /** @param {string} spec @returns {{ name: string, heavy: boolean }} */
  specification(spec) {
    const name = digest(spec).slice(0, 12);
    const packed = this.specifications.get(name) ?? gzipSync(spec, { level: 9 }).toString("base64");
    this.specifications.set(name, packed);
    return { name, heavy: packed.length > heavy };
  }
}

/** The voice that a figure's text begins with, and the rest of the text. @param {string} description */
function voiceOf(description) {
  const [, said = "", rest = description] =
    /^(As in the report|Corrected)[:,] (?:Figure \w+: )?([\s\S]*)$/.exec(description) ?? [];
  // a name of one letter stays as it is written: k is not K
  const text = /^[b-z]\b/.test(rest) ? rest : rest.charAt(0).toUpperCase() + rest.slice(1);
  if (said === "") return { mark: "", text };
  const [letter, name] = said === "Corrected" ? ["c", "corrected"] : ["r", "as in the report"];
  return { mark: `<span class="mark ${letter}"></span> <b>${letter.toUpperCase()}, ${name}.</b> `, text };
}

/** Figures of the report of which the chapter itself says, where they stand, what their captions say. */
const saidInChapter = new Set([5, 6]);

/** What is to be said beside one of the report's own figures. @param {string | undefined} stem */
function plateNote(stem) {
  const number = Number(/^figure-(\d)(-corrected)?$/.exec(stem ?? "")?.[1]);
  const caption = captions[number];
  if (!caption || saidInChapter.has(number) || stem?.endsWith("corrected")) return "";
  const fault = caption.fault ? ` <strong>Against it:</strong> ${escapeHtml(caption.fault)}` : "";
  return `<p class="plate"><strong>The report's Figure ${number}</strong>, its caption in other words: ${escapeHtml(caption.report)} ${escapeHtml(caption.look)}${fault}</p>`;
}

/**
 * A figure: its picture, which the page's script covers with the interactive drawing. Without scripts and in print the
 * picture stays.
 * @param {PageFigure} figure
 * @param {{ number: string, id: string }} place
 * @param {FigureFiles} files
 */
export function figureElement(figure, { number, id }, files) {
  const { png, description, stem, spec } = figure;
  const drawn = spec ? files.specification(spec) : undefined;
  const [width, height] = [Math.round(figure.width), Math.round(figure.height)];
  const data = drawn ? ` data-spec="${drawn.name}"${drawn.heavy ? " data-heavy" : ""}` : "";
  const { mark, text } = voiceOf(description);
  return (
    `<figure id="${id}"${data} style="--width: ${width}px">` +
    `<div class="picture"><img src="figures/${files.picture(png)}.png" alt="${escapeHtml(description)}" width="${width}" height="${height}" loading="lazy" decoding="async"></div>` +
    `<figcaption><a class="number" href="#${id}">Figure ${number}</a> ${mark}<span aria-hidden="true">${escapeHtml(text)}</span></figcaption>` +
    `</figure>${plateNote(stem)}`
  );
}
