"""Add a source to a dataset: its row, its text's place, and its worksheet. All of it or nothing; no claim is made."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from claimbook import paths
from claimbook.coding.appending import append_rows, place_problems
from claimbook.coding.days import DayFinder
from claimbook.coding.forms import usual_form, write_form
from claimbook.coding.naming import Namer, list_actors
from claimbook.coding.proposals import Proposal, propose
from claimbook.coding.texts import GivenText, read_text
from claimbook.coding.wordlists import read_word_list
from claimbook.coding.worksheet import Proposed, make_rows, worksheet_path
from claimbook.errors import DatasetError, NotationError, PassageError, Problem, shorten_value
from claimbook.model.checks import check_dataset
from claimbook.model.dataset import Dataset
from claimbook.model.dates import parse_date

MAX_TITLE = 12
MAX_HEADLINE = 25  # words; what is longer is a paragraph


@dataclass(frozen=True)
class Guess:
    """A cell that was not given, and where it was taken from."""

    value: str
    origin: str


@dataclass(frozen=True)
class Added:
    """What was added: the source's row and where it stands, the text that was coded, the worksheet and its proposals.

    `guessed` are the cells that nobody gave, by column.
    """

    row: dict[str, str]
    text: Path
    worksheet: Path
    proposals: list[Proposal]
    guessed: dict[str, Guess] = field(default_factory=dict)
    row_place: str = ""


def add_source(
    data: Path, text_file: Path, cells: dict[str, str], own_words: Path | None = None, form: str = ""
) -> Added:
    """Add a source with the cells given (by column; `source_id` is one) and write its worksheet beside its text.

    The worksheet's `form` is xlsx or csv; without it, a workbook where one can be written. Of a page or a PDF the
    text is written beside it, as ID.txt. Title and day that are not given are taken from the text, and told in
    `guessed`. Raises DatasetError, PassageError or NotationError; nothing is then written.
    """
    dataset = check_dataset(data)
    given = read_text(text_file)
    source_id = cells["source_id"]
    _refuse_known(dataset, source_id, given)
    said = {key: value for key, value in cells.items() if value}
    words = read_word_list(said.get("language") or given.said.get("language") or "en", own_words)
    guessed = _guess(given, said, words.language)
    row = {**{column: guess.value for column, guess in guessed.items()}, **said, "text_sha256": given.digest}
    published = _day(row["published"])
    proposals = propose(given.text, words, published, list_measures(dataset))
    place = text_file.with_name(f"{source_id}.txt") if given.is_extracted else text_file
    sheet = worksheet_path(place, form or usual_form())
    _refuse_written([sheet, *([place] if given.is_extracted else [])])
    latest = f"../{row['published']}" if published else ""
    common = Proposed(source_id, words.language, latest, said.get("issued_by", ""))
    rows = make_rows(given.text, proposals, common, Namer(list_actors(dataset), words, given.text))
    _write(data, dataset, row, given, place, sheet, rows)
    file = f"{paths.shown(data.resolve() / dataset.descriptor.tables['sources'].path)}, row {len(dataset.sources) + 2}"
    return Added(row, place, sheet, proposals, guessed, file)


def list_measures(dataset: Dataset) -> frozenset[str]:
    """Return the words by which a dataset says what it measures and in which units."""
    vocabularies = dataset.descriptor.vocabularies
    terms = [term for name in ("measure", "unit") if name in vocabularies for term in vocabularies[name].terms.values()]
    said = " ".join(f"{term.name} {term.label} {term.definition}" for term in terms)
    return frozenset(re.findall(r"[^\W_]+|[$€£]", said.lower()))


def _refuse_known(dataset: Dataset, source_id: str, given: GivenText) -> None:
    """Refuse an id or a text that a source has already."""
    file = dataset.descriptor.tables["sources"].path
    ids, digests = dataset.sources["source_id"].tolist(), dataset.sources["text_sha256"].tolist()
    problems = []
    if source_id in ids:
        message = f"'{shorten_value(source_id)}' is there already."
        fix = "give the new source an id of its own with --id."
        problems.append(Problem(file, ids.index(source_id) + 2, "source_id", message, fix))
    if given.digest in digests:
        row = digests.index(given.digest)
        message = f"the text is that of {ids[row]} already."
        problems.append(Problem(file, row + 2, "text_sha256", message, "code that source; a text is added once."))
    if problems:
        raise DatasetError(problems)


def _guess(given: GivenText, said: dict[str, str], language: str) -> dict[str, Guess]:
    """Return what was not given and what the text or its page says of it. Raises PassageError where no day is found."""
    usual = {"seen_as": "full_text", "coding_scope": "whole", "kind": "news_report", "language": language}
    guessed = {column: Guess(value, "as usual") for column, value in usual.items()}
    guessed |= {column: Guess(value, "from what the file says of itself") for column, value in given.said.items()}
    lines = [line.strip() for line in given.text.splitlines() if line.strip()]
    guessed.setdefault("title", _headline(lines[0]))
    if "published" not in said and "published" not in guessed:
        head = "\n".join(lines[:3])
        days = [day.edtf for day in DayFinder(read_word_list(language), None).find(head) if _day(day.edtf)]
        if not days:
            fix = "give --published: 2025-03-10."
            raise PassageError("The day on which the text came out is not found in its first lines.", fix=fix)
        guessed["published"] = Guess(days[0], "from its first lines")
    return {column: guess for column, guess in guessed.items() if guess.value and column not in said}


def _headline(line: str) -> Guess:
    """Return the title that a text's first line is; of one too long to be a headline, how it begins."""
    words = line.split()
    if len(words) <= MAX_HEADLINE:
        return Guess(" ".join(words), "from its first line")
    return Guess(" ".join(words[:MAX_TITLE]) + " …", "from how its first line begins")


def _day(edtf: str) -> date | None:
    """Return the day that a date means; None where it is none, or is for the dataset's rules to refuse."""
    try:
        span = parse_date(edtf)
    except NotationError:
        return None
    return span.last if span.is_day else None


def _refuse_written(files: list[Path]) -> None:
    for path in files:
        if path.exists():
            message = f"'{shorten_value(str(path))}' is there already."
            raise PassageError(message, fix="move it away first; nothing is written over.")


def _write(
    data: Path, dataset: Dataset, row: dict[str, str], given: GivenText, place: Path, sheet: Path,
    rows: list[dict[str, str]],
) -> None:  # fmt: skip
    """Write text, worksheet and row; where the last of them fails, take the others away."""
    made: list[Path] = []
    try:
        if given.is_extracted:
            made.append(place)
            place.write_bytes(given.data)
        made.append(sheet)
        write_form(sheet, rows, dataset)
        append_rows(data, {"sources": [row]})
    except DatasetError as error:
        _take_away(made)
        file = dataset.descriptor.tables["sources"].path
        raise place_problems(error, {(file, len(dataset.sources) + 2): (f"{file} (the new row)", 0)}) from error
    except OSError as cause:
        _take_away(made)
        message = f"'{shorten_value(str(place))}' cannot be written: {cause.strerror}."
        raise PassageError(message, fix="put the file into a folder that you may write to.") from cause
    except BaseException:
        _take_away(made)
        raise


def _take_away(files: list[Path]) -> None:
    for path in files:
        path.unlink(missing_ok=True)
