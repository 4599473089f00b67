import { binariseByThreshold, binariseStochastically } from "../pixels/index.js";
import { Random } from "../random/index.js";
import { type DataSet, dataSet, type ImageSet, imageSet } from "./image-set.js";

/** How grey levels become bits. */
export type BinarisationRule = "stochastic" | "threshold";

/**
 * A data set with every pixel black or white (0 or 255): by one seeded draw, the same for all models, or by the threshold of one
 * half. A Bernoulli likelihood is a probability of such images, with no grey level left to explain.
 */
export function binarisedData({ name, train, test }: DataSet, rule: BinarisationRule): DataSet {
  const random = Random.from(1).split("binarisation");
  const set = (images: ImageSet, part: string) => {
    const bits =
      rule === "threshold"
        ? binariseByThreshold(images.pixels)
        : binariseStochastically(images.pixels, random.split(part));
    return imageSet({ ...images, name: `${images.name}, ${rule}`, pixels: bits.map((bit) => 255 * bit) });
  };
  return dataSet(`${name}, binarised (${rule})`, set(train, "train"), set(test, "test"));
}
