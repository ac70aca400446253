"""Turn the accepted rows of a worksheet into passages, claims and what stands in them. All rows or none.

Rows of one passage and one `claim_id` are one claim. What a claim needs is asked for here, and what it quotes is held
against the text; whether the cells are right is the dataset's own rules' to say, which judge the dataset that would
come of it. All of that is told at once (`telling`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from claimbook.coding.appending import rows_beside
from claimbook.coding.columns import ACCEPT, ATTRIBUTION, CLAIM, DONE, FIGURE, NO, STATEMENT, YES
from claimbook.coding.forms import mark_form, read_form
from claimbook.coding.nearest import nearest_words
from claimbook.coding.telling import Accepted, Row, Standing, list_unknown_actors, read_standing, tell_found
from claimbook.coding.texts import find_text
from claimbook.coding.worksheet import Form, Line
from claimbook.errors import DatasetError, Problem, shorten_value
from claimbook.model.descriptor import read_schema
from claimbook.model.passages import Span, digest_text
from claimbook.model.proofs import judge_quantity_words, judge_words
from claimbook.spreadsheet.telling import tell_undone

_ASKED = {YES: YES, "y": YES, NO: NO, "n": NO, "": "", DONE: DONE}
_OUTSIDE = ("claim_id", "source_id", "passage_id", "figure_id", "statement_id", "attribution_id")


def accept_worksheet(data: Path, sheet: Path) -> Accepted:
    """Add what a coder accepted to the dataset and mark it `done` in the worksheet.

    Raises DatasetError with every problem of the worksheet, or of the dataset that would come of it, by the worksheet's
    rows; nothing is then written.
    """
    standing = read_standing(data.resolve())
    form = read_form(sheet)
    lines = [line for line in form.lines if _is_taken(line)]
    if not lines:
        fix = "write yes beside what is to be a claim."
        raise DatasetError([Problem(form.place, 0, ACCEPT, "no row is accepted.", fix)])
    digests = dict(zip(standing.column("sources", "source_id"), standing.column("sources", "text_sha256"), strict=True))
    texts = {
        source: text
        for source in dict.fromkeys(line.cells["source_id"] for line in lines)
        if (digest := digests.get(source)) and (text := find_text(digest, [sheet.resolve().parent])) is not None
    }
    notes = tell_undone(form.place, (cell for line in lines for cell in line.undone))
    maker = _Maker(standing, texts, Accepted(form.place, notes=notes), [p for line in lines for p in line.refused])
    for line in lines:
        if (answer := line.cells[ACCEPT]).lower() not in _ASKED:
            fix = "write yes or no, or leave it empty; what else is told of this row is to be mended for a yes only."
            maker.fault(line.number, ACCEPT, f"'{shorten_value(answer)}' is no answer.", fix)
    maker.make([(line.number, line.cells) for line in lines])
    _put(form, {line.number for line in lines}, maker)
    return maker.accepted


def _is_taken(line: Line) -> bool:
    """Whether a row is judged: an unclear answer is taken for a yes, so that gaps are not told in a second round."""
    if any(problem.column == ACCEPT for problem in line.refused):
        return True
    return _ASKED.get(line.cells[ACCEPT].lower(), YES) == YES


def _put(form: Form, taken: set[int], maker: _Maker) -> None:
    """Put rows and marks into their places, if nothing is wrong with the rows. Raises DatasetError if something is."""
    standing, accepted = maker.standing, maker.accepted
    strangers, problems = list_unknown_actors(standing, accepted)
    before = form.path.read_bytes()
    try:
        with rows_beside(standing.data, {**accepted.rows, "actors": strangers}) as copy:
            if told := [*maker.problems, *problems, *tell_found(copy, standing, accepted, maker.problems, maker.texts)]:
                raise DatasetError(told)
            mark_form(form, taken)
    except BaseException:
        if form.path.read_bytes() != before:
            form.path.write_bytes(before)
        raise


class _Maker:
    """What makes rows of tables from rows of a worksheet, and collects what is wrong with them."""

    def __init__(self, standing: Standing, texts: dict[str, str], accepted: Accepted, refused: list[Problem]) -> None:
        self.standing, self.texts, self.accepted = standing, texts, accepted
        self.problems = list(refused)
        self.refused = {(problem.row, problem.column) for problem in refused}
        names = ("source_id", "start", "end", "passage_id")
        cells = zip(*(standing.column("passages", name) for name in names), strict=True)
        self.passages = {
            (source, Span(int(start), int(end))): passage
            for source, start, end, passage in cells
            if start.isdecimal() and end.isdecimal()
        }
        self.ids = {name: set(standing.column(name, f"{name[:-1]}_id")) for name in ("sources", "passages", "claims")}
        self.required = {
            name: [f["name"] for f in spec["schema"]["fields"] if (f.get("constraints") or {}).get("required")]
            for name, spec in read_schema()["tables"].items()
        }

    def fault(self, line: int, column: str, message: str, fix: str) -> None:
        """Note what is wrong with a row, but of a cell that was refused nothing more."""
        if (line, column) in self.refused or (column == "start" and (line, "end") in self.refused):
            return
        self.problems.append(Problem(self.accepted.sheet, line, column, message, fix))

    def make(self, lines: list[tuple[int, Row]]) -> None:
        """Make the rows of the accepted lines, of faulty ones too: their cells are to be judged with all others."""
        claims: dict[tuple[str, str], list[tuple[int, Row]]] = {}
        for line, row in lines:
            if row["speaker"] and row["claimant_id"]:
                self.accepted.names.setdefault(row["claimant_id"], row["speaker"])
            passage = self._passage(line, row)
            if row["no_claim_reason"]:
                self._leave(line, row)
                continue
            if passage:
                self._prove(line, row)
            claims.setdefault((passage, row["claim_id"]), []).append((line, row))
        for (passage, claim_id), members in claims.items():
            self._claim(passage, claim_id, members)

    def _passage(self, line: int, row: Row) -> str:
        """Return the id of a row's passage, which is added where there is none; "" where its place is wrong."""
        source = row["source_id"]
        text = self.texts.get(source)
        if not source:
            self.fault(line, "source_id", "the cell is empty.", "write the source's id.")
            return ""
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

    def _leave(self, line: int, row: Row) -> None:
        """Say what is not taken of a row whose passage holds no claim; a summary, which nobody proposed, is a claim."""
        if row["summary"]:
            fix = "empty it if the passage holds a claim; else empty summary."
            self.fault(line, "no_claim_reason", "it says that there is no claim, and the row sums one up.", fix)
        elif left := [column for column in ("quantity", "words", "act", "deed") if row[column]]:
            said = f"Row {line} is a passage without a claim: {' and '.join(left)} not taken."
            self.accepted.notes.append(said)

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
        if not claim_id:
            self.fault(line, "claim_id", "the cell is empty.", "write the source's id and a number: SOURCE-001.")
        while not claim_id or claim_id in self.ids["claims"]:  # to be judged; it is never written
            claim_id = f"row-{line}-{claim_id}"
        self.ids["claims"].add(claim_id)
        cells = {column: self._agreed(column, members) for column in CLAIM}
        places = {column: next((n for n, row in members if row[column]), line) for column in CLAIM}
        self._ask("claims", cells, line, "fill it in in one row of the claim, or write no.")
        own = {"claim_id": claim_id, "source_id": members[0][1]["source_id"], "passage_id": passage}
        self.accepted.add("claims", {**cells, **own}, line, places)
        # A figure is proposed with its notation; a coder who takes the claim without it empties that cell.
        self._facets("figures", FIGURE, "f", claim_id, [m for m in members if m[1]["quantity"]])
        for table, columns in (("statements", STATEMENT), ("attributions", ATTRIBUTION)):
            self._facets(table, columns, table[0], claim_id, [m for m in members if any(m[1][c] for c in columns)])

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
    "attributions": lambda row: "fill it in, or empty the other cells of the attribution.",
}
