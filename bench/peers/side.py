"""A side that runs in Python: the counterpart of harness/serve.mjs. `python FILE TASK FOLDER SIZE`."""

import json
import resource
import sys
import time
import warnings
from pathlib import Path

import numpy as np

warnings.simplefilter("ignore")
MARK = "bench-answer "


def say(value):
    print(MARK + json.dumps(value), flush=True)


def read_array(folder, name):
    """An array that our side has left, with its type and shape."""
    about = json.loads((Path(folder) / f"{name}.json").read_text())
    return np.fromfile(Path(folder) / f"{name}.raw", about["type"]).reshape(about["shape"])


def answer(ms, figures, **more):
    memory = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    say({"ms": ms, "figures": figures, "memoryMiB": memory, **more})


def next_round():
    """Waits for the next run that is asked for; ends the process when there is none."""
    line = sys.stdin.readline()
    if not line:
        sys.exit(0)
    return int(line)


def timed(work):
    """Milliseconds that `work` takes, and its result."""
    begin = time.perf_counter()
    result = work()
    return 1e3 * (time.perf_counter() - begin), result


def second_epoch(work):
    """A run makes two epochs and times the second: `work` returns the mean loss of an image on either set."""

    def run(_):
        work()
        ms, (trained, tested) = timed(work)
        return ms, {"train ELBO": -trained, "test ELBO": -tested}

    return run


def serve(tasks, version):
    """A task prepares from (folder, size) and returns what makes one run: round -> (milliseconds, figures[, more])."""
    name, folder, size = sys.argv[1:4]
    run = tasks[name](folder, size)
    say({"version": version})
    while True:
        ms, figures, *more = run(next_round())
        answer(ms, figures, **(more[0] if more else {}))
