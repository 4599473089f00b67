// @ts-check
// Five functions on boxes, this project beside BoTorch: regret by evaluations and seconds of a step, from the same first points.
// Usage: [BENCH_PYTHON=<python with botorch>] node bench/bayesopt-boxes.mjs [runs]. Each run is kept in bench/bayesopt-boxes.json as soon as it is
// done, and what is there is not run again; the table goes to bench/BAYESOPT-BOXES.md. Without a number the table alone is made.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  ackleyFunction,
  BoxOptimiser,
  braninFunction,
  hartmann6Function,
  levyFunction,
  minimiseInBox,
  rosenbrockFunction,
} from "pml/bayesopt";
import { Random } from "pml/random";
import { boxesMarkdown } from "./harness/boxes-report.mjs";
import { machine, peerPython } from "./harness/environment.mjs";

/** @typedef {import("pml/bayesopt").BoxFunction} BoxFunction */

/** @type {readonly BoxFunction[]} */
const functions = [
  ackleyFunction(4),
  braninFunction,
  hartmann6Function,
  levyFunction(4),
  rosenbrockFunction(4),
];
const evaluations = 30;
const place = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const file = place("bayesopt-boxes.json");

/** @type {import("./harness/boxes-report.mjs").Kept} */
const kept = existsSync(file)
  ? JSON.parse(readFileSync(file, "utf8"))
  : { machines: [], botorch: "", runs: [] };

/** One run a line. */
function keep() {
  const round = (/** @type {number} */ value) => Number(value.toPrecision(5));
  const lines = kept.runs.map((run) =>
    JSON.stringify({ ...run, regrets: run.regrets.map(round), seconds: run.seconds.map(round) }),
  );
  const about = JSON.stringify({ machines: kept.machines, botorch: kept.botorch }).slice(0, -1);
  writeFileSync(`${file}.part`, `${about},"runs":[\n${lines.join(",\n")}\n]}\n`);
  renameSync(`${file}.part`, file);
}

/** @param {BoxFunction} f @param {readonly number[]} values */
function regretsOf(f, values) {
  let lowest = Infinity;
  return values.map((value) => {
    lowest = Math.min(lowest, value);
    return lowest - f.minimum;
  });
}

const firstOf = (/** @type {BoxFunction} */ f) => Math.max(4, 2 * f.box.length);
const optimiserOf = (/** @type {BoxFunction} */ f, /** @type {number} */ seed) =>
  new BoxOptimiser({ box: f.box }, Random.from(`${f.name} ${seed}`));

/** The points that both sides begin with. @param {BoxFunction} f @param {number} seed */
async function startOf(f, seed) {
  const optimiser = optimiserOf(f, seed);
  await minimiseInBox(optimiser, f.evaluate, firstOf(f));
  return optimiser.state.observations.map(({ x }) => x);
}

/** One run of ours. @param {BoxFunction} f @param {number} seed */
async function ours(f, seed) {
  const optimiser = optimiserOf(f, seed);
  /** @type {number[]} */
  const seconds = [];
  let before = performance.now();
  await minimiseInBox(optimiser, f.evaluate, evaluations, {
    onBatch() {
      seconds.push((performance.now() - before) / 1000);
      before = performance.now();
    },
  });
  const values = optimiser.state.observations.map(({ y }) => y);
  return { regrets: regretsOf(f, values), seconds: seconds.slice(firstOf(f)) };
}

/** BoTorch in a process of its own, that asks for values of points. */
class Botorch {
  constructor() {
    const env = { ...process.env, OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
    this.process = spawn(peerPython(), ["-W", "ignore", place("bayesopt_boxes_botorch.py")], {
      env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** @param {unknown} message */
  async say(message) {
    this.process.stdin.write(`${JSON.stringify(message)}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error("BoTorch's side has ended");
    return JSON.parse(value);
  }

  /** @param {BoxFunction} f @param {number} seed @param {readonly (readonly number[])[]} start */
  async run(f, seed, start) {
    const values = start.map((x) => f.evaluate(x));
    const bounds = [f.box.map(({ lower }) => lower), f.box.map(({ upper }) => upper)];
    /** @type {number[]} */
    const seconds = [];
    let answer = await this.say({ seed, bounds, x: start, y: values });
    while (values.length < evaluations) {
      seconds.push(answer.seconds);
      const value = f.evaluate(answer.x);
      values.push(value);
      if (values.length < evaluations) answer = await this.say({ x: [answer.x], y: [value] });
    }
    return { regrets: regretsOf(f, values), seconds };
  }

  end() {
    this.process.stdin.end();
  }
}

/** @param {number} runs */
async function measure(runs) {
  const peer = new Botorch();
  kept.botorch = (await peer.say({})).version;
  const here = machine();
  if (!kept.machines.some((known) => JSON.stringify(known) === JSON.stringify(here)))
    kept.machines.push(here);
  for (let seed = 0; seed < runs; seed++) {
    for (const f of functions) {
      for (const side of /** @type {const} */ (["ours", "botorch"])) {
        if (kept.runs.some((run) => run.function === f.name && run.seed === seed && run.side === side))
          continue;
        const measured =
          side === "ours" ? await ours(f, seed) : await peer.run(f, seed, await startOf(f, seed));
        kept.runs.push({ function: f.name, seed, side, ...measured });
        keep();
        console.log(`${f.name} ${seed} ${side}: ${measured.regrets.at(-1)}`);
      }
    }
  }
  peer.end();
}

const runs = Number(process.argv[2] ?? 0);
if (runs > 0) await measure(runs);
writeFileSync(
  place("BAYESOPT-BOXES.md"),
  boxesMarkdown(
    kept,
    functions.map(({ name }) => name),
    evaluations,
  ),
);
