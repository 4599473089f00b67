// @silent: words what is missing

import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { InputError } from "../support/index.js";

const { resolve } = createRequire(import.meta.url);

/** What computing on TensorFlow lacks here, as a sentence that says what to do; undefined where the addon is in place. */
function whatIsMissing(): string | undefined {
  let home: string;
  try {
    home = dirname(resolve("@tensorflow/tfjs-node/package.json"));
  } catch {
    return "this room computes on TensorFlow, whose package is not installed: `npm install @tensorflow/tfjs-node`";
  }
  const isBinding = (name: string) => existsSync(join(home, "lib", name, "tfjs_binding.node"));
  return existsSync(join(home, "lib")) && readdirSync(join(home, "lib")).some(isBinding)
    ? undefined
    : "this room computes on TensorFlow, whose package @tensorflow/tfjs-node is installed without its native addon: " +
        "`npm rebuild @tensorflow/tfjs-node` with install scripts allowed, which downloads it (in pml's own repository: `npm run setup`)";
}

// Said when the room is opened: the addon's own message comes late and speaks of compiling it.
const missing = whatIsMissing();
if (missing !== undefined) throw new InputError("pml/models", missing);
