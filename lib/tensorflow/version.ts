import { createRequire } from "node:module";

/** The version of the TensorFlow that this process computes with; undefined where nothing has been computed on it. */
export function tensorflowVersion(): string | undefined {
  const { cache } = createRequire(import.meta.url);
  const addon = Object.keys(cache ?? {}).find((path) => /[\\/]tfjs_binding\.node$/.test(path));
  if (addon === undefined) return undefined;
  return (cache[addon]!.exports as { readonly TF_Version?: string }).TF_Version;
}
