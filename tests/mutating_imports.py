"""Give `import` mutated files of every form that it reads, and mutated mappings, and hold it to what it promises.

    python tests/mutating_imports.py 10000        the whole number; prints figures, and every case that broke
    python tests/mutating_imports.py 1 --from 77  case 77 alone

What belongs here: the cases and what must hold. What does not: how a file is changed (mutations, json_mutations).
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import polars as pl
from click.testing import CliRunner, Result
from json_mutations import mutate_json, mutate_lines, mutate_text
from mutating import CaseBench, tell_of
from mutations import mutate_table

from claimbook import paths
from claimbook.cli import main
from claimbook.errors import ClaimbookError
from claimbook.model.checks import check_dataset
from tests.ucdp_rows import make_rows, write_rows

SEED = "imports"
UCDP = ("--mapping", "ucdp-ged", "--set", "version=9.1", "--set", "released=2034-06")
TEXT = "Weir broken.\nThe office says that 12 people died.\nThe league says that\n12 people died twice over.\n"
NOTES = (
    "--mapping",
    "web-annotation",
    "--set",
    "source=herald",
    "--set",
    "title=The Herald",
    "--set",
    "published=2031",
)
Mutation = Callable[[Random, bytes], tuple[str, bytes]]


class ImportBench(CaseBench):
    """Sound files of every form in a folder of their own, put back after every case."""

    def __init__(self, folder: Path) -> None:
        rows = list(make_rows(6))
        write_rows(folder / "a.csv", rows)
        write_rows(folder / "a.tsv", rows, delimiter="\t")
        used = [{key: value for key, value in row.items() if value} for row in rows]
        (folder / "a.json").write_text(json.dumps({"rows": used}), "utf-8")
        (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in used), "utf-8")
        packed = BytesIO()
        pl.DataFrame(rows).write_parquet(packed)
        (folder / "a.parquet").write_bytes(packed.getvalue())
        (folder / "own.yml").write_bytes((paths.MAPPINGS / "ucdp-ged.yml").read_bytes())
        (folder / "herald.txt").write_text(TEXT, "utf-8")
        (folder / "notes.json").write_text(json.dumps(_annotations()), "utf-8")
        super().__init__(folder)
        own = ("--mapping", str(folder / "own.yml"), *UCDP[2:])
        notes = (*NOTES, "--text", str(folder / "herald.txt"))
        forms: dict[str, tuple[str, str, tuple[str, ...], Mutation]] = {
            "delimited": ("a.csv", "a.csv", UCDP, mutate_table),
            "with tabulators": ("a.tsv", "a.tsv", UCDP, mutate_text),
            "JSON": ("a.json", "a.json", UCDP, mutate_json),
            "JSON lines": ("a.jsonl", "a.jsonl", UCDP, mutate_lines),
            "Parquet": ("a.parquet", "a.parquet", UCDP, mutate_text),
            "annotations": ("notes.json", "notes.json", notes, mutate_json),
            "text of annotations": ("herald.txt", "notes.json", notes, mutate_text),
            "mapping": ("own.yml", "a.csv", own, mutate_text),
        }
        self.forms = list(forms.items())
        self.into = folder / "made"

    def try_case(self, number: int) -> list[str]:
        """Try one case; return what broke in it, in words."""
        random = Random(f"{SEED} {number}")
        form, (changed, given, options, mutation) = random.choice(self.forms)
        how, data = "", self.before[self.folder / changed]
        for _ in range(random.randint(1, 2)):
            how, data = mutation(random, data or b"x")
        (self.folder / changed).write_bytes(data)
        held = self.files()
        result = CliRunner().invoke(
            main, ["import", str(self.folder / given), *options, "--into", str(self.into)], catch_exceptions=True
        )
        broken = self.judge(result, (0, 1, 2))
        broken += self._judge_made(result)
        if {path: data for path, data in self.files().items() if self.into not in path.parents} != held:
            broken.append("what was there has changed")
        shutil.rmtree(self.into, ignore_errors=True)
        self.restore()
        self.figures[f"{form}: {how}", result.exit_code] += 1
        return [f"case {number}, {form}, {how}: {line}" for line in broken]

    def _judge_made(self, result: Result) -> list[str]:
        if result.exit_code == 2:
            return ["a folder was left"] if self.into.exists() else []
        counts = re.search(r"(\d+) (?:rows|annotations) read: (\d+) accepted, (\d+) rejected", result.output)
        if not counts:
            return ["no accounts"]
        read, accepted, rejected = map(int, counts.groups())
        broken = [] if read == accepted + rejected else ["the accounts do not add up"]
        if result.exit_code != (1 if rejected else 0):
            broken.append(f"exit status {result.exit_code} with {rejected} rejected")
        try:
            check_dataset(self.into)
        except ClaimbookError as error:
            broken.append(f"an unsound dataset was written: {error}")
        return broken


def _annotations() -> list[object]:
    def one(number: int, **exact: str) -> dict[str, object]:
        selector = [{"type": "TextQuoteSelector", **exact}, {"type": "TextPositionSelector", "start": 13, "end": 30}]
        target = [{"source": "https://herald.example/1", "selector": selector}]
        return {"id": f"n{number}", "text": "a comment", "target": target, "created": "2031-05-05T01:02:03+00:00"}

    return [
        one(1, exact="12 people died", prefix="says that "), one(2, exact="12 people died", suffix=" twice"),
        one(3, exact="Weir broken."), one(4, exact="nobody died"),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(tell_of(ImportBench, __doc__ or ""))
