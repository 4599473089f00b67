// @silent: only tells what a program is

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The name of the package that an import asks for: `@scope/name/file` is of `@scope/name`. */
export function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** What the library's code may come from besides itself. */
export interface Packages {
  /** Packages that the library itself depends on, those included that it can do without. */
  readonly ofLibrary: ReadonlySet<string>;
  /** SHA-256 of what packages are, and of all that they depend on. */
  digest(names: Iterable<string>): string;
}

/** The packages that package-lock.json pins. */
export class LockedPackages implements Packages {
  private readonly packages: Readonly<Record<string, LockedPackage>>;
  readonly ofLibrary: ReadonlySet<string>;

  constructor(lockFile: string) {
    this.packages = (
      JSON.parse(readFileSync(lockFile, "utf8")) as { packages: Record<string, LockedPackage> }
    ).packages;
    const { dependencies, peerDependencies } = this.packages.lib ?? {};
    this.ofLibrary = new Set(Object.keys({ ...dependencies, ...peerDependencies }));
  }

  /** SHA-256 over versions and checksums of packages and of all that they depend on, whatever the machine needs of them. */
  digest(names: Iterable<string>): string {
    const found = new Set<string>();
    const visit = (name: string, from: string) => {
      const place = this.placeOf(name, from);
      if (place === undefined || found.has(place)) return;
      found.add(place);
      const { dependencies, optionalDependencies } = this.packages[place]!;
      for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) visit(each, place);
    };
    for (const name of names) visit(name, "lib");
    const hash = createHash("sha256");
    for (const place of [...found].sort()) {
      const { version, integrity } = this.packages[place]!;
      hash.update(`${place} ${version} ${integrity}\n`);
    }
    return hash.digest("hex");
  }

  /** Where Node finds a package from a folder: there, or in a folder above. */
  private placeOf(name: string, from: string): string | undefined {
    for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
      const place = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
      if (place in this.packages) return place;
      if (folder === "") return undefined;
    }
  }
}
