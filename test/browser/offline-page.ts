import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { patience } from "./chromium.js";

/** A page in a window of its own. */
export interface OfflinePage {
  readonly page: Page;
  /** What the console said, what failed, and what the page asked for beyond its own files. */
  readonly complaints: string[];
  readonly milliseconds: number;
}

/** How a page is opened. */
export interface OfflineOptions {
  readonly context?: BrowserContextOptions;
  /** A script that runs before the page's own. */
  readonly prepare?: string;
  /** What the page may ask for: files below this path; by default those of its folder. */
  readonly near?: string;
}

/** Opens a file without a network, and writes down whatever is wrong with it. */
export async function openOffline(
  browser: Browser,
  file: string,
  { context: options = {}, prepare = "", near = dirname(file) }: OfflineOptions = {},
): Promise<OfflinePage> {
  const viewport = { width: 1280, height: 900 };
  const context = await browser.newContext({ viewport, offline: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  const own = pathToFileURL(near).href;
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !url.startsWith(own)) complaints.push(`request: ${url}`);
  });
  page.on("requestfailed", (request) => {
    const { errorText = "" } = request.failure() ?? {};
    // a picture may be let go while it is still being read; one that is not there is told as such
    if (errorText !== "net::ERR_ABORTED") complaints.push(`failed: ${request.url()} ${errorText}`);
  });
  if (prepare) await page.addInitScript(prepare);
  const started = performance.now();
  await page.goto(pathToFileURL(file).href);
  return { page, complaints, milliseconds: performance.now() - started };
}
