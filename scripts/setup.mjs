// @ts-check
import { provideAddon } from "./setup/addon.mjs";
import { compile } from "./setup/compile.mjs";
import { takeLock } from "./setup/lock.mjs";
import { installPackages } from "./setup/packages.mjs";
import { makePythonEnvironment } from "./setup/python.mjs";
import { seconds, step } from "./setup/report.mjs";

/**
 * Brings a clone into working order, whatever state it is in: npm packages, .venv with JupyterLab and the kernel, the
 * TensorFlow addon, compiled sources. What is in place is left alone. Every step leaves either its whole result or
 * nothing that a later run would take for one, so a run may be broken off anywhere.
 * @param {{ quiet?: boolean }} [options] quiet: say nothing where all is in place
 */
export async function setUp({ quiet = false } = {}) {
  const started = performance.now();
  const release = await takeLock();
  try {
    if (!quiet) console.log("Set-up");
    await step("Node", quiet, () => `${process.versions.node}, ${process.platform} ${process.arch}`);
    await step("npm packages", quiet, installPackages);
    await step("Python side", quiet, makePythonEnvironment);
    await step("TensorFlow addon", quiet, provideAddon);
    await step("library", quiet, compile);
    if (!quiet) console.log(`  ${"ready".padEnd(75)} ${seconds(performance.now() - started).padStart(8)}\n`);
  } finally {
    release();
  }
}
