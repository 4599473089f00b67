// @ts-check
// Old syntax only, and no imports: see scripts/run.mjs.

/** The oldest Node that runs the library: `require` of ES modules came to Node 20 with it. */
const minimumNode = [20, 19];

/**
 * What is wrong with this Node version, as a sentence with a remedy; an empty text if nothing is.
 * @param {string} version for example "20.20.2"
 */
export function nodeProblem(version) {
  const parts = version.split(".").map(Number);
  const [major, minor] = minimumNode;
  // 21 and the first 22s came before `require` of ES modules without a flag
  const enough = parts[0] === major ? parts[1] >= minor : parts[0] === 22 ? parts[1] >= 12 : parts[0] > 22;
  if (enough) return "";
  return (
    "This project needs Node 20.19 or newer of the 20s, 22.12 or newer of the 22s, or any later one, " +
    `and this is Node ${version} (${process.execPath}). Install a newer one, for example with ` +
    "`nvm install` in this folder (it reads .nvmrc) or from nodejs.org, then run the same command again."
  );
}
