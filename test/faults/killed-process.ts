import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** What a process said, and how it ended. */
export interface Ended {
  readonly output: string;
  /** Whether it was killed by us. */
  readonly killed: boolean;
  /** From its first sign of work to its end. */
  readonly milliseconds: number;
}

/**
 * Runs a program in a process group of its own, to its end or until the group is killed (SIGKILL) so many milliseconds after
 * `begun` first matches what it prints.
 *
 * @param alsoKill called with the group's number just before
 * @throws AssertionError if it fails by itself
 */
export async function runKilled(
  [program, ...args]: readonly [string, ...string[]],
  options: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly begun: RegExp;
    readonly killAfter?: number | undefined;
    readonly alsoKill?: (group: number) => void;
  },
): Promise<Ended> {
  const { cwd, env, begun, killAfter, alsoKill } = options;
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let output = "";
  let complaint = "";
  let begin = () => {};
  const started = new Promise<void>((resolve) => {
    begin = resolve;
  });
  child.stdout.on("data", (chunk) => {
    output += chunk;
    if (begun.test(output)) begin();
  });
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  // not "close": what a killed one left running may keep the pipes open
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.on("exit", (code, signal) => {
      begin();
      resolve({ code, signal });
    }),
  );
  const closed = new Promise((resolve) => child.on("close", resolve));
  await started;
  const began = performance.now();
  if (killAfter !== undefined) {
    await Promise.race([sleep(killAfter), ended]);
    if (child.exitCode === null && child.signalCode === null) {
      alsoKill?.(child.pid!);
      process.kill(-child.pid!, "SIGKILL");
    }
  }
  const { code, signal } = await ended;
  const killed = signal === "SIGKILL";
  const milliseconds = performance.now() - began;
  if (!killed) await closed;
  child.stdout.destroy();
  child.stderr.destroy();
  assert.ok(killed || code === 0, `it ended by itself (${code ?? signal}): ${output}\n${complaint}`);
  return { output, killed, milliseconds };
}
