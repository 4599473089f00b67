"""What importing each room costs in a notebook's kernel: `kernel_imports.py RUNS ROOM ...`, answered in JSON.

Every room has a new kernel. Timed is its second cell, an import, from sending it to the kernel's being idle again: the
type check of the cell with the room's declarations, and the loading. The first cell, which is not timed, does what the
first cell of every notebook does once; a third, without an import, tells what any cell takes.
"""

import json
import queue
import sys
import time

from jupyter_client.manager import start_new_kernel


def seconds(client, code):
    begin = time.perf_counter()
    asked = client.execute(code)
    while True:
        try:
            message = client.get_iopub_msg(timeout=120)
        except queue.Empty:
            sys.exit(f"the kernel did not answer:\n{code}")
        if message["parent_header"].get("msg_id") != asked:
            continue
        if message["msg_type"] == "error":
            sys.exit("\n".join(message["content"]["traceback"]))
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return time.perf_counter() - begin


def measure(room):
    manager, client = start_new_kernel(kernel_name="tslab")
    try:
        seconds(client, "const first: number = 1;")
        loading = seconds(client, f'import * as room from "pml/{room}";\nconst names = Object.keys(room).length;')
        return {"room": room, "ms": 1000 * loading, "emptyMs": 1000 * seconds(client, "const last: number = 2;")}
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    runs, *rooms = sys.argv[1:]
    print(json.dumps([measure(room) for room in rooms for _ in range(int(runs))]))
