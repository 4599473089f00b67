// @silent: checks results

import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataSet, firstImages } from "../../data/index.js";
import { processorKind } from "../../node/index.js";
import { silent } from "../../support/index.js";
import type { Study, StudyContext } from "./study.js";

/** What is kept of a study's canary. */
export interface KeptCanary {
  /** SHA-256 of its result as JSON, every digit of every number. */
  readonly digest: string;
  /** Some of its numbers, by their place in the result: for a reader to see how far apart two are. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The kind of processor: sums of float32 are in an order that depends on how wide its vectors are. */
  readonly processor: string;
}

const shownNumbers = 5;

/** Runs a study's canary, without anything that was kept before. */
export async function keepCanary(
  study: Pick<Study<unknown>, "canary">,
  context: StudyContext,
): Promise<KeptCanary> {
  const checkpoints = mkdtempSync(join(tmpdir(), "canary-"));
  try {
    const result = await study.canary({
      get data() {
        return context.data;
      },
      checkpoints,
      progress: silent,
      fresh: true,
      ...(context.signal && { signal: context.signal }),
    });
    const digest = createHash("sha256").update(JSON.stringify(result)).digest("hex");
    return { digest, numbers: numbersOf(result), processor: processorKind() };
  } finally {
    rmSync(checkpoints, { recursive: true, force: true });
  }
}

/** The first images of the data in use: a canary has no time for all. */
export function fewImages({ data }: StudyContext, train: number, test: number) {
  const first = (set: typeof data.train, count: number) => firstImages(set, Math.min(count, set.count));
  return dataSet(data.name, first(data.train, train), first(data.test, test));
}

/** The first numbers with a fraction, by their places. */
function numbersOf(result: unknown): Record<string, number> {
  const found: Record<string, number> = {};
  const visit = (value: unknown, place: string) => {
    if (Object.keys(found).length >= shownNumbers) return;
    if (typeof value === "number" && Number.isFinite(value) && !Number.isInteger(value)) found[place] = value;
    if (typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) visit(inner, place === "" ? name : `${place}.${name}`);
  };
  visit(result, "");
  return found;
}
