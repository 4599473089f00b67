import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { imageRows } from "pml/models";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
import { liveTensors } from "pml/tensorflow";
import { smallDataSet } from "../support/small-images.js";

/** A straight line through measurements: its slope from one to the next, with an interval of 95 %. */
export interface Slope {
  readonly each: number;
  readonly interval: readonly [number, number];
}

/** What many trainings in one process left behind. */
export interface LongUseReport {
  readonly trainings: number;
  /** Trainings before the first measurement: memory pools and compiled code fill up once. */
  readonly warmup: number;
  /** Mean number of TensorFlow's variables that a training makes and destroys again. */
  readonly variablesPerTraining: number;
  /** Megabytes at the first and at the last measurement. */
  readonly residentMegabytes: readonly [first: number, last: number];
  /** In kilobytes a training; from means over ten trainings each. */
  readonly slopes: { readonly resident: Slope; readonly heap: Slope; readonly buffers: Slope };
  /** Tensors, open files and what keeps the process alive: smallest and largest number seen after a training. */
  readonly tensors: readonly [number, number];
  readonly openFiles: readonly [number, number];
  readonly handles: readonly [number, number];
}

/** Least squares through means of blocks, which are less dependent on each other than single measurements. */
export function slopeOf(values: readonly number[], blockSize = 10): Slope {
  const blocks = Array.from({ length: Math.floor(values.length / blockSize) }, (_, b) => {
    const block = values.slice(b * blockSize, (b + 1) * blockSize);
    return block.reduce((sum, value) => sum + value, 0) / blockSize;
  });
  const n = blocks.length;
  const centre = (n - 1) / 2;
  const mean = blocks.reduce((sum, value) => sum + value, 0) / n;
  const spread = blocks.reduce((sum, _, i) => sum + (i - centre) ** 2, 0);
  const slope = blocks.reduce((sum, value, i) => sum + (i - centre) * (value - mean), 0) / spread;
  const residual = blocks.reduce((sum, value, i) => sum + (value - mean - slope * (i - centre)) ** 2, 0);
  // the quantile of Student's t at 22 to 24 degrees of freedom, or at 8; beyond, it is a little wide
  const halfWidth = (n < 24 ? 2.31 : 2.07) * Math.sqrt(residual / (n - 2) / spread);
  const each = (value: number) => value / blockSize;
  return { each: each(slope), interval: [each(slope - halfWidth), each(slope + halfWidth)] };
}

const range = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const;

/**
 * One small training: in turn a VAE with its checkpoint, a convolutional one, a mixture. Returns the number of variables it had:
 * each parameter and its two moments.
 */
async function train(round: number, folder: string): Promise<number> {
  const data = smallDataSet(200, 40);
  if (round % 3 === 2) {
    const random = Random.from(round);
    await gaussianMixture.fit(
      imageRows(data.train),
      { components: 3, regularisation: 1, maxIterations: 5 },
      { random },
    );
    return 0;
  }
  const network =
    round % 3 === 0
      ? ({ kind: "vae", rows: 8, columns: 8, hidden: [20], latent: 2 } as const)
      : ({
          kind: "convolutional-vae",
          rows: 8,
          columns: 8,
          channels: [4, 8],
          hidden: null,
          latent: 2,
        } as const);
  const recipe = { network, epochs: 2, batchSize: 20, learningRate: 1e-3, seed: round };
  const { parameters } = await vae.fitOrLoad(data, recipe, { folder });
  return 3 * Object.keys(parameters).length;
}

/** Trains so many small models in this process, and measures after each what is left. */
export async function useLong(trainings: number, warmup = 60): Promise<LongUseReport> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const folder = mkdtempSync(join(tmpdir(), "long-use-"));
  const seen = { resident: [], heap: [], buffers: [], tensors: [], files: [], handles: [] } as Record<
    "resident" | "heap" | "buffers" | "tensors" | "files" | "handles",
    number[]
  >;
  let variables = 0;
  try {
    for (let round = 0; round < warmup + trainings; round++) {
      const made = await train(round, folder);
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      if (round < warmup) continue;
      variables += made;
      collect();
      const { rss, heapUsed, external } = process.memoryUsage();
      seen.resident.push(rss / 1024);
      seen.heap.push(heapUsed / 1024);
      seen.buffers.push(external / 1024);
      seen.tensors.push(liveTensors());
      seen.files.push(process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0);
      seen.handles.push(process.getActiveResourcesInfo().length);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return {
    trainings,
    warmup,
    variablesPerTraining: variables / trainings,
    residentMegabytes: [seen.resident[0]! / 1024, seen.resident.at(-1)! / 1024],
    slopes: {
      resident: slopeOf(seen.resident),
      heap: slopeOf(seen.heap),
      buffers: slopeOf(seen.buffers),
    },
    tensors: range(seen.tensors),
    openFiles: range(seen.files),
    handles: range(seen.handles),
  };
}
