// @silent: keeps files, exact to the bit

import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { InputError, requireLength } from "../../support/index.js";
import { writeAtomically } from "../atomic-write.js";
import { inRepository } from "../repository.js";

/** First line of every journal; the number is the version of the format. */
const magic = "PML-JOURNAL 1\n";
const digestBytes = 32;
const headerStart = magic.length + 2 * digestBytes + 4;

/** What a journal was made for: it is used only where all of it agrees. */
export type JournalKey = Readonly<Record<string, unknown>>;

const sha256 = (...parts: readonly Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

const bytesOf = (record: Float64Array) => Buffer.from(record.buffer, record.byteOffset, record.byteLength);

/**
 * A file of records, each of the same number of doubles, that grows by one record at a time and is exact to the bit.
 *
 * Layout: format line, SHA-256 of the header (hexadecimal), its length (uint32, little-endian), the header (JSON: key and
 * record length), then the records, each followed by the SHA-256 of the check value before it and of itself. The beginning is
 * written atomically; of the records those count that are whole and follow each other without a gap, so a record cut short by
 * a kill, and what a damaged one makes doubtful, was never written.
 */
export class Journal {
  private constructor(
    /** The records there were when it was opened. */
    readonly past: readonly Float64Array[],
    private readonly file: number,
    private readonly recordLength: number,
    private position: number,
    private check: Uint8Array,
  ) {}

  /**
   * Opens a journal at `path`, or begins one.
   *
   * @throws InputError if the file is no journal, its header is damaged, or it was made for another key
   */
  static open(path: string, key: JournalKey, recordLength: number): Journal {
    const header = Buffer.from(JSON.stringify({ key, recordLength }));
    if (!existsSync(path)) {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(header.length);
      writeAtomically(path, magic, sha256(header).toString("hex"), length, header);
    }
    const bytes = readFileSync(path);
    requireHeader(path, bytes, header);
    const start = headerStart + header.length;
    const { records, check } = wholeRecords(bytes.subarray(start), sha256(header), 8 * recordLength);
    const position = start + records.length * (8 * recordLength + digestBytes);
    return new Journal(records, openSync(path, "r+"), recordLength, position, check);
  }

  /** Adds a record: it is in the file when this returns, and survives the process. */
  append(record: Float64Array): void {
    requireLength("Journal.append", "record", record.length, this.recordLength);
    const bytes = bytesOf(record);
    this.check = sha256(this.check, bytes);
    const whole = Buffer.concat([bytes, this.check]);
    // in its place, not at the end: what a kill cut short is overwritten, and two runs at once write the same bytes
    for (let done = 0; done < whole.length; )
      done += writeSync(this.file, whole, done, whole.length - done, this.position + done);
    this.position += whole.length;
  }

  close(): void {
    closeSync(this.file);
  }
}

function requireHeader(path: string, bytes: Buffer, wanted: Buffer): void {
  const refuse = (problem: string): never => {
    throw new InputError(
      "sampleNutsResumably",
      `${inRepository(path)} ${problem}. Delete the file, or run again with fresh: true, to make it anew.`,
      { path },
    );
  };
  if (bytes.subarray(0, magic.length).toString("latin1") !== magic)
    refuse("is not a journal of this version");
  if (bytes.length < headerStart) refuse(`is cut short: it has only ${bytes.length} bytes`);
  const header = bytes.subarray(headerStart, headerStart + bytes.readUInt32LE(headerStart - 4));
  const stored = bytes.subarray(magic.length, headerStart - 4).toString("latin1");
  const found = sha256(header).toString("hex");
  if (stored !== found) refuse(`is damaged: the SHA-256 of its header is ${found}, it should be ${stored}`);
  if (!header.equals(wanted)) refuse("was made for another density, other options or another version");
}

/** The records up to the first that is cut short or does not agree with its check value, and that of the last of them. */
function wholeRecords(bytes: Buffer, first: Uint8Array, recordBytes: number) {
  const records: Float64Array[] = [];
  let check = first;
  for (let at = 0; at + recordBytes + digestBytes <= bytes.length; at += recordBytes + digestBytes) {
    const body = bytes.subarray(at, at + recordBytes);
    const stored = bytes.subarray(at + recordBytes, at + recordBytes + digestBytes);
    const found = sha256(check, body);
    if (!found.equals(stored)) break;
    check = found;
    const record = new Float64Array(recordBytes / 8);
    new Uint8Array(record.buffer).set(body);
    records.push(record);
  }
  return { records, check };
}
