// @ts-check
import { fileURLToPath } from "node:url";
import { curves } from "../ours/scaling.mjs";
import { format, median, twoThreads } from "./measure.mjs";
import { Side } from "./side.mjs";

/**
 * @typedef {object} Point
 * @property {number} size
 * @property {number} ms median
 * @property {number} memoryMiB peak of its process
 * @property {number} [imagesMiB] the bytes of the images it was given
 *
 * @typedef {object} Curve
 * @property {string} curve
 * @property {string} title
 * @property {number} theory
 * @property {string} why
 * @property {number} exponent fitted to the times
 * @property {readonly Point[]} points
 */

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** Slope of ln y on ln x by least squares: the exponent of a power law. @param {readonly number[]} x @param {readonly number[]} y */
export function fittedExponent(x, y) {
  const [u, v] = [x.map(Math.log), y.map(Math.log)];
  const mean = (/** @type {readonly number[]} */ values) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [centre, level] = [mean(u), mean(v)];
  const products = u.map((a, i) => (a - centre) * /** @type {number} */ (v[i] - level));
  return mean(products) / mean(u.map((a) => (a - centre) ** 2));
}

/** @param {string} task @param {number} runs @returns {Promise<{ ms: number, memoryMiB: number }>} */
async function measurePoint(task, runs) {
  const args = [here("serve.mjs"), here("../ours/scaling.mjs"), task, "", "full"];
  const side = new Side(task, process.execPath, args, { ...process.env, ...twoThreads });
  try {
    await side.next();
    await side.run(0);
    const answers = [];
    for (let round = 1; round <= runs; round++) answers.push(await side.run(round));
    return { ms: median(answers.map(({ ms }) => ms)), memoryMiB: answers.at(-1)?.memoryMiB ?? 0 };
  } finally {
    await side.close();
  }
}

/**
 * Time and peak memory of every curve's points, each in a process of its own.
 * @param {{ size?: "full" | "tiny", runs?: number, only?: readonly string[], say?: (line: string) => void }} options
 * @returns {Promise<Curve[]>}
 */
export async function measureCurves({
  size = "full",
  runs = 3,
  only = Object.keys(curves),
  say = () => {},
} = {}) {
  const measured = [];
  for (const name of only) {
    const curve = curves[name];
    if (curve === undefined)
      throw new Error(`There is no curve ${name}. There are: ${Object.keys(curves).join(", ")}`);
    const { title, theory, why, imageBytes } = curve;
    /** @type {Point[]} */
    const points = [];
    for (const at of size === "full" ? curve.sizes : curve.tiny)
      points.push({
        size: at,
        ...(await measurePoint(`${name} ${at}`, runs)),
        ...(imageBytes && { imagesMiB: Math.round(imageBytes(at) / 2 ** 20) }),
      });
    const exponent = fittedExponent(
      points.map((point) => point.size),
      points.map(({ ms }) => ms),
    );
    say(`  ${name}: exponent ${exponent.toFixed(2)}, in theory ${theory}`);
    measured.push({ curve: name, title, theory, why, exponent, points });
  }
  return measured;
}

/** @param {readonly Curve[]} measured */
export function scalingMarkdown(measured) {
  if (measured.length === 0) return [];
  const rows = measured.map(({ title, theory, why, exponent, points }) => {
    const times = points.map(({ size, ms }) => `${size}: ${format(ms)}`).join(", ");
    const memory = points
      .map(({ memoryMiB, imagesMiB }) =>
        imagesMiB === undefined ? memoryMiB : `${imagesMiB} + ${memoryMiB - imagesMiB}`,
      )
      .join(", ");
    return `| ${title} | ${times} | ${exponent.toFixed(2)} | ${theory} (${why}) | ${memory} |`;
  });
  return [
    "## How time and memory grow",
    "Every point in a process of its own; median of the runs after a warm-up. The exponent is fitted to all points, so that what " +
      "does not grow with the size (small matrices, start of a kernel) pulls it down. Where images are given as bytes, their memory stands " +
      "apart from what a run takes beside them.",
    [
      "| what | size: time | exponent | in theory | peak memory, MiB |",
      "|---|---|---|---|---|",
      ...rows,
    ].join("\n"),
  ];
}
