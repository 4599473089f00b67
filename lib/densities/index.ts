/** What trained models say of one row, on plain arrays: densities, codes and reconstructions wherever JavaScript runs. */
export {
  type ByteMoments,
  type ByteRows,
  byteMoments,
  type SparseMoments,
  weightedMoments,
} from "./byte-moments.js";
export { type MixtureScale, PlainMixture, type PlainMixtureAnswer } from "./plain-mixture.js";
export { type PlainPcaAnswer, type PlainPcaParameters, plainPca } from "./plain-pca.js";
export { type PlaneAnswer, PlanePosterior, type PlaneRule } from "./plane-posterior.js";
