"""Give every reader of bytes from anywhere what a fuzzer makes up, for so many seconds each.

    python tests/fuzzing.py --seconds 60              every target
    python tests/fuzzing.py --seconds 60 dates table  these

With atheris, which is no dependency of the project, what is tried next follows what the program went through; each
target runs in a process of its own, and what breaks it is kept in `_build/fuzz`. Without it, Hypothesis makes cases.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import time
import traceback
from pathlib import Path

KEPT = Path("_build/fuzz")
LONGEST = 1 << 14
SECONDS_A_CASE = 20
MEGABYTES = 3000


def run_with_atheris(name: str, seconds: int) -> None:
    """Run one target until the time is over or it breaks; libFuzzer ends the process itself."""
    import atheris

    with atheris.instrument_imports(include=["claimbook", "yaml"]):
        from fuzz_targets import TARGETS
    target = TARGETS[name]()
    corpus = KEPT / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    limits = [f"-max_total_time={seconds}", f"-timeout={SECONDS_A_CASE}", f"-rss_limit_mb={MEGABYTES}"]
    limits += [f"-max_len={max(LONGEST, *map(len, target.seeds))}", f"-artifact_prefix={KEPT}/{name}-"]
    atheris.Setup([sys.argv[0], str(corpus), *limits, "-print_final_stats=1", "-verbosity=0"], target)
    atheris.Fuzz()


def run_with_hypothesis(name: str, seconds: int) -> bool:
    """Run one target until the time is over or it breaks; whether it held."""
    from fuzz_targets import TARGETS
    from hypothesis import HealthCheck, given, settings

    target = TARGETS[name]()
    # Other cases on every run, and no file of them beside the project.
    made = settings(database=None, deadline=None, max_examples=500, suppress_health_check=list(HealthCheck))
    end, cases = time.monotonic() + seconds, 0
    try:
        while time.monotonic() < end:
            made(given(target.bytes())(target.__call__))()
            cases += made.max_examples
    except Exception:
        traceback.print_exc()
        return False
    finally:
        print(f"{name}: {cases} cases.", flush=True)
    return True


def run() -> int:
    """Run the targets that the command line asks for; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)  # one target, with atheris, here
    wanted = parser.parse_args()
    if wanted.alone:
        run_with_atheris(wanted.targets[0], wanted.seconds)
    from fuzz_targets import TARGETS

    has_atheris = importlib.util.find_spec("atheris") is not None
    if not has_atheris:
        print("atheris is not installed: Hypothesis alone.")
    broken = [name for name in wanted.targets or TARGETS if not _held(name, wanted.seconds, has_atheris)]
    print(f"{len(broken)} targets broke{': ' if broken else '.'}{', '.join(broken)}")
    return 1 if broken else 0


def _held(name: str, seconds: int, has_atheris: bool) -> bool:
    if not has_atheris:
        return run_with_hypothesis(name, seconds)
    print(f"{name}:", flush=True)
    command = [sys.executable, __file__, name, "--seconds", str(seconds), "--alone"]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(run())
