// @ts-check
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

// Jupyter's messages on the wire: identities, a mark, a signature, and four parts of JSON.

const mark = "<IDS|MSG>";
const protocol = "5.3";

/**
 * @typedef {object} Message
 * @property {readonly Uint8Array[]} identities who asked, for the answer to find the way back
 * @property {{ msg_type: string, session: string, username?: string }} header
 * @property {any} content
 */

/** @param {string} key @param {readonly (string | Uint8Array)[]} parts */
function signature(key, parts) {
  if (!key) return "";
  const hash = createHmac("sha256", key);
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/**
 * @param {string} key
 * @param {readonly Buffer[]} frames
 * @returns {Message}
 */
export function parseMessage(key, frames) {
  const at = frames.findIndex((frame) => frame.equals(Buffer.from(mark)));
  const [signed, ...parts] = at < 0 ? [] : frames.slice(at + 1);
  if (!signed || parts.length < 4) throw new Error("a message without its parts");
  const wanted = Buffer.from(signature(key, parts));
  if (!(signed.length === wanted.length && timingSafeEqual(signed, wanted)))
    throw new Error("a message with a wrong signature");
  const [header, , , content] = parts.map((part) => String(part));
  return {
    identities: frames.slice(0, at),
    header: JSON.parse(header ?? ""),
    content: JSON.parse(content ?? ""),
  };
}

/**
 * The frames of a message about `parent`.
 * @param {string} key
 * @param {readonly (string | Uint8Array)[]} identities
 * @param {Message | undefined} parent
 * @param {string} type
 * @param {object} content
 */
export function messageFrames(key, identities, parent, type, content) {
  const header = {
    version: protocol,
    date: new Date().toISOString(),
    session: parent?.header.session ?? randomUUID(),
    username: parent?.header.username ?? "kernel",
    msg_type: type,
    msg_id: randomUUID(),
  };
  const parts = [header, parent?.header ?? {}, {}, content].map((part) => JSON.stringify(part));
  return [...identities, mark, signature(key, parts), ...parts];
}
