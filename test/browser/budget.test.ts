import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { CDPSession } from "playwright-core";
import { builtReport, noReport as skip } from "./built-report.js";
import { allowance, patience } from "./chromium.js";

// What the report may weigh, and what it may ask of the reader's machine.

const { site, browser, size } = builtReport("budget");

const pages = () => readdirSync(site).filter((name) => name.endsWith(".html"));

async function open(name: string) {
  const context = await browser().newContext({ viewport: { width: 1280, height: 900 }, offline: true });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const asked = new Set<string>();
  page.on("request", (request) => asked.add(request.url()));
  const started = performance.now();
  await page.goto(pathToFileURL(join(site, name)).href);
  const milliseconds = performance.now() - started;
  return { context, page, asked, milliseconds };
}

test("the whole site is below 25 MB", { skip }, (t) => {
  t.diagnostic(`the site: ${(size().siteBytes / 1e6).toFixed(1)} MB`);
  assert.ok(size().siteBytes < 25e6, `${size().siteBytes} bytes`);
});

test("each page's first view comes in under a second and of less than 1.5 MB", { skip }, async (t) => {
  for (const name of pages()) {
    const { context, page, asked, milliseconds } = await open(name);
    await page.waitForLoadState("load");
    const files = [...asked].filter((url) => url.startsWith("file:"));
    const bytes = files.reduce((sum, url) => sum + statSync(new URL(url)).size, 0);
    t.diagnostic(`${name}: ${milliseconds.toFixed(0)} ms, ${(bytes / 1e6).toFixed(2)} MB`);
    assert.ok(bytes < 1.5e6, `${name}: ${bytes} bytes in ${files.length} files`);
    assert.ok(milliseconds < 1000 * allowance(), `${name}: ${milliseconds} ms`);
    await context.close();
  }
});

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Processor time in microseconds: what other programs do meanwhile does not count. */
  readonly tdur?: number;
}

async function traced(session: CDPSession, work: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["toplevel"], excludedCategories: ["*"] },
  });
  await work();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  return events;
}

/** Memory of the largest process that shows pages, in bytes (Linux). */
async function rendererMemory(): Promise<number> {
  const session = await browser().newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const sizes = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))?.[1]);
  return 1024 * Math.max(...sizes.map(Number));
}

test("scrolled through, the largest chapter holds less than 300 MB, and nothing halts the window for 200 ms", {
  skip,
}, async (t) => {
  const { context, page } = await open("1-density-models-compared.html");
  const events = await traced(await context.newCDPSession(page), async () => {
    const height = Number(await page.evaluate("document.documentElement.scrollHeight"));
    for (let y = 0; y < height; y += 800) {
      await page.evaluate(`scrollTo(0, ${y})`);
      await page.waitForTimeout(200);
    }
  });
  const longest = Math.max(...events.map(({ ph, tdur = 0 }) => (ph === "X" ? tdur : 0))) / 1000;
  t.diagnostic(`the longest task: ${longest.toFixed(0)} ms of processor time`);
  assert.ok(longest > 1, "the trace holds tasks");
  assert.ok(longest < 200, `a task of ${longest} ms of processor time`);
  if (existsSync("/proc/self/smaps_rollup")) {
    const bytes = await rendererMemory();
    t.diagnostic(`memory after scrolling: ${(bytes / 1e6).toFixed(0)} MB`);
    assert.ok(bytes < 300e6, `${bytes / 1e6} MB`);
  }
  await context.close();
});
