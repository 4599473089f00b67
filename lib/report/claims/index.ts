import { autoencoderClaims } from "./autoencoders.js";
import { optimisationClaims } from "./bayesian-optimisation.js";
import type { ClaimGroup } from "./claim.js";
import { gaussianProcessClaims } from "./gaussian-process.js";
import { mixtureClaims } from "./mixture.js";
import { pcaClaims } from "./probabilistic-pca.js";
import { tableClaims } from "./table-and-captions.js";

/** Every claim of the report, in its order. What the numbers are, `npm run claims` reads from the results (docs/claims.json). */
export const claims: readonly ClaimGroup[] = [
  autoencoderClaims,
  pcaClaims,
  mixtureClaims,
  tableClaims,
  gaussianProcessClaims,
  optimisationClaims,
];
