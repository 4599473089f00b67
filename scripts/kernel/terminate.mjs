// @ts-check
import { Session } from "node:inspector";

const patience = 1000;

/**
 * Ends the JavaScript that runs in this process's worker threads, whatever it is doing, without ending the threads: V8 unwinds
 * their stacks, and no `catch` or `finally` sees it. Returns whether that has happened; not within a second if
 * a thread is in native code, which runs to its end.
 */
export async function terminateExecution() {
  const session = new Session();
  session.connect();
  try {
    return await new Promise((/** @type {(hasEnded: boolean) => void} */ resolve) => {
      const late = setTimeout(() => resolve(false), patience);
      session.on("NodeWorker.attachedToWorker", ({ params: { sessionId } }) => {
        const message = JSON.stringify({ id: 1, method: "Runtime.terminateExecution" });
        session.post("NodeWorker.sendMessageToWorker", { sessionId, message });
      });
      session.on("NodeWorker.receivedMessageFromWorker", () => {
        clearTimeout(late);
        resolve(true);
      });
      session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
    });
  } finally {
    session.disconnect();
  }
}
