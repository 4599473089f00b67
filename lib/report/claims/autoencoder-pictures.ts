import { type Claim, entry, words } from "./claim.js";

/** Section 1.1 from its walk over latent space on: grids, reconstructions, and the guesses at a cause. */
export const pictureClaims: readonly Claim[] = [
  {
    id: "1.1-21",
    says: "The walk over latent space confirms that the VAE separates classes better.",
    faults: [],
    decidedBy: "number",
    verdict: "holds",
    voice: "C",
    finding:
      "Of its tiles {vae} look like the digit of the test codes around them, of the convolutional VAE's {cvae}.",
    numbers: {
      vae: entry("1.1#part-11-3", "tiles that look like", "VAE"),
      cvae: entry("1.1#part-11-3", "tiles that look like", "convolutional VAE"),
    },
    cells: ["1.1#part-11-3", "1.1#figure-2a"],
    figure: "1.1/figure-2a-vae-grid",
  },
  {
    id: "1.1-22",
    says: "The VAE's images of the grid are sharper.",
    faults: ["O5"],
    decidedBy: "number",
    verdict: "holds",
    voice: "C",
    finding: "p (1 - p) of a pixel of a tile is {vae} in the mean, {cvae} for the convolutional VAE.",
    numbers: {
      vae: entry("1.1#part-11-3", "mean p (1", "VAE"),
      cvae: entry("1.1#part-11-3", "mean p (1", "convolutional VAE"),
    },
    cells: ["1.1#part-11-3", "1.1#figure-2a", "1.1#code-27"],
    figure: "1.1/figure-2b-cvae-grid",
  },
  {
    id: "1.1-23",
    says: "The convolutional VAE's grid shows the greater variety of digits.",
    faults: ["V7"],
    decidedBy: "number",
    verdict: "does not hold",
    voice: "C",
    finding: "Digits in equal shares that would be as various: VAE {vae}, convolutional VAE {cvae}.",
    numbers: {
      vae: entry("1.1#part-11-3", "digits in equal shares", "VAE"),
      cvae: entry("1.1#part-11-3", "digits in equal shares", "convolutional VAE"),
    },
    cells: ["1.1#part-11-3"],
    figure: "1.1/grid-digits",
  },
  {
    id: "1.1-24",
    says: "The grid in question consists mainly of 6, 0, 2, 1 and 9.",
    faults: ["V7"],
    decidedBy: "number",
    verdict: "holds in part",
    voice: "C",
    finding:
      "0, 1, 2, 6 and 9 have {cvae} of the convolutional VAE's tiles, {vae} of the VAE's; half the digits in equal shares would have half.",
    numbers: {
      vae: entry("1.1#part-11-3", "0, 1, 2, 6 and 9", "VAE"),
      cvae: entry("1.1#part-11-3", "0, 1, 2, 6 and 9", "convolutional VAE"),
    },
    cells: ["1.1#part-11-3", "1.1#part-11-6"],
    figure: "1.1/grid-digits",
  },
  {
    id: "1.1-25",
    says: "The VAE reconstructs the six images better, most plainly the 2 and the 4.",
    faults: ["O5"],
    decidedBy: "number",
    verdict: "holds in part",
    voice: "R, C",
    finding:
      "The VAE's error is smaller by {two} for the 2 and {four} for the 4, larger for the 0 (difference {zero}); for the other three hardly any difference.",
    numbers: {
      two: entry("1.1#six-errors", "difference", "2"),
      four: entry("1.1#six-errors", "difference", "4"),
      zero: entry("1.1#six-errors", "difference", "0"),
    },
    cells: ["1.1#six-errors", "1.1#at-mean-code-figure"],
    figure: "1.1/reconstructions-corrected",
  },
  {
    id: "1.1-26",
    says: "It is the convolutional VAE that cannot tell 4 from 9 and turns the 4 into a 9.",
    faults: ["V8"],
    decidedBy: "study",
    verdict: "holds in part",
    voice: "C",
    finding: "The convolutional VAE turns the 4 into a 9 in {cvaeNine} of {runs} runs, the VAE in {vaeNine}.",
    numbers: {
      runs: entry("1.1#runs-read", "VAE", "runs"),
      vaeNine: entry("1.1#runs-read", "VAE", "4 read as 9"),
      cvaeNine: entry("1.1#runs-read", "CVAE", "4 read as 9"),
    },
    cells: ["1.1#runs-read", "1.1#part-11-10", "1.1#part-11-9"],
    figure: "1.1/confusion",
  },
  {
    id: "1.1-27",
    says: "Why the convolutional VAE is worse cannot be told.",
    faults: ["V4"],
    decidedBy: "study",
    verdict: "holds in part",
    voice: "C",
    finding:
      "With as many parameters, in one dense layer more on each side, it makes up {share} of the gap; four convolutions instead of two, with a sixteenth of these parameters, make up {depth}. Depth is the largest of the causes that were tried alone; they were not tried together.",
    numbers: {
      share: words("1.1#capacity-table", "make up: \\*\\*(\\d+ %)"),
      depth: entry("1.1#controls-table", "CVAE, four", "share of the gap"),
    },
    cells: ["1.1#capacity-table", "1.1#controls-table"],
  },
  {
    id: "1.1-28",
    says: "Convolutions should be expected to do better on images.",
    faults: [],
    decidedBy: "study",
    verdict: "does not hold",
    voice: "C",
    finding:
      "Not here: with as many parameters the bound is {matched} in the mean of its runs, against the VAE's {vae}.",
    numbers: {
      matched: entry("1.1#capacity-table", "CVAE with dense layers", "ELBO, mean"),
      vae: entry("1.1#capacity-table", "VAE, as in the report", "ELBO, mean"),
    },
    cells: ["1.1#capacity-table"],
  },
  {
    id: "1.1-29",
    says: "A guess at the cause: MNIST is too simple to need convolutions, its digits being centred and of one size.",
    faults: ["V4"],
    decidedBy: "study",
    verdict: "holds in part",
    voice: "C",
    finding:
      "With every digit at another place and size the VAE is ahead by {gapMoved} nats instead of {gap}, and convolutions with as many parameters make up {shareMoved} of it instead of {share}: behind they stay.",
    numbers: {
      gapMoved: entry("1.1#moved-table", "moved", "VAE above"),
      gap: entry("1.1#moved-table", "as they are", "VAE above"),
      shareMoved: entry("1.1#moved-table", "moved", "share of it"),
      share: entry("1.1#moved-table", "as they are", "share of it"),
    },
    cells: ["1.1#moved-table"],
  },
  guessAt(
    "1.1-30",
    "The network is not deep enough.",
    "Four convolutions instead of two, every second of stride 1",
    "CVAE, four",
  ),
  guessAt("1.1-31", "Kernels of 3 × 3 are too small.", "Filters of 5 × 5", "CVAE, filters"),
  guessAt(
    "1.1-32",
    "A stride of 2 loses too much.",
    "Stride 1 in the first convolution",
    "CVAE, stride",
    "does not hold",
  ),
];

/** A guess that is tried alone: what it gains of the gap to the VAE, with the parameters that come with it. */
function guessAt(
  id: string,
  guess: string,
  change: string,
  row: string,
  verdict: Claim["verdict"] = "holds in part",
): Claim {
  const cell = "1.1#controls-table";
  return {
    id,
    says: `A guess at the cause: ${guess}`,
    faults: ["V4"],
    decidedBy: "study",
    verdict,
    voice: "C",
    finding: `${change}: a gain of {gain} nats (95 %: {range}), {share} of the gap to the VAE, with {parameters} parameters where the report's network has 20,549.`,
    numbers: {
      gain: entry(cell, row, "above the report"),
      range: entry(cell, row, "95 %"),
      share: entry(cell, row, "share of the gap"),
      parameters: entry(cell, row, "parameters"),
    },
    cells: [cell],
  };
}
