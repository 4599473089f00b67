import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A statement of a compiled module that names another: which names it takes, undefined for all. */
interface Link {
  readonly from: string;
  readonly names: readonly string[] | undefined;
}

const pattern = /^(?:import|export)\s*(?:(\{[^}]*\}|\* as \w+|\*|\w+)\s*from\s*)?"([^"]+)"/gm;

/** Modules of the repository that compiled tests reach, and over how many imports. */
export class ImportGraph {
  private readonly links = new Map<string, readonly Link[]>();

  constructor(private readonly root: string) {}

  /** Every module below `root` that `path` imports, with the length of the shortest way there. */
  distances(path: string): Map<string, number> {
    const found = new Map([[path, 0]]);
    for (const [file, distance] of found)
      for (const target of this.targets(file)) if (!found.has(target)) found.set(target, distance + 1);
    return found;
  }

  private targets(file: string): string[] {
    return this.linksOf(file).flatMap(({ from, names }) =>
      from.endsWith("/index.js") && names !== undefined
        ? names.map((name) => this.origin(from, name))
        : [from],
    );
  }

  /** The module behind a name of a room's table of contents. */
  private origin(index: string, name: string): string {
    const from = this.linksOf(index).find(({ names }) => names?.includes(name))?.from ?? index;
    return from !== index && from.endsWith("/index.js") ? this.origin(from, name) : from;
  }

  private linksOf(file: string): readonly Link[] {
    const known = this.links.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(file, "utf8");
    const links = [...text.matchAll(pattern)].flatMap(([, taken, specifier]) => {
      const from = this.resolve(file, specifier!);
      if (from === undefined) return [];
      const names = taken?.startsWith("{")
        ? [...taken.matchAll(/(\w+)(?: as \w+)?/g)].map(([, name]) => name!)
        : undefined;
      return [{ from, names }];
    });
    this.links.set(file, links);
    return links;
  }

  private resolve(importer: string, specifier: string): string | undefined {
    const dist = join(this.root, "lib", "dist");
    const path = specifier.startsWith(".")
      ? join(dirname(importer), specifier)
      : specifier.startsWith("#internal/")
        ? join(dist, `${specifier.slice("#internal/".length)}.js`)
        : specifier.startsWith("pml/")
          ? join(dist, specifier.slice("pml/".length), "index.js")
          : undefined;
    return path !== undefined && existsSync(path) ? path : undefined;
  }
}
