import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { dataSet, firstImages, image, imageSet, loadMnist, readIdxImages, readIdxLabels } from "pml/data";
import { smallImages } from "../../support/small-images.js";
import type { Room } from "./situation.js";

/** The bytes of an IDX file with this header, and so many entries behind it. */
function idx(header: readonly number[], entries: number, value = 1): Buffer {
  const bytes = Buffer.alloc(4 * header.length + entries, value);
  header.forEach((word, i) => {
    bytes.writeUInt32BE(word, 4 * i);
  });
  return bytes;
}

const images = 0x803;
const labels = 0x801;

/** A file in the folder. */
function file(folder: string, name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

export const data: Room = {
  name: "data",
  situations: [
    {
      situation: "`PML_DATA` names a folder that is not there",
      remedy: "Mend the path; unset `PML_DATA` to have MNIST.",
      occur: (folder) => loadMnist({ folder: join(folder, "digits") }),
    },
    {
      situation: "The folder lacks one of the four files",
      remedy: "Put the file there under one of the names that the message lists, packed or not.",
      occur: (folder) => {
        mkdirSync(join(folder, "digits"));
        return loadMnist({ folder: join(folder, "digits") });
      },
    },
    {
      situation: "The folder holds two spellings of a file, with different data",
      remedy: "Remove the one that is not meant.",
      occur: (folder) => {
        const digits = join(folder, "digits");
        mkdirSync(digits);
        file(digits, "train-images-idx3-ubyte", idx([images, 2, 2, 2], 8));
        file(digits, "train-images.idx3-ubyte", idx([images, 2, 2, 2], 8, 7));
        return loadMnist({ folder: digits });
      },
    },
    {
      situation: "The folder holds several splits of EMNIST",
      remedy: "A folder for each.",
      occur: (folder) => {
        const digits = join(folder, "digits");
        mkdirSync(digits);
        file(digits, "emnist-digits-train-images-idx3-ubyte", idx([images, 2, 2, 2], 8));
        file(digits, "emnist-mnist-train-images-idx3-ubyte", idx([images, 2, 2, 2], 8));
        return loadMnist({ folder: digits });
      },
    },
    {
      situation: "A file of labels stands where images are wanted",
      remedy: "The files are interchanged, or it is no IDX file of unsigned bytes: get the right one.",
      occur: (folder) => readIdxImages(file(folder, "images", idx([labels, 5], 5))),
    },
    {
      situation: "A download was broken off",
      remedy: "Get the file again.",
      occur: (folder) => readIdxImages(file(folder, "images", idx([images, 10, 28, 28], 7000))),
    },
    {
      situation: "A packed file is damaged",
      remedy: "Get the file again.",
      occur: (folder) => {
        const packed = gzipSync(idx([labels, 5], 5));
        return readIdxLabels(file(folder, "labels.gz", packed.subarray(0, packed.length - 3)));
      },
    },
    {
      situation: "A packed file would fill the memory (a decompression bomb)",
      remedy: "No file of digits is like that: do not use it.",
      occur: (folder) =>
        readIdxImages(file(folder, "images.gz", gzipSync(idx([images, 1_000_000, 28, 28], 100)))),
    },
    {
      situation: "Images and labels differ in number",
      remedy: "They belong to different sets: take both from the same one.",
      occur: (folder) => {
        for (const [part, count] of [
          ["train", 3],
          ["t10k", 2],
        ] as const) {
          file(folder, `${part}-images-idx3-ubyte`, idx([images, count, 4, 4], count * 16));
          file(folder, `${part}-labels-idx1-ubyte`, idx([labels, 2], 2));
        }
        return loadMnist({ folder });
      },
    },
    {
      situation: "Training and test images differ in size",
      remedy: "Cut or scale one of them before; a model is built for one size.",
      occur: () => dataSet("mixed", smallImages(3, 1, 8, 8), smallImages(3, 2, 28, 28)),
    },
    {
      situation: "Own pixels do not fill the images",
      remedy: "Hand over `labels.length * rows * columns` bytes.",
      occur: () =>
        imageSet({
          name: "own",
          rows: 28,
          columns: 28,
          pixels: new Uint8Array(100),
          labels: new Uint8Array(2),
        }),
    },
    {
      situation: "More images are asked for than there are",
      remedy: "Ask for fewer; `count` of the set says how many there are.",
      occur: () => firstImages(smallImages(50, 1), 100),
    },
    {
      situation: "An image is asked for by a number outside the set",
      remedy: "Images are counted from 0.",
      occur: () => image(smallImages(50, 1), 50),
    },
  ],
};
