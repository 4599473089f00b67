/**
 * A function drawn by hand: values at the candidates, NaN where nothing has been drawn yet. Between two places of a stroke the values
 * lie on the straight line.
 */
export class DrawnFunction {
  readonly values: Float64Array;
  private last: { readonly index: number; readonly y: number } | undefined;

  constructor(private readonly grid: Float64Array) {
    this.values = new Float64Array(grid.length).fill(Number.NaN);
  }

  private indexOf(x: number): number {
    const { length } = this.grid;
    return Math.min(length - 1, Math.max(0, Math.round(((x + 1) / 2) * (length - 1))));
  }

  begin(x: number, y: number): void {
    this.last = undefined;
    this.draw(x, y);
  }

  draw(x: number, y: number): void {
    const index = this.indexOf(x);
    const from = this.last ?? { index, y };
    const steps = Math.max(1, Math.abs(index - from.index));
    for (let s = 0; s <= steps; s++) {
      const i = from.index + Math.round(((index - from.index) * s) / steps);
      this.values[i] = from.y + ((y - from.y) * s) / steps;
    }
    this.last = { index, y };
  }
}
