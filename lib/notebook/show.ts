import { join } from "node:path";
import type { Figure } from "../figures/index.js";
import { inRepository, render, writeFigure } from "../node/index.js";
import { display } from "./kernel.js";
import { figuresFolder } from "./places.js";
import { pictureScale } from "./save-figure.js";

/** Where a figure is kept besides being shown. */
export interface ShowOptions {
  /** Also write `figures/<stem>.vl.json`, `.svg` and `.png`. */
  readonly stem?: string;
  /**
   * Leave the specification out of the notebook (it is written to the stem's file all the same): for pictures in which
   * there is nothing to interact with, and which would make the notebook heavy.
   */
  readonly pictureOnly?: boolean;
  /** Another folder than `figures/` (in a quick run: than its folder on the side). */
  readonly folder?: string;
}

/** The version that JupyterLab and VS Code draw: the newer schema's name they do not know, what it describes they do. */
const shownSchema = "https://vega.github.io/schema/vega-lite/v5.json";

/**
 * Shows a figure under the cell: interactive where Vega-Lite is known (JupyterLab, VS Code), a picture elsewhere (GitHub,
 * exported HTML), its description for readers of text. Outside of a kernel it only writes the files.
 */
export async function show(
  figure: Figure,
  { stem, folder = figuresFolder(), pictureOnly = false }: ShowOptions = {},
): Promise<void> {
  const rendered = await render(figure, pictureScale());
  if (stem !== undefined) await writeFigure(folder, stem, figure, rendered);
  const { png, width, height } = rendered;
  const shown = display({
    data: {
      ...(pictureOnly ? {} : { "application/vnd.vegalite.v5+json": { ...figure, $schema: shownSchema } }),
      "image/png": Buffer.from(png).toString("base64"),
      "text/plain": figure.description,
    },
    metadata: {
      // under this name exporters of notebooks look for the text that stands for a picture
      "image/png": { width: Math.round(width), height: Math.round(height), alt: figure.description },
      needs_background: "light",
    },
  });
  if (!shown && stem !== undefined) console.log(`${inRepository(join(folder, stem))}.{vl.json,svg,png}`);
}
