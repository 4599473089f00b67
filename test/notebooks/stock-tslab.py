"""Executes notebooks, small, with tslab as it is published in place of the repository's kernel: stock-tslab.py FOLDER COMMAND NOTEBOOK ...

FOLDER is for the kernel's description, COMMAND begins tslab, as JSON. Prints what each notebook showed, or its first cell that fails with its error; the exit code is 1 if there is one.
"""

import json
import os
import pathlib
import sys

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

folder, command, *notebooks = sys.argv[1:]
root = pathlib.Path(__file__).resolve().parent.parent.parent
kernel = pathlib.Path(folder) / "kernels" / "stock"
kernel.mkdir(parents=True)
argv = [*json.loads(command), "kernel", "--config-path", "{connection_file}"]
(kernel / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "stock", "language": "typescript"}))
os.environ["PML_QUICK"] = "1"

failed = False
for name in notebooks:
    notebook = nbformat.read(root / "notebooks" / name, as_version=4)
    manager = AsyncKernelManager(kernel_name="stock", kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(kernel.parent)]))
    client = NotebookClient(notebook, km=manager, timeout=300, resources={"metadata": {"path": str(root / "notebooks")}})
    client.owns_km = True  # a kernel that outlives a failure would hold the output of whoever waits for it
    try:
        client.execute()
    except CellExecutionError as error:
        print(f"{name}: {error}", flush=True)
        failed = True
        continue
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    shown = sum("image/png" in output.get("data", {}) for cell in code for output in cell.outputs)
    print(f"{name}: {len(code)} cells, {shown} figures", flush=True)
sys.exit(failed)
