import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { InputError, requireInteger } from "../support/index.js";

/** Everything needed to go on with a stream exactly where it stopped: a plain, JSON-safe record. */
export interface RandomState {
  /** Path of seeds and labels that names the stream; children are derived from it. */
  readonly key: string;
  /** The four 32-bit words of xoroshiro128+. */
  readonly words: readonly number[];
  /** The second normal of the last polar pair, if it has not been handed out yet. */
  readonly spareNormal: number | null;
}

/**
 * A seeded stream of random numbers (xoroshiro128+, Blackman and Vigna 2018, from `pure-rand`).
 *
 * The state is the SHA-256 of the stream's key, so that neighbouring seeds give unrelated streams. A child
 * made by {@link Random.split} depends on the key and the label alone, never on how much the parent has drawn:
 * work split over children gives the same numbers in any order and in any thread.
 *
 * @example
 * const random = Random.from(1);
 * const chains = [0, 1, 2, 3].map((c) => random.split("chain", c));
 */
export class Random {
  private constructor(
    private readonly key: string,
    private generator: RandomGenerator,
    private spareNormal: number | null,
  ) {}

  /** The stream of a seed: any safe integer or any text. */
  static from(seed: number | string): Random {
    if (typeof seed === "number" && !Number.isSafeInteger(seed)) {
      throw new InputError("Random.from", `seed must be a safe integer or a text, got ${seed}`, { seed });
    }
    return Random.ofKey(typeof seed === "number" ? `n${seed}` : `s${JSON.stringify(seed)}`);
  }

  private static ofKey(key: string): Random {
    const digest = new DataView(sha256(utf8ToBytes(key)).buffer);
    const words = [0, 4, 8, 12].map((offset) => digest.getInt32(offset, true));
    return new Random(key, xoroshiro128plusFromState(words), null);
  }

  /** The stream that {@link Random.state} described. */
  static restore(state: RandomState): Random {
    const { key, words, spareNormal } = state;
    const wellFormed =
      typeof key === "string" &&
      Array.isArray(words) &&
      words.length === 4 &&
      words.every((word) => Number.isInteger(word)) &&
      words.some((word) => word !== 0) &&
      (spareNormal === null || Number.isFinite(spareNormal));
    if (!wellFormed) {
      throw new InputError(
        "Random.restore",
        "state must hold a key, four integer words (not all 0) and a spare normal or null",
        { state },
      );
    }
    return new Random(key, xoroshiro128plusFromState(words), spareNormal);
  }

  /** A child stream named by `labels`; the same labels always give the same child. */
  split(...labels: readonly (number | string)[]): Random {
    if (labels.length === 0) throw new InputError("Random.split", "wants at least one label");
    return Random.ofKey(`${this.key}/${JSON.stringify(labels)}`);
  }

  /** A snapshot that {@link Random.restore} takes back. */
  state(): RandomState {
    return { key: this.key, words: [...this.generator.getState()], spareNormal: this.spareNormal };
  }

  /** A uniform number in [0, 1), a multiple of 2^-53. */
  uniform(): number {
    const high = this.generator.next() >>> 5;
    const low = this.generator.next() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  /** A uniform integer in 0 .. `bound` - 1, without bias (`bound` at most 2^32). */
  integer(bound: number): number {
    requireInteger("Random.integer", "bound", bound, 1);
    if (bound > 0x100000000)
      throw new InputError("Random.integer", `bound must be at most 2^32, got ${bound}`, { bound });
    const limit = 0x100000000 - (0x100000000 % bound);
    for (;;) {
      const word = this.generator.next() >>> 0;
      if (word < limit) return word % bound;
    }
  }

  /** A standard normal number by Marsaglia's polar method. */
  normal(): number {
    if (this.spareNormal !== null) {
      const spare = this.spareNormal;
      this.spareNormal = null;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const squared = u * u + v * v;
      if (squared > 0 && squared < 1) {
        const scale = Math.sqrt((-2 * Math.log(squared)) / squared);
        this.spareNormal = v * scale;
        return u * scale;
      }
    }
  }

  /** An exponential number with rate 1. */
  exponential(): number {
    return -Math.log1p(-this.uniform());
  }

  /** Fills `target` with standard normals and returns it. */
  fillNormal<Target extends Float32Array | Float64Array>(target: Target): Target {
    for (let i = 0; i < target.length; i++) target[i] = this.normal();
    return target;
  }

  /** Fills `target` with uniform numbers in [0, 1) and returns it. In Float32Array a value may round up to 1. */
  fillUniform<Target extends Float32Array | Float64Array>(target: Target): Target {
    for (let i = 0; i < target.length; i++) target[i] = this.uniform();
    return target;
  }

  /** A uniformly random order of 0 .. `count` - 1 (Fisher and Yates). */
  permutation(count: number): Int32Array {
    requireInteger("Random.permutation", "count", count);
    const order = Int32Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = order[i]!;
      order[i] = order[j]!;
      order[j] = held;
    }
    return order;
  }

  /** An index drawn with probability proportional to `weights` (non-negative, with a positive sum). */
  categorical(weights: ArrayLike<number>): number {
    let total = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i]!;
      if (!(weight >= 0))
        throw new InputError("Random.categorical", `weights[${i}] must be at least 0, got ${weight}`, {
          index: i,
          weight,
        });
      total += weight;
    }
    if (!(total > 0 && Number.isFinite(total))) {
      throw new InputError("Random.categorical", `weights must have a finite positive sum, got ${total}`, {
        total,
      });
    }
    let remaining = this.uniform() * total;
    let last = 0;
    for (let i = 0; i < weights.length; i++) {
      if (weights[i] === 0) continue;
      last = i;
      remaining -= weights[i]!;
      if (remaining < 0) return i;
    }
    return last;
  }
}
