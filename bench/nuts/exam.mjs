// NUTS on the exam's hyper-posterior (5 points, RBF): ours, and beside it Pyro and NumPyro, one after the other in
// one run on one core. Bulk effective sample size per second, warm-up included; for NumPyro without its compilation.
// Usage: node bench/nuts/exam.mjs [seeds]   (PEER_PYTHON=<python with pyro-ppl 1.9.2, numpyro 0.22, arviz> adds the peers)
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { examData, examNoise, HyperPosterior, logNormalPrior, rbf } from "pml/gp";
import { derive, ess, rhat, sampleNuts } from "pml/inference";
import { Random } from "pml/random";

const seeds = Number(process.argv[2] ?? 10);
const density = new HyperPosterior({
  kernel: rbf(),
  ...examData(),
  priors: {
    lengthscale: logNormalPrior({ meanOfLog: -1, sdOfLog: 1 }),
    variance: logNormalPrior({ meanOfLog: 0, sdOfLog: 2 }),
  },
  noise: examNoise,
});
const total = (chains) => chains.reduce((sum, chain) => chain.reduce((s, x) => s + x, sum), 0);
const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  return (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2;
};

async function run(options, seed) {
  const begin = performance.now();
  const result = await sampleNuts(density, options, Random.from(seed));
  const seconds = (performance.now() - begin) / 1000;
  const [lengthscale, variance] = [0, 1].map((i) => derive(result, (position) => Math.exp(position[i])));
  return {
    seconds,
    bulk_lengthscale: ess(lengthscale),
    bulk_variance: ess(variance),
    tail_lengthscale: ess(lengthscale, "tail"),
    tail_variance: ess(variance, "tail"),
    rhat: Math.max(rhat(lengthscale), rhat(variance)),
    divergent: total(result.statistics.divergent),
    steps: total(result.statistics.leapfrogSteps) / (result.settings.chains * result.settings.draws),
  };
}

/** Median over runs of every figure, and of the smaller bulk ESS per second. */
function medians(runs) {
  const figures = Object.fromEntries(
    Object.keys(runs[0]).map((name) => [name, median(runs.map((one) => one[name]))]),
  );
  const perSecond = runs.map((one) => Math.min(one.bulk_lengthscale, one.bulk_variance) / one.seconds);
  return { ...figures, ess_per_second: median(perSecond) };
}

function show(title, figures) {
  const texts = Object.entries(figures)
    .filter(([name]) => name !== "seed")
    .map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`);
  console.log(`${title}: ${texts.join(", ")}`);
}

function peer(script, ...args) {
  const python = process.env.PEER_PYTHON;
  if (python === undefined) return undefined;
  const file = fileURLToPath(new URL(script, import.meta.url));
  const { status, stdout, stderr } = spawnSync(python, ["-W", "ignore", file, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${script} failed:\n${stderr}`);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

async function compare(title, options, script, peerArguments) {
  const cold = await run(options, 0);
  const runs = [];
  for (let seed = 1; seed <= seeds; seed++) runs.push(await run(options, seed));
  const ours = medians(runs);
  show(`${title}\n  ours, first run of the process`, cold);
  show(`  ours, median of ${seeds} seeds`, ours);
  const found = script === undefined ? undefined : peer(script, ...peerArguments);
  if (found === undefined) return;
  const theirs = medians(found.runs);
  show(`  ${found.library}, median of ${found.runs.length} seeds`, theirs);
  console.log(`  ratio of bulk ESS per second: ${(ours.ess_per_second / theirs.ess_per_second).toFixed(0)}`);
}

await compare(
  "1 chain, 100 warm-up, 500 draws, target 0.8",
  { chains: 1, warmup: 100, draws: 500, targetAcceptance: 0.8 },
  "./pyro_exam.py",
  ["--runs", "3"],
);
const long = { chains: 4, warmup: 1000, draws: 1000, targetAcceptance: 0.9 };
await compare("4 chains, 1,000 warm-up, 1,000 draws, target 0.9", long, "./numpyro_exam.py", [
  "--seeds",
  "10",
]);
await compare("the same with a dense metric and perpendicular momenta", {
  ...long,
  metric: "dense",
  momentum: "perpendicular",
});
