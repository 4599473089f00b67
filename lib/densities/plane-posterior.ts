import { softplus } from "../math/index.js";
import { requireInput, requireLength, requirePositive } from "../support/index.js";

/** A square grid of codes, taken in blocks. */
export interface PlaneRule {
  /** Lower and upper end of both axes. */
  readonly from: number;
  readonly to: number;
  /** Distance of neighbouring codes. */
  readonly spacing: number;
  /** Codes along the side of a block, odd: the middle one is looked at first. */
  readonly blockSide: number;
  /** A block counts if its middle, or a code of a block beside it, comes within so many nats of the best code. */
  readonly margin: number;
  /** Blocks whose decoded images are kept for the next question. */
  readonly kept: number;
}

/** What the plane of codes says of a binary image. */
export interface PlaneAnswer {
  /** `ln p(b)`, nats. */
  readonly logMarginal: number;
  /** `E[z | b]`. */
  readonly code: readonly [number, number];
  /** `E[sigmoid(decoder(z)) | b]`, [pixels]. */
  readonly image: Float64Array;
  /** Codes summed over. */
  readonly codes: number;
}

/** Some codes with their images' logits. */
interface Decoded {
  readonly codes: Float64Array;
  /** codes x pixels. */
  readonly logits: Float32Array;
  /** `ln N(z; 0, I) - sum_j softplus(logit_j)` of each code. */
  readonly offsets: Float64Array;
}

/** A block with its integrand. */
interface Part {
  readonly decoded: Decoded;
  readonly terms: Float64Array;
  /** The highest of the terms. */
  readonly most: number;
}

/** A share of the posterior below this changes no digit of an answer. */
const negligible = 1e-14;

/**
 * The exact posterior of an autoencoder's code of two dimensions, by the trapezoidal rule on a square grid: `p(b) = int p(b | z) N(z; 0, I) dz` with
 * `ln p(b | z) = b . logits(z) - sum_j softplus(logits_j(z))`. Blocks far from all codes whose integrand is not small beside the best are
 * left out; what a block decodes to is kept for the next image, since a drawing changes little from one stroke to the next.
 */
export class PlanePosterior {
  private middles: Decoded | undefined;
  private readonly blocks = new Map<number, Decoded>();
  private readonly perAxis: number;

  /**
   * @param logits of a code
   * @throws InputError for a rule that is empty or whose blocks have no middle
   */
  constructor(
    private readonly logits: (code: readonly [number, number]) => Float64Array,
    private readonly rule: PlaneRule,
  ) {
    const caller = "PlanePosterior";
    const { from, to, spacing, blockSide } = rule;
    requirePositive(caller, "spacing", spacing);
    requireInput(to > from, caller, `the grid must go upwards, got ${from} to ${to}`);
    requireInput(blockSide % 2 === 1, caller, `blockSide must be odd, got ${blockSide}`);
    const points = Math.floor((to - from) / spacing + 1e-9) + 1;
    this.perAxis = Math.ceil(points / blockSide);
  }

  /** @param bits 0 or 1 a pixel; @throws InputError for another number of pixels */
  evaluate(bits: ArrayLike<number>): PlaneAnswer {
    const ink = Array.from(bits).flatMap((bit, pixel) => (bit > 0 ? [pixel] : []));
    const middles = this.decodedMiddles();
    requireLength("PlanePosterior", "bits", bits.length, middles.logits.length / middles.offsets.length);
    const ofMiddles = integrand(middles, ink, bits.length);
    let best = ofMiddles.reduce((most, each) => Math.max(most, each));
    const parts = new Map<number, Part>();
    let next = [...ofMiddles.keys()].filter((block) => ofMiddles[block]! >= best - this.rule.margin);
    while (next.length > 0) {
      for (const block of next) {
        const decoded = this.decodedBlock(block);
        const terms = integrand(decoded, ink, bits.length);
        const most = terms.reduce((highest, each) => Math.max(highest, each));
        parts.set(block, { decoded, terms, most });
        best = Math.max(best, most);
      }
      next = [...parts.entries()]
        .filter(([, { most }]) => most >= best - this.rule.margin)
        .flatMap(([block]) => this.around(block))
        .filter((block, i, all) => !parts.has(block) && all.indexOf(block) === i);
    }
    this.forget(parts.size);
    return summed([...parts.values()], bits.length, this.rule.spacing);
  }

  /** The blocks beside a block, corners too. */
  private around(block: number): number[] {
    const [column, row] = [block % this.perAxis, Math.floor(block / this.perAxis)];
    const near = (place: number) =>
      [place - 1, place, place + 1].filter((each) => each >= 0 && each < this.perAxis);
    return near(row).flatMap((y) => near(column).map((x) => y * this.perAxis + x));
  }

  private decodedMiddles(): Decoded {
    const { blockSide, spacing, from } = this.rule;
    const half = (blockSide - 1) / 2;
    const at = (block: number) => from + spacing * (block * blockSide + half);
    this.middles ??= this.decode(
      Array.from({ length: this.perAxis ** 2 }, (_, block) => [
        at(block % this.perAxis),
        at(Math.floor(block / this.perAxis)),
      ]),
    );
    return this.middles;
  }

  private decodedBlock(block: number): Decoded {
    const { blockSide, spacing, from, to } = this.rule;
    const corner = [block % this.perAxis, Math.floor(block / this.perAxis)].map((each) => each * blockSide);
    const at = (step: number) => from + spacing * step;
    const codes = Array.from({ length: blockSide ** 2 }, (_, i): [number, number] => [
      at(corner[0]! + (i % blockSide)),
      at(corner[1]! + Math.floor(i / blockSide)),
    ]).filter(([x, y]) => Math.max(x, y) <= to + 1e-9);
    const known = this.blocks.get(block) ?? this.decode(codes);
    // the one used last is forgotten last
    this.blocks.delete(block);
    this.blocks.set(block, known);
    return known;
  }

  private forget(used: number): void {
    const most = Math.max(this.rule.kept, used);
    for (const block of this.blocks.keys()) {
      if (this.blocks.size <= most) return;
      this.blocks.delete(block);
    }
  }

  private decode(codes: readonly (readonly [number, number])[]): Decoded {
    const images = codes.map((code) => this.logits(code));
    const pixels = images[0]!.length;
    const logits = new Float32Array(codes.length * pixels);
    for (const [i, image] of images.entries()) logits.set(image, i * pixels);
    const offsets = Float64Array.from(codes, ([x, y], i) => {
      const image = logits.subarray(i * pixels, (i + 1) * pixels);
      const normaliser = image.reduce((sum, logit) => sum + softplus(logit), 0);
      return -Math.log(2 * Math.PI) - (x * x + y * y) / 2 - normaliser;
    });
    return { codes: Float64Array.from(codes.flat()), logits, offsets };
  }
}

/** `ln p(b | z) N(z; 0, I)` of each code. */
function integrand({ logits, offsets }: Decoded, ink: readonly number[], pixels: number): Float64Array {
  return offsets.map((offset, i) => {
    let sum = offset;
    for (const pixel of ink) sum += logits[i * pixels + pixel]!;
    return sum;
  });
}

function summed(parts: readonly Part[], pixels: number, spacing: number): PlaneAnswer {
  const best = Math.max(...parts.map(({ most }) => most));
  const image = new Float64Array(pixels);
  let [sum, x, y, count] = [0, 0, 0, 0];
  for (const { decoded, terms } of parts)
    for (let i = 0; i < terms.length; i++) {
      const share = Math.exp(terms[i]! - best);
      count++;
      sum += share;
      if (share < negligible) continue;
      x += share * decoded.codes[2 * i]!;
      y += share * decoded.codes[2 * i + 1]!;
      for (let j = 0; j < pixels; j++) image[j]! += share / (1 + Math.exp(-decoded.logits[i * pixels + j]!));
    }
  return {
    logMarginal: best + Math.log(sum) + 2 * Math.log(spacing),
    code: [x / sum, y / sum],
    image: image.map((each) => each / sum),
    codes: count,
  };
}
