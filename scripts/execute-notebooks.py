"""Executes the report's notebooks in order, with progress, and keeps them only if they succeed.

    execute-notebooks.py [--quick] [--fresh] [--output-dir FOLDER] [NOTEBOOK ...]
    execute-notebooks.py --check [NOTEBOOK ...]

Without names: every notebook of notebooks/, sorted. A notebook whose code, library, packages, study results and data have not changed
since it was executed is left alone, unless --fresh, which also names this run to the cells (PML_FRESH: they use no checkpoint from before it).
--quick sets PML_QUICK=1 and writes to .cache/quick, never over the full results. The written file holds no times and no paths of this machine: executing again gives the same bytes.
--check executes nothing: it names the notebooks whose outputs are stale.
Exit codes: 0, 1 a cell failed (a notebook is stale), 2 usage, 130 interrupted.
"""

import argparse
import asyncio
import contextlib
import fcntl
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

ROOT = pathlib.Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
VERSIONS = ROOT / "scripts" / "notebooks" / "versions.mjs"
FAILED = ROOT / ".cache" / "failed"
FRESH = ROOT / ".cache" / "fresh"
LOCKS = ROOT / ".cache" / "locks"
KERNEL = {"name": "tslab", "display_name": "TypeScript (tslab)", "language": "typescript"}
NOTE_EVERY_SECONDS = 30
IOPUB_SECONDS = 600


# --- what a notebook's results depend on


def code_of(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def short_hash(value):
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


class VersionsError(Exception):
    pass


def made_from(sources, quick):
    """Hashes of what the results of each notebook depend on, part by part: of cells, library, packages, studies and data."""
    command = ["node", str(VERSIONS), *(["--quick"] if quick else []), *map(str, sources)]
    try:
        answer = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        raise VersionsError(f"node: {error.strerror}") from None
    if answer.returncode != 0:
        lines = [line for line in answer.stderr.strip().splitlines() if not line.startswith("    at ")]
        named = [line for line in lines if re.match(r"(\w*Error: |the library )", line)]
        raise VersionsError((named or lines or ["no reason given"])[0])
    found = json.loads(answer.stdout)
    return {source: found[str(source)] for source in sources if str(source) in found}


def changes(notebook, now):
    """What has changed since the notebook's outputs were made; nothing if they are current."""
    before = notebook.metadata.get("pml", {})
    return [part for part in now if before.get(part) != now[part]]


def is_executed(notebook):
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    return [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


def read_or_none(path):
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError):
        return None


# --- progress


class Progress:
    """One line on a terminal that is written over; in a log, a line now and then."""

    def __init__(self, name, cells):
        self.name, self.cells, self.cell = name, cells, 0
        self.started = time.monotonic()
        self.live, self.terminal = "", sys.stdout.isatty()
        self.last_note = self.started

    def elapsed(self):
        minutes, seconds = divmod(int(time.monotonic() - self.started), 60)
        return f"{minutes}:{seconds:02d}"

    def line(self):
        where = f"cell {self.cell}/{self.cells}" if self.cell else "starting the kernel"
        return f"{self.name}  {where}  {self.elapsed()}" + (f"  {self.live}" if self.live else "")

    def draw(self):
        if self.terminal:
            width = shutil.get_terminal_size().columns - 1
            print("\r\x1b[K" + self.line()[:width], end="", flush=True)
        elif time.monotonic() - self.last_note >= NOTE_EVERY_SECONDS:
            self.last_note = time.monotonic()
            print(self.line(), flush=True)

    def end(self, outcome):
        clear = "\r\x1b[K" if self.terminal else ""
        print(f"{clear}{self.name}  {outcome}  {self.elapsed()}", flush=True)


# --- execution


class Client(NotebookClient):
    """nbclient, reporting cells and the last line that a running cell shows, and leaving Ctrl-C to us."""

    def __init__(self, notebook, progress, take_signals, **options):
        super().__init__(notebook, **options)
        self.progress, self.take_signals = progress, take_signals

    async def async_start_new_kernel(self, **options):
        self.take_signals()  # nbclient has just set handlers that pull the kernel away under the running cell
        await super().async_start_new_kernel(**options)

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


def tidy(notebook, hashes):
    """Only what is the same on every machine and in every run stays in the metadata."""
    language = notebook.metadata.get("language_info", {})
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": language, "pml": hashes})
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({k: v for k, v in cell.metadata.items() if k in ("tags", "jupyter")})


def write_whole(notebook, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        nbformat.write(notebook, partial)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)  # only if it could not be written or renamed


def sweep(folder):
    """Removes what writers left half-written when they were killed; nothing ever reads it."""
    for path in folder.glob("*.partial") if folder.is_dir() else []:
        writer = re.fullmatch(r".*\.(\d+)\.partial", path.name)
        if writer and not is_running(int(writer[1])):
            path.unlink(missing_ok=True)


def folders_of(folder):
    """A folder and those in it: figures/ has one for each notebook."""
    return [folder, *(path for path in folder.iterdir() if path.is_dir())] if folder.is_dir() else [folder]


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # somebody else's
    return True


def explain(notebook, name):
    """The paragraph about a failed notebook: cell (as in In [n]), line, error."""
    number = 0
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        number += 1
        for output in cell.outputs:
            if output.output_type == "error":
                place = next((found for frame in output.traceback if (found := re.search(rf"cell \[{number}\], line (\d+): (.*)", frame))), None)
                where = f", line {place[1]}: {place[2]}" if place else ""
                trace = "\n".join(f"    {line}" for line in output.traceback)
                return f"{name} failed in cell {number}{where}\n  {output.ename}: {output.evalue}\n{trace}"
    return f"{name} failed in cell {number}"


@contextlib.contextmanager
def alone(target):
    """One run at a time writes a notebook; the system lets the lock go when its process ends, in whatever way."""
    LOCKS.mkdir(parents=True, exist_ok=True)
    path = LOCKS / f"{target.stem}-{short_hash(str(target.resolve()))}"
    while True:
        lock = open(path, "a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            print(f"{target.stem}  waiting for process {lock.read() or '?'}, which is executing it", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists() and os.path.samestat(os.fstat(lock.fileno()), path.stat()):
            break
        lock.close()  # its last owner has removed it meanwhile
    with lock:
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def run_one(source, target, hashes, fresh):
    """Executes one notebook when no other run does; returns the exit code."""
    try:
        with alone(target):
            return run_alone(source, target, hashes, fresh)
    except OSError as error:
        print(f"{source.stem}: {error.filename or target} could not be written ({error.strerror}). The notebook itself is as it was.")
        return 1


def run_alone(source, target, hashes, fresh):
    name = source.stem
    try:
        notebook = nbformat.read(source, as_version=4)
    except (OSError, ValueError) as error:
        problem = type(error).__name__ if isinstance(error, ValueError) else error.strerror
        print(f"{source.name} is not a notebook that can be read ({problem}).")
        return 1
    before = read_or_none(target)
    if not fresh and before and before.metadata.get("pml", {}) == hashes and is_executed(before):
        print(f"{name}  unchanged", flush=True)
        return 0
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    os.environ["PML_PROGRAM"] = hashes.get("library", "")  # for the cell that says what the results were made with
    progress = Progress(name, len(code_of(notebook)))
    print(f"{name}  {progress.cells} {'cell' if progress.cells == 1 else 'cells'}", flush=True) if not progress.terminal else None
    failed = FAILED / f"{name}.failed.ipynb"
    try:
        asyncio.run(execute(notebook, progress))
    except Interrupted as interruption:
        progress.end(f"interrupted in cell {progress.cell}/{progress.cells}; the notebook is as it was")
        return interruption.exit_code
    except (CellExecutionError, DeadKernelError) as error:
        progress.end(f"failed in cell {progress.cell}/{progress.cells}")
        tidy(notebook, hashes)
        write_whole(notebook, failed)
        if isinstance(error, DeadKernelError):
            print(f"\n{name} failed in cell {progress.cell}: the kernel died there (out of memory, or a fault in a native library).")
        else:
            print(f"\n{explain(notebook, name)}")
        print(f"  Executed up to there: {failed.relative_to(ROOT)}. The notebook itself is as it was.")
        return 1
    except RuntimeError as error:
        progress.end("not executed")
        print(f"\n{name} could not be executed: {error}. Does `npm run setup` end without an error?")
        return 1
    failed.unlink(missing_ok=True)
    tidy(notebook, hashes)
    write_whole(notebook, target)
    progress.end("executed")
    return 0


def check(sources, hashes):
    """Names the notebooks whose outputs are not those of the present code; returns the exit code."""
    stale = 0
    for source in sources:
        notebook = nbformat.read(source, as_version=4)
        changed = changes(notebook, hashes[source])
        if changed or not is_executed(notebook):
            stale += 1
            since = f"since its outputs were made, these have changed: {', '.join(changed)}" if changed else "not executed to its end"
            print(f"{source.stem} is stale ({since}). Run `npm start -- {source.stem}` and commit what it writes.")
    return 1 if stale else 0


def name_fresh_run():
    """A name under which the cells note what this run has made, so that its notebooks share it."""
    shutil.rmtree(FRESH, ignore_errors=True)
    return f"{int(time.time())}-{os.getpid()}"


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("notebooks", nargs="*")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--output-dir", type=pathlib.Path)
    options = parser.parse_args()
    if options.quick:
        os.environ["PML_QUICK"] = "1"
    if options.fresh:
        os.environ["PML_FRESH"] = name_fresh_run()
    quick = bool(os.environ.get("PML_QUICK"))
    folder = options.output_dir or (ROOT / ".cache" / "quick" if quick else None)
    sources = []
    for name in options.notebooks:
        # a section's number is enough: 1.1 for 1.1-variational-autoencoders
        numbered = [path for path in NOTEBOOKS.glob("*.ipynb") if path.name.startswith(f"{name}-")]
        candidates = [pathlib.Path(name), NOTEBOOKS / name, NOTEBOOKS / f"{name}.ipynb", *numbered]
        found = next((path for path in candidates if path.is_file()), None)
        if found is None:
            print(f"There is no notebook {name}; there are: {', '.join(sorted(p.stem for p in NOTEBOOKS.glob('*.ipynb'))) or 'none'}.")
            return 2
        sources.append(found)
    sources = sources or sorted(NOTEBOOKS.glob("*.ipynb"))
    try:
        hashes = made_from(sources, quick and not options.check) if sources else {}
    except VersionsError as error:
        print(f"What the notebooks are made from could not be told: {error}. Does `npm run setup` end without an error?")
        return 1
    if options.check:
        return check(sources, hashes)
    if not sources:
        print("There are no notebooks in notebooks/ yet.")
    written = ROOT / ".cache" / "quick" if quick else ROOT

    def sweep_all():
        own = [*(source.parent for source in sources), *([folder] if folder else [])]
        for place in {*own, *folders_of(written / "figures"), written / "data" / "checkpoints"}:
            sweep(place)

    for source in sources:
        sweep_all()
        code = run_one(source, folder / source.name if folder else source, hashes.get(source, {}), options.fresh)
        if code != 0:
            return code
    sweep_all()  # by now the kernels of a run that was killed have ended too
    return 0


if __name__ == "__main__":
    sys.exit(main())
