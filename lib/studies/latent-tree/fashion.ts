import { existsSync } from "node:fs";
import { type DataSet, firstImages, loadMnist } from "../../data/index.js";
import { InputError } from "../../support/index.js";
import { fewImages } from "../runner/canary.js";
import type { Study, StudyContext } from "../runner/study.js";
import { compare, type Recipe, type RefittedTree, seed } from "./compare.js";

/** What the study finds out. */
export interface FashionTreeResult {
  /** SHA-256 of the images. */
  readonly digest: string;
  readonly refitted: readonly RefittedTree[];
}

/** So that it stays a matter of a minute. */
const trainingImages = 20_000;

const recipe: Recipe = { states: 16, stepwisePasses: 4, fullPasses: 1, steps: { first: 0.3, last: 0.01 } };

/** Where Debian's package dataset-fashion-mnist puts its files. */
const debianFolder = "/usr/share/datasets/fashion-mnist";

/** Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): from the folder named by PML_FASHION, or Debian's. */
function loadFashion(): DataSet {
  const folder = process.env.PML_FASHION ?? debianFolder;
  if (existsSync(folder)) return loadMnist({ folder });
  throw new InputError(
    "latentTreeFashion",
    `there is no ${folder}: install Debian's package dataset-fashion-mnist, or name the folder of its four files by PML_FASHION`,
    { folder },
  );
}

/** One tree of grey levels, fitted to the first training images. */
export async function fitFashionTree(
  data: DataSet,
  context: StudyContext,
  given: Recipe = recipe,
): Promise<FashionTreeResult> {
  const few = { ...data, train: firstImages(data.train, Math.min(trainingImages, data.train.count)) };
  const plan = { validationImages: 1, candidates: [given], shown: given.states, refitsBest: false };
  const { refitted } = await compare([given], few, "levels", plan, context);
  return { digest: data.digest, refitted: refitted.map(({ record }) => record) };
}

/** The same model on images that are texture for the greater part. */
export const latentTreeFashion: Study<FashionTreeResult> = {
  name: "latent-tree-fashion",
  question: "How good a density of Fashion-MNIST's 256 grey levels is a latent tree?",
  module: import.meta.url,
  seeds: [seed],
  usesData: false,
  run: (context) => fitFashionTree(loadFashion(), context),
  canary(context) {
    const few = fewImages(context, 300, 50);
    return fitFashionTree(few, context, { ...recipe, states: 2, stepwisePasses: 1 });
  },
};
