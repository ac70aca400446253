"""Give the commands mutated files, and hold them to it: an answer in words, exit status 0 or 2, nothing else changed.

    python tests/mutating.py 10000        the whole number; prints figures, and every case that broke
    python tests/mutating.py 1 --from 77  case 77 alone

All in one process: starting Python ten thousand times would measure nothing else.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import traceback
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from click.testing import CliRunner, Result
from mutations import mutate_table, mutate_workbook
from tiny import write_tiny_dataset

from claimbook.cli import main

SEED = "tables and workbooks"


class CaseBench(ABC):
    """A folder with sound files, put back after every case, and how each kind of case ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before = self.files()
        self.figures: Counter[tuple[str, int]] = Counter()

    def files(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file()}

    @abstractmethod
    def try_case(self, number: int) -> list[str]:
        """Try one case; return what broke in it, in words."""

    def judge(self, result: Result, allowed: tuple[int, ...]) -> list[str]:
        """Return what is wrong with how a command ended: an answer in words, and an exit status that it may have."""
        broken = []
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            broken.append("".join(traceback.format_exception(result.exception)[-3:]))
        if result.exit_code not in allowed or "Traceback" in result.output:
            broken.append(f"exit status {result.exit_code}")
        if result.exit_code == 2 and not ("Fix: " in result.stderr and result.stderr.replace("\n", "").isprintable()):
            broken.append(f"no remedy, or not in plain words: {result.stderr[:200]!r}")
        return broken

    def restore(self) -> None:
        for path, data in self.before.items():
            path.write_bytes(data)
        for path in set(self.folder.rglob("*")) - set(self.before):
            if path.is_file():
                path.unlink()
            elif path.name.startswith("."):
                shutil.rmtree(path)


class Bench(CaseBench):
    """A dataset and its workbook in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.data = write_tiny_dataset(folder / "data")
        self.sheet = folder / "coding.xlsx"
        assert self.run("workbook", "export", str(self.sheet), "--data", str(self.data)).exit_code == 0
        self.workbook = self.sheet.read_bytes()
        super().__init__(folder)
        self.tables = sorted(path for path in self.before if path.suffix in (".csv", ".json"))

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    def try_case(self, number: int) -> list[str]:
        """Try one case; return what broke in it, in words."""
        random = Random(f"{SEED} {number}")
        broken = self._try_table(random) if random.random() < 0.5 else self._try_workbook(random)
        return [f"case {number}, {line}" for line in broken]

    def _try_table(self, random: Random) -> list[str]:
        path = random.choice(self.tables)
        how, data = mutate_table(random, self.before[path])
        path.write_bytes(data)
        held = self.files()
        out = self.folder / "out.xlsx"
        words = ["workbook", "export", str(out)] if random.random() < 0.1 else ["check"]
        result = self.run(*words, "--data", str(self.data))
        out.unlink(missing_ok=True)
        broken = self._judge(result, held)
        self.restore()
        self.figures[f"table: {how}", result.exit_code] += 1
        return [f"{path.name}, {how}: {line}" for line in broken]

    def _try_workbook(self, random: Random) -> list[str]:
        how, data = mutate_workbook(random, self.workbook)
        self.sheet.write_bytes(data)
        held = self.files()
        more = ["--over"] if random.random() < 0.5 else []
        result = self.run("workbook", "import", str(self.sheet), "--data", str(self.data), *more)
        if result.exit_code == 0:
            # What was taken is what the workbook says; it has to be a sound dataset, and nothing else may differ.
            taken = {path for path, data in self.files().items() if data != held.get(path)}
            broken = self._judge(result, None)
            broken += [f"{path.name} was written" for path in taken if path not in self.tables]
            if taken and self.run("check", "--data", str(self.data)).exit_code:
                broken.append("an unsound dataset was written")
        else:
            broken = self._judge(result, held)
        self.restore()
        self.figures[f"workbook: {how}", result.exit_code] += 1
        return [f"{how}: {line}" for line in broken]

    def _judge(self, result: Result, held: dict[Path, bytes] | None) -> list[str]:
        broken = self.judge(result, (0, 2))
        if held is not None and self.files() != held:
            broken.append("what was there has changed")
        return broken


def mutate(
    how_many: int, first: int = 0, kind: type[CaseBench] = Bench, tell: Callable[[str], None] = lambda line: None
) -> tuple[Counter[tuple[str, int]], list[str]]:
    """Try so many cases from the first on; return how each kind of them ended, and what broke.

    What breaks is told at once, and how far it is.
    """
    broken: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        bench = kind(Path(folder))
        for done, number in enumerate(range(first, first + how_many)):
            if done and done % 250 == 0:
                tell(f"{done} of {how_many}, {len(broken)} broke")
            for line in bench.try_case(number):
                broken.append(line)
                tell(line)
    return bench.figures, broken


def tell_of(kind: type[CaseBench], told: str) -> int:
    """Try the cases that the command line asks for, print figures and what broke, and return the exit status."""
    parser = argparse.ArgumentParser(description=told, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("--from", dest="first", type=int, default=0)
    wanted = parser.parse_args()
    figures, broken = mutate(wanted.number, wanted.first, kind, partial(print, file=sys.stderr, flush=True))
    for name in sorted({name for name, _ in figures}):
        ends = ", ".join(
            f"{count} with exit status {code}" for (k, code), count in sorted(figures.items()) if k == name
        )
        print(f"{name}: {ends}")
    print(f"{figures.total()} mutated files, {len(broken)} broke.")
    print(*broken, sep="\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(tell_of(Bench, __doc__ or ""))
