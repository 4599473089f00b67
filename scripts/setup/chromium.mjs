// @ts-check
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "Google Chrome"];

/** The Chromium (or Chrome) of this machine: the one named by CHROMIUM, or the first on the PATH. @returns {string | undefined} */
export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) return named;
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    "/Applications/Google Chrome.app/Contents/MacOS",
  ];
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** Root, as in containers, has no sandbox to offer. */
export const chromiumArguments = () => (process.getuid?.() === 0 ? ["--no-sandbox"] : []);
