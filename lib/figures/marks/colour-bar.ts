import type { Scaling } from "../digits/digit-image.js";
import { fixed } from "./channel.js";
import { outline } from "./draw.js";
import type { Layer } from "./view.js";

/** A layer that draws nothing but the colour bar of a fixed scale; no layer where each image has a scale of its own. */
export function colourBar(scaling: Scaling): readonly Layer[] {
  if (scaling === "own-range") return [];
  const color = fixed({
    field: "value",
    type: "quantitative",
    scale: { scheme: "viridis", domain: [...scaling] },
    legend: { title: "pixel", gradientLength: 120, gradientThickness: 10, gradientOpacity: 1, tickCount: 3 },
  });
  const nowhere = fixed({ value: 0 });
  const values = scaling.map((value) => ({ value }));
  return [{ ...outline({ values }, { x: nowhere, y: nowhere, color }), mark: { type: "point", opacity: 0 } }];
}
