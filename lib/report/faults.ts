/** A fault of the report: the key under which the notebooks name it, and what it says. Markdown. */
export interface Fault {
  /** V: autoencoders, P: probabilistic PCA, M: mixture, G: Gaussian process, B: Bayesian optimisation, O: all of them. */
  readonly key: `${"V" | "P" | "M" | "G" | "B" | "O"}${number}`;
  readonly says: string;
}

/** The faults of one part of the report, and the notebook that answers them. */
export interface FaultGroup {
  readonly title: string;
  /** File of the notebook in `notebooks/`. */
  readonly notebook: string;
  readonly faults: readonly Fault[];
}

/** Every fault of the report that a notebook answers, once, in the order of the report's parts. */
export const faults: readonly FaultGroup[] = [
  {
    title: "Variational autoencoders",
    notebook: "1.1-variational-autoencoders.ipynb",
    faults: [
      {
        key: "V1",
        says: "The likelihood is a Bernoulli's, taken at grey pixels, and stands in one column with Gaussian densities. It is a bound for binarised images, with a ceiling below zero.",
      },
      {
        key: "V2",
        says: "The bound is taken at one sampled code and never set beside the likelihood that it bounds: is the convolutional VAE's deficit in the bound or in the model?",
      },
      {
        key: "V3",
        says: "The exam asks for significance; the report compares two numbers of one run, without an error or a test.",
      },
      {
        key: "V4",
        says: "The plainest explanation is missed: the convolutional VAE has 34.5 times fewer parameters, its decoder 37.5 times fewer.",
      },
      {
        key: "V5",
        says: "The squared error is taken at a sampled code, and holds the noise of that code.",
      },
      {
        key: "V6",
        says: "The sum of the KL runs to *D*, the number of pixels; it runs over the two dimensions of the code. The posterior mean is once written *u*.",
      },
      {
        key: "V7",
        says: '"Greater variety" is the wrong way round: all ten digits stand in the VAE\'s grid, the convolutional one has no clear 4 or 7.',
      },
      {
        key: "V8",
        says: "The confusion is not one of 4, 7 and 9 alone: nearly every digit is recognised less often; 5, 8 and 2 lose most, 4 least.",
      },
      {
        key: "V9",
        says: 'Nothing "learned the density implicitly defined by the test set": models learn from training images, test images measure how they generalise.',
      },
      {
        key: "V10",
        says: "The test set was watched after every epoch. Nothing was selected by it, so the number is fair; a choice needs a validation part of the training images.",
      },
    ],
  },
  {
    title: "Probabilistic PCA",
    notebook: "1.2.1-probabilistic-pca.ipynb",
    faults: [
      {
        key: "P1",
        says: '"Very low" is an artefact of the unit: a density of pixels from 0 to 255 stands beside a bound for images on [0, 1].',
      },
      {
        key: "P2",
        says: "The scatter of the test images is taken about their own mean instead of the model's.",
      },
      { key: "P3", says: "Covariances are divided by *N* - 1, which is not the maximum of the likelihood." },
      {
        key: "P4",
        says: "Reconstructions and their error are of a sampled code instead of the posterior mean.",
      },
      {
        key: "P5",
        says: 'The "likelihood by sampling" is the first term of a bound, with the KL left out.',
      },
      {
        key: "P6",
        says: "Every picture is stretched to its own range, so that black is not black where the model goes below zero.",
      },
      {
        key: "P7",
        says: "Neither the size of the test set nor the dimension explains the number: it is a mean per image, in a unit. $\\mu_i$ stands for $\\mu$, and a precision is called a covariance.",
      },
      {
        key: "P8",
        says: "The eigen-solver is meant for general matrices, and the order in which it returns its answers is trusted.",
      },
      { key: "P9", says: "The signs of the axes are the solver's, and arbitrary." },
      {
        key: "P10",
        says: "Two components are right for pictures and unfair for a density; no other number was tried.",
      },
    ],
  },
  {
    title: "Gaussian mixture",
    notebook: "1.2.2-gaussian-mixture.ipynb",
    faults: [
      {
        key: "M1",
        says: "Covariances are all but singular: a pixel that is blank in every training image of a cluster keeps a variance of $10^{-6}$, and a few test images with ink there decide the mean.",
      },
      {
        key: "M2",
        says: "The density is one of pixels from 0 to 255, inflated on training images and beyond comparison with the other rows.",
      },
      {
        key: "M3",
        says: 'The conclusion "worst by far" rests on that number and does not survive on one scale.',
      },
      {
        key: "M4",
        says: "The library can sample; EM never lowers the likelihood, so the danger is a poor optimum; underflow is cured by logarithms.",
      },
      {
        key: "M5",
        says: "Figure 3 (d) is no picture of the mixture: it is a principal component analysis of the test images.",
      },
      {
        key: "M6",
        says: "The text sends the reader to Figure 3 (d) for means and samples, which are in Figure 2 (d); and Figure 2 (d) is no interpolation.",
      },
      { key: "M7", says: "Figure 2 (d) is read incompletely: 7 and 0 have clusters of their own too." },
      {
        key: "M8",
        says: "Reconstruction by the most probable component; and a choice among ten images carries at most ln 10 = 2.3 nats.",
      },
      { key: "M9", says: "One start, without a seed: another start gives other clusters." },
    ],
  },
  {
    title: "Gaussian process",
    notebook: "2.1-gaussian-process.ipynb",
    faults: [
      { key: "G1", says: "The band leaves out that the means of the draws differ: it is too narrow." },
      {
        key: "G2",
        says: "The band does not hold the function, and the report does not say so: five points half a unit apart cannot show waves of that length.",
      },
      {
        key: "G3",
        says: "Two quantities have five names, and are a lengthscale and a variance; a credible band is called one of confidence.",
      },
      {
        key: "G4",
        says: "Effective sample size is read as closeness of the model; divergences, acceptance, energy, traces and ranks are not shown.",
      },
      {
        key: "G5",
        says: "The length of the warm-up was to be chosen by diagnostics, and is compared with nothing.",
      },
      { key: "G6", says: "Three different runs feed the tables, figures and sentences of one section." },
      { key: "G7", says: "The exam asks for 500 draws, the figure shows 4 × 500." },
      { key: "G8", says: "Earlier revisions had the two priors exchanged." },
    ],
  },
  {
    title: "Bayesian optimisation",
    notebook: "2.2-bayesian-optimization.ipynb",
    faults: [
      {
        key: "B1",
        says: "The proposal minimises an average over all draws instead of one draw: it tends to the posterior mean, and asks for the lowest known value again and again.",
      },
      { key: "B2", says: "A variance is passed where a standard deviation is wanted." },
      { key: "B3", says: "Points are drawn independently: white noise instead of a function." },
      { key: "B4", says: "The chains are too short and were not checked, though the exam asks for it." },
      {
        key: "B5",
        says: "The kernel study of the notebook never varied the kernel: a default argument had replaced every kernel by the Gaussian one.",
      },
      { key: "B6", says: "Two of the kernels of the report's figures cannot fit the data." },
      {
        key: "B7",
        says: "No saved run belongs to Figure 7, which fits exchanged priors better than the exam's.",
      },
      {
        key: "B8",
        says: "Repeated points with a small noise in single precision make the covariance nearly singular.",
      },
      { key: "B9", says: "Points added before the step that is shown are not drawn, nor is the mean." },
      { key: "B10", says: '"Several runs" come without their number and without errors.' },
      { key: "B11", says: "Of the repairs that the exam asks for only kernels were tried." },
      {
        key: "B12",
        says: "Iterations are counted from 1: its *k* = 1 is the proposal from the five start points.",
      },
    ],
  },
  {
    title: "All parts",
    notebook: "1-density-models-compared.ipynb",
    faults: [
      {
        key: "O1",
        says: "The notebooks were saved from several partial executions: no single run makes the report.",
      },
      {
        key: "O2",
        says: "The random generator is seeded once for the networks, and never for mixture, sampler and optimisation.",
      },
      { key: "O3", says: "Every picture is stretched to its own range, and tiles of Figure 2 overlap." },
      {
        key: "O4",
        says: "The caption of Figure 4 promises samples from the models; it repeats the means of Figure 1.",
      },
      { key: "O5", says: "Judgements are by eye only." },
    ],
  },
];
