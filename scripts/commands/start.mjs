// @ts-check
import { readdirSync } from "node:fs";
import { inRoot, venvPython } from "../setup/paths.mjs";
import { runShown } from "../setup/process.mjs";
import { jupyterEnvironment } from "../setup/python.mjs";
import { SetupError } from "../setup/report.mjs";
import { setUp } from "../setup.mjs";
import { report } from "./report.mjs";

const usage = "npm start [-- --quick | --fresh] [NOTEBOOK ...]";

/**
 * `npm start`: set-up, then every notebook in order, then the report made from them.
 * `--quick` is a small run on the side, `--fresh` reuses nothing. @param {readonly string[]} args
 */
export async function main(args) {
  const unknown = args.find((arg) => arg.startsWith("-") && arg !== "--quick" && arg !== "--fresh");
  if (unknown) throw new SetupError(`Unknown option ${unknown}. Usage: ${usage}`);
  await setUp();
  const code = await runShown(venvPython, ["-u", inRoot("scripts", "execute-notebooks.py"), ...args], {
    env: jupyterEnvironment(),
  });
  if (code !== 0) return code;
  nameResults(args.includes("--quick"));
  await report(args.includes("--quick"));
  console.log("To read and change the notebooks in JupyterLab: npm run lab");
  return 0;
}

/** Says where the reader finds what was made. @param {boolean} quick */
function nameResults(quick) {
  console.log(`\nNotebooks: ${quick ? inRoot(".cache", "quick") : inRoot("notebooks")}`);
  const folder = inRoot(...(quick ? [".cache", "quick", "figures"] : ["figures"]));
  const files = filesIn(folder).filter((name) => /\.(png|svg|md)$/.test(name));
  if (files.length > 0) console.log(`Figures and tables in ${folder}:\n  ${files.join("\n  ")}`);
}

/** @param {string} folder */
function filesIn(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
