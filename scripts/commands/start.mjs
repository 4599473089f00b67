// @ts-check
import { pathToFileURL } from "node:url";
import { writeReferenceList } from "../report/bibliography.mjs";
import { writeClaimList } from "../report/claim-list.mjs";
import { writeFaultList } from "../report/fault-list.mjs";
import { writeFigureList } from "../report/figure-list.mjs";
import { inRoot, venvPython } from "../setup/paths.mjs";
import { runShown } from "../setup/process.mjs";
import { jupyterEnvironment } from "../setup/python.mjs";
import { SetupError } from "../setup/report.mjs";
import { setUp } from "../setup.mjs";
import { report } from "./report.mjs";

const usage = "npm start [-- --execute | --fresh | --quick] [NOTEBOOK ...]";
const options = ["--execute", "--fresh", "--quick"];

/**
 * `npm start`: set-up, then every notebook whose outputs are not current, in order, then the report made from them. `--execute` executes the others
 * too, with the kept models; `--fresh` trains these anew; `--quick` is a small run on the side. @param {readonly string[]} args
 */
export async function main(args) {
  const unknown = args.find((arg) => arg.startsWith("-") && !options.includes(arg));
  if (unknown) throw new SetupError(`Unknown option ${unknown}. Usage: ${usage}`);
  await setUp();
  const code = await runShown(venvPython, ["-u", inRoot("scripts", "notebooks", "execute.py"), ...args], {
    env: jupyterEnvironment(),
  });
  if (code !== 0) return code;
  const quick = args.includes("--quick");
  const other = await folderOfOtherData(quick);
  if (other !== undefined) {
    // the page and the lists speak of MNIST
    console.log(
      `\nMade from the images of PML_DATA, apart from MNIST's. Notebooks, figures and tables: ${other}`,
    );
    return 0;
  }
  await writeFaultList();
  writeReferenceList();
  if (!quick) await writeClaimsOrSay();
  nameResults(quick);
  console.log("To read and change the notebooks in JupyterLab: npm run lab");
  await report(quick);
  return 0;
}

/** Where a run with other images than MNIST writes; undefined with MNIST. @param {boolean} quick */
async function folderOfOtherData(quick) {
  if (quick) process.env.PML_QUICK = "1";
  const places = pathToFileURL(inRoot("lib", "dist", "notebook", "places.js")).href;
  const { otherData, runFolder } = await import(places);
  return otherData() === undefined ? undefined : inRoot(runFolder());
}

/** The ledger of claims anew; a changed notebook that has lost a number of it is named, and does not stop the rest. */
async function writeClaimsOrSay() {
  try {
    await writeClaimList();
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
  }
}

/** Says where the reader finds what was made, beside the page: all figures at a glance, the notebooks. @param {boolean} quick */
function nameResults(quick) {
  const list = writeFigureList(quick);
  if (list !== undefined) console.log(`All figures and tables at a glance: ${list}`);
  console.log(`Notebooks: ${quick ? inRoot(".cache", "quick") : inRoot("notebooks")}`);
}
