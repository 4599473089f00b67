// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { digest, readOrUndefined } from "../setup/stamp.mjs";

/**
 * A figure as the page needs it.
 * @typedef {object} PageFigure
 * @property {string} png base64
 * @property {string} description its text alternative
 * @property {number} width CSS pixels
 * @property {number} height
 * @property {string} [stem] the name it is kept under, such as `2.1/predictive`
 * @property {string} [spec] Vega-Lite, as JSON text
 */

/** Width and height of a PNG in its own pixels. @param {Buffer} png */
function pngSize(png) {
  if (png.toString("latin1", 1, 4) !== "PNG") throw new Error("not a PNG");
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/** The figures of a folder by their stems. */
export class FigureFolder {
  /** @type {Map<string, PageFigure>} */
  #byStem = new Map();
  /** @type {Map<string, PageFigure>} */
  #byPicture = new Map();

  /** @param {string} folder */
  constructor(folder) {
    for (const stem of keptStems(folder, ".png")) {
      const png = readFileSync(join(folder, `${stem}.png`));
      const text = readOrUndefined(join(folder, `${stem}.vl.json`));
      const spec = text === undefined ? undefined : JSON.parse(text);
      const { width, height } = pngSize(png);
      const figure = {
        png: png.toString("base64"),
        description: spec?.description ?? stem,
        width: width / 2, // pictures are drawn at twice the size
        height: height / 2,
        stem,
        ...(spec && { spec: JSON.stringify(spec) }),
      };
      this.#byStem.set(stem, figure);
      this.#byPicture.set(digest(figure.png), figure);
    }
  }

  /** @param {string} stem */
  get(stem) {
    return this.#byStem.get(stem);
  }

  /** The kept figure with the same picture: an output without a specification may have it in a file. @param {string} png */
  withPicture(png) {
    return this.#byPicture.get(digest(png));
  }
}

/**
 * The stems of what is kept with an ending: those of the folder itself, then `part/name` of each folder in it.
 * @param {string} folder @param {string} ending @returns {string[]}
 */
export function keptStems(folder, ending) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  const sorted = (/** @type {string[]} */ names) => names.sort((a, b) => inOrder.compare(a, b));
  const here = entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending));
  const parts = entries.filter((entry) => entry.isDirectory());
  return [
    ...sorted(here.map(({ name }) => name.slice(0, -ending.length))),
    ...sorted(parts.map(({ name }) => name)).flatMap((part) =>
      keptStems(join(folder, part), ending).map((stem) => `${part}/${stem}`),
    ),
  ];
}

const inOrder = new Intl.Collator("en", { numeric: true });

/** Names in the order of their numbers: 1.1 before 1.2, 1.10 after 1.9. @param {string} a @param {string} b */
export const byNumber = (a, b) => inOrder.compare(parse(a).name, parse(b).name);

const vegaLite = "application/vnd.vegalite.v5+json";

/** A cell's output that has a picture. @param {any} output @param {FigureFolder} folder @returns {PageFigure} */
export function figureOfOutput(output, folder) {
  const join = (/** @type {string | string[]} */ text) => (Array.isArray(text) ? text.join("") : text);
  const png = join(output.data["image/png"]).replaceAll("\n", "");
  const kept = folder.withPicture(png);
  const size = output.metadata?.["image/png"] ?? pngSize(Buffer.from(png, "base64"));
  const spec = output.data[vegaLite] ? JSON.stringify(output.data[vegaLite]) : kept?.spec;
  const description = join(output.data["text/plain"] ?? "Figure");
  return {
    png,
    description,
    width: size.width,
    height: size.height,
    ...(kept?.stem && { stem: kept.stem }),
    ...(spec && { spec }),
  };
}
