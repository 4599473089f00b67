import { priorSampler, rbf } from "pml/gp";
import { Random } from "pml/random";
import { examFunction, examGrid, examInputs } from "pml/report";
import { requireFunction, rules, type StepAnswer } from "./compute/optimisation.js";
import { DrawnFunction } from "./drawn-function.js";
import { Panel } from "./optimisation-panel.js";
import { button, choice, Part, slider } from "./part.js";
import { html } from "./plot.js";
import type { WorkerClient } from "./worker-client.js";

// Bayesian optimisation step by step: the reader says first where he would evaluate, then four rules do.

interface Point {
  readonly x: readonly number[];
  readonly y: number;
}

/** One rule's run. */
interface Run {
  points: Point[];
  answer: StepAnswer | undefined;
}

const functions = ["the exam's function", "a draw from the prior", "one that I draw"] as const;
type Source = (typeof functions)[number];

class OptimisationPart {
  private readonly grid = examGrid();
  private readonly part: Part;
  private readonly panels: readonly Panel[];
  private readonly own: Panel;
  private readonly runs = new Map<string, Run>();
  private readonly scores = html("tbody");
  private readonly hint = html("p", { class: "hint" });
  private values: Float64Array = Float64Array.from(this.grid, examFunction);
  private drawing: DrawnFunction | undefined;
  private ownPoints: Point[] = [];
  private source: Source = "the exam's function";
  private shown = false;
  private where = 0;
  private seed = 1;
  private busy = false;
  /** Counts starts: an answer of an earlier one is dropped. */
  private round = 0;

  constructor(
    place: HTMLElement,
    private readonly client: WorkerClient,
  ) {
    this.part = new Part(place);
    this.own = new Panel("you", this.grid);
    this.panels = Object.keys(rules).map((name) => new Panel(name, this.grid));
    this.part.add(
      choice("Function", functions, (name) => this.choose(name as Source)),
      slider(
        "Evaluate at x",
        { from: -1, to: 1, step: 0.01, value: 0 },
        (x) => x.toFixed(2),
        (x) => {
          this.where = x;
        },
      ),
      html(
        "span",
        { class: "buttons" },
        button("Evaluate there", () => this.evaluate(this.where)),
        button("Step without me", () => this.step()),
        button("Show f", () => this.show(!this.shown)),
        button("Start again", () => this.start()),
      ),
    );
    const head = html(
      "thead",
      {},
      html(
        "tr",
        {},
        ...["", "evaluations", "lowest value", "above the minimum"].map((name) =>
          name ? html("th", { scope: "col" }, name) : html("td"),
        ),
      ),
    );
    this.part.board.append(
      this.hint,
      html("div", { class: "panels" }, this.own.element, ...this.panels.map(({ element }) => element)),
      html(
        "div",
        { class: "table", role: "region", tabindex: 0, "aria-label": "What each rule has found" },
        html("table", { class: "scores" }, head, this.scores),
      ),
    );
    this.listen();
    this.start();
  }

  private listen(): void {
    const { element } = this.own.plot;
    element.addEventListener("pointerdown", (event) => {
      const at = this.own.plot.at(event);
      if (this.source === "one that I draw" && this.ownPoints.length === 0) this.drawFrom(event);
      else this.evaluate(at[0]);
    });
  }

  /** Follows the pointer until it is lifted: the function is drawn. */
  private drawFrom(event: PointerEvent): void {
    event.preventDefault();
    const { element } = this.own.plot;
    const drawn = this.drawing ?? new DrawnFunction(this.grid);
    this.drawing = drawn;
    this.values = drawn.values;
    element.setPointerCapture(event.pointerId);
    drawn.begin(...this.own.plot.at(event));
    const move = (moved: PointerEvent) => {
      drawn.draw(...this.own.plot.at(moved));
      this.own.showTruth(this.values.map((value) => (Number.isNaN(value) ? 0 : value)));
    };
    const end = () => {
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerup", end);
      element.removeEventListener("pointercancel", end);
      this.begin();
    };
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", end);
    element.addEventListener("pointercancel", end);
  }

  private choose(source: Source): void {
    this.source = source;
    this.start();
  }

  private start(): void {
    this.round += 1;
    this.busy = false;
    this.drawing = undefined;
    if (this.source === "the exam's function") this.values = Float64Array.from(this.grid, examFunction);
    else if (this.source === "a draw from the prior") {
      this.seed += 1;
      const kernel = rbf({ lengthscale: 0.15, variance: 4 });
      this.values = priorSampler(kernel, this.grid, { noise: 1e-8 }).draw(
        Random.from(this.seed).split("function"),
      );
    } else this.values = new Float64Array(this.grid.length).fill(Number.NaN);
    this.ownPoints = [];
    this.runs.clear();
    for (const panel of [this.own, ...this.panels]) {
      panel.clear();
      panel.showTruth(undefined);
      panel.showKnown([], 0);
    }
    this.shown = false;
    if (this.source === "one that I draw") {
      this.part.fail(undefined);
      this.scores.replaceChildren();
      this.hint.textContent =
        "Draw a function with the pointer over the whole width of the first panel; lift it to begin.";
    } else this.begin();
  }

  /** The start points are evaluated, and every rule is asked for its first step. */
  private begin(): void {
    try {
      requireFunction(this.values);
    } catch (error) {
      this.part.fail((error as Error).message);
      return;
    }
    this.part.fail(undefined);
    const start = examInputs.map((x) => this.evaluated(x));
    this.ownPoints = [...start];
    for (const name of Object.keys(rules)) this.runs.set(name, { points: [...start], answer: undefined });
    this.hint.textContent =
      "Where would you evaluate next? Press in the first panel, or choose x above. Then the four rules take their step.";
    this.draw();
  }

  private evaluated(x: number): Point {
    const index = Math.round(((x + 1) / 2) * (this.grid.length - 1));
    return {
      x: [this.source === "the exam's function" ? x : this.grid[index]!],
      y: this.source === "the exam's function" ? examFunction(x) : this.values[index]!,
    };
  }

  private show(shown: boolean): void {
    this.shown = shown;
    for (const panel of [this.own, ...this.panels]) panel.showTruth(shown ? this.values : undefined);
  }

  private evaluate(x: number): void {
    if (this.busy || this.runs.size === 0) return;
    const last = this.grid.length - 1;
    const index = Math.min(last, Math.max(0, Math.round(((x + 1) / 2) * last)));
    this.ownPoints.push({ x: [this.grid[index]!], y: this.values[index]! });
    this.step();
  }

  /** One step of every rule: it asks, the function answers. */
  private async step(): Promise<void> {
    if (this.busy || this.runs.size === 0) return;
    this.busy = true;
    const { round } = this;
    try {
      for (const panel of this.panels) {
        const answer = await this.stepOf(panel.name);
        if (round !== this.round) return;
        const run = this.runs.get(panel.name)!;
        run.answer = answer;
        run.points.push({ x: [answer.x], y: this.values[answer.candidate]! });
        panel.showBelief(answer);
      }
      this.part.fail(undefined);
    } catch (error) {
      if (round === this.round) this.part.fail((error as Error).message);
    } finally {
      if (round === this.round) {
        this.busy = false;
        this.draw();
      }
    }
  }

  private stepOf(rule: string): Promise<StepAnswer> {
    const { points, answer } = this.runs.get(rule)!;
    const start = points.slice(0, examInputs.length);
    const last = answer && { state: answer.state, y: points.at(-1)!.y };
    return this.client.ask("step", { rule, start, seed: this.seed, ...(last && { last }) });
  }

  private draw(): void {
    const minimum = Math.min(...this.values);
    const all: [string, Panel, readonly Point[]][] = [
      ["you", this.own, this.ownPoints],
      ...this.panels.map((panel): [string, Panel, readonly Point[]] => [
        rules[panel.name]!.says,
        panel,
        this.runs.get(panel.name)!.points,
      ]),
    ];
    const lines = all.map(([name, panel, points]) => {
      const best = Math.min(...points.map(({ y }) => y));
      panel.showKnown(points, examInputs.length);
      const last = points.length > examInputs.length ? points.at(-1) : undefined;
      panel.write(
        last === undefined
          ? "five points known"
          : `asked at x = ${last.x[0]!.toFixed(2)}: f = ${last.y.toFixed(2)}`,
      );
      return [name, String(points.length), best.toFixed(3), Math.max(0, best - minimum).toFixed(3)] as const;
    });
    this.scores.replaceChildren(
      ...lines.map(([name, ...cells]) =>
        html("tr", {}, html("th", { scope: "row" }, name), ...cells.map((cell) => html("td", {}, cell))),
      ),
    );
    this.part.say(
      lines
        .map(
          ([name, count, best, above]) =>
            `${name}: ${count} evaluations, lowest ${best}, ${above} above the minimum`,
        )
        .join("; "),
    );
  }
}

export const startOptimisation = (place: HTMLElement, client: WorkerClient): void => {
  new OptimisationPart(place, client);
};
