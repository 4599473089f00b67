"""Runs cells in a real kernel and prints what came of them as JSON: reads {"cells": [{"code", "interrupt_after"?}]}."""

import json
import sys
import threading
import time

from jupyter_client.manager import start_new_kernel

cells = json.load(sys.stdin)["cells"]
manager, client = start_new_kernel(kernel_name="tslab", startup_timeout=60)
results = []
try:
    info = client.kernel_info(reply=True, timeout=10)["content"]
    for cell in cells:
        outputs, interrupted_at = [], []
        after = cell.get("interrupt_after")
        if after is not None:
            interrupt = lambda: (interrupted_at.append(time.monotonic()), manager.interrupt_kernel())
            threading.Timer(after, interrupt).start()
        silent_types = ("status", "execute_input")
        hook = lambda message: outputs.append({"type": message["msg_type"], **message["content"]})
        reply = client.execute_interactive(cell["code"], timeout=60, output_hook=hook, stop_on_error=True)["content"]
        results.append(
            {
                "reply": reply,
                "outputs": [output for output in outputs if output["type"] not in silent_types],
                "announced": [output["code"] for output in outputs if output["type"] == "execute_input"],
                "seconds_after_interrupt": time.monotonic() - interrupted_at[0] if interrupted_at else None,
            }
        )
        if reply["status"] != "ok":
            time.sleep(0.3)  # what follows an error sooner is aborted with it
    queued = [client.execute(code) for code in ("throw new Error('first')", "1 + 1")]
    replies = {}
    while len(replies) < 2:
        message = client.get_shell_msg(timeout=20)
        replies[message["parent_header"]["msg_id"]] = message["content"]["status"]
    alive = manager.is_alive()
finally:
    client.stop_channels()
    started = time.monotonic()
    manager.shutdown_kernel(now=False)
json.dump(
    {
        "info": info,
        "results": results,
        "queued": [replies[identity] for identity in queued],
        "alive": alive,
        "shutdown_seconds": time.monotonic() - started,
    },
    sys.stdout,
)
