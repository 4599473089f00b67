import { dispose, scope, type Tensor } from "../../tensorflow/index.js";
import {
  atLeastZero,
  entriesAt,
  groupProducts,
  inPrecision,
  integers,
  meanAlong,
  oneWhereNegative,
  overOrZero,
  type Precision,
  product,
  productRightTransposed,
  reshaped,
  stretch,
  sumAlong,
  times,
} from "./kernels.js";
import type { LatentTreeSize } from "./model.js";
import type { TreeLevel, TreeOrder } from "./tree.js";

/** The parameters of one level of n nodes. */
export interface LevelTensors {
  /** [n, H, H] from the parent's state to the node's; for the root [1, 1, H]. */
  readonly transitions: Tensor;
  /** [n V, H]. */
  readonly emissions: Tensor;
}

/** What the computation is made for: it is laid out once for batches of one size. */
export interface MessagePlan {
  readonly tree: TreeOrder;
  readonly size: LatentTreeSize;
  /** B, rows of a batch. */
  readonly batch: number;
  readonly precision: Precision;
  /** Whether pixels may be missing. */
  readonly hasMissing: boolean;
}

/** What the pass from the leaves to the root leaves behind, level by level; all are scaled by a number for each node and row. */
export interface Upward {
  /** p(pixels of the subtree | the node's state), [n, B, H]; of the root the posterior. */
  readonly evidence: readonly Tensor[];
  /** The same given the parent's state, [n, B, H]; of the root nothing. */
  readonly messages: readonly Tensor[];
  /** The scales, [n, B, 1]: the likelihood is their product over all nodes. */
  readonly scales: readonly Tensor[];
}

/**
 * Messages from the leaves to the root, all nodes of a level at a time:
 *
 * `b_d(h) = p(x_d | h) prod_children m_c(h)`, `m_d(g) = sum_h p(h | g) b_d(h)`, each message divided by its mean over g so that nothing underflows.
 *
 * @param indices [D, B]: for each node in order `place within its level * V + pixel`, negative where the pixel is missing
 * @param onlyScales frees the rest on the way
 */
export function upward(
  plan: MessagePlan,
  levels: readonly LevelTensors[],
  indices: Tensor,
  onlyScales = false,
): Upward {
  const evidence: Tensor[] = [];
  const messages: Tensor[] = [];
  const scales: Tensor[] = [];
  let fromBelow: Tensor | undefined;
  for (let depth = levels.length - 1; depth >= 0; depth--) {
    const { transitions } = levels[depth]!;
    const below = fromBelow;
    const found = scope(() => {
      const own = emitted(plan, plan.tree.levels[depth]!, levels[depth]!.emissions, indices);
      const children = plan.tree.levels[depth + 1];
      const given =
        below === undefined ? own : times(own, atParents(below, children!, plan.tree.levels[depth]!));
      return depth === 0 ? atRoot(given, transitions) : toParent(given, transitions);
    });
    scales[depth] = found.scale;
    if (below !== undefined) dispose(below);
    fromBelow = found.scaled;
    const rest = found.message === undefined ? [found.evidence] : [found.evidence, found.message];
    if (onlyScales) dispose(...rest);
    else [evidence[depth], messages[depth]] = rest as [Tensor, Tensor];
  }
  return { evidence, messages, scales };
}

function toParent(evidence: Tensor, transitions: Tensor) {
  const message = productRightTransposed(evidence, transitions);
  const scale = meanAlong(message, 2);
  return { evidence, message, scale, scaled: overOrZero(message, scale) };
}

function atRoot(given: Tensor, prior: Tensor) {
  const joint = times(given, prior);
  const scale = sumAlong(joint, 2);
  return { evidence: overOrZero(joint, scale), scale, message: undefined, scaled: undefined };
}

const atParents = (messages: Tensor, { parents }: TreeLevel, { size }: TreeLevel) =>
  groupProducts(messages, integers(...parents), size);

/** p(x_d | h) of the nodes of a level, [n, B, H]; 1 where the pixel is missing. */
function emitted(
  { batch, precision, hasMissing }: MessagePlan,
  level: TreeLevel,
  emissions: Tensor,
  indices: Tensor,
) {
  const own = stretch(indices, level.first, level.size, batch);
  if (!hasMissing) return inPrecision(entriesAt(emissions, own), precision);
  const read = inPrecision(entriesAt(emissions, atLeastZero(own)), precision);
  return oneWhereNegative(read, own);
}

/** What one edge of the pass back to the leaves has to tell. */
export interface Downward {
  /** p(the node's state | all pixels), [n, B, H]. */
  readonly posterior: Tensor;
  /** Posterior of the parent's state over the node's message, [n, B, H]: what the parent knows without the node, but for a scale. */
  readonly outside: Tensor | undefined;
}

/**
 * The posteriors of all states from the root to the leaves, level by level: with `r = p(g | x) / m_d(g)` of the parent,
 *
 * `p(g, h | x) = r(g) p(h | g) b_d(h)` and `p(h | x) = b_d(h) sum_g r(g) p(h | g)`.
 *
 * @param visit is called for each level; what it returns is kept, all else is freed
 */
export function downward<Kept>(
  plan: MessagePlan,
  levels: readonly LevelTensors[],
  { evidence, messages }: Pick<Upward, "evidence" | "messages">,
  visit: (depth: number, found: Downward) => Kept,
): Kept[] {
  let above = evidence[0]!;
  const kept = [visit(0, { posterior: above, outside: undefined })];
  for (let depth = 1; depth < levels.length; depth++) {
    const parent = above;
    const found = scope(() => {
      const { parents } = plan.tree.levels[depth]!;
      const outside = overOrZero(entriesAt(parent, integers(...parents)), messages[depth]!);
      const posterior = times(evidence[depth]!, product(outside, levels[depth]!.transitions));
      return { posterior, kept: visit(depth, { posterior, outside }) };
    });
    above = found.posterior;
    kept.push(found.kept);
  }
  return kept;
}

/** The parameters of a level in double precision, every row of probabilities divided by its sum. */
export function normalisedLevel(
  { levels: V, states }: LatentTreeSize,
  { size }: TreeLevel,
  raw: LevelTensors,
): LevelTensors {
  return scope(() => {
    const transitions = inPrecision(raw.transitions, "float64");
    const emissions = reshaped(inPrecision(raw.emissions, "float64"), size, V, states);
    return {
      transitions: overOrZero(transitions, sumAlong(transitions, 2)),
      emissions: reshaped(overOrZero(emissions, sumAlong(emissions, 1)), size * V, states),
    };
  });
}
