// @ts-check
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A line of a side's output that answers; everything else it prints is kept for the message of a failure. */
export const answerMark = "bench-answer ";

/** A line of a long run that tells which part of it is done. */
export const progressMark = "bench-done ";

/** @typedef {number | readonly number[]} Figure a number, or several (a value and its standard error, a row of values) */

/**
 * What one run of a side says: how long the piece took that is compared, what it computed, and its peak memory so far.
 * @typedef {object} Answer
 * @property {number} ms
 * @property {Readonly<Record<string, Figure>>} figures
 * @property {number} [memoryMiB]
 * @property {Readonly<Record<string, number>>} [stages] milliseconds of its parts, where it has parts
 * @property {string} [pair] whose time it is, where one contest times several pairs
 */

/**
 * A process that computes one side of a contest: it prepares, says that it is ready, and makes one run for every line
 * it is sent. While the other side runs it waits for its next line.
 */
export class Side {
  /**
   * @param {string} name @param {string} program @param {readonly string[]} args @param {NodeJS.ProcessEnv} env
   * @param {(line: string) => void} [say] hears which part of a long run is done
   */
  constructor(name, program, args, env, say = () => {}) {
    this.name = name;
    this.child = spawn(program, args, { env, stdio: ["pipe", "pipe", "pipe"] });
    this.said = "";
    /** @type {unknown[]} */
    this.answers = [];
    /** @type {(() => void) | undefined} */
    this.wake = undefined;
    /** @type {string | undefined} */
    this.ended = undefined;
    const keep = (/** @type {string} */ text) => {
      this.said = (this.said + text).slice(-20_000);
    };
    createInterface({ input: this.child.stdout }).on("line", (line) => {
      if (line.startsWith(progressMark)) return say(`    ${name}: ${line.slice(progressMark.length)}`);
      if (!line.startsWith(answerMark)) return keep(`${line}\n`);
      this.answers.push(JSON.parse(line.slice(answerMark.length)));
      this.wake?.();
    });
    this.child.stderr.on("data", (chunk) => keep(String(chunk)));
    this.child.stdin.on("error", () => {}); // it has ended: told by "close"
    this.child.on("error", (error) => this.end(String(error)));
    this.child.on("close", (code, signal) => this.end(`ended with ${signal ?? `exit code ${code}`}`));
  }

  /** @param {string} how */
  end(how) {
    this.ended ??= how;
    this.wake?.();
  }

  /** The next answer. @returns {Promise<any>} */
  async next() {
    while (this.answers.length === 0) {
      if (this.ended !== undefined) throw new Error(`${this.name} ${this.ended}:\n${this.said}`);
      await new Promise((resolve) => {
        this.wake = () => resolve(undefined);
      });
    }
    return this.answers.shift();
  }

  /** One run. @param {number} round @returns {Promise<Answer>} */
  run(round) {
    this.child.stdin.write(`${round}\n`);
    return this.next();
  }

  /** Lets it end, and waits until it has. */
  async close() {
    this.child.stdin.end();
    if (this.ended === undefined) {
      const timer = setTimeout(() => this.child.kill("SIGKILL"), 10_000);
      while (this.ended === undefined) {
        await new Promise((resolve) => {
          this.wake = () => resolve(undefined);
        });
      }
      clearTimeout(timer);
    }
  }
}
