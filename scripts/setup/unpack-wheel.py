"""Takes TensorFlow's two libraries and its headers out of its wheel: unpack-wheel.py WHEEL FOLDER."""

import pathlib
import sys
import zipfile

LIBRARIES = ("libtensorflow_cc.so.2", "libtensorflow_framework.so.2")
HEADERS = "tensorflow/include/"

wheel, folder = sys.argv[1], pathlib.Path(sys.argv[2])
(folder / "lib").mkdir(parents=True, exist_ok=True)
with zipfile.ZipFile(wheel) as archive:
    for name in LIBRARIES:
        with archive.open(f"tensorflow/{name}") as source, open(folder / "lib" / name, "wb") as target:
            while chunk := source.read(1 << 22):
                target.write(chunk)
        (folder / "lib" / name).chmod(0o755)
    for member in archive.namelist():
        if member.startswith(HEADERS) and not member.endswith("/"):
            target = folder / "include" / member[len(HEADERS) :]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(member))
