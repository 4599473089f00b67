// @ts-check
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../setup/paths.mjs";
import { quietTensorFlow, runShown } from "../setup/process.mjs";
import { jupyterEnvironment } from "../setup/python.mjs";
import { setUp } from "../setup.mjs";
import { lint } from "./lint.mjs";

/** The compiled tests whose path contains one of the names; all of them without a name. @param {readonly string[]} names */
export function selectTests(names, folder = inRoot("test", "dist")) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.js"))
    .filter((path) => names.length === 0 || names.some((name) => path.includes(name)))
    .sort()
    .map((path) => join(folder, path));
}

/** `npm test [-- NAME ...]`: set-up where it is missing, lint, then every test. @param {readonly string[]} args */
export async function main(args) {
  await setUp();
  const untidy = args.length === 0 ? await lint() : 0;
  if (untidy !== 0) return untidy;
  const files = selectTests(args);
  if (files.length === 0) {
    console.error(
      `No test's path contains ${args.join(" or ")}. The tests are in test/, for example \`npm test -- random\`.`,
    );
    return 1;
  }
  console.log(`\nTests (${files.length} files)`);
  // a file that waits for ever, as for a process that nobody ends, is named as a failure instead of holding up the rest
  const options = ["--test-concurrency=2", "--test-timeout=1200000", "--test-reporter=spec"];
  return runShown(process.execPath, ["--test", ...options, ...files], {
    env: { ...quietTensorFlow, ...jupyterEnvironment() },
  });
}
