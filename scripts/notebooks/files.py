"""Files that are written whole or not at all, by one run at a time."""

import contextlib
import fcntl
import hashlib
import json
import os
import re

import nbformat

from places import LOCKS


def short_hash(value):
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


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
