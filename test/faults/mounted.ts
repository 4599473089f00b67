import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jupyter } from "../support/python.js";

/** What a script in the namespace said. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/**
 * Runs a shell script beside a small file system of its own, mounted at $DISK in a namespace that ends with the script: nothing
 * stays mounted, whatever happens.
 *
 * @param kilobytes its size
 */
export function onSmallDisk(
  kilobytes: number,
  script: string,
  env: Readonly<Record<string, string>> = {},
): Outcome {
  const disk = mkdtempSync(join(tmpdir(), "disk-"));
  try {
    const whole = `mount -t tmpfs -o size=${kilobytes}k none "$DISK" || exit 99\n${script}`;
    const result = spawnSync("unshare", ["--map-root-user", "--mount", "sh", "-c", whole], {
      encoding: "utf8",
      env: { ...jupyter, DISK: disk, NODE: process.execPath, ...env },
    });
    return { code: result.status, output: result.stdout, errors: result.stderr };
  } finally {
    rmSync(disk, { recursive: true });
  }
}

/** Why nothing can be mounted here; false if it can. */
export const noMounts: string | false =
  process.platform === "linux" && onSmallDisk(64, 'touch "$DISK/a"').code === 0
    ? false
    : "this system lets nobody mount a small file system in a namespace";
