import type { Scaling } from "../digits/digit-image.js";

/** A layer that draws nothing but the colour bar of a fixed scale; no layer where each image has a scale of its own. */
export function colourBar(scaling: Scaling): readonly object[] {
  if (scaling === "own-range") return [];
  const legend = {
    title: "pixel",
    gradientLength: 120,
    gradientThickness: 10,
    gradientOpacity: 1,
    tickCount: 3,
  };
  return [
    {
      data: { values: scaling.map((value) => ({ value })) },
      mark: { type: "point", opacity: 0 },
      encoding: {
        x: { value: 0 },
        y: { value: 0 },
        color: {
          field: "value",
          type: "quantitative",
          scale: { scheme: "viridis", domain: [...scaling] },
          legend,
        },
      },
    },
  ];
}
