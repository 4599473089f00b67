import { join } from "node:path";
import type { Figure } from "../../figures/index.js";
import { requireInput } from "../../support/index.js";
import { writeAtomically } from "../atomic-write.js";
import { type Rendered, render } from "./render.js";

/** Writes `stem.vl.json`, `stem.svg` and `stem.png` into `folder`, each whole or not at all. */
export async function writeFigure(
  folder: string,
  stem: string,
  figure: Figure,
  rendered?: Rendered,
): Promise<void> {
  requireInput(
    /^[\w.-]+$/.test(stem),
    "writeFigure",
    `stem must be a plain file name, got ${JSON.stringify(stem)}`,
  );
  const { svg, png } = rendered ?? (await render(figure));
  writeAtomically(join(folder, `${stem}.vl.json`), `${JSON.stringify(figure, null, 1)}\n`);
  writeAtomically(join(folder, `${stem}.svg`), svg);
  writeAtomically(join(folder, `${stem}.png`), png);
}
