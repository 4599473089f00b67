import { html } from "./plot.js";

/** A live part's place in the page: the picture that stands there without scripts, and what takes its place. */
export class Part {
  readonly board = html("div", { class: "board" });
  private readonly failure = html("p", { class: "failure", role: "alert", hidden: "" });
  private readonly status = html("p", { class: "live-status", role: "status" });
  private readonly controls = html("div", { class: "controls" });
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param controls "aligned" where labels and controls stand in columns */
  constructor(place: HTMLElement, controls: "in rows" | "aligned" = "in rows") {
    this.controls.classList.toggle("aligned", controls === "aligned");
    place.append(this.controls, this.failure, this.board, this.status);
    place.classList.replace("coming", "alive");
  }

  /** A labelled control. */
  add(...elements: readonly Element[]): void {
    this.controls.append(...elements);
  }

  /** What the drawing shows now, in words; said aloud when it has stood for a moment. */
  say(text: string, after = 400): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.status.textContent = text;
    }, after);
  }

  /** A sentence in place of an answer; undefined when there is an answer again. */
  fail(sentence: string | undefined): void {
    this.failure.hidden = sentence === undefined;
    this.failure.textContent = sentence ?? "";
    this.board.classList.toggle("stale", sentence !== undefined);
  }
}

/** A select with its label. */
export function choice(
  name: string,
  options: readonly string[],
  changed: (value: string) => void,
): HTMLLabelElement {
  const select = html("select", {}, ...options.map((option) => html("option", {}, option)));
  select.addEventListener("change", () => changed(select.value));
  return html("label", {}, `${name} `, select);
}

/** A slider with its label and its value in words. */
export function slider(
  name: string,
  {
    from,
    to,
    step,
    value,
  }: { readonly from: number; readonly to: number; readonly step: number; readonly value: number },
  inWords: (value: number) => string,
  changed: (value: number) => void,
): HTMLLabelElement {
  const input = html("input", { type: "range", min: from, max: to, step, value });
  const output = html("output", {}, inWords(value));
  const write = () => {
    output.textContent = inWords(input.valueAsNumber);
    input.setAttribute("aria-valuetext", output.textContent);
  };
  // as wide as its longest value: nothing moves when it changes, and no hole is left behind it
  const values = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);
  output.style.minWidth = `${Math.max(...values.map((each) => inWords(each).length))}ch`;
  input.addEventListener("input", () => {
    write();
    changed(input.valueAsNumber);
  });
  write();
  return html("label", {}, `${name} `, input, output);
}

export function button(name: string, pressed: () => void): HTMLButtonElement {
  const element = html("button", { type: "button" }, name);
  element.addEventListener("click", pressed);
  return element;
}
