"""How far the execution of a notebook is."""

import shutil
import sys
import time

NOTE_EVERY_SECONDS = 30


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
