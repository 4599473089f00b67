"""Executes the cells of one notebook in a kernel."""

import asyncio
import signal

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from places import NOTEBOOKS, ROOT
from staleness import is_left_out

KERNEL = {"name": "tslab", "display_name": "TypeScript (tslab)", "language": "typescript"}
IOPUB_SECONDS = 600
AHEAD = 20


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


async def draw_regularly(progress):
    while True:
        progress.draw()
        await asyncio.sleep(0.25)


class Interrupted(Exception):
    def __init__(self, signal_number):
        self.exit_code = 128 + signal_number


async def execute(notebook, progress):
    """Executes all cells. Ctrl-C interrupts the running cell; the kernel is ended in any case."""
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

    client = Client(
        notebook,
        progress,
        take_signals,
        kernel_name=KERNEL["name"],
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
    take_signals()
    drawing = asyncio.ensure_future(draw_regularly(progress))
    try:
        await client.async_execute()
    except (CellExecutionError, DeadKernelError, asyncio.CancelledError):
        if stopped:
            raise Interrupted(stopped[0]) from None
        raise
    finally:
        drawing.cancel()
    if stopped:
        raise Interrupted(stopped[0])
