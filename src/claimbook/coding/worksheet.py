"""The coding worksheet, a file beside a text: a row for each proposal, with the cells that a coder fills in; as CSV.

It may hold longer pieces of the text than a dataset: it stays with the text and is never published. As a workbook it
is written by `workbook_out` and read by `workbook_in`; what becomes of an accepted row is `accepting`.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from claimbook.coding.columns import COLUMNS
from claimbook.coding.naming import Namer
from claimbook.coding.proposals import MAX_WORDS, Proposal
from claimbook.errors import DatasetError, PassageError, Problem, shorten_value
from claimbook.model.passages import Span
from claimbook.model.plain import FORMULA_SIGNS, drop_turns
from claimbook.model.tables import read_carefully, write_table
from claimbook.spreadsheet.telling import Undone

ENDINGS = {"xlsx": ".coding.xlsx", "csv": ".coding.csv"}


@dataclass(frozen=True)
class Line:
    """A row of a worksheet as it was read, what of its cells a spreadsheet made and was undone, and what could not be.

    A cell that is refused is blank here.
    """

    number: int
    cells: dict[str, str]
    undone: list[Undone] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Form:
    """A worksheet as it was read: how its place is told, and of a workbook the sheet's part and the column `accept`."""

    path: Path
    place: str
    lines: list[Line]
    part: str = ""
    accept: int = 0


@dataclass(frozen=True)
class Proposed:
    """What is proposed for all rows of a source, beside what stands in its text."""

    source_id: str
    language: str
    asserted: str
    issued_by: str = ""


def worksheet_path(text: Path, form: str) -> Path:
    """Return where the worksheet of a text lies: beside it, under its name."""
    return text.with_name(text.stem + ENDINGS[form])


def make_rows(text: str, proposals: Iterable[Proposal], common: Proposed, namer: Namer) -> list[dict[str, str]]:
    """Return the worksheet's rows. Proposals of one sentence are proposed as one claim; a coder parts them."""
    numbers: dict[Span, int] = {}
    rows = []
    for proposal in proposals:
        number = numbers.setdefault(proposal.passage, len(numbers) + 1)
        speaker = proposal.speaker
        claimant = namer.claimant(speaker)
        row = {
            "found": proposal.found,
            "in_text": _harmless(text[proposal.span.start : proposal.span.end]),
            "sentence": _harmless(text[proposal.passage.start : proposal.passage.end]),
            "speaker": _harmless(speaker.name),
            "verb": _harmless(speaker.verb),
            "dates": "; ".join(proposal.dates),
            "source_id": common.source_id,
            "start": str(proposal.passage.start),
            "end": str(proposal.passage.end),
            "text_part": proposal.text_part,
            "claim_id": f"{common.source_id}-{number:03d}",
            "claimant_id": claimant,
            "via": namer.via(speaker, claimant, common.issued_by),
            "asserted": speaker.day or common.asserted,
            "asserted_basis": "stated" if speaker.day else "latest",
        }
        rows.append({**row, **_own_cells(text, proposal, common, claimant)})
    return rows


def _own_cells(text: str, proposal: Proposal, common: Proposed, claimant: str) -> dict[str, str]:
    """Return the cells of what was found: its notation or its words, where they are few enough to be quoted."""
    if proposal.found == "figure":
        words = " ".join(text[proposal.span.start : proposal.span.end].split())
        words = words if words in text and len(words.split()) <= MAX_WORDS else ""
        basis = "words" if words else ""
        return {"quantity": proposal.quantity, "quantity_words": drop_turns(words), "quantity_basis": basis}
    if proposal.found == "quotation":
        if len(proposal.words.split()) > MAX_WORDS or drop_turns(proposal.words)[:1] in FORMULA_SIGNS:
            return {}  # which of them are the decisive ones is the coder's to say
        is_whole = proposal.span.end - proposal.span.start > 0.9 * (proposal.passage.end - proposal.passage.start)
        voice = "direct_quote" if is_whole else "partial_quote"
        said = {"words": drop_turns(proposal.words), "words_language": common.language, "voice": voice}
        return {**said, "words_by": claimant}
    return {"voice": "indirect"}


def _harmless(words: str) -> str:
    """Return a piece of a text in one line, which no spreadsheet takes for a formula."""
    flat = drop_turns(" ".join(words.split()))
    return f"'{flat}" if flat[:1] in FORMULA_SIGNS else flat


def write_worksheet(path: Path, rows: Iterable[dict[str, str]]) -> None:
    """Write a worksheet as CSV. Raises PassageError where it cannot be written."""
    cells = [[row.get(column, "") for column in COLUMNS] for row in rows]
    with replaced(path) as beside:
        write_table(beside, COLUMNS, cells, for_spreadsheets=True)


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Yield a place beside a worksheet's; what is written there takes its place, or, where anything fails, goes.

    Raises PassageError where it cannot be written.
    """
    beside = path.with_name(path.name + ".new")
    try:
        yield beside
        beside.replace(path)
    except OSError as cause:
        message = f"'{shorten_value(str(path))}' cannot be written: {cause.strerror}."
        fix = "close it in the spreadsheet, and make its folder one that you may write to."
        raise PassageError(message, fix=fix) from cause
    finally:
        with suppress(OSError):
            beside.unlink()


def read_worksheet(path: Path) -> list[dict[str, str]]:
    """Return the rows of a worksheet in CSV. A BOM is passed over. Raises DatasetError for what is none."""
    name = shorten_value(path.name)
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as cause:
        reason = getattr(cause, "strerror", None) or "no file name"
        fix = "name the worksheet that claimbook add-source wrote."
        raise DatasetError([Problem(name, 0, "", f"it cannot be read: {reason}.", fix)]) from cause
    columns, found = read_carefully(io.BytesIO(data.removeprefix(codecs.BOM_UTF8)), name, COLUMNS)
    if found:
        raise DatasetError(found.listed())
    texts = [cells.texts().tolist() for cells in columns]
    return [dict(zip(COLUMNS, (str(cell).strip() for cell in row), strict=True)) for row in zip(*texts, strict=True)]
