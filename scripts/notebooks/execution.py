"""Executes the cells of notebooks in a kernel."""

import asyncio
import os
import signal
from queue import Empty

from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from places import NOTEBOOKS, ROOT
from staleness import is_left_out

KERNEL = {"name": "tslab", "display_name": "TypeScript (tslab)", "language": "typescript"}
IOPUB_SECONDS = 600
AFRESH_SECONDS = 20
AHEAD = 20
# what differs in a kernel's environment from one notebook of a run to the next
PER_NOTEBOOK = ("PML_PROGRAM",)


class Client(NotebookClient):
    """nbclient, reporting cells and the last line that a running cell shows, and leaving Ctrl-C to us."""

    def __init__(self, notebook, progress, take_signals, **options):
        super().__init__(notebook, **options)
        self.progress, self.take_signals, self.ahead = progress, take_signals, None

    async def async_start_new_kernel(self, **options):
        self.take_signals()  # nbclient has just set handlers that pull the kernel away under the running cell
        await super().async_start_new_kernel(**options)

    def tell_what_is_next(self):
        """Lets every request name the cells behind it: while one runs, our kernel checks these. Other kernels take no notice."""
        client = self.kc

        def execute(source, **options):
            content = {"code": source, "silent": False, "user_expressions": {}, "allow_stdin": False, **options, "ahead": self.ahead}
            message = client.session.msg("execute_request", content)
            client.shell_channel.send(message)
            return message["header"]["msg_id"]

        client.execute = execute

    async def async_execute_cell(self, cell, cell_index, **options):
        if is_left_out(cell):
            return cell
        if self.ahead is None:
            self.take_signals()  # nbclient has set its handlers once more, where the kernel was there already
            self.tell_what_is_next()
        behind = [cell for cell in self.nb.cells[cell_index + 1 :] if cell.cell_type == "code" and cell.source.strip()]
        self.ahead = [cell.source for cell in behind if not is_left_out(cell)][:AHEAD]
        return await super().async_execute_cell(cell, cell_index, **options)

    def process_message(self, msg, cell, cell_index):
        content = msg.get("content", {})
        text = content.get("text") or content.get("data", {}).get("text/plain")
        if isinstance(text, str) and text.strip():
            self.progress.live = text.strip().splitlines()[-1][:200]
        return super().process_message(msg, cell, cell_index)


class SharedKernel:
    """One kernel for the notebooks of a run: each begins in it as in one that was just started, without the seconds that takes."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.manager = self.channels = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.loop.run_until_complete(self.shut_down())
        self.loop.close()

    def run(self, notebook, progress):
        """Executes a notebook; after a failure the next has another kernel."""
        try:
            self.loop.run_until_complete(execute(notebook, progress, self))
        except BaseException:
            self.loop.run_until_complete(self.shut_down())
            raise

    async def make_ready(self):
        """Then nothing has happened in the kernel yet, or it is still to be started."""
        if self.manager is not None and not await self.is_afresh():
            await self.shut_down()
        if self.manager is None:
            self.manager = AsyncKernelManager(kernel_name=KERNEL["name"])

    async def is_afresh(self):
        """Asks the kernel to begin anew, and whether it has."""
        if self.channels is None or not await self.manager.is_alive():
            return False
        environment = {name: os.environ.get(name, "") for name in PER_NOTEBOOK}
        control, session = self.channels.control_channel, self.channels.session
        control.send(session.msg("afresh_request", {"env": environment}))
        try:
            reply = await control.get_msg(timeout=AFRESH_SECONDS)
        except Empty:
            return False
        return reply["msg_type"] == "afresh_reply" and reply["content"]["status"] == "ok"

    async def shut_down(self):
        manager, channels = self.manager, self.channels
        self.manager = self.channels = None
        if channels is not None:
            channels.stop_channels()
        if manager is not None and manager.has_kernel:
            await manager.shutdown_kernel(now=True)


async def draw_regularly(progress):
    while True:
        progress.draw()
        await asyncio.sleep(0.25)


class Interrupted(Exception):
    def __init__(self, signal_number):
        self.exit_code = 128 + signal_number


async def execute(notebook, progress, kernel):
    """Executes all cells. Ctrl-C interrupts the running cell."""
    code_cells = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]

    def start_cell(cell, cell_index):
        progress.cell = code_cells.index(cell_index) + 1
        progress.live = ""

    stopped = []
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def stop(number):
        stopped.append(number)
        if len(stopped) > 1 or progress.cell == 0:
            task.cancel()
            return
        # The kernel's answer to the interrupt ends the execution; should none come, it is given up.
        asyncio.ensure_future(client.km.interrupt_kernel())
        loop.call_later(5, task.cancel)

    def take_signals():
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop, number)

    client = None
    take_signals()
    drawing = asyncio.ensure_future(draw_regularly(progress))
    try:
        await kernel.make_ready()
        client = Client(
            notebook,
            progress,
            take_signals,
            km=kernel.manager,
            timeout=None,
            startup_timeout=120,
            # by default, what has not arrived 4 s after the cell's end is left out without a word
            iopub_timeout=IOPUB_SECONDS,
            raise_on_iopub_timeout=True,
            record_timing=False,
            coalesce_streams=True,
            allow_errors=False,
            resources={"metadata": {"path": str(NOTEBOOKS if NOTEBOOKS.is_dir() else ROOT)}},
            on_cell_execute=start_cell,
        )
        client.kc = kernel.channels
        await client.async_execute()
    except (CellExecutionError, DeadKernelError, asyncio.CancelledError):
        if stopped:
            raise Interrupted(stopped[0]) from None
        raise
    finally:
        drawing.cancel()
        if client is not None:
            kernel.channels = client.kc
    if stopped:
        raise Interrupted(stopped[0])
