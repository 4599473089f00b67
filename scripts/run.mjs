// The door of every npm script: `node scripts/run.mjs COMMAND [arguments]`.
// This file and those it names at its top keep to old syntax, so that an old Node gets a sentence instead of a syntax error.
import { readdirSync } from "node:fs";
import { diskProblem } from "./setup/disk-problem.mjs";
import { nodeProblem } from "./setup/node-version.mjs";

const problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exit(1);
}
const command = process.argv[2];
const args = process.argv.slice(3);
const commands = readdirSync(new URL("commands", import.meta.url)).map((name) => name.replace(/\.mjs$/, ""));
if (!commands.includes(command)) {
  console.error(
    `There is no command ${command || "without a name"}; there are: ${commands.sort().join(", ")}.`,
  );
  process.exit(2);
}

import(`./commands/${command}.mjs`)
  .then((module) => module.main(args))
  .then((exitCode) => {
    process.exitCode = exitCode;
  })
  .catch((error) => {
    // A set-up failure or a disk's is a message for the reader; anything else is a fault of these scripts and shows its stack.
    console.error(`\n${error.name === "SetupError" ? error.message : diskProblem(error) || error.stack}`);
    process.exit(1);
  });
