// @ts-check
/** @typedef {import("./harness/measure.mjs").Contest} Contest */

/** @param {string} kind @param {string} name @param {{ epochBar: number }} bars @returns {Contest[]} */
function autoencoder(kind, name, { epochBar }) {
  const ours = (/** @type {string} */ task) => /** @type {const} */ (["autoencoders.mjs", `${kind}-${task}`]);
  const theirs = (/** @type {string} */ task) =>
    /** @type {const} */ (["autoencoders.py", `${kind}-${task}`]);
  return [
    {
      pairs: [{ name: `${kind}-step-pytorch`, title: `${name}: a training step of 128 images` }],
      peer: "PyTorch",
      ours: ours("step"),
      theirs: theirs("step"),
      warmUp: 2,
      rounds: 9,
      agreement: { "loss of the first step": { relative: 1e-5 }, "mean loss": { relative: 1e-3 } },
    },
    {
      pairs: [
        {
          name: `${kind}-epoch-pytorch`,
          title: `${name}: an epoch of 60,000 images and the test bound`,
          bar: epochBar,
        },
      ],
      peer: "PyTorch",
      ours: ours("epoch"),
      theirs: theirs("epoch"),
      warmUp: 1,
      rounds: 5,
      // other noise and another order on both sides
      agreement: { "train ELBO": { relative: 0.05 }, "test ELBO": { relative: 0.05 } },
    },
    ...[
      {
        name: `${kind}-epoch-compile`,
        peer: "PyTorch, torch.compile",
        file: "autoencoders.py",
        task: "epoch-compiled",
      },
      { name: `${kind}-epoch-jax`, peer: "JAX", file: "jax_autoencoders.py", task: "epoch" },
    ].map(({ name: pair, peer, file, task }) => ({
      pairs: [{ name: pair, title: `${name}: the same epoch`, bar: 1 }],
      peer,
      ours: ours("epoch"),
      theirs: /** @type {const} */ ([file, `${kind}-${task}`]),
      warmUp: 1,
      rounds: 5,
      agreement: { "train ELBO": { relative: 0.05 }, "test ELBO": { relative: 0.05 } },
      note: "The peer compiles in its first epoch, which is not counted.",
    })),
    {
      pairs: [{ name: `${kind}-epoch-tfjs`, title: `${name}: the same epoch`, bar: 2.5 }],
      peer: "tfjs-node, plain operations and optimizer",
      ours: ours("epoch"),
      theirs: ["plain-tfjs.mjs", `${kind}-epoch`],
      warmUp: 1,
      rounds: 3,
      agreement: { "train ELBO": { relative: 0.05 }, "test ELBO": { relative: 0.05 } },
    },
    {
      pairs: [
        { name: `${kind}-encode-pytorch`, title: `${name}: encoding the 10,000 test images`, bar: 1.2 },
      ],
      peer: "PyTorch",
      ours: ours("encode"),
      theirs: theirs("encode"),
      warmUp: 2,
      rounds: 9,
      agreement: { "first means": { absolute: 1e-5 }, "mean log-variance": { absolute: 1e-5 } },
    },
    {
      pairs: [{ name: `${kind}-decode-pytorch`, title: `${name}: decoding 10,000 codes`, bar: 1.2 }],
      peer: "PyTorch",
      ours: ours("decode"),
      theirs: theirs("decode"),
      warmUp: 2,
      rounds: 9,
      agreement: { "first pixels": { absolute: 1e-5 }, "mean pixel": { absolute: 1e-5 } },
    },
  ];
}

/**
 * @param {string} name @param {string} title @param {"numpyro" | "blackjax"} library @param {string} target
 * @param {readonly string[]} means @param {number} [bar] @returns {Contest}
 */
function sampling(name, title, library, target, means, bar) {
  return {
    pairs: [{ name, title: `NUTS, an effective draw: ${title}`, ...(bar === undefined ? {} : { bar }) }],
    peer: library === "numpyro" ? "NumPyro" : "BlackJAX",
    ours: ["inference.mjs", target],
    theirs: ["jax_sampling.py", `${library}-${target}`],
    warmUp: 5, // V8 goes on compiling for some runs; XLA is done after the first
    rounds: 7,
    agreement: Object.fromEntries(means.map((mean) => [`mean of ${mean}`, { errors: 6 }])),
    note: "4 chains, 1,000 warm-up and 1,000 kept draws, target acceptance 0.9; compilation is not counted: the first five runs of both sides.",
  };
}

/**
 * The exam's posterior by the report's protocol, one short chain: more rounds, since so few draws tell less.
 * @param {string} name @param {"numpyro" | "blackjax"} library @returns {Contest}
 */
function asInReport(name, library) {
  return {
    ...sampling(name, "the exam's hyper-posterior, one chain as in the report", library, "exam-report", exam),
    rounds: 15,
    note: "1 chain, 100 warm-up and 500 kept draws, target acceptance 0.8, as in the report; compilation is not counted: the first five runs of both sides.",
  };
}

const defaultTargets = /** @type {const} */ ({
  exam: ["the exam's hyper-posterior", 2],
  schools: ["eight schools", 10],
  gaussian: ["a Gaussian of 50 dimensions", 50],
  funnel: ["a funnel, not centred", 10],
  correlated: ["a correlated Gaussian of 200 dimensions", 200],
  logistic: ["a logistic regression of 1,000 rows", 11],
});

/** Everybody's defaults: an effective draw in time and in gradients, warm-up counted. @returns {Contest[]} */
function samplingByDefaults() {
  const peers = /** @type {const} */ ([
    ["stan", "Stan", ["time", "gradients"]],
    ["nutpie", "nutpie", ["time", "gradients"]],
    ["nutpie-low-rank", "nutpie, low-rank metric", ["gradients"]],
  ]);
  return peers.flatMap(([library, peer, measures]) =>
    measures.flatMap((measure) =>
      Object.entries(defaultTargets).map(([target, [title, dimension]]) => ({
        pairs: [
          {
            name: `nuts-${target}-${library}-${measure}`,
            title: `NUTS by defaults, an effective draw: ${title}`,
            ...(measure === "time" ? { bar: 1.5 } : { bar: 1.15, unit: /** @type {const} */ ("gradients") }),
          },
        ],
        peer,
        ours: /** @type {const} */ (["inference.mjs", `${target}-${measure}`]),
        theirs: /** @type {const} */ (["compiled_sampling.py", `${library}-${target}-${measure}`]),
        warmUp: measure === "time" ? 5 : 1,
        rounds: 7,
        agreement: Object.fromEntries(
          [0, dimension - 1].map((i) => [`mean of coordinate ${i}`, { errors: 6 }]),
        ),
        note: "4 chains, 1,000 + 1,000 transitions, target acceptance 0.8, the defaults of both, warm-up counted, compilation not.",
      })),
    ),
  );
}

/** Log density and gradient of traced models, one thread each, called from machine code. @returns {Contest[]} */
function gradients() {
  const targets = /** @type {const} */ ({
    schools: ["eight schools, not centred", 2],
    kidiq: ["a regression of 434 children's scores", 2],
    ar5: ["an autoregression of order 5, 200 steps", 2],
    garch: ["GARCH(1, 1), 200 steps", 2],
    gp: ["a Gaussian process of 11 points", 2],
    radon: ["919 houses in 85 counties (radon's shape, data made)", 2],
    mixture: ["a mixture of two normals, 1,000 numbers", 1 / 0.7],
    "logistic-3": ["a logistic regression of 1,000 rows, 3 columns", 1],
    "logistic-5": ["the same, 5 columns", 1],
    "logistic-10": ["the same, 10 columns", 0.8],
  });
  return Object.entries(targets).map(([target, [title, bar]]) => ({
    pairs: [
      {
        name: `gradient-${target}-stan`,
        title: `Log density and gradient of a traced model: ${title}`,
        bar: Number(bar.toPrecision(3)),
      },
    ],
    peer: "Stan",
    ours: /** @type {const} */ (["gradients.mjs", target]),
    theirs: /** @type {const} */ (["gradients.py", target]),
    warmUp: 2,
    rounds: 15,
    agreement: {
      "log density above that at 0": { relative: 1e-10, absolute: 1e-10 },
      "gradient, to scale": { relative: 1e-10, absolute: 1e-12 },
    },
    note: "one thread each, at positions that move; Stan is called from machine code, without Python.",
  }));
}

const exam = ["ln lengthscale", "ln variance"];
const schools = ["mu", "ln tau", "z of the first school"];
const gaussian = ["the first coordinate", "the last coordinate"];

/** @type {readonly Contest[]} */
export const contests = [
  ...autoencoder("vae", "VAE", { epochBar: 1.3 }),
  ...autoencoder("cvae", "Convolutional VAE", { epochBar: 2 }),
  {
    pairs: [
      {
        name: "iwae-pytorch",
        title: "VAE: importance-weighted bound, 200 images with 500 samples each",
        bar: 1.2,
      },
    ],
    peer: "PyTorch",
    ours: ["autoencoders.mjs", "iwae"],
    theirs: ["autoencoders.py", "iwae"],
    warmUp: 1,
    rounds: 7,
    agreement: { "mean bound": { relative: 5e-4 } },
  },
  {
    pairs: [{ name: "ppca-sklearn", title: "Probabilistic PCA with 2 components, 60,000 images", bar: 1.2 }],
    peer: "scikit-learn",
    ours: ["density.mjs", "pca"],
    theirs: ["density.py", "pca"],
    warmUp: 1,
    rounds: 5,
    agreement: {
      "noise variance": { relative: 1e-9 },
      "variances of the axes": { relative: 1e-9 },
      "mean log-likelihood": { relative: 1e-9 },
    },
  },
  {
    pairs: [
      {
        name: "gmm-em-early-sklearn",
        title: "Mixture of 10 full Gaussians, 60,000 images: an EM iteration of the first five",
      },
      { name: "gmm-em-late-sklearn", title: "The same, a later EM iteration", bar: 5 },
    ],
    peer: "scikit-learn",
    ours: ["density.mjs", "em-iterations"],
    theirs: ["density.py", "em-iterations"],
    warmUp: 0,
    rounds: 10,
    agreement: { "lower bound": { relative: 1e-6 } },
    note: "Ten iterations from the same k-means clusters, both sides stopped between them; the first counts the M step on the clusters.",
  },
  {
    pairs: [
      {
        name: "gmm-fit-sklearn",
        title: "Mixture of 10 full Gaussians, 10,000 images: EM to convergence",
        bar: 5,
      },
    ],
    peer: "scikit-learn",
    ours: ["density.mjs", "em-fit"],
    theirs: ["density.py", "em-fit"],
    warmUp: 0,
    rounds: 2,
    agreement: { "lower bound": { relative: 1e-6 }, iterations: { absolute: 1 } },
    note: "From the same k-means clusters, with the defaults of both: tolerance 1e-3, at most 100 iterations; 1e-2 added to the variances.",
  },
  ...[
    {
      name: "gmm-fit-sklearn-float32",
      peer: "scikit-learn in float32",
      file: "density.py",
      task: "em-fit-float32",
    },
    { name: "gmm-fit-gmmx", peer: "gmmx", file: "jax_mixture.py", task: "em-fit" },
  ].map(({ name, peer, file, task }) => ({
    pairs: [{ name, title: "Mixture of 10 full Gaussians, 10,000 images: EM to convergence" }],
    peer,
    ours: /** @type {const} */ (["density.mjs", "em-fit"]),
    theirs: /** @type {const} */ ([file, task]),
    warmUp: 0,
    rounds: 2,
    agreement: { "lower bound": { relative: 1e-3 } },
    shown: ["lower bound", "iterations"],
    note: "The same fit; the peer in single precision, we in doubles.",
  })),
  {
    pairs: [
      {
        name: "mfa-em-pytorch",
        title: "Mixture of 50 factor analysers of 10 factors, 20,000 images: an EM iteration",
        bar: 1.2,
      },
    ],
    peer: "PyTorch",
    ours: ["density.mjs", "factor-iterations"],
    theirs: ["factors.py", "factor-iterations"],
    warmUp: 1,
    rounds: 7,
    agreement: Object.fromEntries(
      [
        "lower bound",
        "weights",
        "sum of the squared means",
        "sum of the squared loadings",
        "sum of the noise variances",
      ].map((figure) => [figure, { relative: 1e-7 }]),
    ),
    note: "Both from the same parameters, each going on from its own; the M step of both leaves out images that do not belong to a component (below 1e-20).",
  },
  {
    pairs: [
      { name: "latent-tree-numpy", title: "Latent tree of 16 states, 60,000 images: a pass of EM", bar: 4 },
    ],
    peer: "NumPy",
    ours: ["latent-tree.mjs", "passes"],
    theirs: ["latent_tree.py", "passes"],
    warmUp: 1,
    rounds: 3,
    agreement: { "mean log-likelihood": { relative: 1e-6 } },
    note: "Both from the same expected counts, single precision, each going on from its own; the set-up of the graph counts.",
  },
  {
    pairs: [{ name: "nuts-pyro", title: "NUTS, an effective draw: the exam's hyper-posterior", bar: 500 }],
    peer: "Pyro",
    ours: ["inference.mjs", "exam-report"],
    theirs: ["pyro_sampling.py", "exam-report"],
    warmUp: 3,
    rounds: 7,
    agreement: { "mean of ln lengthscale": { errors: 6 }, "mean of ln variance": { errors: 6 } },
    note: "1 chain, 100 warm-up and 500 kept draws, target acceptance 0.8, as in the report; three runs of both sides to warm up.",
  },
  sampling("nuts-numpyro", "the exam's hyper-posterior", "numpyro", "exam", exam, 10),
  sampling("nuts-blackjax", "the exam's hyper-posterior", "blackjax", "exam", exam, 10),
  asInReport("nuts-report-numpyro", "numpyro"),
  asInReport("nuts-report-blackjax", "blackjax"),
  sampling("nuts-schools-numpyro", "eight schools", "numpyro", "schools", schools, 5),
  sampling("nuts-schools-blackjax", "eight schools", "blackjax", "schools", schools, 5),
  sampling("nuts-gaussian-numpyro", "a Gaussian of 50 dimensions", "numpyro", "gaussian", gaussian, 5),
  ...samplingByDefaults(),
  ...gradients(),
  sampling("nuts-gaussian-blackjax", "a Gaussian of 50 dimensions", "blackjax", "gaussian", gaussian, 5),
  {
    pairs: [
      {
        name: "diagnostics-arviz",
        title: "Summary of 4 x 10,000 draws of 100 parameters, every column",
        bar: 2,
      },
    ],
    peer: "ArviZ",
    ours: ["inference.mjs", "diagnostics"],
    theirs: ["diagnostics.py", "diagnostics"],
    warmUp: 1,
    rounds: 7,
    agreement: Object.fromEntries(
      ["mean", "sd", "hdi_3%", "hdi_97%", "mcse_mean", "mcse_sd", "ess_bulk", "ess_tail", "r_hat"].map(
        (column) => [column, { relative: 1e-6, absolute: 1e-9 }],
      ),
    ),
  },
  {
    pairs: [
      {
        name: "bayesopt-step-botorch",
        title:
          "A step of Bayesian optimisation: ten observations, most probable hyper-parameters, log EI of 200 candidates",
      },
    ],
    peer: "BoTorch",
    ours: ["optimisation.mjs", "step"],
    theirs: ["optimisation.py", "step"],
    warmUp: 2,
    rounds: 9,
    agreement: { place: { absolute: 1e-12 }, "largest log expected improvement": { absolute: 1e-3 } },
  },
  {
    pairs: [
      {
        name: "report-python",
        title: "The whole report, from the raw files to the figures",
        bar: 5,
      },
    ],
    peer: "Python: PyTorch, scikit-learn, Pyro, Matplotlib",
    ours: ["whole-report.mjs", "report"],
    theirs: ["whole_report.py", "report"],
    warmUp: 0,
    rounds: 1,
    agreement: {
      "ELBO of the VAE": { relative: 0.1 },
      "ELBO of the CVAE": { relative: 0.1 },
      "log-likelihood of PPCA": { relative: 1e-5 },
      "mean log-likelihood of the mixture is finite": {},
      "evaluations of the objective": {},
      "effective draws are some": {},
    },
    note:
      "As much as the report computed: 25 epochs of both autoencoders, 36 EM iterations (those of the notebook's fit) from each side's own k-means, " +
      "4 chains of 600 NUTS transitions, 10 steps of optimisation.",
  },
];
