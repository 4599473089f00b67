// Simulation-based calibration of the exam's hyper-posterior: lengthscale and variance from their priors, five values
// from the process with the noise, NUTS on what they give, ranks tested for uniformity. Writes exam.json beside itself.
// Usage: node bench/sbc/exam.mjs [replications]   (600 take about 30 s on one core)
import { writeFileSync } from "node:fs";
import { HyperPosterior, logNormalPrior, priorSampler, rbf } from "pml/gp";
import { calibrate } from "pml/inference";
import { Random } from "pml/random";
import { examInputs, examNoise } from "pml/report";

const replications = Number(process.argv[2] ?? 600);
const priors = {
  lengthscale: logNormalPrior({ meanOfLog: -1, sdOfLog: 1 }),
  variance: logNormalPrior({ meanOfLog: 0, sdOfLog: 2 }),
};

function simulate(random) {
  const lengthscale = priors.lengthscale.sample(random);
  const variance = priors.variance.sample(random);
  const y = priorSampler(rbf({ lengthscale, variance }), examInputs, { noise: examNoise }).draw(random);
  const posterior = new HyperPosterior({ kernel: rbf(), x: examInputs, y, priors, noise: examNoise });
  const gradient = new Float64Array(2);
  return {
    posterior,
    truth: posterior.positionOf({ lengthscale, variance }),
    quantities: {
      lengthscale: (position) => position[0],
      variance: (position) => position[1],
      "log likelihood": (position) => posterior.likelihood.logDensityAndGradient(position, gradient),
    },
  };
}

const begin = performance.now();
const { ranks: _, ...result } = await calibrate(
  simulate,
  { replications, draws: 99, thin: 20, warmup: 500, targetAcceptance: 0.9 },
  { random: Random.from("simulation-based calibration of the exam's posterior") },
);
for (const [name, { chiSquare, degrees, pValue, counts }] of Object.entries(result.uniformity)) {
  console.log(`${name}: chi-square ${chiSquare.toFixed(1)} with ${degrees} degrees, p ${pValue.toFixed(4)}`);
  console.log(`  ranks in 20 bins: ${counts.join(" ")}`);
}
const seconds = ((performance.now() - begin) / 1000).toFixed(0);
console.log(`${replications} data sets, ${result.divergent} divergent transitions, ${seconds} s`);
writeFileSync(new URL("exam.json", import.meta.url), `${JSON.stringify(result, null, 1)}\n`);
// three tests at once
const alarm = Object.values(result.uniformity).some(({ pValue }) => pValue < 0.001 / 3);
process.exitCode = alarm ? 1 : 0;
