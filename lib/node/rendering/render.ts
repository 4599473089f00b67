import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { checkingSpecification, type Figure, font, specificationError } from "../../figures/index.js";
import { InputError } from "../../support/index.js";
import { compactPng } from "./compact-png.js";
import { compactSvg } from "./compact-svg.js";
import { type FontFiles, requireLetters, withRoomForTexts } from "./drawn-texts.js";
import { withoutFarMarks } from "./far-marks.js";

/** A figure as a drawing and as a picture. */
export interface Rendered {
  readonly svg: string;
  readonly png: Uint8Array;
  /** Size in CSS pixels; the picture has `scale` times as many. */
  readonly width: number;
  readonly height: number;
}

/** Packages that draw, and are optional. */
const drawing = ["vega", "vega-lite", "@resvg/resvg-js", "dejavu-fonts-ttf"];

/** What a missing package makes of Node's error; any other error as it is. */
function explained(error: unknown): unknown {
  const { code, message = "" } = error as Partial<NodeJS.ErrnoException>;
  const name = /^Cannot find (?:package|module) '((?:@[^/']+\/)?[^/']+)/.exec(message)?.[1];
  if (!code?.endsWith("MODULE_NOT_FOUND") || name === undefined || !drawing.includes(name)) return error;
  return new InputError(
    "render",
    `${name} is not installed, one of the optional packages that draw figures: \`npm install ${drawing.join(" ")}\``,
    { package: name },
  );
}

function fontFiles(): FontFiles {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")),
    "ttf",
  );
  const files = {
    regular: join(folder, "DejaVuSans.ttf"),
    bold: join(folder, "DejaVuSans-Bold.ttf"),
    oblique: join(folder, "DejaVuSans-Oblique.ttf"),
  };
  const missing = Object.values(files).find((file) => !existsSync(file));
  // without a font every text would vanish in silence
  if (missing !== undefined)
    throw new InputError("render", "the fonts of the package dejavu-fonts-ttf are not installed");
  return files;
}

/** Turns what Vega and Vega-Lite would only log into an error. */
function strictLogger() {
  const refuse = (...messages: readonly unknown[]) => {
    // a rectangle that is drawn by the pointer listens to the window, which a static picture has not
    if (messages.join(" ").includes("Can not resolve event source: window")) return logger;
    throw specificationError(messages.map(String).join(" "));
  };
  const logger = {
    level: () => logger,
    error: refuse,
    warn: refuse,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

/** Mean width of a character of DejaVu Sans in units of the font size; Vega's own guess without a canvas is 0.8. */
const characterWidth = 0.62;

/** What Vega exports without declaring it. */
interface Undeclared {
  readonly textMetrics: TextMetrics;
  resetSVGDefIds(): void;
}

interface TextMetrics {
  width: (item: { readonly fontSize?: number }, text: unknown) => number;
}

/** Without a canvas Vega guesses how wide texts are; legends and titles are laid out by it. */
function setTextWidth(textMetrics: TextMetrics): void {
  textMetrics.width = ({ fontSize = 11 }, text) => characterWidth * fontSize * String(text ?? "").length;
}

/** The packages that draw, and the files of the letters. */
async function drawingPackages() {
  try {
    const [vega, vegaLite, { Resvg }] = await Promise.all([
      import("vega"),
      import("vega-lite"),
      import("@resvg/resvg-js"),
    ]);
    return { vega, vegaLite, Resvg, files: fontFiles() };
  } catch (error) {
    throw explained(error);
  }
}

/**
 * Draws a figure: the same specification gives the same bytes. Text is set in the shipped font, system fonts are off.
 *
 * @param scale picture pixels per CSS pixel
 * Where texts are wider than Vega has estimated, the picture grows.
 *
 * @throws InputError where Vega, Vega-Lite, Resvg or the font are not installed, on any error or warning of Vega or Vega-Lite, and for a letter that the font has not
 */
export async function render(figure: Figure, scale = 2): Promise<Rendered> {
  // loaded here: tslab can only require modules without top-level await, and who draws nothing need not wait for them
  const { vega, vegaLite, Resvg, files } = await drawingPackages();
  const logger = strictLogger();
  const { $schema: _, ...spec } = figure as Figure & { $schema?: string };
  const runtime = checkingSpecification(() => {
    const { spec: compiled } = vegaLite.compile(spec as Figure, { logger: logger as never });
    return vega.parse(compiled);
  });
  const { textMetrics, resetSVGDefIds } = vega as unknown as Undeclared;
  setTextWidth(textMetrics);
  // clip paths are numbered on and on otherwise, and no two drawings of a figure are the same
  resetSVGDefIds();
  const view = new vega.View(runtime, { renderer: "none" });
  view.logger(logger as never);
  const drawn = compactSvg(await view.toSVG());
  view.finalize();
  requireLetters(drawn, files);
  const fonts = { fontFiles: Object.values(files), loadSystemFonts: false, defaultFontFamily: font };
  const svg = withRoomForTexts(drawn, { font: fonts }, Resvg);
  // resvg takes only the first of Vega's two spellings for "no smoothing", and not if the second follows
  const sharp = svg.replaceAll(
    "image-rendering: optimizeSpeed; image-rendering: pixelated;",
    "image-rendering: optimizeSpeed;",
  );
  const picture = new Resvg(withoutFarMarks(sharp), {
    fitTo: { mode: "zoom", value: scale },
    font: fonts,
    background: "white",
  }).render();
  const { width, height, pixels: data } = picture;
  return { svg, png: compactPng({ width, height, data }), width: width / scale, height: height / scale };
}
