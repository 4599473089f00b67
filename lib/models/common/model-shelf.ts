// @silent: keeps files, exact to the bit

import { createHash } from "node:crypto";
import { join } from "node:path";
import { inRepository } from "../../node/index.js";
import { InputError } from "../../support/index.js";
import { type CheckpointKey, loadCheckpoint, saveCheckpoint } from "./checkpoint.js";

/** Bytes of numbers that a committed file may hold: bigger models remain checkpoints. */
const mostBytes = 4e6;

/** How a model is written down where that takes less room than its record. */
export interface Packing<Model, Packed> {
  /** Told the state of a fit whenever it is saved. */
  note(state: unknown): void;
  /** Undefined where it cannot be done to the bit. */
  pack(model: Model): Promise<Packed | undefined>;
  unpack(packed: Packed): Promise<Model>;
}

/** Models that are there from the beginning: files that are committed, and asked for before anything is fitted. */
export interface ModelShelf {
  /** Where they are. */
  readonly folder: string;
  /** Whether a model that has been fitted is put there. */
  readonly renews: boolean;
  /** What a model is being made with; asked for when it has been made. */
  readonly made: () => ModelProvenance;
  /** For models that are too big as they are. */
  // biome-ignore lint/suspicious/noExplicitAny: whoever hands it over knows the model
  readonly packing?: Packing<any, any>;
  /** What happens where a file is of no use, as the end of a sentence. Default "the model is fitted anew". */
  readonly anew?: string;
  /** Told in a sentence that a file is of no use, or could not be written. */
  readonly say: (sentence: string) => void;
}

/** What a model on the shelf was made with: on another kind of processor float32 sums are rounded otherwise. */
export interface ModelProvenance {
  readonly command: string;
  readonly processor: string;
  readonly node: string;
  readonly tensorflow: string | null;
}

interface Shelved {
  /** Packed, where the shelf has a packing. */
  readonly model: unknown;
  readonly made: ModelProvenance;
}

/** The place of one model on a shelf. */
export class ShelfPlace {
  private readonly path: string;

  /** By name and by what it is a model of, whatever program made it. */
  constructor(
    private readonly shelf: ModelShelf,
    name: string,
    private readonly key: CheckpointKey,
  ) {
    const { code: _, ...subject } = key;
    const fingerprint = createHash("sha256").update(JSON.stringify(subject)).digest("hex").slice(0, 8);
    this.path = join(shelf.folder, `${name}-${fingerprint}.model`);
  }

  note(state: unknown): void {
    this.shelf.packing?.note(state);
  }

  /** The model; undefined, and said why, where the file is damaged or of another version, undefined where there is none. */
  async take<Model>(): Promise<Model | undefined> {
    const { packing, anew = "the model is fitted anew", say } = this.shelf;
    try {
      const found = (loadCheckpoint(this.path, this.key) as Shelved | undefined)?.model;
      if (found === undefined) return undefined;
      return packing === undefined ? (found as Model) : await packing.unpack(found);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const isOther = "differs" in error.details;
      const problem = isOther ? "was made by another version of the program" : "is damaged";
      say(`${inRepository(this.path)} ${problem}: ${anew}.`);
      return undefined;
    }
  }

  /** Puts a model there, if this is wanted. That it cannot be done is said, and is no reason to lose the model. */
  async put(model: unknown): Promise<void> {
    const { renews, packing, made, say } = this.shelf;
    if (!renews) return;
    const packed = packing === undefined ? model : await packing.pack(model);
    if (packed === undefined || bytesOf(packed) > mostBytes) return;
    try {
      saveCheckpoint(this.path, this.key, { model: packed, made: made() } satisfies Shelved);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      say(`${inRepository(this.path)} could not be written (${(error as Error).message}).`);
    }
  }
}

/** Of all arrays in a record. */
function bytesOf(record: unknown): number {
  if (ArrayBuffer.isView(record)) return record.byteLength;
  if (typeof record !== "object" || record === null) return 0;
  return Object.values(record).reduce((sum: number, item) => sum + bytesOf(item), 0);
}
