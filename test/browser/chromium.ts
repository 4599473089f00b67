import { existsSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The Chromium (or Chrome) of this machine: the one named by CHROMIUM, or the first on the PATH. */
function findChromium(): string | undefined {
  const named = process.env.CHROMIUM;
  if (named) return named;
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    "/Applications/Google Chrome.app/Contents/MacOS",
  ];
  const paths = folders.flatMap((folder) => [...names, "Google Chrome"].map((name) => join(folder, name)));
  return paths.find((path) => existsSync(path));
}

const executablePath = findChromium();

/** Why the tests with a browser cannot run here, for `skip`; false where they can. */
export const noChromium =
  executablePath === undefined &&
  "no Chromium found: install it (Debian, Ubuntu: apt-get install chromium), or name one with the environment variable CHROMIUM";

/** A browser without a window. Root, as in containers, has no sandbox to offer. */
export function launchChromium(): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ ...(executablePath !== undefined && { executablePath }), args });
}

/** How long a test waits for what should come at once: long, since other tests run at the same time. */
export const patience = 120_000;

/**
 * By how much a time measured now may exceed what an idle machine is asked for: 4 where other work runs beside, as in a run of all
 * tests; 1 where a file is run alone.
 */
export const allowance = () => (loadavg()[0]! > availableParallelism() / 2 ? 4 : 1);
