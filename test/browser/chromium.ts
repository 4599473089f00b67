import { availableParallelism, loadavg } from "node:os";
import { type Browser, chromium } from "playwright-core";
import { chromiumArguments, findChromium } from "#scripts/setup/chromium.mjs";

const executablePath = findChromium();

/** Why the tests with a browser cannot run here, for `skip`; false where they can. */
export const noChromium =
  executablePath === undefined &&
  "no Chromium found: install it (Debian, Ubuntu: apt-get install chromium), or name one with the environment variable CHROMIUM";

/** A browser without a window. */
export function launchChromium(): Promise<Browser> {
  const args = chromiumArguments();
  return chromium.launch({ ...(executablePath !== undefined && { executablePath }), args });
}

/** How long a test waits for what should come at once: long, since other tests run at the same time. */
export const patience = 120_000;

/**
 * By how much a time measured now may exceed what an idle machine is asked for: 4 where other work runs beside, as in a run of all
 * tests; 1 where a file is run alone.
 */
export const allowance = () => (loadavg()[0]! > availableParallelism() / 2 ? 4 : 1);
