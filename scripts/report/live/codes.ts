import { type LiveDecoder, nearestDigit, packedDecoders, unpackedDecoders } from "./decoders.js";
import { Part, slider } from "./part.js";
import { digitColour, digitKey, paint, tenDigits } from "./picture.js";
import { html } from "./plot.js";

// Figure 3's plane under the pointer: both autoencoders decode the same code.

const reach = 3;
const size = 360;
const tiles = 13;
/** One autoencoder: its plane with tiles and test images, and the image under the pointer. */
class Plane {
  readonly element: HTMLElement;
  private readonly plane = html("canvas", { width: size, height: size, class: "plane on-black" });
  private readonly cross = html("span", { class: "cross" });
  private readonly image = html("canvas", { width: 28, height: 28, class: "digit" });
  private readonly line = html("p", { class: "panel-line" });

  constructor(
    readonly decoder: LiveDecoder,
    moved: (z: [number, number]) => void,
  ) {
    const frame = html("div", { class: "plane-frame" }, this.plane, this.cross);
    this.element = html(
      "div",
      { class: "panel" },
      html("h3", {}, decoder.name),
      html("div", { class: "decoding" }, frame, this.image),
      this.line,
    );
    this.image.setAttribute("role", "img");
    this.plane.setAttribute("aria-hidden", "true");
    const follow = (event: PointerEvent) => {
      const { left, top, width, height } = this.plane.getBoundingClientRect();
      const at = (share: number) => reach * (2 * Math.min(1, Math.max(0, share)) - 1);
      moved([at((event.clientX - left) / width), -at((event.clientY - top) / height)]);
    };
    frame.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse" || event.pressure > 0) follow(event);
    });
    frame.addEventListener("pointerdown", follow);
  }

  /** Once it stands in the page, whose style sheet has the colours. */
  begin(): void {
    this.drawTiles(0);
    this.drawCodes();
  }

  /** Row by row, so that the window does not halt. */
  private drawTiles(row: number): void {
    if (row === tiles) {
      this.drawCodes();
      return;
    }
    const context = this.plane.getContext("2d")!;
    const tile = html("canvas", { width: 28, height: 28 });
    const side = size / tiles;
    for (let column = 0; column < tiles; column++) {
      const at = (i: number) => reach * ((2 * (i + 0.5)) / tiles - 1);
      paint(tile, this.decoder.decode([at(column), -at(row)]));
      context.drawImage(tile, column * side, row * side, side, side);
    }
    setTimeout(() => this.drawTiles(row + 1));
  }

  private drawCodes(): void {
    const context = this.plane.getContext("2d")!;
    const at = (value: number) => (size * (value + reach)) / (2 * reach);
    // a canvas knows no names of colours: what they come to on this ground
    const colours = tenDigits.map((digit) => {
      this.plane.style.color = `var(${digitColour(digit)})`;
      return getComputedStyle(this.plane).color;
    });
    context.globalAlpha = 0.9;
    for (const { x, y, digit } of this.decoder.codes) {
      context.fillStyle = colours[digit]!;
      context.beginPath();
      context.arc(at(x), at(-y), 2, 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 1;
  }

  /** @returns what is seen, in words */
  show(z: readonly [number, number]): string {
    const start = performance.now();
    paint(this.image, this.decoder.decode(z));
    performance.measure("live-decode", { start });
    this.cross.style.left = `${(100 * (z[0] + reach)) / (2 * reach)}%`;
    this.cross.style.top = `${(100 * (reach - z[1])) / (2 * reach)}%`;
    const [digit, of] = nearestDigit(this.decoder.codes, z);
    const words = `of the ten nearest test images ${of} are ${digit}s`;
    this.image.setAttribute("aria-label", `Decoded image of the ${this.decoder.name}`);
    this.line.textContent = words;
    return `${this.decoder.name}: ${words}`;
  }
}

export const startCodes = async (place: HTMLElement): Promise<void> => {
  const part = new Part(place);
  try {
    const decoders = await unpackedDecoders(await packedDecoders());
    let z: [number, number] = [0, 0];
    let waiting = false;
    const inputs = ["z₁", "z₂"].map((name, i) =>
      slider(
        name,
        { from: -reach, to: reach, step: 0.05, value: 0 },
        (value) => value.toFixed(2),
        (value) => {
          z = i === 0 ? [value, z[1]] : [z[0], value];
          draw();
        },
      ),
    );
    const planes = decoders.map(
      (decoder) =>
        new Plane(decoder, (moved) => {
          z = moved;
          for (const [i, label] of inputs.entries()) {
            const input = label.querySelector("input")!;
            input.value = String(z[i]!);
            label.querySelector("output")!.textContent = z[i]!.toFixed(2);
          }
          draw();
        }),
    );
    /** Once a frame, however often the pointer moves. */
    const draw = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        const said = planes.map((plane) => plane.show(z));
        part.say(`z = ${z.map((value) => value.toFixed(2)).join(", ")}. ${said.join("; ")}.`);
      });
    };
    part.add(...inputs);
    part.board.append(
      html("div", { class: "panels wide" }, ...planes.map(({ element }) => element)),
      digitKey("test images by digit:", "on-black"),
    );
    for (const plane of planes) plane.begin();
    draw();
  } catch (error) {
    part.fail((error as Error).message);
  }
};
