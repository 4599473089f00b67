// @ts-check
import { pathToFileURL } from "node:url";
import { inRoot } from "../setup/paths.mjs";
import { setUp } from "../setup.mjs";

/** `npm run errors`: docs/errors.md anew, from the errors themselves. */
export async function main() {
  await setUp({ quiet: true });
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
  const { main: errors } = await import(
    pathToFileURL(inRoot("test", "dist", "docs", "errors", "write.js")).href
  );
  return errors();
}
