import { join } from "node:path";
import type { Figure } from "../../figures/index.js";
import { writeAtomically } from "../atomic-write.js";
import { type Rendered, render } from "./render.js";
import { requireStem } from "./stem.js";

/** Writes `stem.vl.json`, `stem.svg` and `stem.png` into `folder` (or `folder/part`, if the stem is `part/name`), each whole or not at all. */
export async function writeFigure(
  folder: string,
  stem: string,
  figure: Figure,
  rendered?: Rendered,
): Promise<void> {
  requireStem("writeFigure", stem);
  const { svg, png } = rendered ?? (await render(figure));
  writeAtomically(join(folder, `${stem}.vl.json`), `${JSON.stringify(figure, null, 1)}\n`);
  writeAtomically(join(folder, `${stem}.svg`), svg);
  writeAtomically(join(folder, `${stem}.png`), png);
}
