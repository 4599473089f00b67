// @ts-check
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

/** `npm run report [-- --quick]`: one HTML page from the executed notebooks. @param {readonly string[]} args */
export async function main(args) {
  const unknown = args.find((arg) => arg !== "--quick");
  if (unknown) throw new SetupError(`Unknown option ${unknown}. Usage: npm run report [-- --quick]`);
  await setUp({ quiet: true });
  await report(args.includes("--quick"));
  return 0;
}
