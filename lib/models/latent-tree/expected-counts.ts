import { scope, type Tensor } from "../../tensorflow/index.js";
import {
  groupSums,
  inPrecision,
  joined,
  logarithm,
  productLeftTransposed,
  stretch,
  sumAlong,
  sumOver,
  times,
} from "./kernels.js";
import { downward, type LevelTensors, type MessagePlan, upward } from "./messages.js";

/** How often a level's states are expected to have followed each other, and to have shown each level, of the shape of the parameters. */
export type LevelCounts = LevelTensors;

/** The E step of a batch. */
export interface Expectation {
  /** ln p(x) of each row in double precision, [B]. */
  readonly logLikelihoods: Tensor;
  readonly counts: readonly LevelCounts[];
}

/**
 * Expected counts of a batch under the posteriors of the states (Baum et al. 1970, on a tree): the sums over rows of
 * `w p(g, h | x)` for every edge, and of `w p(h | x)` for every node and level shown.
 *
 * They are the gradient of the log-likelihood: `d ln p(x) / d ln A_gh` is the expected count of (g, h).
 *
 * @param indices as of {@link upward}
 * @param weights [1, B, 1], how often each row counts
 */
export function expectedCounts(
  plan: MessagePlan,
  levels: readonly LevelTensors[],
  indices: Tensor,
  weights: Tensor,
): Expectation {
  const { tree, size, batch } = plan;
  const { evidence, messages, scales } = upward(plan, levels, indices);
  const logLikelihoods = scope(() => sumOver(logarithm(inPrecision(joined(scales), "float64")), 0, 2));
  const weighted = [times(evidence[0]!, weights), ...evidence.slice(1)];
  const counts = downward(plan, levels, { evidence: weighted, messages }, (depth, { posterior, outside }) => {
    const level = tree.levels[depth]!;
    const transitions =
      outside === undefined
        ? sumAlong(posterior, 1)
        : times(levels[depth]!.transitions, productLeftTransposed(outside, evidence[depth]!));
    const own = stretch(indices, level.first, level.size, batch);
    return { transitions, emissions: groupSums(posterior, own, level.size * size.levels) };
  });
  return { logLikelihoods, counts };
}
