// @silent: only tells what a machine is

import { readFileSync } from "node:fs";

/** Architecture, and the widest vectors: what decides the rounding of float32 sums. */
export function processorKind(): string {
  let flags = "";
  try {
    flags = /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1] ?? "";
  } catch {
    // not Linux: the architecture alone
  }
  const known = ["amx_tile", "avx512_bf16", "avx512_vnni", "avx512f", "avx2", "fma", "avx", "sve", "asimd"];
  const widest = known.find((name) => flags.split(" ").includes(name));
  return widest === undefined ? process.arch : `${process.arch}, ${widest}`;
}
