import { Part, slider } from "./part.js";
import { digitColour, digitKey, paint, picture, tenDigits } from "./picture.js";
import { html, Plot, svg } from "./plot.js";
import { lowestSoFar, reconstructionsOf, type SeedRuns } from "./seed-runs.js";

// The runs of the studies under one slider: what another seed would have shown.

declare global {
  var liveSeeds: SeedRuns | undefined;
}

/** All codes of the runs lie within it. */
const reach = 5;
const kinds = [
  ["vae", "VAE"],
  ["convolutional-vae", "convolutional VAE"],
] as const;

/** Figures 1 to 3 of one run of an autoencoder. */
class RunPanel {
  readonly element: HTMLElement;
  private readonly points: readonly SVGPathElement[];
  private readonly images = Array.from({ length: 6 }, (_, n) => picture(`Reconstruction of test image ${n}`));
  private readonly tiles = html("pre", { class: "tiles", "aria-hidden": "true" });
  private readonly line = html("p", { class: "panel-line" });
  private readonly plot: Plot;

  constructor(
    private readonly name: string,
    private readonly runs: SeedRuns["autoencoders"]["vae"],
    private readonly digits: string,
  ) {
    const axis = { from: -reach, to: reach, ticks: [-4, -2, 0, 2, 4] };
    this.plot = new Plot({
      label: `${name}: codes of the first ${digits.length} test images (Figure 3)`,
      width: 264,
      height: 264,
      x: { ...axis, title: "z₁" },
      y: { ...axis, title: "z₂" },
    });
    this.points = tenDigits.map((digit) => svg("path", { style: `fill: var(${digitColour(digit)})` }));
    this.plot.below.append(...this.points);
    this.element = html(
      "div",
      { class: "panel" },
      html("h3", {}, name),
      html("div", { class: "six" }, ...this.images),
      html(
        "div",
        { class: "run" },
        this.plot.element,
        html("div", {}, this.tiles, html("p", { class: "panel-line" }, "Figure 2: z₁ →, z₂ ↑")),
      ),
      this.line,
    );
  }

  /** @returns the run in words */
  show(index: number): string {
    const run = this.runs.runs[index]!;
    for (const [n, image] of reconstructionsOf(run).entries()) paint(this.images[n]!, image);
    for (const [digit, path] of this.points.entries()) {
      const mine = [...this.digits].flatMap((each, i) => (Number(each) === digit ? [i] : []));
      const at = (axis: number) => mine.map((i) => run.codes[2 * i + axis]!);
      path.setAttribute(
        "d",
        this.plot.dots(
          at(0),
          at(1),
          mine.map(() => 1.8),
        ),
      );
    }
    // the report's grid runs downwards; here it lies as the points beside it
    this.tiles.textContent = run.gridDigits
      .match(/.{12}/g)!
      .reverse()
      .map((row) => [...row].join(" "))
      .join("\n");
    const isShown = run.seed === this.runs.shown ? " (the run in the chapters)" : "";
    const words = `bound ${run.elbo.toFixed(2)} nats, squared error ${run.error.toFixed(4)}, images read as ${run.read}, medians ${run.distance.toFixed(2)} from the report's`;
    this.line.textContent = `${words}${isShown}`;
    return `${this.name}: ${words}${isShown}`;
  }
}

/** How far each rule has come, in one of its runs. */
class RegretPanel {
  readonly element: HTMLElement;
  private readonly plot = new Plot({
    label: "Lowest value of the exam's function found after each evaluation",
    width: 460,
    height: 260,
    x: { from: 0, to: 20, title: "evaluations beyond the first five", ticks: [0, 5, 10, 15, 20] },
    y: { from: -5.2, to: -0.8, title: "lowest f", ticks: [-5, -4, -3, -2, -1] },
  });
  private readonly line = html("p", { class: "panel-line" });
  private readonly paths: readonly SVGPathElement[];

  constructor(private readonly rules: SeedRuns["optimisations"]) {
    this.paths = rules.map((_, r) => svg("path", { class: `rule rule-${r}` }));
    const [first, reports, ...others] = this.paths;
    // the report's above those that find no more than it, in dashes that let them through
    this.plot.below.append(...[first, ...others, reports].filter((path) => path !== undefined));
    const entries = rules.map(({ arm }, r) => html("span", {}, html("i", { class: `rule rule-${r}` }), arm));
    this.element = html(
      "div",
      { class: "panel" },
      html("h3", {}, "Bayesian optimisation"),
      this.plot.element,
      html("p", { class: "legend" }, ...entries),
      this.line,
    );
  }

  show(index: number): string {
    const ends = this.rules.map(({ arm, start, chosen }, r) => {
      const lowest = lowestSoFar(start[index]!, chosen[index]!);
      const x = Array.from(lowest, (_, k) => k);
      // steps: a value holds until the next evaluation
      const steps = x.flatMap((k) => (k === 0 ? [k] : [k, k]));
      const values = x.flatMap((k) => (k === 0 ? [lowest[0]!] : [lowest[k - 1]!, lowest[k]!]));
      this.paths[r]!.setAttribute("d", this.plot.line(steps, values));
      return `${arm} ${lowest[lowest.length - 1]!.toFixed(2)}`;
    });
    const words = `lowest value after 20 more: ${ends.join(", ")}`;
    this.line.textContent = words;
    return `Optimisation: ${words}`;
  }
}

/** The mixture's starts by k-means, of which the study has fewer. */
function mixtureTable(mixtures: SeedRuns["mixtures"]) {
  const head = ["k-means from seed", "mean of the test images, nats", "median", "purity"];
  const rows = mixtures.map(({ seed, mean, median, purity }) =>
    html(
      "tr",
      {},
      html("th", { scope: "row" }, String(seed)),
      html("td", {}, Math.round(mean).toLocaleString("en-GB")),
      html("td", {}, median.toFixed(1)),
      html("td", {}, purity.toFixed(3)),
    ),
  );
  const element = html(
    "div",
    { class: "table", role: "region", tabindex: 0, "aria-label": "The mixture from each seed" },
    html(
      "table",
      { class: "scores" },
      html("thead", {}, html("tr", {}, ...head.map((name) => html("th", { scope: "col" }, name)))),
      html("tbody", {}, ...rows),
    ),
  );
  const show = (seed: number): string => {
    for (const [i, row] of rows.entries()) row.classList.toggle("now", mixtures[i]!.seed === seed);
    const now = mixtures.find((each) => each.seed === seed);
    return now === undefined
      ? `Mixture: the study ends at seed ${mixtures[mixtures.length - 1]!.seed}`
      : `Mixture: mean ${Math.round(now.mean).toLocaleString("en-GB")}, median ${now.median.toFixed(1)} nats`;
  };
  return { element, show };
}

export const startSeeds = async (place: HTMLElement): Promise<void> => {
  const part = new Part(place);
  try {
    await pageFiles.library("seeds");
    const seeds = globalThis.liveSeeds;
    if (seeds === undefined) throw new Error("The runs of the studies are not in this folder.");
    const panels = kinds.map(([kind, name]) => new RunPanel(name, seeds.autoencoders[kind], seeds.digits));
    const regret = new RegretPanel(seeds.optimisations);
    const mixture = mixtureTable(seeds.mixtures);
    const show = (seed: number) => {
      const said = [...panels, regret].map((panel) => panel.show(seed - 1));
      part.say(`Seed ${seed}. ${[...said, mixture.show(seed)].join(". ")}.`);
    };
    const { runs } = seeds.autoencoders.vae;
    const range = { from: 1, to: runs.length, step: 1, value: 1 };
    part.add(slider("Seed", range, (seed) => `${seed} of ${runs.length}`, show));
    part.board.append(
      html("div", { class: "panels wide" }, ...panels.map(({ element }) => element)),
      digitKey("digits:"),
      html(
        "div",
        { class: "panels wide" },
        regret.element,
        html(
          "div",
          { class: "panel" },
          html("h3", {}, "Gaussian mixture, as in the report"),
          mixture.element,
        ),
      ),
    );
    show(1);
  } catch (error) {
    part.fail((error as Error).message);
  }
};
