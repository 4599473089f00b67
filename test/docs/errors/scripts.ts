import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main as report } from "#scripts/commands/report.mjs";
import { main as start } from "#scripts/commands/start.mjs";
import { loadTslab, tslabProblem } from "#scripts/kernel/tslab.mjs";
import { buildReport } from "#scripts/report/build.mjs";
import { verifyDownload } from "#scripts/setup/addon-sources.mjs";
import { diskProblem } from "#scripts/setup/disk-problem.mjs";
import { nodeProblem } from "#scripts/setup/node-version.mjs";
import { packagesProblem } from "#scripts/setup/packages.mjs";
import { runQuietly } from "#scripts/setup/process.mjs";
import { choosePython } from "#scripts/setup/python.mjs";
import { requireSpace } from "#scripts/setup/report.mjs";
import { session } from "../../scripts/kernel/session.js";
import { root } from "../../support/fixture.js";
import { notebook } from "../../support/notebook.js";
import { runPython } from "../../support/python.js";
import type { Room } from "./situation.js";

/** What the runner of notebooks says. */
const runner = (...args: string[]) => {
  const { output, errors } = runPython("scripts/notebooks/execute.py", args);
  rmSync(join(root, ".cache", "failed", "errors-page.failed.ipynb"), { force: true });
  const text = `${output}${errors}`;
  // the paragraph behind the lines of progress, without the stack
  return (text.split("\n\n").at(-1) ?? text).replace(/\n {4}[\s\S]*?(?=\n {2}\S|$)/, "");
};

/** What `node ARGUMENTS` in the repository says. */
const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" }).stderr;

/** Takes a lock that the given process holds: says that it waits, until it is ended. */
const secondRun = `
  import { writeFileSync } from "node:fs";
  import { takeLock } from "./scripts/setup/lock.mjs";
  const [owner, lock] = process.argv.slice(1);
  writeFileSync(lock, JSON.stringify({ owner: Number(owner) }));
  await takeLock(lock, "the same study");`;

/** A notebook of the given cells. */
function written(folder: string, ...cells: string[]): string {
  const path = join(folder, "errors-page.ipynb");
  writeFileSync(path, notebook(...cells));
  return path;
}

const pythonProblem = (...tried: Parameters<typeof choosePython>[0]) => {
  const choice = choosePython(tried);
  return "problem" in choice ? choice.problem : "";
};

export const setup: Room = {
  name: "scripts/setup",
  situations: [
    {
      situation: "Node is too old",
      remedy: "`nvm install` in this folder, or nodejs.org.",
      occur: () => nodeProblem("18.20.8"),
    },
    {
      situation: "There is no Python",
      remedy: "Install it, or name one: `PYTHON=python3.12 npm start`.",
      occur: () =>
        pythonProblem({ command: "python3", complete: false }, { command: "python", complete: false }),
    },
    {
      situation: "Python lacks its venv module",
      remedy: "Debian, Ubuntu: `apt-get install python3-venv`.",
      occur: () => pythonProblem({ command: "python3", version: "3.11.2", complete: false }),
    },
    {
      situation: "There is no room for the packages",
      remedy: "Free some space; `.cache/` may always be removed.",
      occur: () => requireSpace("the npm packages", 0.7, () => 0.31),
    },
    {
      situation: "A download is not the pinned one",
      remedy: "Run again; if it comes back, the network or a mirror changes files.",
      occur: async (folder) => {
        writeFileSync(join(folder, "tensorflow.whl"), "half of it");
        await verifyDownload(join(folder, "tensorflow.whl"), "a".repeat(64));
      },
    },
    {
      situation: "package-lock.json is gone or cut short",
      remedy: "`git checkout package-lock.json`.",
      occur: (folder) => packagesProblem(folder),
    },
    {
      situation: "A program of the set-up fails (npm, pip, the compiler)",
      remedy: "The last lines of its output say why, mostly network or registry settings. Run again.",
      occur: () =>
        runQuietly("npm ci", "Check the network, then run the same command again.", process.execPath, [
          "-e",
          'console.error("npm error network ETIMEDOUT"); process.exit(1)',
        ]),
    },
  ],
};

export const commands: Room = {
  name: "scripts/commands",
  situations: [
    {
      situation: "A command that does not exist",
      remedy: "Choose one of the list.",
      occur: () => node("scripts/run.mjs", "strat").replace(/there are: .*/, "there are: ..."),
    },
    {
      situation: "A misspelt option",
      remedy: "The message has the right ones.",
      occur: () => start(["--fersh"]),
    },
    {
      situation: "An option the report does not have",
      remedy: "The message has the right ones.",
      occur: () => report(["--pdf"]),
    },
    {
      situation: "The report is asked for before any notebook was executed",
      remedy: "`npm start` first.",
      occur: (folder) =>
        buildReport({
          notebooks: folder,
          figures: folder,
          target: join(folder, "report.html"),
          site: join(folder, "report"),
        }),
    },
    {
      situation: "The disk is full while a command writes",
      remedy: "Free some space and run again: what was begun is taken up or made anew.",
      occur: () => {
        try {
          return writeFileSync("/dev/full", "a report");
        } catch (error) {
          return diskProblem(error as NodeJS.ErrnoException);
        }
      },
    },
    {
      situation: "The same study is asked for a second time while it runs",
      remedy: "Nothing: the second run goes on when the first has ended, and finds its trainings done.",
      occur: async (folder) => {
        const lock = join(folder, "study");
        const said = spawnSync(
          process.execPath,
          ["--input-type=module", "-e", secondRun, String(process.pid), lock],
          { cwd: root, encoding: "utf8", timeout: 1500 },
        );
        return said.stdout.replace(/process \d+/, "process 4711");
      },
    },
    {
      situation: "The kernel is started by hand",
      remedy: "`npm run lab`, or choose the kernel *TypeScript (tslab)* in an editor.",
      occur: () => node("scripts/kernel/kernel.mjs"),
    },
    {
      situation: "Another tslab is installed than the pinned one",
      remedy: "`npm run setup`.",
      occur: () => tslabProblem({ ...loadTslab(), version: "1.0.99" }),
    },
    {
      situation: "A cell ends Node",
      remedy: "Run the notebook again from its first cell.",
      occur: () =>
        session(["process.exit(3);"].map((cell) => ({ cells: [cell] }))).results[0]!.error()!.evalue,
    },
    {
      situation: "The cells' memory is full (the heap of JavaScript; TensorFlow's memory is beside it)",
      remedy:
        "Keep less in the notebook's names, or give Node more: `NODE_OPTIONS=--max-old-space-size=8000 npm run lab`.",
      occur: () => {
        const fill =
          "const heap: unknown[] = [];\nfor (;;) heap.push(new Array(1e5).fill({}).map((_, i) => ({ i })));";
        const environment = { NODE_OPTIONS: "--max-old-space-size=200" };
        const { results } = session([{ cells: [fill] }], { environment });
        return results[0]!.error()!.evalue.replace(/\d+ MB/, "4144 MB");
      },
    },
  ],
};

export const notebooks: Room = {
  name: "scripts/notebooks/execute.py",
  situations: [
    {
      situation: "A notebook's name on the command line is wrong",
      remedy: "Take one of the list.",
      occur: () => runner("2.3-neural-network").replace(/there are: .*/, "there are: ..."),
    },
    {
      situation: "A file is no notebook, or was cut short",
      remedy: "`git checkout` it.",
      occur: (folder) => {
        const path = join(folder, "errors-page.ipynb");
        writeFileSync(path, '{"cells": [');
        return runner(path);
      },
    },
    {
      situation: "A cell fails",
      remedy: "Mend the cell; what was executed up to it is kept in the file the message names.",
      occur: (folder) =>
        runner(written(folder, "const steps = 10;", 'if (steps > 5) throw new Error("too many steps");')),
    },
    {
      situation: "A cell does not compile",
      remedy: "Mend it; `npm run lint` finds all such cells at once.",
      occur: (folder) => runner(written(folder, 'const steps: number = "ten";')),
    },
    {
      situation: "The outputs are older than the code (stale)",
      remedy:
        "Run the command that the message names, look at what changed, commit notebook and figures together.",
      occur: (folder) => runner("--check", written(folder, "1;")),
    },
  ],
};
