// @ts-check
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { requireAgreement } from "./agreement.mjs";
import { Side } from "./side.mjs";

/**
 * @typedef {object} Pair
 * @property {string} name
 * @property {string} title what is timed
 * @property {number} [bar] the ratio asked for
 * @property {Unit} [unit] what is counted where it is not time
 *
 * @typedef {"gradients"} Unit
 *
 * @typedef {object} Contest two programs that compute the same thing in turn
 * @property {readonly Pair[]} pairs usually one; several where one run of the programs gives several times
 * @property {string} peer
 * @property {readonly [file: string, task: string]} ours in ours/
 * @property {readonly [file: string, task: string]} theirs in peers/ (Python) or ours/ (.mjs)
 * @property {number} warmUp runs of each side that are not counted
 * @property {number} rounds
 * @property {Readonly<Record<string, import("./agreement.mjs").Nearness>>} agreement
 * @property {string} [note]
 * @property {readonly string[]} [shown] figures that the report shows of both sides, where the sides differ in precision
 *
 * @typedef {object} Result an entry of results.json; ratio = peer / ours, larger is better
 * @property {string} pair
 * @property {string} peer
 * @property {number} oursMs median of the rounds, in milliseconds or the unit
 * @property {number} peerMs
 * @property {number} ratio
 * @property {readonly [number, number]} oursRangeMs
 * @property {readonly [number, number]} peerRangeMs
 * @property {number} rounds
 * @property {string} title
 * @property {string} peerVersion
 * @property {number} oursMemoryMiB peak of the whole process
 * @property {number} peerMemoryMiB
 * @property {number} [bar]
 * @property {Unit} [unit]
 * @property {string} [note]
 * @property {Readonly<Record<string, readonly [oursMs: number, peerMs: number]>>} [stages] medians of the parts
 * @property {Readonly<Record<string, readonly [ours: number, peer: number]>>} [figures] of the last round, where they are shown
 */

const here = (/** @type {string[]} */ ...parts) =>
  fileURLToPath(new URL(join("..", ...parts), import.meta.url));

/** Two threads on both sides, whatever the machine has. */
export const twoThreads = {
  OMP_NUM_THREADS: "2",
  OPENBLAS_NUM_THREADS: "2",
  MKL_NUM_THREADS: "2",
  TF_NUM_INTRAOP_THREADS: "2",
  TF_NUM_INTEROP_THREADS: "2",
  TF_ENABLE_ONEDNN_OPTS: "1", // as the library sets it, for plain tfjs-node too
  XLA_FLAGS: "--xla_force_host_platform_device_count=1",
  TF_CPP_MIN_LOG_LEVEL: "3",
  PYTHONDONTWRITEBYTECODE: "1",
};

/** @param {readonly number[]} sample */
export function median(sample) {
  const sorted = [...sample].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = /** @type {number} */ (sorted[middle]);
  return sorted.length % 2 === 1 ? upper : /** @type {number} */ (sorted[middle - 1] + upper) / 2;
}

/**
 * @param {string} name @param {readonly [string, string]} program @param {string} folder @param {string} size
 * @param {string | undefined} python @param {(line: string) => void} say
 */
function start(name, [file, task], folder, size, python, say) {
  const env = { ...process.env, ...twoThreads };
  if (file.endsWith(".mjs"))
    return new Side(
      name,
      process.execPath,
      [here("harness", "serve.mjs"), here("ours", file), task, folder, size],
      env,
      say,
    );
  if (python === undefined) throw new Error(`${name} wants Python`);
  return new Side(name, python, ["-W", "ignore", here("peers", file), task, folder, size], env, say);
}

/**
 * Both sides prepare, ours first (it leaves the data for the other); after the warm-up they run in turn, A B A B ...
 * After every round both must have computed the same thing.
 * @param {Contest} contest
 * @param {{ python?: string | undefined, size?: "full" | "tiny", rounds?: number, say?: (line: string) => void }} options
 * @returns {Promise<Result[]>}
 */
export async function measure(
  contest,
  { python, size = "full", rounds = contest.rounds, say = () => {} } = {},
) {
  const title = contest.pairs.map(({ name }) => name).join(", ");
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  /** @type {Side[]} */
  const sides = [];
  /** @type {{ ours: import("./side.mjs").Answer, theirs: import("./side.mjs").Answer }[]} */
  const answers = [];
  try {
    const ours = start("our side", contest.ours, folder, size, python, say);
    sides.push(ours);
    await ours.next();
    const theirs = start(contest.peer, contest.theirs, folder, size, python, say);
    sides.push(theirs);
    const { version } = await theirs.next();
    for (let round = 1 - contest.warmUp; round <= rounds; round++) {
      const answer = { ours: await ours.run(round), theirs: await theirs.run(round) };
      requireAgreement(title, answer.ours.figures, answer.theirs.figures, contest.agreement);
      const [here, there] = [answer.ours.ms, answer.theirs.ms].map((ms) =>
        format(ms, contest.pairs[0]?.unit),
      );
      say(`  ${round > 0 ? `round ${round}` : "warm-up"}: ${here} here, ${there} ${contest.peer}`);
      if (round > 0) answers.push(answer);
    }
    return contest.pairs
      .filter(({ name }) => answers.some(({ ours: { pair = name } }) => pair === name))
      .map((pair) => summarise(contest, pair, answers, version));
  } finally {
    await Promise.all(sides.map((side) => side.close()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds, or so many of a unit. @param {number} ms @param {Unit} [unit] */
export function format(ms, unit) {
  if (unit !== undefined) return `${Number(ms.toPrecision(3))} ${unit}`;
  if (ms >= 10_000) return `${Number((ms / 1000).toPrecision(3))} s`;
  return ms < 0.01 ? `${Number((1000 * ms).toPrecision(3))} µs` : `${Number(ms.toPrecision(3))} ms`;
}

/**
 * @param {Contest} contest @param {Pair} pair
 * @param {readonly { ours: import("./side.mjs").Answer, theirs: import("./side.mjs").Answer }[]} answers
 * @param {string} peerVersion
 * @returns {Result}
 */
export function summarise(contest, { name, title, bar, unit }, answers, peerVersion) {
  const counted = answers.filter(({ ours: { pair = name } }) => pair === name);
  const times = (/** @type {"ours" | "theirs"} */ side) => counted.map((answer) => answer[side].ms);
  const [ours, theirs] = [times("ours"), times("theirs")];
  const [oursMs, peerMs] = [median(ours), median(theirs)];
  const memory = (/** @type {"ours" | "theirs"} */ side) =>
    Math.max(...counted.map((answer) => answer[side].memoryMiB ?? 0));
  return {
    pair: name,
    peer: contest.peer,
    oursMs,
    peerMs,
    ratio: peerMs / oursMs,
    oursRangeMs: [Math.min(...ours), Math.max(...ours)],
    peerRangeMs: [Math.min(...theirs), Math.max(...theirs)],
    rounds: counted.length,
    title,
    peerVersion,
    oursMemoryMiB: memory("ours"),
    peerMemoryMiB: memory("theirs"),
    ...(bar === undefined ? {} : { bar }),
    ...(unit === undefined ? {} : { unit }),
    ...(contest.note === undefined ? {} : { note: contest.note }),
    ...stagesOf(counted),
    ...figuresOf(contest.shown, counted),
  };
}

/** @param {readonly string[] | undefined} shown @param {readonly { ours: import("./side.mjs").Answer, theirs: import("./side.mjs").Answer }[]} answers */
function figuresOf(shown, answers) {
  const last = answers.at(-1);
  if (shown === undefined || last === undefined) return {};
  const pair = (/** @type {string} */ name) =>
    /** @type {const} */ ([Number(last.ours.figures[name]), Number(last.theirs.figures[name])]);
  return { figures: Object.fromEntries(shown.map((name) => [name, pair(name)])) };
}

/** @param {readonly { ours: import("./side.mjs").Answer, theirs: import("./side.mjs").Answer }[]} answers */
function stagesOf(answers) {
  const names = Object.keys(answers[0]?.ours.stages ?? {});
  if (names.length === 0) return {};
  const middle = (/** @type {"ours" | "theirs"} */ side, /** @type {string} */ name) =>
    median(answers.map((answer) => answer[side].stages?.[name] ?? Number.NaN));
  return {
    stages: Object.fromEntries(
      names.map((name) => [name, /** @type {const} */ ([middle("ours", name), middle("theirs", name)])]),
    ),
  };
}
