import {
  averagedPrediction,
  cosine,
  gridQuadrature,
  HyperPosterior,
  hyperSummary,
  jointSampler,
  type Kernel,
  logNormalPrior,
  matern12,
  matern32,
  matern52,
  predictJoint,
  type Quadrature,
  rbf,
} from "pml/gp";
import { ess, mean, type Quantity, rhat, sampleNuts } from "pml/inference";
import { tryJitterShares } from "pml/math";
import { Random } from "pml/random";
import { examGrid, reportNuts } from "pml/report";

/** Kernels to choose from, all with a lengthscale and a variance. */
export const kernels: Readonly<Record<string, () => Kernel>> = {
  "Gaussian (RBF)": rbf,
  "Matérn 5/2": matern52,
  "Matérn 3/2": matern32,
  "Matérn 1/2": matern12,
  cosine: cosine,
};

/** A log-normal prior: mean and standard deviation of the logarithm. */
interface LogNormal {
  readonly meanOfLog: number;
  readonly sdOfLog: number;
}

/** Data, kernel and priors as the reader has set them. */
export interface GaussianProcessQuestion {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly kernel: string;
  readonly lengthscale: LogNormal;
  readonly variance: LogNormal;
  /** Variance of the noise. */
  readonly noise: number;
}

/** By quadrature over the two logarithms. */
export interface ExactAnswer {
  readonly grid: Float64Array;
  readonly mean: Float64Array;
  /** The report's: the mean of the variances alone. */
  readonly reportVariance: Float64Array;
  /** The law of total variance. */
  readonly totalVariance: Float64Array;
  /** Joint draws of a new observation at the grid's points, hyper-parameters drawn too. */
  readonly draws: readonly Float64Array[];
  readonly logEvidence: number;
  readonly lengthscale: Moments;
  readonly variance: Moments;
  /** Nodes of the quadrature, `count x 2` logarithms, and their weights. */
  readonly positions: Float64Array;
  readonly weights: Float64Array;
}

interface Moments {
  readonly mean: number;
  readonly sd: number;
}

/** By four chains of NUTS. */
export interface ChainsAnswer {
  /** Logarithms of lengthscale and variance, chain by chain. */
  readonly lengthscale: Quantity;
  readonly variance: Quantity;
  /** Of the two logarithms. */
  readonly rhat: readonly [number, number];
  readonly ess: readonly [number, number];
  readonly meanLengthscale: number;
  readonly divergent: number;
}

/** Nodes along each axis: with 61 the exam's evidence is right to a millionth of a nat. */
const pointsPerAxis = 61;
const shownDraws = 3;
/** Without noise a fine grid's covariance is singular in doubles; a draw to be looked at may be off by so little. */
const jitter = tryJitterShares(1e-10, 1e-8, 1e-6);

function posteriorOf({
  points,
  kernel,
  lengthscale,
  variance,
  noise,
}: GaussianProcessQuestion): HyperPosterior {
  const make = kernels[kernel];
  if (make === undefined) throw new Error(`there is no kernel ${kernel}`);
  if (points.length === 0) throw new Error("there are no data: add a point");
  return new HyperPosterior({
    kernel: make(),
    x: points.map(([x]) => x),
    y: points.map(([, y]) => y),
    priors: { lengthscale: logNormalPrior(lengthscale), variance: logNormalPrior(variance) },
    noise,
  });
}

/** Nodes that hold all but a millionth of the mass: enough for a drawing. */
function heavyNodes({ positions, weights }: Quadrature) {
  const order = Array.from(weights.keys()).sort((a, b) => weights[b]! - weights[a]!);
  let sum = 0;
  const kept = order.filter((i) => {
    const wanted = sum < 1 - 1e-6;
    sum += weights[i]!;
    return wanted;
  });
  return {
    positions: Float64Array.from(kept.flatMap((i) => [positions[2 * i]!, positions[2 * i + 1]!])),
    weights: Float64Array.from(kept, (i) => weights[i]!),
  };
}

/** The answer of the first instant: exact, by quadrature. */
export function exactAnswer(question: GaussianProcessQuestion): ExactAnswer {
  const posterior = posteriorOf(question);
  const quadrature = gridQuadrature(posterior, { pointsPerAxis });
  const nodes = heavyNodes(quadrature);
  const grid = examGrid();
  const band = averagedPrediction(posterior, nodes, grid, "y");
  const moments = (name: string) => {
    const { mean, sd } = hyperSummary(posterior, quadrature, name);
    return { mean, sd };
  };
  return {
    grid,
    mean: band.mean,
    reportVariance: band.varianceAsInReport,
    totalVariance: band.varianceCorrected,
    draws: jointDraws(posterior, nodes, grid),
    logEvidence: quadrature.logEvidence,
    lengthscale: moments("lengthscale"),
    variance: moments("variance"),
    ...nodes,
  };
}

function jointDraws(posterior: HyperPosterior, nodes: ReturnType<typeof heavyNodes>, grid: Float64Array) {
  return Array.from({ length: shownDraws }, (_, i) => {
    const random = Random.from(1).split("draw", i);
    const node = random.categorical(nodes.weights);
    const regression = posterior.regressionAt(nodes.positions.subarray(2 * node, 2 * node + 2));
    return jointSampler(predictJoint(regression, grid, "y"), { jitter }).draw(random);
  });
}

/** Those of the corrected run in the notebook. */
export const chainSettings = {
  ...reportNuts,
  momentum: "perpendicular",
  warmup: 1000,
  draws: 1000,
  targetAcceptance: 0.95,
} as const;

/** What follows a moment later: four chains of NUTS, with what they say of themselves. */
export async function chainsAnswer(question: GaussianProcessQuestion): Promise<ChainsAnswer> {
  const posterior = posteriorOf(question);
  const { coordinates, statistics } = await sampleNuts(posterior, chainSettings, { random: Random.from(1) });
  const [lengthscale, variance] = coordinates as [Quantity, Quantity];
  return {
    lengthscale,
    variance,
    rhat: [rhat(lengthscale), rhat(variance)],
    ess: [ess(lengthscale), ess(variance)],
    meanLengthscale: mean(lengthscale.map((chain) => chain.map(Math.exp))),
    divergent: statistics.divergent.reduce((sum, chain) => sum + chain.reduce((a, b) => a + b, 0), 0),
  };
}
