import type { Figure } from "pml/figures";

/** A mark of a drawn figure, as far as tests look at it. */
export interface DrawnItem {
  readonly x: number;
  readonly y: number;
  readonly width?: number;
  readonly text?: unknown;
}

/** A figure as a browser would run it, without one: its signals can be set, its marks looked at. */
export async function headlessView(figure: Figure) {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const { $schema: _, ...spec } = figure as Figure & { $schema?: string };
  const view = new vega.View(vega.parse(compile(spec as Figure).spec), { renderer: "none" });
  await view.runAsync();
  const items = (marktype: string): DrawnItem[] => {
    const found: DrawnItem[] = [];
    const walk = (node: { marktype?: string; items?: unknown[] }) => {
      if (node.marktype === marktype) found.push(...(node.items as DrawnItem[]));
      for (const child of node.items ?? []) walk(child as typeof node);
    };
    walk((view.scenegraph() as unknown as { root: object }).root);
    return found;
  };
  return { view, items };
}
