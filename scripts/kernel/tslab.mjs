// @ts-check
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The version whose inner classes the launcher was written against. */
export const tslabVersion = "1.0.22";

/** tslab's modules, the objects themselves: the launcher replaces some of their exports and methods. */
export function loadTslab() {
  return {
    version: require("tslab/package.json").version,
    /** of the TypeScript inside */
    typescriptVersion: require("@tslab/typescript-for-tslab").version,
    typescript: require("@tslab/typescript-for-tslab"),
    main: require("tslab/dist/main"),
    jupyter: require("tslab/dist/jupyter"),
    executor: require("tslab/dist/executor"),
    converter: require("tslab/dist/converter"),
  };
}

/** @typedef {ReturnType<typeof loadTslab>} Tslab */

/**
 * Why the launcher cannot work with this tslab, or undefined if it can.
 * @param {Tslab} tslab
 */
export function tslabProblem(tslab) {
  if (tslab.version !== tslabVersion)
    return `the kernel's launcher is written for tslab ${tslabVersion}, installed is ${tslab.version}: run \`npm run setup\`, or revise scripts/kernel for the new version`;
  const { main, jupyter, executor, converter, typescript } = tslab;
  const needed = {
    "main.startKernel": main.startKernel,
    "executor.createExecutor": executor.createExecutor,
    "converter.createConverter": converter.createConverter,
    "typescript.sys.watchFile": typescript.sys?.watchFile,
    "typescript.sys.watchDirectory": typescript.sys?.watchDirectory,
    "JupyterHandlerImpl.handleKernel": jupyter.JupyterHandlerImpl?.prototype.handleKernel,
    "JupyterHandlerImpl.handleExecute": jupyter.JupyterHandlerImpl?.prototype.handleExecute,
    "JupyterHandlerImpl.handleExecuteImpl": jupyter.JupyterHandlerImpl?.prototype.handleExecuteImpl,
    "ZmqServer.handleExecute": jupyter.ZmqServer?.prototype.handleExecute,
    "ZmqServer.handleCommInfoRequest": jupyter.ZmqServer?.prototype.handleCommInfoRequest,
    "ZmqServer.bindSocket": jupyter.ZmqServer?.prototype.bindSocket,
    "ZmqServer.close": jupyter.ZmqServer?.prototype.close,
  };
  const missing = Object.entries(needed)
    .filter(([, value]) => typeof value !== "function")
    .map(([name]) => name);
  if (missing.length === 0) return undefined;
  return `tslab ${tslab.version} lacks what the kernel's launcher wraps: ${missing.join(", ")}. Run \`npm run setup\`; if that does not help, revise scripts/kernel`;
}
