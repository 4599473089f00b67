/** Numbers of one shared buffer. */
const numbersOfBuffer = 2048;

/**
 * Copies of short vectors, many of them side by side in one buffer: an engine takes some 300 ns to make a buffer and to give it back, as long
 * as several leapfrog steps of a small model, and 50 for a view.
 */
export class Copies {
  private readonly size: number;
  private buffer = new ArrayBuffer(0);
  private next: number;

  constructor(private readonly length: number) {
    this.size = length * Math.max(1, Math.floor(numbersOfBuffer / length));
    this.next = this.size;
  }

  /** A copy of `values`, whose length is that of all. Nobody else writes to it. */
  of(values: Float64Array): Float64Array {
    if (this.next === this.size) {
      this.buffer = new ArrayBuffer(8 * this.size);
      this.next = 0;
    }
    const copy = new Float64Array(this.buffer, 8 * this.next, this.length);
    for (let i = 0; i < copy.length; i++) copy[i] = values[i]!;
    this.next += this.length;
    return copy;
  }
}
