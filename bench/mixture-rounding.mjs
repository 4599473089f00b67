// How exact can the lower bound of EM be in doubles? One iteration for ten full Gaussians (0..255, regularisation 1e-6) from given
// clusters: here, in scikit-learn, and in extended precision (64 bits of mantissa, sums of whole numbers), with what one unit in the
// last place of the covariances is worth.
//
// Found on 20,000 images, three iterations after k-means: bound -125.707665656; scikit-learn is 2.7e-8 nats off, this project 7.6e-8
// (with and without pruning), one unit in the last place of the covariances changes 1e-8 to 4e-8. The covariances are the cause,
// not the densities: from exact ones, rounded to doubles, the bound is right to 1e-10. Each covariance has some tens of directions that are flat
// but for the regularisation, differences of pixels that only ever change together. Their variance of 1e-6 is the difference of
// variances of some 10 to 1000, of which doubles keep 1e-15 to 1e-13: a relative 1e-9 to 1e-7 for each in the determinant.
// With 4,000 images, fewer than 784 to most components, the same is 8.0e-6 here and 2.5e-6 nats in scikit-learn.
// Usage: PEER_PYTHON=<python with scikit-learn> node bench/mixture-rounding.mjs [iterations before] [images]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstImages, loadMnist } from "pml/data";
import { imageRows } from "pml/models";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as kMeans from "pml/models/k-means";
import { Random } from "pml/random";

const before = Number(process.argv[2] ?? 3);
const components = 10;
const images = firstImages(loadMnist().train, Number(process.argv[3] ?? 20_000));
const rows = imageRows(images);

/** One iteration from clusters: its bound, the parameters it was taken at, and the clusters afterwards. */
async function fromClusters(labels, iterations, prune = true) {
  let after = labels;
  const start = { responsibilities: gaussianMixture.hardResponsibilities(labels, components) };
  const onState = ({ current }) => {
    after = current.labels;
  };
  const options = { components, tolerance: 0, maxIterations: iterations, start };
  const model = await gaussianMixture.fit(rows, options, { onState, prune });
  return { bound: model.history.at(-1).meanLogLikelihood, labels: after };
}

let { labels } = await kMeans.fit(rows, { clusters: components }, { random: Random.from(1) });
if (before > 0) ({ labels } = await fromClusters(labels, before));
const pruned = await fromClusters(labels, 1);
const whole = await fromClusters(labels, 1, false);
const folder = mkdtempSync(join(tmpdir(), "bench-"));
try {
  writeFileSync(join(folder, "pixels"), images.pixels);
  writeFileSync(join(folder, "labels"), labels);
  writeFileSync(
    join(folder, "bounds.json"),
    JSON.stringify({ here: pruned.bound, "here, not pruned": whole.bound }),
  );
  const script = new URL("mixture_rounding.py", import.meta.url).pathname;
  spawnSync(process.env.PEER_PYTHON, [script, folder, `${components}`], { stdio: "inherit" });
} finally {
  rmSync(folder, { recursive: true });
}
