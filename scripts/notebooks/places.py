"""Where things are."""

import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
NOTEBOOKS = ROOT / "notebooks"
VERSIONS = ROOT / "scripts" / "notebooks" / "versions.mjs"
FAILED = ROOT / ".cache" / "failed"
FRESH = ROOT / ".cache" / "fresh"
LOCKS = ROOT / ".cache" / "locks"
