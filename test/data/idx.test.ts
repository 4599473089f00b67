import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { parseIdxImages, parseIdxLabels, readIdxImages, readIdxLabels } from "pml/data";
import { InputError } from "pml/support";
import { idxBytes, imageBytes, labelBytes } from "./idx-bytes.js";

const folder = mkdtempSync(join(tmpdir(), "idx-"));
after(() => rmSync(folder, { recursive: true }));

const images = imageBytes(3, 4, 5);
const labels = labelBytes([3, 1, 4, 1, 5, 9]);

function written(bytes: Uint8Array, name = "file"): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function refused(action: () => unknown, ...texts: string[]): void {
  assert.throws(action, (error: unknown) => {
    assert.ok(error instanceof InputError, String(error));
    for (const text of texts) assert.ok(error.message.includes(text), `"${error.message}" lacks "${text}"`);
    return true;
  });
}

test("images and labels are read as they were written, plain and packed, whatever the name says", () => {
  const expected = { count: 3, rows: 4, columns: 5, pixels: images.slice(16) };
  assert.deepEqual(readIdxImages(written(images, "plain.gz")), expected);
  assert.deepEqual(readIdxImages(written(gzipSync(images), "packed")), expected);
  assert.deepEqual(readIdxLabels(written(labels)), Uint8Array.of(3, 1, 4, 1, 5, 9));
  assert.deepEqual(readIdxLabels(written(gzipSync(labels))), Uint8Array.of(3, 1, 4, 1, 5, 9));
});

test("sizes are big-endian 32-bit words", () => {
  const wide = imageBytes(1, 1, 258);
  assert.deepEqual([...wide.subarray(12, 16)], [0, 0, 1, 2]);
  assert.equal(parseIdxImages(wide, "wide").columns, 258);
});

test("a wrong magic number is named with the wanted one", () => {
  refused(() => parseIdxImages(labels, "labels"), "labels", "0x00000801", "0x00000803");
  refused(() => parseIdxLabels(images, "images"), "images", "0x00000803", "0x00000801");
  refused(() => parseIdxImages(idxBytes(0xd03, [1, 1, 1], [0, 0, 0, 0]), "floats"), "0x00000d03");
});

test("cut short, too long, empty, of size 0", () => {
  refused(() => parseIdxImages(images.subarray(0, 75), "short"), "short is cut short", "75 bytes", "76");
  refused(() => parseIdxImages(images.subarray(0, 15), "short"), "15 bytes", "16");
  refused(() => parseIdxImages(new Uint8Array(0), "none"), "0 bytes");
  refused(() => parseIdxLabels(Uint8Array.of(...labels, 0), "long"), "long is too long", "15 bytes", "14");
  refused(() => parseIdxImages(idxBytes(0x803, [0, 28, 28], []), "empty"), "0 x 28 x 28");
  refused(
    () => parseIdxImages(idxBytes(0x803, [0xffffffff, 0xffffffff, 0xffffffff], []), "huge"),
    "cut short",
  );
});

test("labels are any bytes: data sets of many classes are read", () => {
  assert.deepEqual([...parseIdxLabels(labelBytes([0, 9, 46, 255]), "labels")], [0, 9, 46, 255]);
});

test("missing files and folders in place of files are named", () => {
  refused(() => readIdxImages(join(folder, "absent")), join(folder, "absent"), "does not exist");
  refused(() => readIdxImages(folder), folder, "is not a file");
});

test("a packed file that is damaged, cut short, followed by something or bigger than announced is refused", () => {
  const packed = gzipSync(images);
  refused(() => readIdxImages(written(packed.subarray(0, packed.length - 9))), "corrupt, cut short");
  refused(() => readIdxImages(written(packed.subarray(0, 20))), "cut short");
  const damaged = Uint8Array.from(packed);
  damaged[packed.length - 6]! ^= 1; // within the check sum
  refused(() => readIdxImages(written(damaged)), "corrupt");
  refused(
    () => readIdxImages(written(Buffer.concat([packed, Buffer.from("more")]))),
    "followed by something",
  );
  refused(() => readIdxImages(written(Buffer.concat([packed, Buffer.alloc(4)]))), "4 bytes after the end");
  refused(() => readIdxImages(written(Buffer.concat([packed, packed]))), "more than the 76 bytes");
  refused(() => readIdxImages(written(gzipSync(labels))), "0x00000801");
});

test("a small packed file that would fill the memory is not unpacked", () => {
  const zeros = new Uint8Array(64 * 2 ** 20);
  zeros.set(imageBytes(1, 2, 2, () => 0));
  const announcesLittle = gzipSync(zeros);
  assert.ok(announcesLittle.length < 100_000);
  const before = process.memoryUsage().arrayBuffers;
  refused(() => readIdxImages(written(announcesLittle)), "more than the 20 bytes");
  assert.ok(process.memoryUsage().arrayBuffers - before < 16 * 2 ** 20);
  const announcesMuch = gzipSync(idxBytes(0x803, [0xffffff, 28, 28], [0]));
  refused(() => readIdxImages(written(announcesMuch)), "at most 1073741824");
  const announcesTooMuchForItsSize = gzipSync(idxBytes(0x803, [130_000, 28, 28], [0]));
  refused(() => readIdxImages(written(announcesTooMuchForItsSize)), "make no more than 67108864");
});

test("every shortening and lengthening of a file is refused", () => {
  for (const bytes of [images, gzipSync(images)]) {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.uint8Array({ minLength: 1, maxLength: 40 }), (cut, more) => {
        refused(() => readIdxImages(written(bytes.subarray(0, cut))), folder);
        refused(() => readIdxImages(written(Buffer.concat([bytes, more]))), folder);
      }),
      { numRuns: 60 },
    );
  }
});

test("a changed byte is refused in the header and changes one pixel behind it", () => {
  fc.assert(
    fc.property(fc.nat(images.length - 1), fc.integer({ min: 1, max: 255 }), (at, difference) => {
      const changed = Uint8Array.from(images);
      changed[at]! ^= difference;
      if (at < 16) refused(() => parseIdxImages(changed, "changed"), "changed");
      else {
        const { pixels } = parseIdxImages(changed, "changed");
        const differing = [...pixels.keys()].filter((i) => pixels[i] !== images[16 + i]);
        assert.deepEqual(differing, [at - 16]);
      }
    }),
  );
});

test("a changed byte of a packed file is refused or leaves the data as they are", () => {
  const packed = gzipSync(images);
  const expected = parseIdxImages(images, "images");
  fc.assert(
    fc.property(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), (at, difference) => {
      const changed = Uint8Array.from(packed);
      changed[at]! ^= difference;
      try {
        // time and system in the gzip header say nothing about the data
        assert.deepEqual(readIdxImages(written(changed)), expected);
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});
