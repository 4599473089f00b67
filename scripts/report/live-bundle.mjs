// @ts-check
import { build } from "esbuild";
import { inRoot } from "../setup/paths.mjs";

/** @param {string} entry a file of `live/` @param {Record<string, string>} define @returns {Promise<string>} */
async function bundled(entry, define) {
  const { outputFiles } = await build({
    entryPoints: [inRoot("scripts", "report", "live", entry)],
    bundle: true,
    minify: true,
    platform: "browser",
    format: "iife",
    target: "es2022",
    define,
    write: false,
    logLevel: "silent",
    tsconfigRaw: {},
  });
  return outputFiles[0]?.text ?? "";
}

/** The script of the live parts; the worker's program, which holds the library, stands in it as a text. */
export async function liveScript() {
  return bundled("page.ts", { workerSource: JSON.stringify(await bundled("worker.ts", {})) });
}
