// @ts-check

/**
 * The report's Figures 1 to 6 in the gallery: what each shows, in this project's words, and where to look.
 * @typedef {object} Caption
 * @property {string} title
 * @property {string} report what the report's caption says, in other words
 * @property {string} look what to see in it
 * @property {string} [fault] what is to be said against it
 */

/** @type {Readonly<Record<number, Caption>>} */
export const captions = {
  1: {
    title: "Six images and what four models make of them",
    report: "The first six test images, and the mean image that each of the four models gives for them.",
    look: "In the report the VAE keeps all six digits readable, the convolutional VAE turns the 4 into a 9, PPCA manages only the 0 and the 1s, and the mixture has only ten images to choose from: 7 and 4 get the same 9.",
  },
  2: {
    title: "A walk over latent space, and the mixture's components",
    report:
      "Images decoded along a grid of codes; for the mixture the means of its components, and samples of them.",
    look: "In the report: ten digits in regions with soft borders (a), no clear 4 or 7 in (b), strokes on grey in (c). In (d) the first row shows means; the samples below them are the same shapes with pixel noise.",
    fault: "The grid runs downwards while Figure 3 runs upwards: one is the other upside down.",
  },
  3: {
    title: "The test set in latent space",
    report: "The test images as points of latent space, coloured by their digit.",
    look: "0 and 1 stand apart everywhere; 4, 7 and 9 lie over each other everywhere. In PPCA's plane little else can be distinguished.",
    fault: "(d) is no picture of the mixture: it is a principal component analysis of the test images.",
  },
  4: {
    title: "Figure 1 at full width",
    report: "Reconstructions, said to be sampled from the models.",
    look: "The pictures are those of Figure 1, mean images. What the caption promises, one draw from each model, is the corrected figure.",
    fault: "Caption and picture do not agree.",
  },
  5: {
    title: "Figure 3 at full width",
    report: "As Figure 3.",
    look: "Large enough to make out single points where 4, 7 and 9 overlap.",
  },
  6: {
    title: "Figure 2 at full width",
    report: "As Figure 2.",
    look: "The labels of the mixture's samples can be read.",
  },
};

/** What to see in each kept table. @type {Readonly<Record<string, string>>} */
export const tableCaptions = {
  "table-1":
    "Table 1 of the report, by its own protocol, this run beside the report's numbers: all but the VAE's come back to four digits. The rows lie on three different sample spaces, so the column compares nothing.",
  "table-1-corrected":
    "Table 1 on two scales on which the report's models can be compared: densities of dequantised grey levels above, probabilities of binary images below. The mixture is far above probabilistic PCA, the VAE above the convolutional one.",
  "table-2":
    "Models of every kind on both scales, the best first, with published results. On grey levels a latent tree leads, the VAE with a continuous Bernoulli decoder and mixtures of factor analysers follow; on bits that are drawn VAEs with codes of ten dimensions and more lead, the latent tree follows.",
  "2.1/diagnostics":
    "Three runs in one section of the report, beside this project's and the exact posterior: none is wrong by more than its Monte-Carlo error.",
};
