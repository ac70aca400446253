"""The tutorial's steps, done as they stand on its page, in its order: commands, rows, terms, cells."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import shutil
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from coding_books import put

from claimbook.analysis.panels import comparable_panels
from claimbook.book import build as book_build
from claimbook.book.build import Built
from claimbook.cli import main
from claimbook.coding.columns import COLUMNS
from claimbook.coding.forms import read_form
from claimbook.model.checks import check_dataset
from claimbook.model.dataset import load_dataset
from claimbook.model.descriptor import read_schema
from claimbook.model.tables import write_table

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "book" / "about" / "your-own-book.md").read_text("utf-8")


# What a reader does, in the page's order: a command, rows or a text to write, terms to add, cells of the worksheet.
STEP = re.compile(
    r"^ {4}(?P<command>\S[^\n]*)|^```text\n(?P<text>.*?)^```"
    r"|^[^\n]*To the `terms` of `(?P<vocabulary>\w+)`[^\n]*:\n\n```json\n(?P<terms>.*?)^```"
    r"|^\| column \|(?P<heads>[^\n]*)\|\n\|[-|]+\|\n(?P<cells>(?:\|[^\n]*\n)+)",
    re.MULTILINE | re.DOTALL,
)
SHEET = Path("texts/herald.coding.xlsx")
# A passage is still to be coded when the page proves the texts first; from then on, none is.
EXPECTED = {"check --text texts": [2, 0]}


def _fill_in(heads: str, cells: str) -> None:
    """Do with the worksheet what one of the page's tables says; a column is a row of it."""
    rows = read_form(SHEET).lines
    lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in cells.splitlines()]
    assert {line[0] for line in lines} <= set(COLUMNS)
    for place, head in enumerate(re.findall(r"`(.*?)`", heads), 1):
        (row,) = [row.number for row in rows if head in (row.cells["quantity"], row.cells["claim_id"])]
        put(SHEET, row, {line[0]: line[place] for line in lines if line[place]})


def _put_rows(text: str, data: Path) -> None:
    """Add rows to their table; one whose id is there already is changed."""
    given = list(csv.DictReader(io.StringIO(text)))
    key = next(iter(given[0]))
    path = data / f"{key.removesuffix('_id').removesuffix('y') + ('ies' if key[-4] == 'y' else 's')}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        columns, *known = csv.reader(file)
    rows = {row[0]: dict(zip(columns, row, strict=True)) for row in known}
    for row in given:
        assert set(row) <= set(columns)
        rows.setdefault(row[key], dict.fromkeys(columns, "")).update(row)
    write_table(path, columns, [list(row.values()) for row in rows.values()])


def _add_terms(vocabulary: str, terms: str) -> None:
    path = Path("data/datapackage.json")
    package = json.loads(path.read_text("utf-8"))
    package["vocabularies"][vocabulary]["terms"] += json.loads(f"[{terms}]")
    path.write_text(json.dumps(package), "utf-8")


def _run(command: list[str], ran: Counter[str]) -> str:
    if command[0] == "cd":
        os.chdir(command[1])
        return ""
    if command[0] == "cp":
        shutil.copytree(command[2], command[3])
        return ""
    assert command[0] == "claimbook"
    line = " ".join(command[1:])
    expected = EXPECTED.get(line, [0] * 9)[ran[line]]
    ran[line] += 1
    done = CliRunner().invoke(main, command[1:])
    assert (command, done.exit_code) == (command, expected), done.stderr
    return done.stdout


def test_the_steps_of_the_tutorial_lead_from_nothing_to_a_checked_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[Path] = []

    def note(root: Path, data: Path, **options: object) -> Built:
        # The walk test builds this very book; here it is enough that the command finds it.
        check_dataset(data)
        built.append(root)
        return Built(root / "_build" / "html", root / "_build" / "book", 1, 1)

    monkeypatch.setattr(book_build, "build_book", note)
    monkeypatch.chdir(tmp_path)
    ran: Counter[str] = Counter()
    said = ""
    for step in STEP.finditer(PAGE):
        if step["command"]:
            said = _run(shlex.split(step["command"]), ran)
        elif step["vocabulary"]:
            _add_terms(step["vocabulary"], step["terms"])
        elif step["heads"]:
            _fill_in(step["heads"], step["cells"])
        elif re.match(r"[a-z]+_id,", step["text"]):
            _put_rows(step["text"], Path("../second" if Path("../second").exists() else "data"))
        else:
            Path("texts/herald.txt").write_text(step["text"], "utf-8")
    assert built == [tmp_path / "mine"]
    assert ran["check --text texts"] == 2
    dataset = load_dataset(Path("data"))
    assert (dataset.descriptor.title, dataset.sources["source_id"].tolist()) == (
        "The storm at Northport: what sources say", ["herald"],
    )  # fmt: skip
    panels = comparable_panels(dataset).groupby("panel")["figure_id"].agg(set).tolist()
    assert {"herald-001-f1", "herald-002-f1", "herald-003-f1"} in panels
    # What the page says of the comparison.
    assert re.search(r"^herald +6 +6 +6$", said, re.MULTILINE)
    assert re.search(r"^Figures +4 +4$", said, re.MULTILINE)
    assert re.search(r"^Figures: Modality +nominal +2 +1 +50 % +0\.00 ", said, re.MULTILINE)


def test_the_tutorial_names_the_vocabularies_that_can_be_added_to() -> None:
    (sentence,) = re.findall(r"These can be added to: (.*?)\. The others are closed", PAGE)
    known = read_schema()["vocabularies"]
    assert re.findall(r"`(\w+)`", sentence) == [name for name in known if not known[name]["closed"]]


def test_every_option_of_the_commands_stands_in_the_documentation() -> None:
    told = PAGE + "".join(
        (ROOT / name).read_text("utf-8") for name in ("README.md", "docs/word-lists.md", "CONTRIBUTING.md")
    )
    for name in ("new", "add-source", "accept", "locate"):
        assert f"claimbook {name}" in told
        options = [option for param in main.commands[name].params for option in param.opts if option.startswith("--")]
        assert [option for option in options if option not in told] == []
