"""Executes one notebook and keeps it only if it succeeds."""

import os
import re

import nbformat
from execution import KERNEL, Interrupted
from files import alone, write_whole
from nbclient.exceptions import CellExecutionError, DeadKernelError
from places import FAILED, ROOT
from progress import Progress
from staleness import LEFT_OUT, code_of, is_current


def tidy(notebook, hashes):
    """Only what is the same on every machine and in every run stays in the metadata."""
    language = notebook.metadata.get("language_info", {})
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": language, "pml": hashes})
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({k: v for k, v in cell.metadata.items() if k in ("tags", "jupyter")})


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


def for_other_data(notebook, data, reasons):
    """Says at the top that the text speaks of MNIST, and under cells that cannot be executed with other images why."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell, why in zip(cells, reasons):
        if why is None:
            continue
        cell.metadata["tags"] = [*cell.metadata.get("tags", []), LEFT_OUT]
        cell.outputs = [nbformat.v4.new_output("display_data", {"text/markdown": f"*{why}*", "text/plain": why})]
    count = sum(why is not None for why in reasons)
    text = f"**These are other images: {data}.** The text speaks of MNIST, and so do its numbers. {count} of {len(cells)} cells are not executed; under each stands why."
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(text, id="other-data"))


def run_one(kernel, source, target, hashes, anyway, other=None):
    """Executes one notebook when no other run does; returns the exit code."""
    try:
        with alone(target):
            return run_alone(kernel, source, target, hashes, anyway, other)
    except OSError as error:
        print(f"{source.stem}: {error.filename or target} could not be written ({error.strerror}). The notebook itself is as it was.")
        return 1


def run_alone(kernel, source, target, hashes, anyway, other):
    name = source.stem
    try:
        notebook = nbformat.read(source, as_version=4)
    except (OSError, ValueError) as error:
        problem = type(error).__name__ if isinstance(error, ValueError) else error.strerror
        print(f"{source.name} is not a notebook that can be read ({problem}).")
        return 1
    if not anyway and is_current(target, hashes):
        print(f"{name}  unchanged", flush=True)
        return 0
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    if other is not None:
        for_other_data(notebook, *other)
    os.environ["PML_RUN"] = "1"  # figures and models are the repository's, not those of somebody who plays
    os.environ["PML_PROGRAM"] = hashes.get("library", "")  # for the cell that says what the results were made with
    progress = Progress(name, len(code_of(notebook)))
    print(f"{name}  {progress.cells} {'cell' if progress.cells == 1 else 'cells'}", flush=True) if not progress.terminal else None
    failed = FAILED / f"{name}.failed.ipynb"
    try:
        kernel.run(notebook, progress)
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
