"""Turn the accepted rows of a worksheet into passages, claims, figures and statements. All rows or none.

Rows of one passage and one `claim_id` are one claim. What a claim needs is asked for here, so that every gap is told at
once; whether the cells are right is the dataset's own rules' to say, which judge the dataset that would come of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from claimbook.coding.appending import append_rows, place_problems
from claimbook.coding.nearest import nearest_words
from claimbook.coding.texts import find_text
from claimbook.coding.worksheet import ACCEPT, CLAIM, DONE, FIGURE, NO, STATEMENT, YES, read_worksheet, write_worksheet
from claimbook.errors import DatasetError, Problem, shorten_value
from claimbook.model.checks import check_dataset
from claimbook.model.dataset import Dataset
from claimbook.model.descriptor import read_schema
from claimbook.model.passages import Span, digest_text
from claimbook.model.proofs import judge_quantity_words, judge_words

Row = dict[str, str]
_ASKED = {YES: YES, "y": YES, NO: NO, "n": NO, "": "", DONE: DONE}
_OUTSIDE = ("claim_id", "source_id", "passage_id", "figure_id", "statement_id")


@dataclass
class Accepted:
    """The rows that come of a worksheet, by table, and which row of the worksheet each is from."""

    rows: dict[str, list[Row]] = field(
        default_factory=lambda: {name: [] for name in ("passages", "claims", "figures", "statements")}
    )
    origin: dict[tuple[str, int], int] = field(default_factory=dict)

    def add(self, table: str, row: Row, line: int) -> None:
        """Add a row that a line of the worksheet asks for."""
        self.origin[(table, len(self.rows[table]))] = line
        self.rows[table].append(row)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are, by table."""
        return {name: len(rows) for name, rows in self.rows.items()}


def accept_worksheet(data: Path, sheet: Path) -> Accepted:
    """Add what a coder accepted to the dataset and mark it `done` in the worksheet.

    Raises DatasetError with every problem of the worksheet, or of the dataset that would come of it, by the worksheet's
    rows; nothing is then written.
    """
    dataset = check_dataset(data)
    given = read_worksheet(sheet)
    name = shorten_value(sheet.name)
    lines = [(number, row) for number, row in enumerate(given, 2) if _ASKED.get(row[ACCEPT].lower()) == YES]
    problems = [
        Problem(
            name, number, ACCEPT, f"'{shorten_value(row[ACCEPT])}' is no answer.", "write yes or no, or leave it empty."
        )
        for number, row in enumerate(given, 2)
        if row[ACCEPT].lower() not in _ASKED
    ]
    if not lines and not problems:
        raise DatasetError([Problem(name, 0, ACCEPT, "no row is accepted.", "write yes beside what is to be a claim.")])
    digests = dict(zip(dataset.sources["source_id"], dataset.sources["text_sha256"], strict=True))
    texts = {
        source: find_text(digest, [sheet.resolve().parent])
        for source, digest in digests.items()
        if digest and source in {row["source_id"] for _, row in lines}
    }
    accepted = Accepted()
    maker = _Maker(dataset, texts, name, accepted)
    problems += maker.make(lines)
    if problems:
        raise DatasetError(problems)
    _write(data, dataset, sheet, given, lines, accepted)
    return accepted


def _write(
    data: Path, dataset: Dataset, sheet: Path, given: list[Row], lines: list[tuple[int, Row]], accepted: Accepted
) -> None:
    taken = {number for number, _ in lines}
    marked = [{**row, ACCEPT: DONE} if number in taken else row for number, row in enumerate(given, 2)]
    before = sheet.read_bytes()
    write_worksheet(sheet, marked)
    try:
        append_rows(data, accepted.rows)
    except BaseException as error:
        sheet.write_bytes(before)
        if not isinstance(error, DatasetError):
            raise
        tables = dataset.descriptor.tables
        places = {
            (tables[table].path, len(dataset.frames[table]) + number + 2): (shorten_value(sheet.name), line)
            for (table, number), line in accepted.origin.items()
            if table in tables
        }
        raise place_problems(error, places) from error


class _Maker:
    """What makes rows of tables from rows of a worksheet, and collects what is wrong with them."""

    def __init__(self, dataset: Dataset, texts: dict[str, str | None], file: str, accepted: Accepted) -> None:
        self.dataset, self.texts, self.file, self.accepted = dataset, texts, file, accepted
        self.problems: list[Problem] = []
        passages = dataset.passages[dataset.passages["start"].notna()]
        self.passages = {
            (row.source_id, Span(int(row.start), int(row.end))): row.passage_id for row in passages.itertuples()
        }
        self.ids = {name: set(frame.iloc[:, 0]) for name, frame in dataset.frames.items()}
        self.required = {
            name: [f["name"] for f in spec["schema"]["fields"] if (f.get("constraints") or {}).get("required")]
            for name, spec in read_schema()["tables"].items()
        }

    def fault(self, line: int, column: str, message: str, fix: str) -> None:
        """Note what is wrong with a row."""
        self.problems.append(Problem(self.file, line, column, message, fix))

    def make(self, lines: list[tuple[int, Row]]) -> list[Problem]:
        """Make the rows of the accepted lines; return what is wrong with these."""
        claims: dict[tuple[str, str], list[tuple[int, Row]]] = {}
        for line, row in lines:
            passage = self._passage(line, row)
            if passage and not row["no_claim_reason"]:
                self._prove(line, row)
                claims.setdefault((passage, row["claim_id"]), []).append((line, row))
        for (passage, claim_id), members in claims.items():
            self._claim(passage, claim_id, members)
        return self.problems

    def _passage(self, line: int, row: Row) -> str:
        """Return the id of a row's passage, which is added where there is none; "" where its place is wrong."""
        source = row["source_id"]
        text = self.texts.get(source)
        if source not in self.ids["sources"]:
            self.fault(line, "source_id", f"'{shorten_value(source)}' is no source.", "add it: claimbook add-source.")
            return ""
        if text is None:
            fix = "keep the worksheet beside the text, and the text as it was when it was added."
            self.fault(line, "source_id", f"the text of {source} does not lie beside the worksheet.", fix)
            return ""
        if not (
            row["start"].isdecimal() and row["end"].isdecimal() and int(row["start"]) < int(row["end"]) <= len(text)
        ):
            fix = "give start < end within the text: claimbook locate finds them."
            self.fault(
                line, "start", f"'{shorten_value(row['start'])}' to '{shorten_value(row['end'])}' is no passage.", fix
            )
            return ""
        span = Span(int(row["start"]), int(row["end"]))
        if (source, span) not in self.passages:
            known = [n for n in self.ids["passages"] if n.startswith(f"{source}-p")]
            number = len(known) + 1
            while f"{source}-p{number:03d}" in self.ids["passages"]:
                number += 1
            passage = f"{source}-p{number:03d}"
            self.ids["passages"].add(passage)
            self.passages[(source, span)] = passage
            digest = digest_text(text[span.start : span.end])
            cells = {"passage_id": passage, "sha256": digest}
            copied = {column: row[column] for column in ("source_id", "start", "end", "text_part", "no_claim_reason")}
            self.accepted.add("passages", {**copied, **cells}, line)
        return str(self.passages[(source, span)])

    def _prove(self, line: int, row: Row) -> None:
        """Hold what a row quotes against its passage, as `check --text` does, and show what stands there instead."""
        passage = self.texts[row["source_id"]][int(row["start"]) : int(row["end"])]
        wrong = {"words": judge_words(row["words"], passage) if row["words"] else None}
        if row["quantity"]:
            wrong["quantity_words"] = judge_quantity_words(row["quantity_words"], row["quantity_basis"], passage)
        for column, found in wrong.items():
            if found:
                message, fix = found
                self.fault(line, column, f"{message} There stands: {nearest_words(row[column], passage)}", fix)

    def _claim(self, passage: str, claim_id: str, members: list[tuple[int, Row]]) -> None:
        line = members[0][0]
        if claim_id in self.ids["claims"]:
            fix = "give it another claim_id; one claim stands on one passage."
            self.fault(line, "claim_id", f"'{shorten_value(claim_id)}' is there already.", fix)
            return
        self.ids["claims"].add(claim_id)
        cells = {column: self._agreed(column, members) for column in CLAIM}
        self._ask("claims", cells, line, "fill it in in one row of the claim, or write no.")
        self.accepted.add("claims", {**cells, "source_id": members[0][1]["source_id"], "passage_id": passage}, line)
        # A figure is proposed with its notation; a coder who takes the claim without it empties that cell.
        self._facets("figures", FIGURE, "f", claim_id, [m for m in members if m[1]["quantity"]])
        self._facets("statements", STATEMENT, "s", claim_id, [m for m in members if any(m[1][c] for c in STATEMENT)])

    def _agreed(self, column: str, members: list[tuple[int, Row]]) -> str:
        """Return the one cell that the rows of a claim give; two different ones are for the coder to part."""
        given: dict[str, int] = {}
        for line, row in members:
            if row[column]:
                given.setdefault(row[column], line)
        if len(given) > 1:
            first, *others = given
            for other in others:
                message = (
                    f"'{shorten_value(other)}' is not '{shorten_value(first)}', as another row of the claim has it."
                )
                self.fault(
                    given[other], column, message, "write one of them in both, or give this row a claim_id of its own."
                )
        return next(iter(given), "")

    def _facets(
        self, table: str, columns: tuple[str, ...], letter: str, claim_id: str, members: list[tuple[int, Row]]
    ) -> None:
        for number, (line, row) in enumerate(members, 1):
            cells = {column: row[column] for column in columns}
            if table == "figures":
                cells["place_id"] = row["place_id"]
            self._ask(table, cells, line, _REMEDY[table](row))
            own = {f"{table[:-1]}_id": f"{claim_id}-{letter}{number}", "claim_id": claim_id}
            self.accepted.add(table, {**cells, **own}, line)

    def _ask(self, table: str, cells: Row, line: int, fix: str) -> None:
        """Note every required cell that is empty."""
        for column in self.required[table]:
            if column not in _OUTSIDE and not cells.get(column):
                self.fault(line, column, f"the cell is empty, and {table} need it.", fix)


_REMEDY: dict[str, Callable[[Row], str]] = {
    "figures": lambda row: "fill it in, or empty quantity if the row is to be no figure.",
    "statements": lambda row: "fill it in, or empty the other cells of the statement.",
}
