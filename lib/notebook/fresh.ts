// @silent: says what is to be made anew

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../node/index.js";

/** The name of the run that makes everything anew (`--fresh`, PML_FRESH), if this is one. */
const freshRun = () => process.env.PML_FRESH || undefined;

function markOf(run: string, what: unknown): string {
  const fingerprint = createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 16);
  return join(repositoryRoot, ".cache", "fresh", run, fingerprint);
}

/**
 * Runs `make`, and tells it whether it must make `what` anew: in a fresh run, the first time `what` is asked for. Notebooks
 * of one run share what it has made; nothing from before it is used.
 */
export async function madeOnceInFreshRun<Made>(
  what: unknown,
  make: (fresh: boolean) => Promise<Made>,
): Promise<Made> {
  const run = freshRun();
  if (run === undefined) return make(false);
  const mark = markOf(run, what);
  const made = await make(!existsSync(mark));
  mkdirSync(join(mark, ".."), { recursive: true });
  writeFileSync(mark, "");
  return made;
}
