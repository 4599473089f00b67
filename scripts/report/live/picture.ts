import { html } from "./plot.js";

/** Colours of the ten digits. */
export const digitColours = [
  "#1f77b4",
  "#e8870c",
  "#2ca02c",
  "#d62728",
  "#9467bd",
  "#8c564b",
  "#e377c2",
  "#5b6470",
  "#8f8f00",
  "#17becf",
];

/** A canvas for an image of 28 x 28, with its name for those who do not see it. */
export function picture(label: string): HTMLCanvasElement {
  return html("canvas", { width: 28, height: 28, class: "digit", role: "img", "aria-label": label });
}

/** An image of 28 x 28 on [0, 1], values outside clipped; ink is white. */
export function paint(canvas: HTMLCanvasElement, image: ArrayLike<number>): void {
  const context = canvas.getContext("2d")!;
  const data = context.createImageData(28, 28);
  for (let i = 0; i < image.length; i++) {
    const level = Math.round(255 * Math.min(1, Math.max(0, image[i]!)));
    data.data.set([level, level, level, 255], 4 * i);
  }
  context.putImageData(data, 0, 0);
}

/** Which colour is which digit. */
export function digitKey(what: string): HTMLElement {
  const entries = digitColours.map((colour, digit) => {
    const mark = html("i");
    mark.style.color = colour;
    return html("span", {}, mark, String(digit));
  });
  return html("p", { class: "legend" }, what, ...entries);
}
