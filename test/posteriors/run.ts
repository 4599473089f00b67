import { join } from "node:path";
import { fixtures } from "../support/fixture.js";
import { compareGradients } from "./gradients.js";
import { run } from "./scoreboard.js";

/** `npm run posteriors [-- DIR [NAME ...]]`, or `-- --gradients`: traced densities beside hand-written ones. */
export function main([folder = join(fixtures, "posteriordb"), ...names]: readonly string[]):
  | Promise<number>
  | number {
  return folder === "--gradients" ? compareGradients() : run(folder, names);
}
