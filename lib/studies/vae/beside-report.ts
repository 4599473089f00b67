import { type DataSet, firstImages, type ReportCodes, readReportCodes } from "../../data/index.js";
import { latentGrid, median } from "../../math/index.js";
import { nearestLabels } from "../../metrics/index.js";
import type { TrainedAutoencoder } from "../../models/index.js";
import * as vae from "../../models/vae/index.js";
import { Random } from "../../random/index.js";
import { reportReconstructions } from "../../report/index.js";
import { InputError, requireInput } from "../../support/index.js";

/** How near one training's Figures 1 to 3 are to the report's, the best of eight orientations of its code. */
export interface BesideReport {
  readonly orientation: vae.Orientation;
  /** Medians of the ten digits' codes after it, in latent units. */
  readonly medians: readonly (readonly [number, number])[];
  /** Root mean square over the ten digits of the distance between this median and the report's. */
  readonly distance: number;
  /** The digit of the ten nearest test codes at each of Figure 2's 144 tiles, by rows from its top. */
  readonly gridDigits: string;
  /** Share of the tiles with the same digit as at the report's codes. */
  readonly gridAgreement: number;
  /** The digits that the six reconstructions of Figure 1 are read as. */
  readonly read: string;
  /** How many of the six are read as the report's are. */
  readonly readAlike: number;
  /** Those six reconstructions, grey levels 0..255, base64. */
  readonly reconstructions: string;
  /** Oriented codes of the first test images, to two digits, code after code. */
  readonly codes: readonly number[];
}

/** Images of the report's Figure 1. */
const shown = 6;
/** Test images whose codes are kept. */
const kept = 300;
/** Training images among which a reconstruction's nearest are looked for. */
const readers = 10_000;

/**
 * The codes at which the report's Figure 1 shows reconstructions: ONE draw of q(z | x) for each of the first six test images.
 * The draw is the same for a model and its oriented copy only in distribution.
 */
export function codesOfFigure1(model: TrainedAutoencoder, { test }: Pick<DataSet, "test">): Float32Array {
  return vae.sampleCodes(vae.encode(model, firstImages(test, shown)), Random.from(1).split("figure 1"));
}

/**
 * Medians of each digit's codes, digit after digit.
 *
 * @param codes two coordinates a code
 */
function codeMedians(codes: ArrayLike<number>, digits: ArrayLike<number>): [number, number][] {
  return Array.from({ length: 10 }, (_, digit) => {
    const mine = Array.from(digits, (each, i) => (each === digit ? i : -1)).filter((i) => i >= 0);
    return [median(mine.map((i) => codes[2 * i]!)), median(mine.map((i) => codes[2 * i + 1]!))];
  });
}

/** Root mean square of the distances between two sets of medians. */
function medianDistance(a: BesideReport["medians"], b: BesideReport["medians"]): number {
  const squares = a.map(([x, y], digit) => (x - b[digit]![0]) ** 2 + (y - b[digit]![1]) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

/** The digit of the ten nearest codes at each tile of the report's grid, by rows from its top. */
function gridDigitsOf(codes: ArrayLike<number>, digits: ArrayLike<number>): string {
  return nearestLabels(latentGrid("downwards").codes, codes, digits, { neighbours: 10 }).join("");
}

/** The digits that images, pixels in [0, 1], are read as: the vote of the ten nearest training images. */
function readDigits(images: ArrayLike<number>, { train }: Pick<DataSet, "train">): string {
  const some = firstImages(train, Math.min(readers, train.count));
  const pixels = Float64Array.from(some.pixels, (grey) => grey / 255);
  const dimension = some.rows * some.columns;
  return nearestLabels(images, pixels, some.labels, { neighbours: 10, dimension }).join("");
}

/** The orientation that brings codes' medians nearest to the report's. */
export function orientationToReport(
  medians: BesideReport["medians"],
  report: BesideReport["medians"],
): { orientation: vae.Orientation; medians: [number, number][]; distance: number } {
  const candidates = vae.orientations.map((orientation) => {
    const turned = vae.orientCodes(medians.flat(), orientation);
    const pairs = medians.map((_, i): [number, number] => [turned[2 * i]!, turned[2 * i + 1]!]);
    return { orientation, medians: pairs, distance: medianDistance(pairs, report) };
  });
  return candidates.reduce((best, each) => (each.distance < best.distance ? each : best));
}

/** A model turned as the report's. */
export interface OrientedModel {
  readonly model: TrainedAutoencoder;
  readonly orientation: vae.Orientation;
  readonly medians: BesideReport["medians"];
  /** As {@link BesideReport.distance}. */
  readonly distance: number;
}

/** The test images' digits and the report's codes of them, for a model of the same kind; undefined for other images than the report's. */
function reportCodesOf({ config }: TrainedAutoencoder, { test }: Pick<DataSet, "test">, report: ReportCodes) {
  const digits = report.digits.subarray(0, test.count);
  if (digits.length < test.count || digits.some((digit, i) => digit !== test.labels[i])) return undefined;
  const codes = config.network.kind === "vae" ? report.vae : report.cvae;
  return { digits, codes: codes.subarray(0, 2 * test.count) };
}

/**
 * A trained autoencoder with its code in that of the eight orientations which brings the medians of the ten digits' codes nearest to the report's.
 * The density of images is the same, and so is every picture but for the place of things in it.
 *
 * @returns undefined for other test images than the report's, whose codes say nothing of them
 */
export function orientedAsReport(
  trained: TrainedAutoencoder,
  data: Pick<DataSet, "test">,
  report: ReportCodes = readReportCodes(),
): OrientedModel | undefined {
  const theirs = reportCodesOf(trained, data, report);
  if (theirs === undefined) return undefined;
  const { digits, codes } = theirs;
  const own = codeMedians(vae.encode(trained, data.test).mean, digits);
  const found = orientationToReport(own, codeMedians(codes, digits));
  return { ...found, model: vae.orient(trained, found.orientation) };
}

/**
 * Compares a trained autoencoder with the report's of its kind: codes (Figure 3), grid (Figure 2) and reconstructions (Figure 1).
 *
 * @throws InputError if the test images are not those of the report's figure
 */
export function besideReport(
  trained: TrainedAutoencoder,
  data: DataSet,
  report: ReportCodes = readReportCodes(),
): BesideReport {
  const { test } = data;
  const theirs = reportCodesOf(trained, data, report);
  const oriented = orientedAsReport(trained, data, report);
  if (theirs === undefined || oriented === undefined)
    throw new InputError(
      "besideReport",
      `the report's codes are of MNIST's test images in their order, ${test.name} has other labels`,
    );
  const { model, ...found } = oriented;
  const { kind } = trained.config.network;
  const codes = vae.encode(model, test).mean;
  const gridDigits = gridDigitsOf(codes, theirs.digits);
  const theirGrid = gridDigitsOf(theirs.codes, theirs.digits);
  const images = vae.decode(model, codesOfFigure1(model, data));
  const read = readDigits(images, data);
  return {
    ...found,
    gridDigits,
    gridAgreement: Array.from(gridDigits).filter((d, i) => d === theirGrid[i]).length / gridDigits.length,
    read,
    readAlike: Array.from(read).filter((digit, i) => digit === reportReconstructions[kind][i]).length,
    reconstructions: Buffer.from(images.map((p) => Math.round(255 * p))).toString("base64"),
    codes: Array.from(codes.subarray(0, 2 * kept), (value) => Math.round(100 * value) / 100),
  };
}

/**
 * The run whose pictures are nearest to the report's: most of the six reconstructions read as the report's are; among those the
 * smallest distance of the digits' medians; among those the first.
 */
export function nearestRun<Run extends { readonly picture: BesideReport }>(runs: readonly Run[]): Run {
  requireInput(runs.length > 0, "nearestRun", () => "there must be at least one run");
  return runs.reduce((best, run) => {
    const more = run.picture.readAlike - best.picture.readAlike;
    return more > 0 || (more === 0 && run.picture.distance < best.picture.distance) ? run : best;
  });
}
