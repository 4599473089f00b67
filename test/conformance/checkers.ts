import type { Ledger } from "./ledger.js";

/**
 * Runs the library on the inputs of one fixture file and compares with the outputs beside them.
 * Reads shapes and sizes from the file: other files of the same form must run through it unchanged.
 */
// biome-ignore lint/suspicious/noExplicitAny: fixture files are data of many shapes
export type Checker = (data: any, ledger: Ledger) => void | Promise<void>;

/** The checker of each fixture file, by the file's name without `.json`, loaded when it is needed. */
export const checkers: Readonly<Record<string, () => Promise<Checker>>> = {
  bayesopt: async () => (await import("./bayesopt.js")).check,
  continuous_bernoulli: async () => (await import("./continuous_bernoulli.js")).check,
  distributions: async () => (await import("./distributions.js")).check,
  model_comparison: async () => (await import("./model_comparison.js")).check,
  diagnostics: async () => (await import("./diagnostics.js")).check,
  gp: async () => (await import("./gp.js")).check,
  gp_posterior: async () => (await import("./gp_posterior.js")).check,
  metrics: async () => (await import("./metrics.js")).check,
  nuts_targets: async () => (await import("./nuts_targets.js")).check,
  mixture: async () => (await import("./mixture.js")).check,
  ppca: async () => (await import("./ppca.js")).check,
  vae_ops: async () => (await import("./vae_ops.js")).check,
};
