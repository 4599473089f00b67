import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../support/fixture.js";

/** Something that goes wrong for a user, made to happen by a test. */
export interface Situation {
  /** What the user did or has, in a few words. */
  readonly situation: string;
  /** What helps. */
  readonly remedy: string;
  /** Lets it happen: throws the error, or returns what the command said. `folder` is an empty one of its own. */
  occur(folder: string): unknown;
}

/** The situations of one room of the library, or of one part of the scripts. */
export interface Room {
  /** As the folder is called: `data`, `scripts/setup`. */
  readonly name: string;
  readonly situations: readonly Situation[];
}

/** What was said: the error, and its message with this machine's parts replaced. */
export interface Said {
  readonly error: Error | undefined;
  readonly message: string;
}

/** Lets a situation happen and returns what is said. */
export async function said({ situation, occur }: Situation): Promise<Said> {
  const folder = mkdtempSync(join(tmpdir(), "errors-"));
  let error: Error | undefined;
  let text: unknown;
  try {
    text = await occur(folder);
  } catch (thrown) {
    assert.ok(thrown instanceof Error, situation);
    error = thrown;
    text = thrown.message;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  assert.ok(typeof text === "string" && text.trim() !== "", `nothing went wrong: ${situation}`);
  return { error, message: anywhere(text, folder) };
}

/** A message as it would be on any machine. */
function anywhere(text: string, folder: string): string {
  return text
    .trim()
    .replaceAll(folder, "FOLDER")
    .replaceAll(`${root}/`, "")
    .replaceAll(root, "REPOSITORY")
    .replaceAll(process.execPath, "/usr/bin/node")
    .replace(/\b[0-9a-f]{64}\b/g, "<SHA-256>")
    .replace(/-seed\d+-[0-9a-f]{12}/g, "-seed1-<key>")
    .replace(/\.\d+\.partial/g, ".<process>.partial");
}
