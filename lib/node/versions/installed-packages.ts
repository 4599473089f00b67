// @silent: only tells what a program is

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Packages } from "./locked-packages.js";

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/** Where Node finds a package from a folder: there, or in a folder above. */
function folderOf(name: string, from: string): string | undefined {
  for (let above = from; ; above = dirname(above)) {
    const folder = join(above, "node_modules", name);
    if (existsSync(join(folder, "package.json"))) return folder;
    if (above === dirname(above)) return undefined;
  }
}

/** The packages as they are installed beside the library, outside its repository: versions, but no checksums. */
export class InstalledPackages implements Packages {
  readonly ofLibrary: ReadonlySet<string>;

  /** @param library the package's own folder */
  constructor(private readonly library: string) {
    const { dependencies, peerDependencies } = manifestIn(library);
    this.ofLibrary = new Set(Object.keys({ ...dependencies, ...peerDependencies }));
  }

  digest(names: Iterable<string>): string {
    const found = new Map<string, string>();
    const visit = (name: string, from: string) => {
      const folder = folderOf(name, from);
      if (folder === undefined || found.has(folder)) return;
      const { version, dependencies } = manifestIn(folder);
      found.set(folder, `${name} ${version}\n`);
      for (const each of Object.keys(dependencies ?? {})) visit(each, folder);
    };
    for (const name of names) visit(name, this.library);
    const hash = createHash("sha256");
    for (const line of [...found.values()].sort()) hash.update(line);
    return hash.digest("hex");
  }
}
