// EM for ten full Gaussians on all 60,000 training images (0..255, regularization 1e-6): this project, then scikit-learn from the
// same k-means clusters with the same number of iterations. Prints the lower bounds of both, the seconds of every iteration,
// their ratio after the fifth, and peak memory.
// The bounds agree to some 1e-8 nats. No implementation in doubles does better, see mixture-rounding.mjs; relative to a bound that
// happens to pass near 0 the same difference looks larger than elsewhere.
// Usage: PEER_PYTHON=<python with scikit-learn> node bench/gaussian-mixture.mjs [iterations] [images]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstImages, loadMnist } from "pml/data";
import { fitGaussianMixture, fitKMeans, hardResponsibilities, imageRows } from "pml/models";
import { Random } from "pml/random";

const iterations = Number(process.argv[2] ?? 8);
const components = 10;
const settled = 5; // so many iterations at first are left out: the clusters are still moving
const { train } = loadMnist();
const images = firstImages(train, Number(process.argv[3] ?? train.count));
const rows = imageRows(images);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const show = (values) => values.map((value) => value.toFixed(2)).join(" ");

const { labels } = await fitKMeans(rows, { clusters: components, random: Random.from(1) });
const seconds = [];
let before = 0;
const model = await fitGaussianMixture(
  rows,
  {
    components,
    maxIterations: iterations,
    tolerance: 0,
    start: { responsibilities: hardResponsibilities(labels, components) },
  },
  {
    progress: () => ({
      update: () => {
        if (before === 0) before = performance.now();
      },
      finish: () => {},
    }),
    onIteration: () => {
      const now = performance.now();
      seconds.push((now - before) / 1000);
      before = now;
    },
  },
);
const bounds = model.history.map(({ lowerBound }) => lowerBound);
console.log(
  `here:         ${show(seconds)} s, peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`,
);
console.log(`the first of these includes the M step on the k-means clusters`);

if (process.env.PEER_PYTHON) {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    writeFileSync(join(folder, "pixels"), images.pixels);
    writeFileSync(join(folder, "labels"), labels);
    const script = new URL("gaussian_mixture.py", import.meta.url).pathname;
    spawnSync(process.env.PEER_PYTHON, [script, folder, `${components}`, `${iterations}`], {
      stdio: "inherit",
      env: { ...process.env, OMP_NUM_THREADS: "2", OPENBLAS_NUM_THREADS: "2" },
    });
    const peer = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
    console.log(`scikit-learn: ${show(peer.seconds)} s, peak memory ${Math.round(peer.memory)} MiB`);
    bounds.forEach((bound, i) => {
      const difference = Math.abs(bound - peer.bounds[i]) / Math.max(1, Math.abs(peer.bounds[i]));
      console.log(
        `iteration ${i + 1}: lower bound ${bound} and ${peer.bounds[i]}, relative ${difference.toExponential(1)}`,
      );
    });
    const [ours, theirs] = [median(seconds.slice(settled)), median(peer.seconds.slice(settled))];
    const ratio = (theirs / ours).toFixed(2);
    console.log(
      `after iteration ${settled}: ${ours.toFixed(2)} s here, ${theirs.toFixed(2)} s scikit-learn, ratio ${ratio}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
