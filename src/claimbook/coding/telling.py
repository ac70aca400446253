"""Tell all that is wrong with the accepted rows of a worksheet, at once and where a coder can mend it.

What belongs here: the dataset as it stands, sound or not; what its rules and the proofs say of it with the rows added;
actors that it lacks. What does not: making rows of a worksheet (`accepting`), putting them in place (`appending`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from claimbook.coding.appending import read_header
from claimbook.errors import DatasetError, Problem, shorten_value
from claimbook.model.checks import check_dataset
from claimbook.model.dataset import Dataset, read_columns
from claimbook.model.descriptor import Descriptor, read_descriptor
from claimbook.model.proofs import Proof, prove_source
from claimbook.model.structure import ID, Columns, list_terms, split_list
from claimbook.model.tables import write_row

Row = dict[str, str]
_MOST_PLACES = 6  # rows that are listed of one actor
# Where the claim's or the source's id is at fault, what is made of it is so too, in columns that no worksheet has.
_CAUSES = ("claim_id", "source_id", "start", "end")
_MADE = ("passage_id", "figure_id", "statement_id", "attribution_id")
_QUOTED = ("words", "quantity_words")


@dataclass(frozen=True)
class Standing:
    """A dataset's cells as they stand, whether or not its rules are kept."""

    data: Path
    descriptor: Descriptor
    columns: dict[str, Columns]

    def column(self, table: str, name: str) -> list[str]:
        """Return the cells of a column; none where the dataset does not have the table."""
        described = self.descriptor.tables.get(table)
        return self.columns[table][described.column_names.index(name)].texts().tolist() if described else []

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return len(self.columns[table][0]) if table in self.columns else 0


@dataclass
class Accepted:
    """The rows that come of a worksheet, by table, and which line of it each row or cell is from."""

    sheet: str
    rows: dict[str, list[Row]] = field(
        default_factory=lambda: {name: [] for name in ("passages", "claims", "figures", "statements", "attributions")}
    )
    lines: dict[tuple[str, int], int] = field(default_factory=dict)
    cells: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)  # what a spreadsheet had made of cells, and was undone
    names: Row = field(default_factory=dict)  # what the worksheet calls a speaker, by the actor's id

    def add(self, table: str, row: Row, line: int, cells: dict[str, int] | None = None) -> None:
        """Add a row that a line of the worksheet asks for; `cells` names the lines of cells that are from others."""
        key = (table, len(self.rows[table]))
        self.lines[key], self.cells[key] = line, cells or {}
        self.rows[table].append(row)

    def line_of(self, table: str, number: int, column: str) -> int | None:
        """Return which line of the worksheet a cell is from; None where it is from none."""
        return self.cells.get((table, number), {}).get(column, self.lines.get((table, number)))

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are, by table."""
        return {name: len(rows) for name, rows in self.rows.items()}


def read_standing(data: Path) -> Standing:
    """Return a dataset's cells. Raises DatasetError with all its problems where a table cannot be read."""
    descriptor = read_descriptor(data)
    columns, findings = read_columns(data, descriptor)
    if any(not column or min(rows) < 2 for (_, column), rows in findings.places.items()):
        check_dataset(data)
    return Standing(data, descriptor, columns)


def tell_found(
    copy: Path, standing: Standing, accepted: Accepted, known: list[Problem], texts: dict[str, str]
) -> list[Problem]:
    """Return what is wrong with a dataset to which the accepted rows were added, beyond what is known of them."""
    try:
        dataset = check_dataset(copy)
    except DatasetError as error:
        placed = [_place(problem, standing, accepted) for problem in error.problems]
        return list(_without_consequences(placed, known, standing, accepted))
    return [] if known else [_place(problem, standing, accepted) for problem in _prove(dataset, standing, texts)]


def _place(problem: Problem, standing: Standing, accepted: Accepted) -> Problem:
    """Return a problem where a coder can mend it."""
    for name, table in standing.descriptor.tables.items():
        if table.path == problem.file:
            line = accepted.line_of(name, problem.row - 2 - standing.count(name), problem.column)
            return problem if line is None else replace(problem, file=accepted.sheet, row=line)
    return problem


def _without_consequences(
    placed: list[Problem], known: list[Problem], standing: Standing, accepted: Accepted
) -> Iterator[Problem]:
    """Yield the problems that are not known, nor only follow from one: each is told once, where it begins."""
    # Quoted words can be both too long and elsewhere; of any other cell one problem is enough.
    told = {(problem.row, problem.column) for problem in known if problem.column not in _QUOTED}
    sheet = [problem for problem in [*placed, *known] if problem.file == accepted.sheet]
    spoilt = {problem.row for problem in sheet if problem.column in _CAUSES}
    actors = standing.descriptor.tables["actors"].path if "actors" in standing.descriptor.tables else ""
    for problem in placed:
        if problem.file == accepted.sheet:
            is_known = (problem.row, problem.column) in told
            if is_known or (problem.column in _MADE and problem.row in spoilt):
                continue
        # Rows that stand in for actors who are not there yet.
        if problem.file == actors and problem.row > standing.count("actors") + 1:
            continue
        yield problem


def _prove(dataset: Dataset, standing: Standing, texts: dict[str, str]) -> Iterator[Problem]:
    """Yield what `check --text` would say of the sources with the rows added, and did not say before."""
    before = dataset
    for name in ("passages", "claims", "figures"):
        before = before.replace(name, dataset.frames[name].iloc[: standing.count(name)])
    for source, text in texts.items():
        earlier, now = Proof(), Proof()
        prove_source(before, source, text, earlier)
        prove_source(dataset, source, text, now)
        yield from (problem for problem in now.problems if problem not in earlier.problems)


def list_unknown_actors(standing: Standing, accepted: Accepted) -> tuple[list[Row], list[Problem]]:
    """Return rows that stand in for actors that accepted rows name and the dataset lacks, and a problem for each.

    With a row in its place the rules are applied to the claims of an actor who is not there yet. It is never kept.
    """
    tables = standing.descriptor.tables
    if "actors" not in tables:
        return [], []
    known = set(standing.column("actors", "actor_id"))
    found: dict[str, dict[int, list[str]]] = {}
    for name, rows in accepted.rows.items():
        refer = [c.name for c in tables[name].columns if c.refers_to == "actors"] if name in tables else []
        for number, row in enumerate(rows):
            for column in refer:
                for actor in split_list(row.get(column, "")):
                    if actor not in known and ID.fullmatch(actor):
                        line = accepted.line_of(name, number, column) or 0
                        columns = found.setdefault(actor, {}).setdefault(line, [])
                        columns += [column] if column not in columns else []
    header = read_header(standing.data / tables["actors"].path)
    kinds = list_terms(standing.descriptor.vocabularies["actor_kind"])
    problems = []
    for actor, lines in found.items():
        places = [f"row {line} ({', '.join(columns)})" for line, columns in sorted(lines.items())]
        more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
        where = f"{accepted.sheet}, {', '.join(places[:_MOST_PLACES])}{more}"
        cells = {"actor_id": actor, "name": accepted.names.get(actor, "NAME"), "kind": "KIND"}
        line_to_add = write_row([cells.get(column, "") for column in header]).rstrip("\n")
        fill = "NAME and KIND" if cells["name"] == "NAME" else "KIND"
        fix = f"add a line to {tables['actors'].path}, with {fill} filled in (KIND is one of {kinds}): {line_to_add}"
        message = f"'{shorten_value(actor)}' is in no row of actors: {where}."
        problems.append(Problem(tables["actors"].path, 0, "", message, fix))
    return [{"actor_id": actor, "name": "one unidentified", "kind": "unidentified"} for actor in found], problems
