"""The whole way of a newcomer: a new folder, a text, a worksheet, a check, a book. And that no step writes half."""

from __future__ import annotations

import codecs
import csv
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimbook.cli import main
from claimbook.coding.worksheet import read_worksheet, write_worksheet
from claimbook.model.checks import check_dataset
from claimbook.model.proofs import prove_dataset

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = """\
Storm closes Northport harbour
The Northport Herald, 14 May 2031

More than 30 people were rescued from two boats on 12 May, the harbour office says. “Nobody was lost,” it wrote later.
According to the Sailors’ Union, dozens were injured. The union called the answer “an insult to the families”.
"""


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new folder with its example and one more text, which is the current folder."""
    assert run("new", str(tmp_path / "mine")).exit_code == 0
    monkeypatch.chdir(tmp_path / "mine")
    (tmp_path / "mine" / "texts" / "herald.txt").write_text(ARTICLE, "utf-8")
    return tmp_path / "mine"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def add_herald(form: str = "csv") -> Path:
    title = "The Northport Herald, 14 May 2031"
    done = run("add-source", "texts/herald.txt", "--id", "herald", "--title", title, "--worksheet", form)
    assert (done.exit_code, done.stderr) == (0, "")
    return Path(f"texts/herald.coding.{form}")


def fill(sheet: Path, quantity: str, /, **cells: str) -> None:
    """Accept the row of a figure, with what a coder adds to it."""
    rows = read_worksheet(sheet)
    (row,) = [row for row in rows if row["quantity"] == quantity]
    row.update({"accept": "yes", **CLAIM, **FIGURE, **cells})
    write_worksheet(sheet, rows)


CLAIM = {"claimant_id": "harbour-office", "remove": "agency_relay", "voice": "indirect",
         "summary": "The harbour office says that more than 30 people were rescued."}  # fmt: skip
FIGURE = {"measure": "present", "counted": "people", "unit": "persons", "status": "unspecified",
          "status_basis": "not_stated", "modality": "count", "counting": "period"}  # fmt: skip


def interrupt_at_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever puts tables in their places be interrupted at that of the claims."""
    move = shutil.move

    def stop_at_claims(new: Path, place: Path) -> Path:
        if new.name == "claims.csv":
            raise KeyboardInterrupt
        return Path(move(new, place))

    monkeypatch.setattr(shutil, "move", stop_at_claims)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_folder_passes_the_check_and_every_passage_of_it_is_proven(book: Path) -> None:
    proof = prove_dataset(check_dataset(book / "data"), book / "texts")
    assert (proof.problems, proof.uncoded, proof.sources) == ([], [], ["harbour-post"])


@pytest.mark.usefixtures("book")
def test_a_spreadsheet_that_opens_the_worksheet_finds_its_encoding_said() -> None:
    assert add_herald().read_bytes().startswith(codecs.BOM_UTF8)


def test_a_new_folder_has_every_page_but_those_that_are_about_the_program(book: Path) -> None:
    contents = (book / "_toc.yml").read_text("utf-8")
    assert "your-own-book" in (ROOT / "_toc.yml").read_text("utf-8")
    assert "your-own-book" not in contents
    assert list(book.glob("book/**/*.md")) == []
    listed = [f"{name}.ipynb" for name in re.findall(r"(?:file|root): (\S+)", contents)]
    assert sorted(listed) == sorted(path.relative_to(book).as_posix() for path in book.glob("book/**/*.ipynb"))


def test_the_whole_walk_leads_from_a_new_folder_to_a_book_with_the_claim(book: Path) -> None:
    sheet = add_herald()
    fill(sheet, ">30")
    done = run("accept", str(sheet))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "passages 1, claims 1, figures 1, statements 0" in done.stdout
    assert run("check").exit_code == 0
    proven = run("check", "--text", "texts")
    assert "herald: 8 passages and 1 quotations proven" in proven.stdout
    assert "herald, " in proven.stderr  # what is still to be coded
    assert run("build").exit_code == 0
    page = (book / "_build" / "html" / "book" / "sources" / "herald.html").read_text("utf-8")
    assert 'id="herald-001"' in page


def test_an_accepted_row_is_marked_and_not_taken_again(book: Path) -> None:
    sheet = add_herald()
    fill(sheet, ">30")
    assert run("accept", str(sheet)).exit_code == 0
    again = run("accept", str(sheet))
    assert again.exit_code == 2
    assert "no row is accepted" in again.stderr


def test_a_done_row_is_coded_anew_once_its_claim_is_taken_out_of_the_tables(book: Path) -> None:
    sheet = add_herald()
    fill(sheet, ">30")
    assert run("accept", str(sheet)).exit_code == 0
    for name in ("claims", "figures"):
        path = book / "data" / f"{name}.csv"
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "herald-001" not in line), "utf-8")
    fill(sheet, ">30", counted="passengers")
    done = run("accept", str(sheet))
    assert (done.exit_code, done.stderr) == (0, "")
    dataset = check_dataset(book / "data")
    assert dataset.figures.set_index("figure_id").loc["herald-001-f1", "counted"] == "passengers"
    assert dataset.passages["passage_id"].tolist().count("herald-p001") == 1


def test_every_gap_of_an_accepted_row_is_told_at_once_and_nothing_is_written(book: Path) -> None:
    sheet = add_herald()
    fill(sheet, ">30", remove="", summary="", unit="")
    before = files(book)
    done = run("accept", str(sheet))
    assert done.exit_code == 2
    assert {"remove", "summary", "unit"} == {
        line.split("column ")[1].split(":")[0] for line in done.stderr.splitlines()[:-1]
    }
    assert all(" Fix: " in line and "herald.coding.csv, row 2," in line for line in done.stderr.splitlines()[:-1])
    assert files(book) == before


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("words", "a b c d e f g h i j k l m", "'a b c d e f g h i j k l m' is longer than 12 words."),
        ("quantity", "ca. 30", "'ca. 30' is no quantity."),
        ("summary", "=1", "'=1' begins as a formula does."),
    ],
)
def test_what_the_datasets_rules_refuse_is_told_by_the_row_of_the_worksheet(
    book: Path, column: str, cell: str, told: str
) -> None:
    sheet = add_herald()
    fill(sheet, ">30", **{"words_by": "harbour-office" if column == "words" else "", column: cell})
    before = files(book)
    done = run("accept", str(sheet))
    assert done.exit_code == 2
    assert f"herald.coding.csv, row 2, column {column}: " in done.stderr
    assert told in done.stderr
    assert files(book) == before


def test_rows_of_one_claim_that_differ_are_refused(book: Path) -> None:
    sheet = add_herald()
    rows = read_worksheet(sheet)
    first, second = [row for row in rows if row["claim_id"] == "herald-001"][:2]
    first.update({"accept": "yes", **CLAIM, **FIGURE})
    second.update({"accept": "yes", "claimant_id": "sailors-union"})
    write_worksheet(sheet, rows)
    done = run("accept", str(sheet))
    assert done.exit_code == 2
    assert "'sailors-union' is not 'harbour-office', as another row of the claim has it." in done.stderr


def test_a_passage_with_a_reason_becomes_no_claim(book: Path) -> None:
    sheet = add_herald()
    rows = read_worksheet(sheet)
    rows[0].update({"accept": "yes", "no_claim_reason": "says nothing of the events"})
    write_worksheet(sheet, rows)
    done = run("accept", str(sheet))
    assert (done.exit_code, "passages 1, claims 0" in done.stdout) == (0, True)
    assert "Row 2 is a passage without a claim: quantity not taken." in done.stdout


def test_a_row_that_sums_up_a_claim_and_says_that_there_is_none_is_refused(book: Path) -> None:
    sheet = add_herald()
    rows = read_worksheet(sheet)
    rows[0].update({"accept": "yes", "no_claim_reason": "idle", "summary": "The office states a number."})
    write_worksheet(sheet, rows)
    done = run("accept", str(sheet))
    assert done.exit_code == 2
    assert "row 2, column no_claim_reason: it says that there is no claim, and the row sums one up." in done.stderr


def test_an_answer_that_is_neither_yes_nor_no_is_refused(book: Path) -> None:
    sheet = add_herald()
    rows = read_worksheet(sheet)
    rows[0]["accept"] = "perhaps"
    write_worksheet(sheet, rows)
    done = run("accept", str(sheet))
    assert (done.exit_code, "'perhaps' is no answer" in done.stderr) == (2, True)


def test_rows_that_were_there_stay_byte_for_byte(book: Path) -> None:
    before = (book / "data" / "claims.csv").read_bytes()
    sheet = add_herald()
    fill(sheet, ">30")
    assert run("accept", str(sheet)).exit_code == 0
    assert (book / "data" / "claims.csv").read_bytes().startswith(before)


def test_a_worksheet_saved_without_a_byte_order_mark_is_read(book: Path) -> None:
    sheet = add_herald()
    fill(sheet, ">30")
    sheet.write_bytes(sheet.read_bytes().removeprefix(codecs.BOM_UTF8))
    assert run("accept", str(sheet)).exit_code == 0


def test_a_worksheet_away_from_its_text_is_refused(book: Path) -> None:
    sheet = add_herald()
    fill(sheet, ">30")
    sheet.rename("elsewhere.csv")
    done = run("accept", "elsewhere.csv")
    assert (done.exit_code, "does not lie beside the worksheet" in done.stderr) == (2, True)


def test_no_cell_of_a_worksheet_that_shows_the_text_is_taken_for_a_formula(book: Path) -> None:
    (book / "texts" / "odd.txt").write_text("By hand, 14 May 2031\n=SUM(1) 30 people were killed, he said.\n", "utf-8")
    assert run("add-source", "texts/odd.txt", "--id", "odd", "--worksheet", "csv").exit_code == 0
    with Path("texts/odd.coding.csv").open(encoding="utf-8", newline="") as handle:
        cells = [cell for row in csv.DictReader(handle) for cell in (row["in_text"], row["sentence"], row["words"])]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")] == []
    assert any(cell.startswith("'=SUM") for cell in cells)


def test_an_accept_that_is_interrupted_on_the_way_leaves_everything_as_it_was(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = add_herald()
    fill(sheet, ">30")
    before = files(book)
    interrupt_at_claims(monkeypatch)
    assert run("accept", str(sheet)).exit_code != 0
    assert files(book) == before
