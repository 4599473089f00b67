import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Random } from "pml/random";
import { root } from "../../support/fixture.js";
import { type Mutant, mutantsOf } from "./mutate.js";

/** The numerical rooms whose code is changed. */
export const rooms = ["inference", "gp", "models", "metrics"] as const;

/** Code that decides how fast a result comes, not what it is. */
const onlySpeed = /sampling\/threads\.ts$|sampling\/thread-worker\.ts$/;

/** Paths of files below a folder of the repository, from its root. */
export const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();

/** Reports of how far the work is. */
const onlyProgress = /^(await )?(breather\.breathe|task\.(update|finish))\(/;

let known: readonly Mutant[] | undefined;

/** All mutants of the rooms. */
export function allMutants(): readonly Mutant[] {
  known ??= rooms
    .flatMap((room) => filesBelow(join("lib", room), ".ts"))
    .filter((file) => !onlySpeed.test(file) && !file.endsWith("index.ts"))
    .flatMap((file) => mutantsOf(file, readFileSync(join(root, file), "utf8")));
  return known;
}

/** `size` of the mutants, each as likely as any other, the same for the same seed. */
export function sampleMutants(size: number, seed: number): Mutant[] {
  const all = allMutants();
  return Array.from(Random.from(seed).permutation(all.length), (index) => all[index]!)
    .filter(({ before }) => !onlyProgress.test(before))
    .slice(0, size);
}

/** Where the compiler puts a source of the library. */
export const compiled = (file: string): string =>
  join("lib", "dist", relative("lib", file)).replace(/\.ts$/, ".js");
