"""The environment of a contender that cannot share the program's own. Made once, from pinned and hashed versions."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.measure import TAIL_LINES

REQUIREMENTS = Path(__file__).with_name("ploomber.txt")
FOLDER = Path(__file__).with_name(".venv-ploomber")
_READY = ".ready"


def ploomber_python() -> Path:
    """Return the Python of ploomber-engine's environment."""
    return FOLDER / ("Scripts" if os.name == "nt" else "bin") / "python"


def make_ploomber() -> str:
    """Make ploomber-engine's environment where it is not there yet; return why it could not be made, "" if it is."""
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    ready = FOLDER / _READY
    if ready.is_file() and ready.read_text("utf-8") == digest:
        return ""
    uv = str(Path(sys.executable).with_name("uv"))
    make = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(FOLDER)]
    install = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--require-hashes", "-r", str(REQUIREMENTS)]
    for command in (make, [*install, "--python", str(ploomber_python())]):
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except OSError as error:
            return f"its environment cannot be made: {error.strerror}"
        except subprocess.CalledProcessError as error:
            lines = [line.strip() for line in str(error.stderr).splitlines() if line.strip()]
            return f"its environment cannot be made: {' | '.join(lines[-TAIL_LINES:])}"
    ready.write_text(digest, "utf-8")
    return ""
