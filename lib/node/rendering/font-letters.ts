import { readFileSync } from "node:fs";

/** The table of a TrueType file by its tag, as an offset. */
function tableAt(font: Buffer, tag: string): number {
  const count = font.readUInt16BE(4);
  for (let i = 0; i < count; i++) {
    const record = 12 + 16 * i;
    if (font.toString("latin1", record, record + 4) === tag) return font.readUInt32BE(record + 8);
  }
  throw new Error(`the font has no table ${tag}`);
}

/** Adds the letters of a subtable of format 4: segments of the first 65,536 code points. */
function addSegments(font: Buffer, at: number, letters: Set<number>): void {
  const count = font.readUInt16BE(at + 6) / 2;
  const [ends, starts] = [at + 14, at + 16 + 2 * count];
  const [deltas, ranges] = [starts + 2 * count, starts + 4 * count];
  for (let i = 0; i < count; i++) {
    const [start, end] = [font.readUInt16BE(starts + 2 * i), font.readUInt16BE(ends + 2 * i)];
    const range = font.readUInt16BE(ranges + 2 * i);
    for (let code = start; code <= end && code < 0xffff; code++) {
      const glyph =
        range === 0
          ? code + font.readUInt16BE(deltas + 2 * i)
          : font.readUInt16BE(ranges + 2 * i + range + 2 * (code - start));
      if ((glyph & 0xffff) !== 0) letters.add(code);
    }
  }
}

/** Adds the letters of a subtable of format 12: groups of any code points. */
function addGroups(font: Buffer, at: number, letters: Set<number>): void {
  const count = font.readUInt32BE(at + 12);
  for (let i = 0; i < count; i++) {
    const group = at + 16 + 12 * i;
    const end = font.readUInt32BE(group + 4);
    for (let code = font.readUInt32BE(group); code <= end; code++) letters.add(code);
  }
}

const known = new Map<string, ReadonlySet<number>>();

/** The code points for which a TrueType font has a letter (OpenType specification, table cmap). */
export function lettersOf(file: string): ReadonlySet<number> {
  const found = known.get(file);
  if (found !== undefined) return found;
  const font = readFileSync(file);
  const cmap = tableAt(font, "cmap");
  const letters = new Set<number>();
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const at = cmap + font.readUInt32BE(cmap + 4 + 8 * i + 4);
    const format = font.readUInt16BE(at);
    if (format === 4) addSegments(font, at, letters);
    if (format === 12) addGroups(font, at, letters);
  }
  known.set(file, letters);
  return letters;
}
