import { html } from "./plot.js";

/** The ten digits, in their order. */
export const tenDigits = Array.from({ length: 10 }, (_, digit) => digit);

/** The name of a digit's colour in the style sheet, which has it for light paper and for dark. */
export const digitColour = (digit: number) => `--digit-${digit}`;

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

/** Which colour is which digit. @param ground "on-black" where the points lie over images */
export function digitKey(what: string, ground: "" | "on-black" = ""): HTMLElement {
  const entries = tenDigits.map((digit) =>
    html("span", {}, html("i", { class: "dot", style: `color: var(${digitColour(digit)})` }), String(digit)),
  );
  return html("p", { class: "legend" }, what, html("span", { class: `digits ${ground}` }, ...entries));
}
