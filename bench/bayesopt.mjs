// The exam's optimisation, this project beside BoTorch: the same kernel, priors, noise, grid and start. Regret of both in one table,
// and the milliseconds a step takes. BoTorch has the most probable hyper-parameters; so has this project in the rows that compare, and
// a row with NUTS at every step is added.
// Usage: PEER_PYTHON=<python with botorch> node bench/bayesopt.mjs [repetitions]; the table goes to bench/BAYESOPT.md, too.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import {
  BayesianOptimiser,
  logExpectedImprovementRule,
  mapSurrogate,
  minimise,
  simpleRegret,
  thompson,
  valuesOnCandidates,
} from "pml/bayesopt";
import { Random } from "pml/random";
import { exam, examProblem } from "pml/report";

const repetitions = Number(process.argv[2] ?? 100);
const steps = 20;
const values = valuesOnCandidates(exam);
/** @typedef {{ regrets: number[][], seconds: number[] }} Measured */

const introduction = `# The exam's optimisation beside BoTorch

Written by \`bench/bayesopt.mjs\`; do not edit. The same kernel, priors, noise, 200 candidates and five start points, the most probable hyper-parameters on both
sides (and, in the last row, NUTS at every step), seeds from 0. Shares of runs that have found the best grid point, with their standard errors; simple regret;
milliseconds of a step, median and 90 % quantile, one thread, measured on a machine with other work: the shares are what this is for.
`;
/** @type {string[]} */
const lines = [];
/** @param {string} line */
function tell(line) {
  console.log(line);
  lines.push(line);
}

/** @param {readonly number[]} numbers */
const middle = (numbers, p = 0.5) => [...numbers].sort((a, b) => a - b)[Math.floor(p * (numbers.length - 1))];
// gpytorch's priors are densities of the parameters themselves
const map = mapSurrogate({ objective: "natural", starts: 4 });

/** @param {import("pml/report").ExamVariant} variant @returns {Promise<Measured>} */
async function ours(variant) {
  const regrets = [];
  /** @type {number[]} */
  const seconds = [];
  for (let seed = 0; seed < repetitions; seed++) {
    const optimiser = new BayesianOptimiser(examProblem(variant), Random.from(seed));
    let before = performance.now();
    const onStep = () => {
      const now = performance.now();
      seconds.push((now - before) / 1000);
      before = now;
    };
    regrets.push(simpleRegret(await minimise(optimiser, exam.evaluate, steps, { onStep }), values));
  }
  return { regrets, seconds };
}

/** @param {string} rule @returns {Measured} */
function botorch(rule) {
  const script = new URL("./bayesopt_botorch.py", import.meta.url).pathname;
  const args = [script, rule, String(repetitions), String(steps)];
  const { stdout, stderr, status } = spawnSync(process.env.PEER_PYTHON ?? "python3", args, {
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** @param {string} name @param {Measured} measured */
function row(name, { regrets, seconds }) {
  const found = (/** @type {number} */ k) =>
    regrets.filter((run) => run[k - 1] < 1e-9).length / regrets.length;
  const error = (/** @type {number} */ share) => Math.sqrt((share * (1 - share)) / regrets.length);
  const share = (/** @type {number} */ k) => `${found(k).toFixed(2)} +- ${error(found(k)).toFixed(2)}`;
  const medians = [5, 10, 20].map((k) => middle(regrets.map((run) => run[k - 1])).toFixed(3)).join(" / ");
  const time = `${(1000 * middle(seconds)).toFixed(1)} (90 %: ${(1000 * middle(seconds, 0.9)).toFixed(1)})`;
  tell(`| ${name} | ${regrets.length} | ${share(10)} | ${share(20)} | ${medians} | ${time} |`);
}

tell(
  "| | runs | best grid point by 10 | by 20 | median regret at 5 / 10 / 20 | ms a step |\n|:--|--:|--:|--:|:--|--:|",
);
row("Thompson, MAP: this project", await ours({ surrogate: map, rule: thompson() }));
if (process.env.PEER_PYTHON) row("Thompson, MAP: BoTorch", botorch("thompson"));
row("log-EI, MAP: this project", await ours({ surrogate: map, rule: logExpectedImprovementRule() }));
if (process.env.PEER_PYTHON) row("log-EI, MAP: BoTorch", botorch("log-ei"));
row("Thompson, NUTS: this project", await ours({ rule: thompson() }));
if (process.env.PEER_PYTHON)
  writeFileSync(new URL("./BAYESOPT.md", import.meta.url), `${introduction}\n${lines.join("\n")}\n`);
