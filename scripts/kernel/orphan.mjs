// @ts-check

/** @param {number} pid */
function isGone(pid) {
  try {
    return !process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "ESRCH";
  }
}

/**
 * A kernel whose Jupyter was killed must not go on computing. Jupyter may be gone before anybody looks first; who it was then
 * stands in the environment, where it may also have been handed down by another Jupyter.
 */
export function endWithJupyter() {
  const parent = process.ppid;
  const jupyter = Number(process.env.JPY_PARENT_PID) || parent;
  const look = () => {
    if (process.ppid !== parent || (jupyter !== parent && isGone(jupyter)))
      process.kill(process.pid, "SIGKILL");
  };
  look();
  setInterval(look, 1000);
}
