// @ts-check
import { holm, logGamma } from "pml/math";
import { median } from "./measure.mjs";

/**
 * @typedef {object} Measured one run of one side
 * @property {string} function
 * @property {number} seed
 * @property {"ours" | "botorch"} side
 * @property {number[]} regrets lowest value so far above the minimum, after each evaluation
 * @property {number[]} seconds of choosing each point behind the first ones
 *
 * @typedef {{ machines: ReturnType<typeof import("./environment.mjs").machine>[], botorch: string, runs: Measured[] }} Kept
 */

/** Evaluations after which regrets are shown, beside the last. */
const shown = [15, 20];

/** The pairs of runs of a function. @param {Kept} kept @param {string} name */
function pairsOf(kept, name) {
  const of = (/** @type {"ours" | "botorch"} */ side) =>
    kept.runs.filter((run) => run.function === name && run.side === side).sort((a, b) => a.seed - b.seed);
  const theirs = of("botorch").filter(({ seed }) => of("ours").some((run) => run.seed === seed));
  const mine = of("ours").filter(({ seed }) => theirs.some((run) => run.seed === seed));
  const differences = mine.map(
    ({ regrets }, i) => Number(regrets.at(-1)) - Number(theirs[i]?.regrets.at(-1)),
  );
  const lower = differences.filter((difference) => difference < 0).length;
  const higher = differences.filter((difference) => difference > 0).length;
  return { name, mine, theirs, lower, p: signTest(lower, higher) };
}

/**
 * Two-sided p of the sign test: how often, of as many fair coins, the rarer side falls so seldom.
 * @param {number} one @param {number} other
 */
export function signTest(one, other) {
  const count = one + other;
  const logChoose = (/** @type {number} */ k) =>
    logGamma(count + 1) - logGamma(k + 1) - logGamma(count - k + 1);
  let tail = 0;
  for (let k = 0; k <= Math.min(one, other); k++) tail += Math.exp(logChoose(k) - count * Math.LN2);
  return Math.min(1, 2 * tail);
}

/** @param {ReturnType<typeof pairsOf>} pairs @param {number} p adjusted @param {readonly number[]} counts */
function row({ name, mine, theirs, lower }, p, counts) {
  const after = (/** @type {Measured[]} */ runs) =>
    counts
      .map((count) => Number(median(runs.map(({ regrets }) => Number(regrets[count - 1]))).toPrecision(2)))
      .join(" / ");
  const ms = (/** @type {Measured[]} */ runs) => 1000 * median(runs.flatMap(({ seconds }) => seconds));
  const times = `${ms(mine).toFixed(0)} | ${ms(theirs).toFixed(0)} | ${(ms(theirs) / ms(mine)).toPrecision(2)}`;
  const won = `${lower} of ${mine.length} | ${Number(p.toPrecision(1))}`;
  return `| ${name} | ${mine.length} | ${after(mine)} | ${after(theirs)} | ${won} | ${times} |`;
}

/** The table as Markdown. @param {Kept} kept @param {readonly string[]} functions @param {number} evaluations */
export function boxesMarkdown(kept, functions, evaluations) {
  const counts = [...shown, evaluations];
  const compared = functions.map((name) => pairsOf(kept, name)).filter(({ mine }) => mine.length > 0);
  const adjusted = holm(compared.map(({ p }) => p));
  const rows = compared.map((pairs, i) => row(pairs, Number(adjusted[i]), counts));
  const machines = kept.machines.map(
    (m) =>
      `- ${m.processor}, ${m.logicalProcessors} logical processors, ${m.memoryGiB} GiB, Node ${m.node}${m.conditions === undefined ? "" : `; ${m.conditions}`}`,
  );
  return `# Functions on boxes beside BoTorch

Written by \`bench/bayesopt-boxes.mjs\`; do not edit. Both sides by their defaults (here: Matérn 5/2 with a lengthscale for each coordinate, most probable
hyper-parameters, no noise, logarithm of the expected improvement; BoTorch ${kept.botorch}: \`SingleTaskGP\` on standardised outputs, noise fitted,
\`LogExpectedImprovement\`, \`optimize_acqf\` with 8 restarts of 512 points), the same Latin hypercube to begin with (twice as many points as coordinates), ${evaluations} evaluations
in all, one thread each. Median simple regret after ${counts.join(", ")} evaluations; how often ours is lower at the end, pair by pair, with p of the two-sided sign
test, adjusted for all functions by Holm's method; milliseconds of a step, median, and their ratio.

| function | runs | regret here: ${counts.join(" / ")} | regret BoTorch | lower here | p | ms here | ms BoTorch | ratio |
|:--|--:|--:|--:|--:|--:|--:|--:|--:|
${rows.join("\n")}

\`node bench/bayesopt-boxes.mjs 200\` makes the runs of a table of 200 that are not there yet.

## Measured on

${machines.join("\n")}
`;
}
