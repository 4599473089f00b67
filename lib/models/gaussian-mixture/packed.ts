import { createHash } from "node:crypto";
import { Breather, requireInput } from "../../support/index.js";
import type { Packing } from "../common/model-shelf.js";
import { countRows, type Observations } from "../common/observations.js";
import { prepareMixture } from "./component-density.js";
import { expectation } from "./e-step.js";
import type { MixtureState, StartState } from "./fit.js";
import { maximisation } from "./m-step.js";
import { type GaussianMixture, shapedParameters } from "./model.js";
import { negligible } from "./negligible.js";

/**
 * A mixture without its parameters, but with the responsibilities of its last E step, from which one M step on the same rows gives them.
 * Of the rows nearly all belong to one component alone: of these its number is kept, of the others every responsibility that is not 0.
 */
export interface PackedMixture extends Omit<GaussianMixture, "parameters"> {
  /** N: the component of each row that belongs to one alone (responsibility exactly 1, the others exactly 0); K for the others. */
  readonly components: Uint8Array;
  /** Row, component and responsibility of every other one that is not 0, row by row. */
  readonly sharedRows: Int32Array;
  readonly sharedComponents: Uint8Array;
  readonly shares: Float64Array;
  /** SHA-256 of weights, means and covariances as they were fitted. */
  readonly digest: string;
}

/** The packing of mixtures that are fitted to these rows. Of the best of several starts the state before the last iteration may be long gone. */
export class MixturePacking implements Packing<GaussianMixture, PackedMixture> {
  private before: StartState | undefined;
  private now: StartState | undefined;

  constructor(
    private readonly rows: Observations,
    private readonly signal?: AbortSignal,
  ) {}

  note({ current }: MixtureState): void {
    this.before = this.now;
    this.now = current;
  }

  async pack(model: GaussianMixture): Promise<PackedMixture | undefined> {
    return this.before && (await pack(this.rows, model, this.before, this.signal));
  }

  unpack(packed: PackedMixture): Promise<GaussianMixture> {
    return unpack(this.rows, packed, this.signal);
  }
}

/** More components have no place in a byte beside the mark of a shared row. */
const mostComponents = 255;

/**
 * Packs a mixture that EM has fitted to these rows; undefined if the M step would not give its parameters to the bit.
 *
 * @param before the state before the last iteration
 */
export async function pack(
  observations: Observations,
  model: GaussianMixture,
  before: StartState,
  signal?: AbortSignal,
): Promise<PackedMixture | undefined> {
  const { covarianceType, components: K } = model.config;
  if (K > mostComponents) return undefined;
  const breather = new Breather(signal);
  const prepared = prepareMixture("gaussianMixture.pack", before.parameters, covarianceType);
  try {
    const { responsibilities } = await expectation(observations, prepared.components, {
      guesses: before.labels,
      least: negligible,
      tick: () => breather.breathe(),
    });
    const { parameters, ...rest } = model;
    const digest = parametersDigest({ parameters });
    const packed = { ...rest, ...packedResponsibilities(responsibilities, K), digest };
    const again = await unpack(observations, packed, signal);
    return parametersDigest(again) === digest ? packed : undefined;
  } finally {
    prepared.dispose();
  }
}

/** The mixture whose responsibilities these are, by one M step on the rows that it was fitted to. */
export async function unpack(
  observations: Observations,
  packed: PackedMixture,
  signal?: AbortSignal,
): Promise<GaussianMixture> {
  const { components, sharedRows, sharedComponents, shares, digest: _, ...rest } = packed;
  const { covarianceType, regularisation, components: K } = rest.config;
  requireInput(
    components.length === countRows(observations),
    "gaussianMixture.unpack",
    () => `the mixture was fitted to ${components.length} rows, got ${countRows(observations)}`,
  );
  const responsibilities = new Float64Array(components.length * K);
  components.forEach((component, row) => {
    if (component < K) responsibilities[row * K + component] = 1;
  });
  shares.forEach((share, i) => {
    responsibilities[sharedRows[i]! * K + sharedComponents[i]!] = share;
  });
  const breather = new Breather(signal);
  const tick = () => breather.breathe();
  const parameters = await maximisation(observations, responsibilities, K, {
    covarianceType,
    regularisation,
    tick,
  });
  return { ...rest, parameters: shapedParameters(rest.config, parameters) };
}

function packedResponsibilities(responsibilities: Float64Array, K: number) {
  const components = new Uint8Array(responsibilities.length / K).fill(K);
  const shared: { row: number; k: number; share: number }[] = [];
  components.forEach((_, row) => {
    const ofRow = responsibilities.subarray(row * K, (row + 1) * K);
    const counting = [...ofRow.keys()].filter((k) => ofRow[k] !== 0);
    if (counting.length === 1 && ofRow[counting[0]!] === 1) components[row] = counting[0]!;
    else for (const k of counting) shared.push({ row, k, share: ofRow[k]! });
  });
  return {
    components,
    sharedRows: Int32Array.from(shared, ({ row }) => row),
    sharedComponents: Uint8Array.from(shared, ({ k }) => k),
    shares: Float64Array.from(shared, ({ share }) => share),
  };
}

/** SHA-256 of a mixture's numbers, every bit of them. */
export function parametersDigest({ parameters }: Pick<GaussianMixture, "parameters">): string {
  const hash = createHash("sha256");
  for (const name of ["weights", "means", "covariances"] as const) {
    const { buffer, byteOffset, byteLength } = parameters[name].data;
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}
