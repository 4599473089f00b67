/** Seeded randomness: the one generator that every stochastic function takes as an argument. */
export { Random, type RandomState } from "./random.js";
