"""Executes the cells of a notebook again and again in one kernel, and says what the kernel holds after each round.

    notebook-rounds.py NOTEBOOK ROUNDS

Prints one line of JSON a round: seconds; resident kilobytes, open files and threads of the kernel's process; and what the kernel
says of itself: kilobytes in use by JavaScript, tensors, and what would keep it alive.
"""

import json
import os
import pathlib
import sys
import time

import nbformat
from jupyter_client.manager import start_new_kernel

# executed as a cell, in a block so that its names are its own
PROBE = """{
  const { setFlagsFromString } = await import("node:v8");
  setFlagsFromString("--expose-gc");
  (await import("node:vm")).runInNewContext("gc")();
  const { liveTensors } = await import("pml/tensorflow");
  const heap = Math.round(process.memoryUsage().heapUsed / 1024);
  console.log(JSON.stringify({ heap: heap, tensors: liveTensors(), handles: process.getActiveResourcesInfo().length }));
}"""


def held_by(process):
    status = pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
    numbers = {line.split(":")[0]: line.split()[1] for line in status if line.startswith(("VmRSS", "Threads"))}
    return {
        "resident": int(numbers["VmRSS"]),
        "threads": int(numbers["Threads"]),
        "files": len(os.listdir(f"/proc/{process}/fd")),
    }


def main(notebook, rounds):
    sources = [cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]
    folder = str(pathlib.Path(notebook).resolve().parent)
    manager, client = start_new_kernel(kernel_name="tslab", cwd=folder, startup_timeout=120)
    try:
        for _ in range(rounds):
            began = time.monotonic()
            for number, source in enumerate(sources, 1):
                reply = client.execute_interactive(source, timeout=600, output_hook=lambda message: None)
                if reply["content"]["status"] != "ok":
                    sys.exit(f"cell {number}: {reply['content'].get('ename')}: {reply['content'].get('evalue')}")
            seconds = round(time.monotonic() - began, 2)
            said = []
            hear = lambda message: said.append(message["content"].get("text", ""))
            client.execute_interactive(PROBE, timeout=60, output_hook=hear)
            held = {**held_by(manager.provisioner.process.pid), **json.loads("".join(said))}
            print(json.dumps({"seconds": seconds, **held}), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
