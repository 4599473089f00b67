// @ts-check
import { escapeHtml } from "./markup.mjs";

/**
 * A part of the page that computes: its place, and the picture that stands there where scripts do not run.
 * @typedef {object} LivePart
 * @property {string} name
 * @property {string} title
 * @property {string} says HTML
 * @property {string} figure stem of the picture
 * @property {string} chapter the notebook whose question it is
 */

/** @type {readonly LivePart[]} */
const liveParts = [
  {
    name: "gaussian-process",
    title: "A Gaussian process whose hyper-parameters are sampled",
    says: "Drag a point, press on the plane to add one, choose kernel and priors: the posterior follows at once, by quadrature over lengthscale and variance; when the hand rests, four chains of NUTS run over the same posterior and say what they think of themselves. Orange is the band by the total variance (C), dashed the report's (R), which leaves out that the means of the draws differ.",
    figure: "2.1/predictive-corrected",
    chapter: "2.1-gaussian-process",
  },
  {
    name: "optimisation",
    title: "Bayesian optimisation: predict first",
    says: "Five values of a function are known. Say where you would evaluate next to find its minimum; then four rules take their step from the same five values, each by the library's optimiser: the exam's Algorithm 1, the report's rule (R), expected improvement and the lower confidence bound. Orange is what a rule believes, grey the curve that it minimises, or for expected improvement, along the lower edge, the score that it maximises.",
    figure: "2.2/slider-corrected",
    chapter: "2.2-bayesian-optimization",
  },
  {
    name: "drawing",
    title: "Draw a digit",
    says: "Every model of the report looks at what you draw, and says in nats how probable it finds it. The drawing is first laid out as MNIST's digits are: its longer side scaled to 20 pixels, its centre of mass moved to the middle of 28 × 28. Both autoencoders see its bits (x &gt; 0.5), their ln P(b) an integral over the plane of codes on the notebook's grid; probabilistic PCA and the mixture see its 256 grey levels, dequantised. Nats may be compared within one scale only. Each model's image is the mean of what it would draw with the codes, or from the components, that it finds behind the drawing. The last row is the report's own mixture on 0 to 255 (R); the row above it has the same clusters with the variance floor of Table 2 (C): one pixel of ink where none of a component's training images had any, and the report's loses tens of thousands of millions of nats.",
    figure: "figure-1-corrected",
    chapter: "1-density-models-compared",
  },
  {
    name: "codes",
    title: "Codes: what two autoencoders draw",
    says: "Move over Figure 3's plane of codes, or use the sliders: the VAE and the convolutional VAE of the notebooks decode the same code. Points are test images at their mean codes, tiles what lies between.",
    figure: "1.1/figure-2a-vae-grid-corrected",
    chapter: "1.1-variational-autoencoders",
  },
  {
    name: "seeds",
    title: "Seeds: what another run would have shown",
    says: "One slider moves Figures 1 to 3 through twenty trainings of each autoencoder, the report's mixture through the starts of its study, and five rules of optimisation and a random search through twenty of their runs. Six images are the reconstructions of Figure 1, the points Figure 3 in the orientation nearest to the report's, the digits beside them what each tile of Figure 2 is nearest to, turned as the points are: z₂ grows upwards, in the report's figure downwards.",
    figure: "1.1/runs-vae",
    chapter: "1.1-variational-autoencoders",
  },
];

/** The parts that there are models for. @param {{ decoders: boolean, drawing: boolean }} present */
const partsOf = ({ decoders, drawing }) =>
  liveParts.filter(
    ({ name }) => (decoders || (name !== "codes" && name !== "drawing")) && (drawing || name !== "drawing"),
  );

/**
 * Ways from a chapter to the parts that compute its question.
 * @param {string} chapter its name @param {{ decoders: boolean, drawing: boolean }} present
 */
export function waysToParts(chapter, present) {
  const links = partsOf(present)
    .filter((part) => part.chapter === chapter)
    .map(({ name, title }) => `<a href="live.html#live-${name}">${title}</a>`);
  return links.length > 0 ? `<p class="tries">Try it: ${links.join("; ")}</p>` : "";
}

/**
 * The page of the parts that compute.
 * @param {import("./figure-folder.mjs").FigureFolder} folder @param {import("./figure-element.mjs").FigureFiles} files
 * @param {{ chapters: ReadonlySet<string>, decoders: boolean, drawing: boolean }} present names of the chapters; which models are there
 * @returns {import("./shell.mjs").SitePage}
 */
export function livePage(folder, files, { chapters, ...present }) {
  const parts = partsOf(present);
  const sections = parts.map(({ name, title, says, figure, chapter }) => {
    const kept = folder.get(figure);
    const picture = kept
      ? `<figure style="--width: ${Math.round(kept.width)}px"><img src="figures/${files.picture(kept.png)}.png" alt="${escapeHtml(kept.description)}" width="${Math.round(kept.width)}" height="${Math.round(kept.height)}" loading="lazy"><figcaption>The picture of chapter ${chapter.split("-")[0]}.<noscript> With scripts, this is where it computes.</noscript></figcaption></figure>`
      : "";
    const link = chapters.has(chapter)
      ? ` <a href="${chapter}.html">Chapter ${chapter.split("-")[0]}</a>`
      : "";
    return `<section class="part"><h2 id="live-${name}">${title}</h2><p class="lead">${says}${link}</p><div class="live" data-live="${name}"><div class="still">${picture}</div></div></section>`;
  });
  return {
    file: "live.html",
    id: "live",
    title: "The report that computes",
    short: "Try it",
    html: `<h1>The report that computes</h1><p class="lead">These parts run the library of the notebooks in this window, from seed 1, without a network.</p>${sections.join("")}`,
    headings: parts.map(({ name, title }) => ({ level: 2, id: `live-${name}`, html: title })),
    live: true,
  };
}
