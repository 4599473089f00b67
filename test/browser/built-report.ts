import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { buildReport, reportPlaces } from "#scripts/report/build.mjs";
import { takeLock } from "#scripts/setup/lock.mjs";
import { root } from "../support/fixture.js";
import { launchChromium, noChromium } from "./chromium.js";

/** Why the tests of the report's pages cannot run here, for `skip`; false where they can. */
export const noReport =
  noChromium || (!existsSync(join(root, ".venv")) && "no .venv: run the tests by npm test");

// All files of tests read the same report: the first that needs it builds it, and a later run only if something of it has changed.
const shared = join(root, ".cache", "test-report");
const places = { target: join(shared, "report.html"), site: join(shared, "report") };

/** The report, built, a browser to open it in, and a folder for the tests of one file: all there once the first test runs. */
export function builtReport(name: string) {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  let browser: Browser | undefined;
  let size = { bytes: 0, siteBytes: 0 };
  before(async () => {
    if (noReport) return;
    const release = await takeLock(join(shared, "building.lock"), "the building of the report");
    try {
      size = await buildReport({ ...reportPlaces(false), ...places });
    } finally {
      release();
    }
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  return { folder, ...places, browser: () => browser!, size: () => size };
}
