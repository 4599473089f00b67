"""What a notebook's results depend on, and whether they are current."""

import json
import re
import subprocess

import nbformat

from places import VERSIONS


def code_of(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


class VersionsError(Exception):
    pass


def made_from(sources, quick):
    """The folder that a run writes to, the name of images that are not MNIST, and by notebook: hashes of what its results depend on, part by part (of
    cells, library, packages, studies and data), and why code cells are not executed with such images."""
    command = ["node", str(VERSIONS), *(["--quick"] if quick else []), *map(str, sources)]
    try:
        answer = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        raise VersionsError(f"node: {error.strerror}") from None
    if answer.returncode != 0:
        lines = [line for line in answer.stderr.strip().splitlines() if not line.startswith("    at ")]
        named = [line for line in lines if re.match(r"(\w*Error: |the library )", line)]
        raise VersionsError((named or lines or ["no reason given"])[0])
    return json.loads(answer.stdout)


def changes(notebook, now):
    """What has changed since the notebook's outputs were made; nothing if they are current."""
    before = notebook.metadata.get("pml", {})
    return [part for part in now if before.get(part) != now[part]]


LEFT_OUT = "not-executed"


def is_left_out(cell):
    return LEFT_OUT in cell.metadata.get("tags", [])


def is_executed(notebook):
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip() and not is_left_out(cell)]
    return [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


def read_or_none(path):
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError):
        return None


def is_current(target, hashes):
    """Whether a notebook's outputs are those of what it is made from."""
    before = read_or_none(target)
    return before is not None and before.metadata.get("pml", {}) == hashes and is_executed(before)


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
