import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { buildReport, reportPlaces } from "#scripts/report/build.mjs";
import { root } from "../support/fixture.js";
import { launchChromium, noChromium } from "./chromium.js";

/** Why the tests of the report's pages cannot run here, for `skip`; false where they can. */
export const noReport =
  noChromium || (!existsSync(join(root, ".venv")) && "no .venv: run the tests by npm test");

/** The report, built for the tests of one file in a folder of its own, and a browser to open it in: both there once the first test runs. */
export function builtReport(name: string) {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const places = { target: join(folder, "report.html"), site: join(folder, "report") };
  let browser: Browser | undefined;
  let size = { bytes: 0, siteBytes: 0 };
  before(async () => {
    if (noReport) return;
    size = await buildReport({ ...reportPlaces(false), ...places });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  return { folder, ...places, browser: () => browser!, size: () => size };
}
