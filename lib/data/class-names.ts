import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { requireInput } from "../support/index.js";
import type { DataSet } from "./image-set.js";

/** The lines of a text that say something. */
const linesOf = (path: string) =>
  readFileSync(path, "utf8")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");

/** EMNIST's mapping: a label, then the codes of the characters that it stands for, a line each. */
function mappedNames(path: string): string[] {
  const names: string[] = [];
  for (const line of linesOf(path)) {
    const [label, ...codes] = line.trim().split(/\s+/).map(Number);
    names[label!] = String.fromCharCode(...codes);
  }
  return names;
}

/** The names that a folder of images has for its classes: a line each in `classes.txt`, or EMNIST's `...-mapping.txt`. */
function namesIn(folder: string): string[] | undefined {
  const plain = join(folder, "classes.txt");
  if (existsSync(plain)) return linesOf(plain).map((line) => line.trim());
  const mapping = readdirSync(folder).find((name) => /mapping\.txt$/.test(name));
  return mapping === undefined ? undefined : mappedNames(join(folder, mapping));
}

/**
 * The names of a data set's classes 0, 1, ... up to its largest label: from the folder of the images where it has them, their numbers otherwise.
 *
 * @param folder of the images; default that of `PML_DATA`
 * @throws InputError if the folder names fewer classes than there are
 *
 * @example
 * classNames(loadMnist()); // ["0", ..., "9"]
 */
export function classNames({ name, train, test }: DataSet, folder = process.env.PML_DATA ?? ""): string[] {
  const largest = [train, test].reduce(
    (most, { labels }) => labels.reduce((a, b) => Math.max(a, b), most),
    0,
  );
  const named = folder === "" ? undefined : namesIn(folder);
  requireInput(
    named === undefined || named.length > largest,
    "classNames",
    () => `${name} has labels up to ${largest}, but ${folder} names ${named!.length} classes`,
    { largest, named: named?.length },
  );
  return Array.from({ length: largest + 1 }, (_, label) => named?.[label] ?? String(label));
}
