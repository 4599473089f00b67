import type {
  DrawingQuestion,
  LevelModelsAnswer,
  LevelsAnswer,
  ModelAnswer,
  ModelName,
  PackedDrawing,
} from "./compute/drawing.js";
import { type PackedDecoders, packedDecoders } from "./decoders.js";
import { Pad } from "./pad.js";
import { button, Part } from "./part.js";
import { paint, picture } from "./picture.js";
import { html } from "./plot.js";
import type { Questions } from "./protocol.js";
import { Latest, WorkerClient } from "./worker-client.js";

// A digit drawn by hand, and what each model says of it.

declare global {
  var liveDrawing: PackedDrawing | undefined;
}

interface Row {
  readonly model: ModelName;
  readonly voice: "R" | "C";
  readonly name: string;
  readonly scale: string;
  readonly typical: string;
}

const rows: readonly Row[] = [
  { model: "vae", voice: "C", name: "VAE", scale: "ln P(b), bits b = x > 0.5", typical: "mean" },
  {
    model: "convolutional-vae",
    voice: "C",
    name: "convolutional VAE",
    scale: "ln P(b), bits b = x > 0.5",
    typical: "mean",
  },
  { model: "pca", voice: "C", name: "probabilistic PCA", scale: "ln p, levels on [0, 1]", typical: "mean" },
  {
    model: "mixture",
    voice: "C",
    name: "Gaussian mixture, floor of Table 2",
    scale: "ln p, levels on [0, 1]",
    typical: "median",
  },
  {
    model: "reportMixture",
    voice: "R",
    name: "Gaussian mixture, as in the report",
    scale: "ln p, grey 0 to 255",
    typical: "median",
  },
];

const nats = (value: number) =>
  Math.abs(value) < 100_000
    ? value.toFixed(1)
    : value.toLocaleString("en-GB", { maximumSignificantDigits: 4, notation: "standard" });

const onUnit = (pixels: Uint8Array) => Float64Array.from(pixels, (pixel) => pixel / 255);

/** Drawings for one worker, which is given its models before the first, and again when it has failed. */
class Answerer<K extends "levels" | "bits"> {
  private readonly client = new WorkerClient();
  private readonly latest: Latest<K>;
  private isLoaded = false;

  constructor(
    kind: K,
    private readonly give: (client: WorkerClient) => Promise<unknown>,
    answered: (answer: Questions[K]["answer"], isLast: boolean) => void,
    private readonly failed: (why: string) => void,
  ) {
    this.latest = new Latest(this.client, kind, answered, (why) => {
      this.isLoaded = false;
      failed(why);
    });
  }

  async load(): Promise<void> {
    if (this.isLoaded) return;
    await this.give(this.client);
    this.isLoaded = true;
  }

  async ask(question: DrawingQuestion): Promise<void> {
    try {
      await this.load();
    } catch (error) {
      this.failed((error as Error).message);
      return;
    }
    await this.latest.ask(question);
  }
}

class DrawingPart {
  private readonly levels: Answerer<"levels">;
  private readonly bits: Answerer<"bits">;
  private readonly pad = new Pad(() => this.drawn());
  private readonly seen = picture("The drawing as the models see it");
  private readonly nearest = picture("Nearest training image");
  private readonly nearestLine = html("p", { class: "panel-line" });
  private readonly images = new Map(rows.map(({ model, name }) => [model, picture(`Image by the ${name}`)]));
  private readonly nats = new Map(rows.map(({ model }) => [model, html("td", {}, "…")]));
  private readonly bitsPerPixel = new Map(rows.map(({ model }) => [model, html("td", { class: "bits" })]));
  private readonly bars: HTMLElement[] = [];
  private models: LevelModelsAnswer | undefined;
  private nearestSaid = "";
  private isWaiting = false;

  constructor(
    private readonly part: Part,
    private readonly drawing: PackedDrawing,
    decoders: PackedDecoders,
  ) {
    const fail = (why: string) => this.part.fail(why);
    this.levels = new Answerer(
      "levels",
      async (client) => {
        this.models = await client.ask("level-models", drawing);
      },
      (answer, isLast) => this.showLevels(answer, isLast),
      fail,
    );
    this.bits = new Answerer(
      "bits",
      (client) => client.ask("bit-models", decoders),
      (answer, isLast) => this.showModels(answer, isLast),
      fail,
    );
  }

  /** The models handed to the workers, the board built, an example shown. */
  async begin(): Promise<void> {
    await Promise.all([this.levels.load(), this.bits.load()]);
    this.build(this.models!);
  }

  private build(models: LevelModelsAnswer): void {
    const examples = this.drawing.exampleIndices.map((index, digit) => {
      const pixels = models.examples.slice(784 * digit, 784 * (digit + 1));
      const small = html("canvas", { width: 28, height: 28, class: "digit", "aria-hidden": "true" });
      paint(small, onUnit(pixels));
      const choose = button("", () => this.example(pixels));
      choose.append(small);
      choose.className = "example";
      choose.setAttribute("aria-label", `Example: test image ${index}, a ${digit}`);
      return choose;
    });
    const clear = button("Clear", () => {
      this.pad.clear();
      this.drawn();
    });
    this.part.add(html("span", { class: "examples" }, ...examples), clear);
    const beside = (title: string, ...content: readonly Element[]) =>
      html("div", { class: "seen" }, html("h3", {}, title), ...content);
    const all = models.trainingImages.toLocaleString("en-GB");
    this.part.board.append(
      html(
        "div",
        { class: "drawing" },
        html(
          "div",
          {},
          this.pad.element,
          html(
            "div",
            { class: "seen-both" },
            beside("As the models see it", this.seen),
            beside(`Nearest of ${all} training images`, this.nearest),
          ),
          this.nearestLine,
        ),
        this.table(),
      ),
      this.components(models.means),
    );
    this.example(models.examples.slice(0, 784));
  }

  private table(): HTMLElement {
    const head = ["model", "its image", "nats", "of test images", "bits per pixel"];
    const body = rows.map(({ model, voice, name, scale, typical }) =>
      html(
        "tr",
        {},
        html(
          "th",
          { scope: "row" },
          html("span", { class: `mark ${voice.toLowerCase()}` }),
          `\u00a0${name} `,
          html("small", {}, scale),
        ),
        html("td", {}, this.images.get(model)!),
        this.nats.get(model)!,
        html("td", {}, `${nats(this.drawing.typical[model])} `, html("small", {}, typical)),
        this.bitsPerPixel.get(model)!,
      ),
    );
    return html(
      "div",
      { class: "table", role: "region", tabindex: 0, "aria-label": "What each model says of the drawing" },
      html(
        "table",
        { class: "scores" },
        html(
          "thead",
          {},
          html(
            "tr",
            {},
            ...head.map((name) =>
              html("th", { scope: "col", class: name === "bits per pixel" ? "bits" : "" }, name),
            ),
          ),
        ),
        html("tbody", {}, ...body),
      ),
    );
  }

  private components(means: readonly Float64Array[]): HTMLElement {
    const cells = means.map((mean, k) => {
      const image = picture(`Mean of component ${k + 1}`);
      paint(image, mean);
      const bar = html("i");
      const cell = html("li", {}, image, html("span", { class: "bar" }, bar), html("span", {}, "0 %"));
      this.bars.push(cell);
      return cell;
    });
    return html(
      "div",
      { class: "components" },
      html("h3", {}, "Responsibilities of the mixture's components, in the order of the report's Figure 2d"),
      html("ol", { class: "responsibilities" }, ...cells),
    );
  }

  private example(pixels: Uint8Array): void {
    this.pad.show(onUnit(pixels));
    this.ask(pixels);
  }

  /** What stands there is of another drawing. */
  private wait(): void {
    for (const { model } of rows) this.row(model).classList.add("waiting");
  }

  /** Once a frame, however fast the pen is. */
  private drawn(): void {
    this.wait();
    if (this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(() => {
      this.isWaiting = false;
      try {
        this.ask(this.pad.pixels);
      } catch {
        this.part.fail("The drawing is empty: draw a digit, or take an example.");
        this.part.say("The drawing is empty.");
      }
    });
  }

  private ask(pixels: Uint8Array): void {
    paint(this.seen, onUnit(pixels));
    performance.mark("live-drawing-asked");
    this.wait();
    this.levels.ask({ pixels });
    this.bits.ask({ pixels });
  }

  private showLevels({ responsibilities, nearest, ...models }: LevelsAnswer, isLast: boolean): void {
    for (const [k, cell] of this.bars.entries()) {
      const share = responsibilities[k]!;
      cell.querySelector("i")!.style.width = `${100 * share}%`;
      cell.lastElementChild!.textContent = `${(100 * share).toFixed(share > 0.001 && share < 0.999 ? 1 : 0)} %`;
    }
    paint(this.nearest, onUnit(nearest.pixels));
    this.nearestLine.textContent = `Training image ${nearest.index}, a ${nearest.label}: ${nearest.distance.toFixed(3)} a pixel apart.`;
    const first = responsibilities.indexOf(Math.max(...responsibilities));
    this.nearestSaid = `Component ${first + 1} of the mixture. The nearest training image is a ${nearest.label}.`;
    performance.measure("live-drawing", "live-drawing-asked");
    this.showModels(models, isLast);
  }

  private row(model: ModelName): Element {
    return this.nats.get(model)!.parentElement!;
  }

  /** Of the drawing as it is now, where the answer is to the last question. */
  private showModels(models: Partial<Readonly<Record<ModelName, ModelAnswer>>>, isLast: boolean): void {
    this.part.fail(undefined);
    for (const { model } of rows) {
      const answer = models[model];
      if (answer === undefined) continue;
      if (isLast) this.row(model).classList.remove("waiting");
      paint(this.images.get(model)!, answer.image);
      const cell = this.nats.get(model)!;
      cell.textContent = nats(answer.nats);
      cell.dataset.nats = String(answer.nats);
      if (model !== "reportMixture")
        this.bitsPerPixel.get(model)!.textContent = answer.bitsPerPixel.toFixed(3);
    }
    if (rows.some(({ model }) => this.row(model).classList.contains("waiting"))) return;
    performance.measure("live-drawing-all", "live-drawing-asked");
    const said = rows.map(({ model, name }) => `${name} ${this.nats.get(model)!.textContent} nats`);
    this.part.say(`${said.join("; ")}. ${this.nearestSaid}`);
  }
}

export const startDrawing = (place: HTMLElement): void => {
  const part = new Part(place);
  const open = button("Open: load the models (8\u00a0MB) and draw", async () => {
    open.disabled = true;
    open.textContent = "Loading, and factoring ten covariances twice ...";
    part.fail(undefined);
    try {
      await pageFiles.library("drawing");
      if (globalThis.liveDrawing === undefined) throw new Error("The models are not in this folder.");
      await new DrawingPart(part, globalThis.liveDrawing, await packedDecoders()).begin();
      closed.remove();
    } catch (error) {
      part.fail((error as Error).message);
      open.disabled = false;
      open.textContent = "Try again";
    }
  });
  // the sheet that will be drawn on, and the way to it
  const closed = html("div", { class: "closed" }, open);
  part.board.append(closed);
};
