// @ts-check
import { spawnSync } from "node:child_process";
import { SetupError } from "../setup/report.mjs";
import { setUp } from "../setup.mjs";

/**
 * Builds the report and says where it is, after the set-up: only then are the packages there that it is built with.
 * @param {boolean} quick
 */
export async function report(quick) {
  const { buildReport, reportPlaces } = await import("../report/build.mjs");
  const started = performance.now();
  const { path, bytes, index, siteBytes, renewed } = await buildReport(reportPlaces(quick));
  const how = renewed ? `made in ${((performance.now() - started) / 1000).toFixed(1)} s` : "up to date";
  const size = (/** @type {number} */ count) => `${(count / 1e6).toFixed(1)} MB`;
  console.log(`\nThe same in one file, for sending (${size(bytes)}): ${path}`);
  console.log(`Report, to open in a browser (${size(siteBytes)}, ${how}): ${index}`);
  return index;
}

/** What opens a file as a click on it would. */
const openers = { darwin: ["open"], win32: ["cmd", "/c", "start", ""] };

/** Opens a page in the reader's browser. @param {string} path @throws {SetupError} that names the page where nothing opens it */
export function openInBrowser(path) {
  const [command = "", ...args] = openers[/** @type {"darwin"} */ (process.platform)] ?? ["xdg-open"];
  const { error, status } = spawnSync(command, [...args, path], { stdio: "ignore" });
  if (error || status !== 0)
    throw new SetupError(
      `The page is made, but ${command} could not open it (${error?.message ?? `it ended with ${status}`}). Open it in a browser: ${path}`,
    );
}

const usage = "npm run report [-- --quick] [--open] [--picture]";

/**
 * `npm run report [-- --quick] [--open] [--picture]`: the report's pages from the executed notebooks; `--picture` makes README's moving
 * picture of them anew. @param {readonly string[]} args */
export async function main(args) {
  const unknown = args.find((arg) => !["--quick", "--open", "--picture"].includes(arg));
  if (unknown) throw new SetupError(`Unknown option ${unknown}. Usage: ${usage}`);
  await setUp({ quiet: true });
  const index = await report(args.includes("--quick"));
  if (args.includes("--picture")) {
    const { writeMovingPicture } = await import("../report/moving-picture.mjs");
    console.log(`Moving picture: ${await writeMovingPicture(index)}`);
  }
  if (args.includes("--open")) openInBrowser(index);
  return 0;
}
