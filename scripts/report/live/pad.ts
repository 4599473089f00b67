import { centredDigit } from "pml/pixels";
import { paint } from "./picture.js";
import { html } from "./plot.js";

/** The canvas's pixels a side; a pen of this width draws strokes as thick as MNIST's. */
const size = 280;
const penWidth = 22;
/** Steps of the pen by a key, in the canvas's pixels. */
const step = 10;

/** The place to draw in: by pointer, by touch, by keys. */
export class Pad {
  readonly element: HTMLElement;
  private readonly canvas = html("canvas", { width: size, height: size, class: "pad" });
  private readonly cross = html("span", { class: "cross", hidden: "" });
  private readonly context: CanvasRenderingContext2D;
  private pen: [number, number] = [0, 0];
  private isDown = false;

  constructor(private readonly changed: () => void) {
    this.context = this.canvas.getContext("2d", { willReadFrequently: true })!;
    this.canvas.setAttribute("role", "application");
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute(
      "aria-label",
      "Place to draw a digit. Arrow keys move the pen, Space sets it down or lifts it, Delete clears.",
    );
    this.element = html("div", { class: "pad-frame" }, this.canvas, this.cross);
    this.clear();
    this.canvas.addEventListener("pointerdown", (event) => this.stroke(event));
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.canvas.addEventListener("focus", () => {
      // for who draws by keys
      if (this.canvas.matches(":focus-visible")) this.showPen();
    });
    this.canvas.addEventListener("blur", () => {
      this.isDown = false;
      this.cross.hidden = true;
    });
  }

  clear(): void {
    this.pen = [size / 2, size / 4];
    this.context.fillStyle = "#000";
    this.context.fillRect(0, 0, size, size);
  }

  /** An image to draw on. */
  show(image: ArrayLike<number>): void {
    const small = html("canvas", { width: 28, height: 28 });
    paint(small, image);
    this.context.imageSmoothingEnabled = false;
    this.context.drawImage(small, 0, 0, size, size);
  }

  /** As MNIST lays out its digits. @throws InputError if there is no ink */
  get pixels(): Uint8Array {
    const { data } = this.context.getImageData(0, 0, size, size);
    const ink = Float64Array.from({ length: size * size }, (_, i) => data[4 * i]! / 255);
    return centredDigit({ ink, rows: size, columns: size });
  }

  private line(to: [number, number]): void {
    const { context } = this;
    context.strokeStyle = "#fff";
    context.lineWidth = penWidth;
    context.lineCap = "round";
    context.lineJoin = "round";
    context.beginPath();
    context.moveTo(...this.pen);
    context.lineTo(...to);
    context.stroke();
    this.pen = to;
    this.changed();
  }

  private at({ clientX, clientY }: PointerEvent): [number, number] {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return [((clientX - left) / width) * size, ((clientY - top) / height) * size];
  }

  private stroke(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.pen = this.at(event);
    this.line(this.pen);
    const move = (moved: PointerEvent) => {
      for (const each of moved.getCoalescedEvents?.() ?? [moved]) this.line(this.at(each));
    };
    const end = () => {
      this.canvas.removeEventListener("pointermove", move);
      this.canvas.removeEventListener("pointerup", end);
      this.canvas.removeEventListener("pointercancel", end);
    };
    this.canvas.addEventListener("pointermove", move);
    this.canvas.addEventListener("pointerup", end);
    this.canvas.addEventListener("pointercancel", end);
    this.cross.hidden = true;
  }

  private key(event: KeyboardEvent): void {
    const by: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const move = by[event.key];
    if (event.key === " ") {
      this.isDown = !this.isDown;
      if (this.isDown) this.line(this.pen);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.clear();
      this.changed();
    } else if (move !== undefined) {
      const within = (value: number) => Math.min(size - penWidth / 2, Math.max(penWidth / 2, value));
      const to: [number, number] = [
        within(this.pen[0] + step * move[0]),
        within(this.pen[1] + step * move[1]),
      ];
      if (this.isDown) this.line(to);
      else this.pen = to;
    } else return;
    event.preventDefault();
    this.showPen();
  }

  private showPen(): void {
    this.cross.hidden = false;
    this.cross.classList.toggle("down", this.isDown);
    this.cross.style.left = `${(100 * this.pen[0]) / size}%`;
    this.cross.style.top = `${(100 * this.pen[1]) / size}%`;
  }
}
