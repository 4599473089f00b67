import { examFunction, examGrid } from "pml/report";

/** One training of an autoencoder, as the study has it. */
export interface AutoencoderRun {
  readonly seed: number;
  /** Bound, nats a test image. */
  readonly elbo: number;
  /** Squared error per pixel at one sampled code. */
  readonly error: number;
  /** Of the digits' medians from the report's, in latent units. */
  readonly distance: number;
  /** What the six images of Figure 1 are read as. */
  readonly read: string;
  /** What each of Figure 2's tiles is nearest to, by rows from the top. */
  readonly gridDigits: string;
  /** Six images, grey levels, base64. */
  readonly reconstructions: string;
  /** Codes of the first test images, code after code. */
  readonly codes: readonly number[];
}

/** What the page's file holds. */
export interface SeedRuns {
  /** Of the test images whose codes are there. */
  readonly digits: string;
  readonly autoencoders: Readonly<
    Record<"vae" | "convolutional-vae", { readonly shown: number; readonly runs: readonly AutoencoderRun[] }>
  >;
  readonly mixtures: readonly {
    readonly seed: number;
    readonly mean: number;
    readonly median: number;
    readonly purity: number;
  }[];
  readonly optimisations: readonly {
    readonly arm: string;
    /** Lowest value known before the first step, a run each. */
    readonly start: readonly number[];
    /** Candidates in their order, separated by spaces, a run each. */
    readonly chosen: readonly string[];
  }[];
}

/** The lowest value of the exam's function found so far, before the first step and after each. */
export function lowestSoFar(start: number, chosen: string): Float64Array {
  const grid = examGrid();
  let lowest = start;
  const after = chosen.split(" ").map((candidate) => {
    lowest = Math.min(lowest, examFunction(grid[Number(candidate)]!));
    return lowest;
  });
  return Float64Array.of(start, ...after);
}

/** The six images of Figure 1, grey levels on [0, 1]. */
export function reconstructionsOf({ reconstructions }: AutoencoderRun): Float64Array[] {
  const levels = Float64Array.from(atob(reconstructions), (sign) => sign.charCodeAt(0) / 255);
  return Array.from({ length: levels.length / 784 }, (_, n) => levels.slice(784 * n, 784 * (n + 1)));
}
