"""Executes the report's notebooks in order, with progress, and keeps them only if they succeed.

    execute.py [--quick] [--execute | --fresh] [--output-dir FOLDER] [NOTEBOOK ...]
    execute.py --check [NOTEBOOK ...]

Without names: every notebook of notebooks/, sorted. A notebook whose code, library, packages, study results and data have not changed
since it was executed is left alone, unless --execute or --fresh, which also names this run to the cells (PML_FRESH: they use no model from before it).
--quick sets PML_QUICK=1 and writes to .cache/quick, never over the full results; with other images than MNIST (PML_DATA) all goes to .cache/NAME, and cells
that speak of MNIST's numbers are left out with a word why. The written file holds no times and no paths of this machine: executing again gives the same bytes.
--check executes nothing: it names the notebooks whose outputs are stale.
Exit codes: 0, 1 a cell failed (a notebook is stale), 2 usage, 130 interrupted.
"""

import argparse
import os
import pathlib
import shutil
import sys
import time

from execution import SharedKernel
from files import folders_of, sweep
from one_notebook import run_one
from places import FRESH, NOTEBOOKS, ROOT
from staleness import VersionsError, check, is_current, made_from

AGAIN = (
    "To make them anew: `npm start -- --execute` with the models that are kept, "
    "`npm start -- --fresh` with these trained anew (minutes more)."
)


def name_fresh_run():
    """A name under which the cells note what this run has made, so that its notebooks share it."""
    shutil.rmtree(FRESH, ignore_errors=True)
    return f"{int(time.time())}-{os.getpid()}"


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("notebooks", nargs="*")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--execute", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--output-dir", type=pathlib.Path)
    options = parser.parse_args()
    if options.quick:
        os.environ["PML_QUICK"] = "1"
    if options.fresh:
        os.environ["PML_FRESH"] = name_fresh_run()
    quick = bool(os.environ.get("PML_QUICK"))
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
        nothing = {"folder": ".cache/quick" if quick else "", "parts": {}}
        made = made_from(sources, quick and not options.check) if sources else nothing
    except VersionsError as error:
        print(f"What the notebooks are made from could not be told: {error}. Does `npm run setup` end without an error?")
        return 1
    hashes = {source: made["parts"][str(source)] for source in sources if str(source) in made["parts"]}
    if options.check:
        return check(sources, hashes)
    data, written = made.get("data"), ROOT / made["folder"]
    folder = options.output_dir or (written if made["folder"] else None)
    if data:
        without = [source for source in sources if hashes.get(source, {}).get("data") == "none"]
        for source in without:
            print(f"{source.stem}  has no images in it, and is as it is for MNIST", flush=True)
        sources = [source for source in sources if source not in without]
    if not sources:
        print("There are no notebooks in notebooks/ yet.")
    anyway = options.execute or options.fresh
    targets = {source: folder / source.name if folder else source for source in sources}
    if sources and not options.notebooks and not anyway and all(is_current(targets[each], hashes.get(each)) for each in sources):
        print(f"The outputs of all {len(sources)} notebooks are current. {AGAIN}")
        return 0
    def sweep_all():
        own = [*(source.parent for source in sources), *([folder] if folder else [])]
        for place in {*own, *folders_of(written / "figures"), written / "data" / "checkpoints", written / "data" / "models"}:
            sweep(place)

    with SharedKernel() as kernel:
        for source in sources:
            sweep_all()
            other = (data, made["leftOut"].get(str(source), [])) if data else None
            code = run_one(kernel, source, targets[source], hashes.get(source, {}), anyway, other)
            if code != 0:
                return code
    sweep_all()  # by now the kernels of a run that was killed have ended too
    return 0


if __name__ == "__main__":
    sys.exit(main())
