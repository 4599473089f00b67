// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { inRoot } from "../setup/paths.mjs";
import { compiled } from "./kept-models.mjs";

/** Runs shown under the slider: as many as each autoencoder has been trained. */
const runs = 20;

const study = (/** @type {string} */ name) => inRoot("data", "studies", `${name}.json`);

/** The studies whose runs are shown. */
export const seedStudies = ["vae-seeds", "mixture-starts", "bayesopt-rules"].map(study);

const resultOf = (/** @type {string} */ path) => JSON.parse(readFileSync(path, "utf8")).result;

/** A script that hands the page the runs of the studies by their seeds. Empty where a study is not there. */
export async function seedScript() {
  if (!seedStudies.every((path) => existsSync(path))) return "";
  const [autoencoders, mixtures, rules] = seedStudies.map(resultOf);
  const [{ loadMnist }, { shownSeeds }] = await Promise.all([
    compiled("data/index.js"),
    compiled("report/index.js"),
  ]);
  const { labels } = loadMnist().test;
  const ofKind = (/** @type {"vae" | "convolutional-vae"} */ kind) => ({
    shown: shownSeeds[kind],
    runs: autoencoders
      .filter((/** @type {any} */ run) => run.config.kind === kind)
      .sort((/** @type {any} */ a, /** @type {any} */ b) => a.seed - b.seed)
      .slice(0, runs)
      .map((/** @type {any} */ { seed, elbo, mseSampled, picture }) => ({
        seed,
        elbo,
        error: mseSampled,
        distance: picture.distance,
        read: picture.read,
        gridDigits: picture.gridDigits,
        reconstructions: picture.reconstructions,
        codes: picture.codes,
      })),
  });
  const vae = ofKind("vae");
  const images = vae.runs[0].codes.length / 2;
  const seeds = {
    digits: [...labels.subarray(0, images)].join(""),
    autoencoders: { vae, "convolutional-vae": ofKind("convolutional-vae") },
    mixtures: mixtures.map((/** @type {any} */ { seed, testScore, testMedian, purity }) => ({
      seed,
      mean: testScore,
      median: testMedian,
      purity,
    })),
    optimisations: rules
      .filter((/** @type {any} */ { repetitions }) => repetitions >= runs)
      .map((/** @type {any} */ { arm, start, chosen }) => ({
        arm,
        start: start.slice(0, runs),
        chosen: chosen.slice(0, runs),
      })),
  };
  return `globalThis.liveSeeds = ${JSON.stringify(seeds)};\n`;
}
