import { requireInput, requireInteger, requireLength } from "../../support/index.js";
import type { EmIteration } from "../common/convergence.js";
import { type ParameterArray, parameterArray } from "../common/parameter-array.js";
import type { LatentTreeConfig } from "./config.js";
import { type TreeOrder, treeOrder } from "./tree.js";

/** The size of a latent tree. */
export interface LatentTreeSize {
  /** H, states of the latent variable behind each pixel. */
  readonly states: number;
  /** V, levels of a pixel: 256 grey levels, or 2 for bits. */
  readonly levels: number;
  /** D, number of pixels. */
  readonly dimension: number;
}

/** Probabilities, in single precision; a row sums to 1 but for rounding, and where it matters it is divided by its sum. */
export interface LatentTreeParameters<Numbers extends Float32Array | Float64Array = Float32Array> {
  /** H: the state of the root. */
  readonly prior: Numbers;
  /** (D - 1) x H x H by rows, from the parent's state to the child's, the children in breadth-first order behind the root. */
  readonly transitions: Numbers;
  /** D x V x H: the probability of each level in each state (so that it is the levels that sum to 1), pixels in breadth-first order. */
  readonly emissions: Numbers;
}

/** One pass over the training images; the mean log-likelihood of a stepwise pass is that of its rows while it was under way. */
export interface LatentTreePass extends EmIteration {
  /** "stepwise": the parameters move after every batch; "full": after the pass, by all images. */
  readonly kind: "stepwise" | "full";
  /** With the logarithm of the prior of the pseudo-counts, per image: what full EM raises. Null for a stepwise pass. */
  readonly objective: number | null;
}

/** A pass that has not got its number yet. */
export type MadePass = Omit<LatentTreePass, "iteration">;

/**
 * A tree of latent states, one behind each pixel, joined along a tree of the pixels (a hidden Chow-Liu tree):
 *
 * `p(x, z) = p(z_root) prod_d p(z_d | z_parent(d)) prod_d p(x_d | z_d)`, z_d one of H states, x_d one of V levels.
 *
 * Everything about it is exact and costs O(D H^2) an image: likelihood, marginals of pixels given others, samples. Plain data.
 */
export interface LatentTree {
  readonly kind: "latent-tree";
  readonly config: LatentTreeConfig;
  /** The parent of each pixel, -1 for the root. */
  readonly parents: Int32Array;
  /** `prior` [H], `transitions` [D - 1, H, H], `emissions` [D, V, H]. */
  readonly parameters: Readonly<Record<keyof LatentTreeParameters, ParameterArray<Float32Array>>>;
  readonly history: readonly LatentTreePass[];
}

/** Parameters without their shapes. */
export function plainParameters({
  prior,
  transitions,
  emissions,
}: LatentTree["parameters"]): LatentTreeParameters {
  return { prior: prior.data, transitions: transitions.data, emissions: emissions.data };
}

/** Parameters with their shapes. */
export function shapedParameters(
  { states, levels, dimension }: LatentTreeSize,
  { prior, transitions, emissions }: LatentTreeParameters,
): LatentTree["parameters"] {
  return {
    prior: parameterArray(prior, states),
    transitions: parameterArray(transitions, dimension - 1, states, states),
    emissions: parameterArray(emissions, dimension, levels, states),
  };
}

/** Free parameters: what a row of probabilities has beyond its sum. */
export function parameterCount({ states, levels, dimension }: LatentTreeSize): number {
  return states - 1 + (dimension - 1) * states * (states - 1) + dimension * states * (levels - 1);
}

/** Checks a model at the door, and lays its tree out. */
export function requireLatentTree(caller: string, { config, parents, parameters }: LatentTree): TreeOrder {
  const { states, levels, dimension } = config;
  requireInteger(caller, "states", states, 1);
  requireInteger(caller, "levels", levels, 2);
  requireLength(caller, "parents", parents.length, dimension);
  const order = treeOrder(parents, caller);
  const lengths = {
    prior: states,
    transitions: (dimension - 1) * states ** 2,
    emissions: dimension * levels * states,
  };
  for (const [name, length] of Object.entries(lengths) as [keyof LatentTreeParameters, number][])
    requireLength(caller, name, parameters[name].data.length, length);
  return order;
}

/** Checks that rows have the model's columns. */
export function requireColumns(caller: string, columns: number, { dimension }: LatentTreeSize): void {
  requireInput(
    columns === dimension,
    caller,
    () => `the model has ${dimension} pixels, the data have ${columns} columns`,
    { expected: dimension, found: columns },
  );
}
