import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Figure } from "pml/figures";
import { root } from "../support/fixture.js";

/** Every kept figure is held to these rules: a defect of one kind is looked for in all of them. */
const folder = join(root, "figures");
const stems = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".vl.json"))
  .map((name) => name.slice(0, -".vl.json".length))
  .sort();
const read = (stem: string): Figure => JSON.parse(readFileSync(join(folder, `${stem}.vl.json`), "utf8"));

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

/** All objects within a specification, outermost first. */
function* within(node: unknown): Generator<Node> {
  if (!isNode(node)) return;
  if (!Array.isArray(node)) yield node;
  for (const child of Object.values(node)) yield* within(child);
}

/** What Vega-Lite and Vega say about a specification, and the view that they make of it. */
async function viewOf(figure: Figure) {
  const [vega, { compile, version }] = await Promise.all([import("vega"), import("vega-lite")]);
  const said: string[] = [];
  const say = (...words: readonly unknown[]) => {
    const message = words.join(" ");
    // a rectangle that is drawn by the pointer listens to the window, which a still picture has not
    if (!message.includes("Can not resolve event source: window")) said.push(message);
    return logger;
  };
  const logger = { level: () => logger, error: say, warn: say, info: say, debug: () => logger };
  const { spec } = compile(figure, { logger: logger as never });
  const view = new vega.View(vega.parse(spec), { renderer: "none" });
  view.logger(logger as never);
  await view.runAsync();
  return { said, spec, version, root: (view.scenegraph() as unknown as { root: Item }).root };
}

/** An item of a drawing, as far as tests look at it. */
interface Item {
  readonly x?: number;
  readonly y?: number;
  readonly y2?: number;
  readonly width?: number;
  readonly height?: number;
  readonly marktype?: string;
  readonly role?: string;
  readonly context?: unknown;
  readonly opacity?: number;
  readonly defined?: boolean;
  readonly items?: readonly Item[];
}

/** The plots of a drawing: groups with a frame, and the marks directly in them. */
function* plots(item: Item, frame: Item = item): Generator<{ frame: Item; mark: Item }> {
  for (const child of item.items ?? []) {
    if (child.marktype !== undefined && child.marktype !== "group") yield { frame, mark: child };
    else yield* plots(child, child.marktype === undefined ? child : frame);
  }
}

for (const stem of stems) {
  test(`${stem}: opens without a warning, in the version that draws it, described`, async () => {
    const figure = read(stem);
    const { said, version } = await viewOf(figure);
    assert.deepEqual(said, []);
    const { $schema } = figure as Figure & { $schema: string };
    assert.equal($schema, `https://vega.github.io/schema/vega-lite/v${version.split(".")[0]}.json`);
    assert.ok(figure.description.length > 10);
    const sized = [...within(figure)].filter((node) => "mark" in node || "layer" in node);
    assert.ok(sized.length > 0 && !JSON.stringify(figure).includes('"container"'), "a width of its own");
  });

  test(`${stem}: no line on or beyond its frame`, async () => {
    const { root: drawing } = await viewOf(read(stem));
    for (const { frame, mark } of plots(drawing)) {
      if (mark.role !== "mark" || mark.marktype !== "line") continue;
      const { width = 0, height = 0 } = frame;
      for (const { x = 0, y = 0, defined } of mark.items ?? [])
        if (defined !== false)
          assert.ok(
            x > 0.5 && x < width - 0.5 && y > 0.5 && y < height - 0.5,
            `(${x.toFixed(1)}, ${y.toFixed(1)}) in a frame of ${width} x ${height}`,
          );
    }
  });

  test(`${stem}: the pointer finds values in every plot, under names for readers`, () => {
    const figure = read(stem);
    for (const node of within(figure)) {
      const { tooltip } = (isNode(node.encoding) ? node.encoding : {}) as { tooltip?: unknown };
      if (tooltip !== undefined) {
        assert.ok(Array.isArray(tooltip) && tooltip.length > 0);
        for (const { title, field } of tooltip as { title?: unknown; field: string }[])
          assert.ok(typeof title === "string" && title.trim() !== "", `${field} has a title`);
      }
      const { mark } = node;
      if (isNode(mark)) assert.ok(mark.tooltip !== true && mark.tooltip !== null, "no automatic tooltip");
      // a plot: what has a size and marks of its own
      if ("width" in node && ("mark" in node || "layer" in node)) assert.ok(tells(node), titleOf(node));
    }
  });
}

/** Whether some mark of a plot tells its values; in a legend made of marks nothing is a value. */
const tells = (plot: Node): boolean =>
  plot.name === "legend" ||
  [...within(plot)].some(
    ({ encoding, mark }) =>
      (isNode(encoding) && "tooltip" in encoding) || (isNode(mark) && isNode(mark.tooltip)),
  );

const titleOf = ({ title }: Node) => JSON.stringify(title ?? "a plot without a title");
