import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "pml/random";
import { idxBytes } from "../data/idx-bytes.js";

/** A data set that is made: of each class blurred strokes in a direction of its own. */
export interface MadeSet {
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
  readonly count: number;
}

/** A grey value of a stroke at an angle through a place; 0 where there is no ink. */
function grey(angle: number, [v, u]: readonly [number, number], random: Random): number {
  const [across, along] = [
    Math.cos(angle) * u + Math.sin(angle) * v,
    Math.cos(angle) * v - Math.sin(angle) * u,
  ];
  const ink = Math.exp(-0.5 * (across / 0.08) ** 2 - 0.5 * (along / 0.25) ** 2);
  const noisy = 280 * ink + 20 * (random.uniform() - 0.5);
  return ink < 0.05 ? 0 : Math.max(0, Math.min(255, Math.round(noisy)));
}

/** Writes the four files of a made set of `count` training images and a sixth of that, at least 100, to test, into a folder. */
export function writeMadeSet(folder: string, { rows, columns, classes, count }: MadeSet): void {
  mkdirSync(folder, { recursive: true });
  for (const [part, size] of [
    ["train", count],
    ["t10k", Math.max(100, Math.floor(count / 6))],
  ] as const) {
    const random = Random.from("made set").split(part, rows, columns, classes);
    const pixels = new Uint8Array(size * rows * columns);
    const labels = Array.from({ length: size }, (_, i) => i % classes);
    labels.forEach((label, i) => {
      const centre = [0.5 + 0.05 * random.normal(), 0.5 + 0.05 * random.normal()] as const;
      for (let y = 0, place = i * rows * columns; y < rows; y++)
        for (let x = 0; x < columns; x++, place++) {
          const at = [(y + 0.5) / rows - centre[0], (x + 0.5) / columns - centre[1]] as const;
          pixels[place] = grey((label * Math.PI) / classes, at, random);
        }
    });
    writeFileSync(join(folder, `${part}-images-idx3-ubyte`), idxBytes(0x803, [size, rows, columns], pixels));
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), idxBytes(0x801, [size], labels));
  }
}
