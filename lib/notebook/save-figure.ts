import type { Figure } from "../figures/index.js";
import { render, writeFigure } from "../node/index.js";
import { figuresFolder } from "./places.js";
import { isQuick } from "./quick.js";

/**
 * Pixels of a picture per CSS pixel in this run: 2, as fine screens have them; in a quick run 1, which shows that all is there in a third of
 * the time.
 */
export const pictureScale = () => (isQuick() ? 1 : 2);

/**
 * Writes `figures/<stem>.vl.json`, `.svg` and `.png` without showing the figure (in a quick run and in play: in the run's folder on the side):
 * for single panels, and for what is too heavy for a notebook.
 *
 * @param stem the file's name without its ending, `"2.1/prior"` for one in the folder of notebook 2.1
 */
export async function saveFigure(stem: string, figure: Figure): Promise<void> {
  await writeFigure(figuresFolder(), stem, figure, await render(figure, pictureScale()));
}
