"""Build a released version again with the program of that version: what runs in a process of its own, and how.

`python -m claimbook.release.again DATA OUT INPUTS`, in the folder of a book, builds it under the id of the build whose
`inputs.json` is named. Later versions of the program call that of earlier ones so: its arguments stay as they are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from claimbook.errors import BuildError, ClaimbookError


def build_again(root: Path, data: Path, out: Path, inputs: Path) -> Path:
    """Build the book of a folder with the program that lies in it, or this one where none does; return the site.

    Raises BuildError with its last words where it fails.
    """
    variables = dict(os.environ)
    if (root / "src" / "claimbook").is_dir():
        variables["PYTHONPATH"] = str(root / "src")
    done = subprocess.run(
        [sys.executable, "-m", "claimbook.release.again", str(data), str(out), str(inputs)],
        cwd=root, env=variables, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode or not (out / "index.html").is_file():
        said = " ".join(done.stderr.replace(str(root), ".").split())[-300:]
        fix = "install what that version asks for (uv.lock at its tag), and run this again."
        raise BuildError(f"A released version cannot be built again: {said}", fix=fix)
    return out


def main(data: str, out: str, inputs: str) -> None:
    """Build the book of the current folder."""
    from claimbook.book.build import build_book

    pinned = Path(inputs).read_bytes()
    as_of = str(json.loads(pinned).get("parameters", {}).get("as_of", ""))
    build_book(Path.cwd(), Path(data), out=Path(out), as_of=as_of, pinned=pinned)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except ClaimbookError as error:
        sys.exit(f"{error.message} Fix: {error.fix}")
