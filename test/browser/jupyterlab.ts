import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";
import { labArguments } from "#scripts/commands/lab.mjs";
import { writeLabDefaults } from "#scripts/lab/defaults.mjs";
import { jupyter, python } from "../support/python.js";
import { launchChromium, noChromium, patience } from "./chromium.js";

/** Why tests in JupyterLab cannot run here, for `skip`. */
export const skip = noChromium || (!existsSync(python) && "no .venv: run the tests by npm test");

/** A port that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** Whether somebody answers at an address. */
const answers = (address: string) =>
  fetch(address).then(
    ({ ok }) => ok,
    () => false,
  );

/** JupyterLab on a folder as `npm run lab` starts it, in a browser. */
export interface Lab {
  readonly page: Page;
  end(): Promise<void>;
}

/**
 * @param folder what is served
 * @param options the start page in it, and where settings and connections are kept: by default in the folder itself
 */
export async function startLab(
  folder: string,
  { start = "README.md", home = folder }: { readonly start?: string; readonly home?: string } = {},
): Promise<Lab> {
  writeLabDefaults();
  const port = await freePort();
  const settings = ["--no-browser", `--port=${port}`, "--ServerApp.port_retries=0", "--allow-root"];
  const environment = Object.fromEntries(
    ["CONFIG", "DATA", "RUNTIME"].map((kind) => [`JUPYTER_${kind}_DIR`, join(home, `.${kind}`)]),
  );
  const server = spawn(
    python,
    [...labArguments(folder, start), ...settings, "--IdentityProvider.token=test"],
    {
      env: {
        ...jupyter,
        ...environment,
        JUPYTERLAB_WORKSPACES_DIR: join(home, ".workspaces"),
        JUPYTERLAB_SETTINGS_DIR: join(home, ".settings"),
      },
      stdio: "ignore",
      detached: true,
    },
  );
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await answers(`${address}/api`)); tries++) {
    assert.ok(tries < 900, "JupyterLab has not started within three minutes");
    await sleep(200);
  }
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(patience);
  await page.goto(`${address}/?token=test`);
  return {
    page,
    async end() {
      await browser.close();
      const ended = new Promise((resolve) => server.once("exit", resolve));
      process.kill(-server.pid!, "SIGTERM");
      await ended;
    },
  };
}

/** Runs a cell as a reader does: into it, then Shift-Enter. */
export async function runCell(page: Page, cell: Locator): Promise<void> {
  const begun = cell.locator(".jp-InputPrompt").filter({ hasText: /\[[*\d]/ });
  // a key that is pressed while the notebook is still being laid out may reach nobody
  for (let tries = 0; tries < 5; tries++) {
    await cell.locator(".cm-content").click();
    await page.keyboard.press("Shift+Enter");
    const started = begun.waitFor({ timeout: 15_000 });
    if (
      await started.then(
        () => true,
        () => false,
      )
    )
      return;
  }
  assert.fail(`the cell cannot be run: ${await cell.locator(".cm-content").textContent()}`);
}
