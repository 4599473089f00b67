import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../support/fixture.js";
import { notebook } from "../support/notebook.js";
import { copyRepository, lendPython } from "../support/repository-copy.js";
import type { Attempt, KilledWork } from "./kill.js";
import { runKilled } from "./killed-process.js";

// Two small notebooks in a copy of the repository: a training with a figure; a mixture and draws with a figure and a table.

const images = `import { dataSet, imageSet } from "pml/data";
import { Random } from "pml/random";

function bars(name: string, count: number) {
  const random = Random.from(name);
  const pixels = new Uint8Array(count * 64);
  for (let i = 0; i < count; i++) {
    const place = random.integer(8);
    for (let k = 0; k < 64; k++) pixels[64 * i + k] = k % 8 === place ? 200 + random.integer(56) : random.integer(20);
  }
  return imageSet({ name: name, rows: 8, columns: 8, pixels: pixels, labels: new Uint8Array(count) });
}
const data = dataSet("bars", bars("train", 3000), bars("test", 100));`;

const notebooks = {
  "1-training": [
    images,
    `import { trainedModel } from "pml/notebook";
const model = await trainedModel({ kind: "vae", rows: 8, columns: 8, hidden: [32], latent: 2 }, data, { epochs: 9, batchSize: 10, learningRate: 1e-3, seed: 4 });
model.history.map((epoch) => JSON.stringify(epoch)).join("\\n");`,
    `import { lineChart } from "pml/figures";
import { show } from "pml/notebook";
await show(lineChart([{ name: "square", x: [1, 2, 3], y: [1, 4, 9] }], { titles: ["x", "y"], description: "A line." }), { stem: "killed-line" });`,
  ],
  "2-mixture-and-draws": [
    images,
    `import { checkpointsFolder, fittedMixture, saveTable, show } from "pml/notebook";
const mixture = await fittedMixture({ components: 3, seed: 2, tolerance: 0, regularisation: 1 }, data);
mixture.history.map((iteration) => JSON.stringify(iteration)).join("\\n");`,
    `import { sampleNutsResumably } from "pml/node";
const normal = {
  dimension: 5,
  logDensityAndGradient(position: Float64Array, gradient: Float64Array) {
    for (let i = 0; i < 5; i++) gradient[i] = -position[i];
    return -0.5 * position.reduce((sum, value) => sum + value * value, 0);
  },
};
const run = await sampleNutsResumably(normal, { draws: 500, warmup: 300 }, { random: Random.from(1), folder: checkpointsFolder(), density: "normal" });`,
    `import { lineChart } from "pml/figures";
const trace = run.coordinates[0][0].slice(0, 50);
saveTable("killed-draws", Array.from(trace, (value, i) => ({ draw: i, value: value })), \`| draw | value |
|--:|--:|
| 0 | \${trace[0]} |\`);
await show(lineChart([{ name: "trace", x: Array.from(trace, (_, i) => i), y: trace }], { titles: ["draw", "value"], description: "Draws." }), { stem: "killed-trace" });`,
  ],
} as const;

let base: string | undefined;
process.once("exit", () => base && rmSync(base, { recursive: true, force: true, maxRetries: 5 }));

/** The copy, made at the first call. */
async function repositoryOfNotebooks(): Promise<string> {
  if (base !== undefined) return join(base, "repository");
  base = mkdtempSync(join(tmpdir(), "killed-notebooks-"));
  const copy = copyRepository(join(base, "repository"));
  cpSync(join(root, "lib", "dist"), join(copy, "lib", "dist"), { recursive: true });
  cpSync(join(root, "package-lock.json"), join(copy, "package-lock.json"));
  mkdirSync(join(copy, "notebooks"));
  for (const [name, cells] of Object.entries(notebooks))
    writeFileSync(join(copy, "notebooks", `${name}.ipynb`), notebook(...cells));
  await lendPython(copy);
  return copy;
}

/** The kernels of the copy that are running. */
function kernels(copy: string): number[] {
  const isKernel = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(join(copy, "scripts", "kernel"));
    } catch {
      return false; // it has just ended
    }
  };
  if (!existsSync("/proc/self")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter(isKernel)
    .map(Number);
}

async function attempt(folder: string, killAfter?: number): Promise<Attempt> {
  const copy = await repositoryOfNotebooks();
  const written = join(copy, ".cache", "quick");
  if (!existsSync(folder)) {
    mkdirSync(folder); // a new run of the work
    rmSync(written, { recursive: true, force: true });
  }
  // a kernel is in a process group of its own: now it is killed too, now it is left to end by itself
  const withKernel = Math.floor(killAfter ?? 0) % 2 === 0;
  const { output, killed, milliseconds } = await runKilled(
    [join(copy, ".venv", "bin", "python"), "-u", join(copy, "scripts", "notebooks", "execute.py"), "--quick"],
    {
      cwd: copy,
      env: {
        ...process.env,
        JUPYTER_PREFER_ENV_PATH: "1",
        JUPYTER_NO_CONFIG: "1",
        PYTHONDONTWRITEBYTECODE: "1",
        TF_CPP_MIN_LOG_LEVEL: "3",
      },
      begun: / {2}(\d+ cells|unchanged)/,
      killAfter,
      alsoKill: () => {
        if (withKernel) for (const pid of kernels(copy)) process.kill(pid, "SIGKILL");
      },
    },
  );
  const units = [...output.matchAll(/^(\d)-\S+ {2}\d+ cells$/gm)].map(([, number]) => Number(number));
  if (killed) return { digest: undefined, units, milliseconds };
  await noKernelIsLeft(copy);
  return { digest: digestOf(written), units, milliseconds };
}

/** A kernel whose runner was killed ends by itself, if only when it has started. */
async function noKernelIsLeft(copy: string): Promise<void> {
  for (let i = 0; i < 200 && kernels(copy).length > 0; i++) await sleep(100);
  assert.deepEqual(kernels(copy), [], "a kernel was left running");
}

/** Of all files below a folder, by name and content. */
function digestOf(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    hash.update(`${name}\n`).update(readFileSync(path));
  }
  return hash.digest("hex");
}

/** The notebook run: each notebook's work is saved by epoch, iteration and transition, the notebook itself when it has ended. */
export const notebookRun: KilledWork = { name: "notebooks", unit: "notebook", savedEvery: 1, attempt };
