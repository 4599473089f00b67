import { isDeepStrictEqual } from "node:util";
import { parentPort } from "node:worker_threads";
import { Chain, type ChainRecord, type ChainResult, kernelOf } from "../../inference/index.js";
import type { LogDensity } from "../../math/index.js";
import { Random } from "../../random/index.js";
import { InputError } from "../../support/index.js";
import { type DensitySource, loadDensity, type ThreadMessage, type ThreadTask } from "./threads.js";

/** Transitions between two reports. */
const batch = 200;

function say(message: ThreadMessage, transfer: ArrayBuffer[] = []): void {
  parentPort!.postMessage(message, transfer);
}

/** The density of the last chain, which the next one usually has too: code compiled for one object is faster than for one of many. */
let last: { readonly source: DensitySource; readonly density: LogDensity } | null = null;

async function densityOf(source: DensitySource): Promise<LogDensity> {
  if (last === null || !isDeepStrictEqual(source, last.source))
    last = { source, density: await loadDensity(source) };
  return last.density;
}

async function runChain({ source, algorithm, settings, index, random }: ThreadTask): Promise<ChainResult> {
  const density = await densityOf(source);
  const chain = new Chain(density, kernelOf(density, algorithm), settings, index, Random.restore(random));
  while (chain.transitions < chain.total) {
    chain.advance(batch);
    say({ kind: "progress", transitions: chain.transitions });
  }
  return chain.result();
}

/** The memory of a record, handed over instead of copied. */
function buffers(record: ChainRecord | null): ArrayBuffer[] {
  if (record === null) return [];
  return [...record.draws, ...Object.values(record.statistics)].map(({ buffer }) => buffer as ArrayBuffer);
}

/** One task after another, for as long as the thread is wanted. */
parentPort!.on("message", async (task: ThreadTask) => {
  try {
    const result = await runChain(task);
    say({ kind: "result", result }, [...buffers(result.kept), ...buffers(result.warmup)]);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say({ kind: "failure", functionName: error instanceof InputError ? error.functionName : null, message });
  }
});
