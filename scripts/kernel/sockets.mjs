// @ts-check
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { messageFrames, parseMessage } from "./messages.mjs";

// ZeroMQ is the one that tslab brings.
const requireForTslab = createRequire(createRequire(import.meta.url).resolve("tslab/package.json"));

/** @typedef {import("./messages.mjs").Message} Message */

/**
 * One after the other, since a socket takes one message at a time; nothing is dropped when the reader is slow.
 * @param {any} socket
 */
function sender(socket) {
  socket.sendHighWaterMark = 0;
  let last = Promise.resolve();
  return (/** @type {any[]} */ frames) => {
    last = last.then(() => socket.send(frames)).catch(() => {}); // it is closed
    return last;
  };
}

/**
 * Binds the kernel's five sockets.
 *
 * @param {string} connectionFile as Jupyter has written it
 * @param {(message: Message, reply: (type: string, content: object) => void) => void} receive
 */
export async function openSockets(connectionFile, receive) {
  const connection = JSON.parse(readFileSync(connectionFile, "utf8"));
  const { key, transport, ip } = connection;
  const zmq = requireForTslab("zeromq");
  const [iopub, shell, control, stdin, heartbeat] = [
    new zmq.Publisher(),
    new zmq.Router(),
    new zmq.Router(),
    new zmq.Router(),
    new zmq.Reply(),
  ];
  const publishFrames = sender(iopub);

  const listen = async (/** @type {any} */ socket) => {
    const send = sender(socket);
    for await (const frames of socket) {
      /** @type {Message} */
      let message;
      try {
        message = parseMessage(key, frames);
      } catch (error) {
        console.error(`The kernel leaves out ${/** @type {Error} */ (error).message}.`);
        continue;
      }
      receive(message, (type, content) =>
        send(messageFrames(key, message.identities, message, type, content)),
      );
    }
  };
  const echo = async () => {
    for await (const frames of heartbeat) await heartbeat.send(frames);
  };
  const bind = (/** @type {any} */ socket, /** @type {string} */ name) =>
    socket.bind(`${transport}://${ip}:${connection[`${name}_port`]}`);
  await Promise.all([
    bind(iopub, "iopub"),
    bind(shell, "shell"),
    bind(control, "control"),
    bind(stdin, "stdin"),
    bind(heartbeat, "hb"),
  ]);
  for (const loop of [listen(shell), listen(control), echo()]) loop.catch(() => {}); // ended by closing
  return {
    /** Tells everybody. @param {Message | undefined} parent @param {string} type @param {object} content */
    publish: (parent, type, content) => publishFrames(messageFrames(key, [type], parent, type, content)),
  };
}
