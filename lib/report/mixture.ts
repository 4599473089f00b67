import type { MixtureRecipe } from "../models/index.js";

/** The report's mixture: ten full covariances on 0..255, and scikit-learn's defaults. */
export const reportMixture: Omit<MixtureRecipe, "seed"> = { components: 10, regularisation: 1e-6 };
