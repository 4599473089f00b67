// @ts-check
import { firstImages, loadMnist } from "pml/data";
import * as latentTree from "pml/models/latent-tree";
import { Random } from "pml/random";
import { writeArray } from "../harness/arrays.mjs";

/** @typedef {import("../harness/serve.mjs").Task} Task */

/** Every run is a pass of ordinary EM over all its images, going on from the one before. @type {Task} */
const passes = async ({ folder, size }) => {
  const images = firstImages(loadMnist().train, size === "full" ? 60_000 : 600);
  const rows = { values: images.pixels, columns: 784 };
  const states = size === "full" ? 16 : 4;
  const config = { states, width: 28, stepwisePasses: 1, blur: { share: 0, width: 1 } };
  /** @type {import("pml/models/latent-tree").LatentTreeState | undefined} */
  let state;
  const onState = (/** @type {import("pml/models/latent-tree").LatentTreeState} */ reached) => {
    state = reached;
  };
  const random = Random.from(1);
  await latentTree.fit(rows, { ...config, fullPasses: 0 }, { random, onState });
  const { counts, parents } = /** @type {import("pml/models/latent-tree").LatentTreeState} */ (
    /** @type {unknown} */ (state)
  );
  writeArray(folder, "images", images.pixels, [images.count, 784]);
  writeArray(folder, "parents", parents);
  writeArray(folder, "prior", /** @type {Float32Array} */ (counts.prior));
  writeArray(folder, "transitions", /** @type {Float32Array} */ (counts.transitions), [783, states, states]);
  writeArray(folder, "emissions", /** @type {Float32Array} */ (counts.emissions), [784, 256, states]);
  let fullPasses = 0;
  return async () => {
    fullPasses++;
    const hooks = { random, onState, ...(state && { from: state }) };
    const begin = performance.now();
    const { history } = await latentTree.fit(rows, { ...config, fullPasses }, hooks);
    const ms = performance.now() - begin;
    const pass = /** @type {import("pml/models/latent-tree").LatentTreePass} */ (history.at(-1));
    return { ms, figures: { "mean log-likelihood": pass.meanLogLikelihood } };
  };
};

export const tasks = { passes };
