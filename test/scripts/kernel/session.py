"""Drives a real kernel as Jupyter does, and prints what came of it as JSON.

Reads {"steps": [...], "environment": {...}}. A step is sent as a whole and waited for as a whole:
    {"cells": [{"code", "stop_on_error"?, "silent"?}], "interrupt_after"?: seconds,
     "meanwhile"?: [{"after": seconds, "type": "complete_request", "content": {...}}]}
"""

import json
import os
import sys
import time

import zmq
from jupyter_client.manager import start_new_kernel

task = json.load(sys.stdin)
os.environ.update(task.get("environment", {}))
started = time.monotonic()
manager, client = start_new_kernel(kernel_name="tslab", startup_timeout=60, cwd=task["folder"])
start_seconds = time.monotonic() - started
poller = zmq.Poller()
channels = {channel.socket: channel for channel in (client.shell_channel, client.iopub_channel)}
for socket in channels:
    poller.register(socket, zmq.POLLIN)


def send(type_, content):
    message = client.session.msg(type_, content)
    client.shell_channel.send(message)
    return message["header"]["msg_id"]


def play(step):
    begin = time.monotonic()
    names = {}
    for index, cell in enumerate(step.get("cells", [])):
        names[client.execute(cell["code"], **{key: cell[key] for key in ("silent", "stop_on_error") if key in cell})] = f"cell {index}"
    due = sorted(step.get("meanwhile", []), key=lambda request: request["after"])
    interrupt_at = step.get("interrupt_after")
    interrupted = None
    waiting = {(name, kind) for name in names.values() for kind in ("reply", "idle")}
    messages = []
    while waiting or due:
        now = time.monotonic() - begin
        if now > step.get("timeout", 60):
            raise TimeoutError(f"no answer to {step}: {sorted(waiting)}, {messages[-3:]}")
        if interrupt_at is not None and interrupted is None and now >= interrupt_at:
            manager.interrupt_kernel()
            interrupted = time.monotonic()
        while due and now >= due[0]["after"]:
            request = due.pop(0)
            name = f"{request['type']} {len(names)}"
            names[send(request["type"], request["content"])] = name
            waiting |= {(name, "reply"), (name, "idle")}
        for socket, _ in poller.poll(20):
            message = channels[socket].get_msg(timeout=1)
            name = names.get(message["parent_header"].get("msg_id"))
            kind, content = message["msg_type"], message["content"]
            messages.append({"of": name, "type": kind, "content": content, "seconds": time.monotonic() - begin})
            if kind.endswith("_reply"):
                waiting.discard((name, "reply"))
            elif kind == "status" and content["execution_state"] == "idle":
                waiting.discard((name, "idle"))
    end = time.monotonic()
    return {"messages": messages, "seconds": end - begin, "seconds_after_interrupt": end - interrupted if interrupted else None}


results, failure = [], None
try:
    results = [play(step) for step in task["steps"]]
    alive = manager.is_alive()
    if task.get("busy_at_end"):
        client.execute("for (;;);")
        time.sleep(0.5)
finally:
    client.stop_channels()
    begin = time.monotonic()
    manager.shutdown_kernel(now=False)
    shutdown_seconds = time.monotonic() - begin
json.dump({"results": results, "alive": alive, "start_seconds": start_seconds, "shutdown_seconds": shutdown_seconds}, sys.stdout)
