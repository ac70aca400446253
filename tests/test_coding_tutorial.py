"""The tutorial's commands, run as they stand on its page, in its order."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimbook.book import build as book_build
from claimbook.book.build import Built
from claimbook.cli import main
from claimbook.coding.worksheet import COLUMNS, read_worksheet, write_worksheet
from claimbook.model.checks import check_dataset

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "book" / "about" / "your-own-book.md").read_text("utf-8")


def _commands() -> list[list[str]]:
    return [shlex.split(line) for line in re.findall(r"^ {4}(\S.*)", PAGE, re.MULTILINE)]


def _fill_in(sheet: Path) -> None:
    """Do with the worksheet what the page's table says."""
    cells = dict(re.findall(r"^\| ([a-z_]+) \| (.+?) \|$", PAGE, re.MULTILINE))
    cells.pop("column")
    assert set(cells) <= set(COLUMNS)
    rows = read_worksheet(sheet)
    (row,) = [row for row in rows if row["quantity"] == ">30"]
    row.update(cells)
    write_worksheet(sheet, rows)


def test_the_commands_of_the_tutorial_lead_from_nothing_to_a_checked_claim(
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
    (article,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    for command in _commands():
        if command[0] == "cd":
            os.chdir(command[1])
            Path("texts/herald.txt").write_text(article, "utf-8")
            continue
        assert command[0] == "claimbook"
        if command[1] == "accept":
            _fill_in(Path(command[2]))
        done = CliRunner().invoke(main, command[1:])
        assert (command, done.exit_code, done.stderr) == (command, 0, "")
    assert built == [tmp_path / "mine"]
    assert "herald-001" in set(check_dataset(tmp_path / "mine" / "data").claims["claim_id"])


def test_every_option_of_the_commands_stands_in_the_documentation() -> None:
    told = PAGE + "".join(
        (ROOT / name).read_text("utf-8") for name in ("README.md", "docs/word-lists.md", "CONTRIBUTING.md")
    )
    for name in ("new", "add-source", "accept", "locate"):
        assert f"claimbook {name}" in told
        options = [option for param in main.commands[name].params for option in param.opts if option.startswith("--")]
        assert [option for option in options if option not in told] == []
