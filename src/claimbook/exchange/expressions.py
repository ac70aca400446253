"""What a mapping says of one cell: a template, an id, a choice, a quantity, an interval. No files.

An expression is parsed once, bound to the columns of a file once, and then called for each row. There is no code in
it: columns, parameters, constants and the named transforms are all there is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claimbook.errors import list_values, shorten_value
from claimbook.exchange.identifiers import make_id
from claimbook.exchange.transforms import ARGUMENTS, TRANSFORMS, RowError

Row = Sequence[str]
Value = Callable[[Row], str]
_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class Expression:
    """One of the classes below. `columns` are the names of those it reads, `parameters` of those it is given."""

    def parts(self) -> Iterator[Expression]:
        """Yield the expressions inside this one."""
        yield from ()

    def columns(self) -> set[str]:
        """Return the columns that are read."""
        return {name for part in self.parts() for name in part.columns()}

    def parameters(self) -> set[str]:
        """Return the parameters that are named."""
        return {name for part in self.parts() for name in part.parameters()}

    def outcomes(self) -> Iterator[Expression]:
        """Yield the expressions of which one becomes the cell."""
        yield self

    def bind(self, places: Mapping[str, int], given: Mapping[str, str]) -> Value:
        """Return the function from a row to the cell, for a file whose columns lie at these places."""
        raise NotImplementedError


@dataclass(frozen=True)
class Reference:
    """A column in a template, with what is done to its text; `$name` is a parameter."""

    name: str
    steps: tuple[tuple[str, str], ...] = ()

    def value(self, text: str) -> str:
        """Return the text as the transforms leave it. What is empty stays so, but for `default`."""
        for step, argument in self.steps:
            if text or step == "default":
                text = TRANSFORMS[step](text, argument)
        return text


@dataclass(frozen=True)
class Template(Expression):
    """Text with columns in it: `UCDP reports {best|whole} deaths`."""

    pieces: tuple[str | Reference, ...]

    def columns(self) -> set[str]:
        """Return the columns that are read."""
        return {p.name for p in self.pieces if isinstance(p, Reference) and not p.name.startswith("$")}

    def parameters(self) -> set[str]:
        """Return the parameters that are named."""
        return {p.name[1:] for p in self.pieces if isinstance(p, Reference) and p.name.startswith("$")}

    def bind(self, places: Mapping[str, int], given: Mapping[str, str]) -> Value:
        """Return the function from a row to the cell."""
        bound = [_bind_piece(piece, places, given) for piece in self.pieces]
        if all(isinstance(piece, str) for piece in bound):
            text = "".join(piece for piece in bound if isinstance(piece, str)).strip()
            return lambda row: text
        if len(bound) == 1 and not isinstance(bound[0], str):
            return bound[0]
        functions = [piece for piece in bound if not isinstance(piece, str)]
        form = "".join(piece.replace("%", "%%") if isinstance(piece, str) else "%s" for piece in bound)
        return lambda row: (form % tuple([function(row) for function in functions])).strip()

    def is_whole(self, places: Mapping[str, int], given: Mapping[str, str]) -> Callable[[Row], bool]:
        """Return the function that says whether every column in the template has a text."""
        pieces = [_bind_piece(piece, places, given) for piece in self.pieces]
        functions = [piece for piece in pieces if not isinstance(piece, str)]
        empty = "" in pieces  # a parameter without a text
        return lambda row: not empty and all(function(row) for function in functions)


def _bind_piece(piece: str | Reference, places: Mapping[str, int], given: Mapping[str, str]) -> str | Value:
    if isinstance(piece, str):
        return piece
    if piece.name.startswith("$"):
        try:
            return piece.value(given[piece.name[1:]])
        except RowError as error:
            reason = f"parameter {piece.name[1:]}: {error}"
            return _refuse(reason)
    place = places[piece.name]
    if not piece.steps:
        return lambda row: row[place]
    name, value = piece.name, piece.value
    known: dict[str, str] = {}

    def transform(row: Row) -> str:
        text = row[place]
        if text in known:
            return known[text]
        try:
            made = value(text)
        except RowError as error:
            raise RowError(f"column {name}: {error}") from None
        if len(known) < 1 << 14:
            known[text] = made
        return made

    return transform


def _refuse(reason: str) -> Value:
    def refuse(row: Row) -> str:
        raise RowError(reason)

    return refuse


@dataclass(frozen=True)
class Identifier(Expression):
    """An id made from the collection's own."""

    prefix: str
    sources: tuple[Expression, ...]
    suffix: str = ""

    def parts(self) -> Iterator[Expression]:
        """Yield the expressions inside this one."""
        yield from self.sources

    def bind(self, places: Mapping[str, int], given: Mapping[str, str]) -> Value:
        """Return the function from a row to the cell."""
        bound = [source.bind(places, given) for source in self.sources]
        prefix, suffix = self.prefix, self.suffix
        return lambda row: make_id(prefix, [function(row) for function in bound], suffix)


@dataclass(frozen=True)
class Range(Expression):
    """A quantity from a lowest, a best and a highest number, of which some may be empty."""

    low: Expression
    best: Expression
    high: Expression

    def parts(self) -> Iterator[Expression]:
        """Yield the expressions inside this one."""
        yield from (self.low, self.best, self.high)

    def bind(self, places: Mapping[str, int], given: Mapping[str, str]) -> Value:
        """Return the function from a row to the cell."""
        low, best, high = (part.bind(places, given) for part in self.parts())
        return lambda row: write_range(low(row), best(row), high(row))


def write_range(low: str, best: str, high: str) -> str:
    """Return three numbers in the notation of quantities. What does not fit is left for the check to refuse."""
    if low and high:
        if low == high and best in ("", low):
            return low
        return f"{low}..{best}..{high}" if best else f"{low}..{high}"
    if low or high:
        if best:
            raise RowError("a best number has a bound on one side only")
        return f">={low}" if low else f"<={high}"
    return best


@dataclass(frozen=True)
class Interval(Expression):
    """A day, or the days from one to another; an end that is empty is open."""

    start: Expression
    end: Expression

    def parts(self) -> Iterator[Expression]:
        """Yield the expressions inside this one."""
        yield from (self.start, self.end)

    def bind(self, places: Mapping[str, int], given: Mapping[str, str]) -> Value:
        """Return the function from a row to the cell."""
        start, end = (part.bind(places, given) for part in self.parts())

        def write(row: Row) -> str:
            first, last = start(row), end(row)
            if first == last:
                return first
            return f"{first or '..'}/{last or '..'}"

        return write


@dataclass(frozen=True)
class First(Expression):
    """The first of some templates in which no column is empty; "" where there is none."""

    templates: tuple[Template, ...]

    def parts(self) -> Iterator[Expression]:
        """Yield the expressions inside this one."""
        yield from self.templates

    def outcomes(self) -> Iterator[Expression]:
        """Yield the expressions of which one becomes the cell."""
        for template in self.templates:
            yield from template.outcomes()

    def bind(self, places: Mapping[str, int], given: Mapping[str, str]) -> Value:
        """Return the function from a row to the cell."""
        bound = [(one.is_whole(places, given), one.bind(places, given)) for one in self.templates]
        return lambda row: next((value(row) for is_whole, value in bound if is_whole(row)), "")


@dataclass(frozen=True)
class Match(Expression):
    """What a list says of a text, such as a code of the collection's; a text that the list has not is refused."""

    text: Expression
    cases: Mapping[str, Expression] = field(hash=False)
    otherwise: Expression | None = None

    def parts(self) -> Iterator[Expression]:
        """Yield the expressions inside this one."""
        yield self.text
        yield from self.cases.values()
        if self.otherwise:
            yield self.otherwise

    def outcomes(self) -> Iterator[Expression]:
        """Yield the expressions of which one becomes the cell."""
        for part in [*self.cases.values(), *([self.otherwise] if self.otherwise else [])]:
            yield from part.outcomes()

    def bind(self, places: Mapping[str, int], given: Mapping[str, str]) -> Value:
        """Return the function from a row to the cell."""
        text = self.text.bind(places, given)
        cases = {case: part.bind(places, given) for case, part in self.cases.items()}
        otherwise = self.otherwise.bind(places, given) if self.otherwise else None
        listed = list_values(cases)

        def choose(row: Row) -> str:
            value = cases.get(text(row), otherwise)
            if value is None:
                raise RowError(f"'{shorten_value(text(row))}' is none of the cases {listed}")
            return value(row)

        return choose


def parse_template(text: str) -> Template:
    """Return a template; raises ValueError that says what is wrong with it."""
    pieces: list[str | Reference] = []
    plain, reached = "", 0
    for match in _PLACE.finditer(text):
        plain += text[reached : match.start()]
        reached = match.end()
        if match[0] in ("{{", "}}"):
            plain += match[0][0]
        elif match[1] is None:
            raise ValueError(f"a '{match[0]}' stands alone; write {match[0] * 2} for the sign itself")
        else:
            pieces += [plain] if plain else []
            pieces.append(_parse_reference(match[1]))
            plain = ""
    plain += text[reached:]
    return Template(tuple([*pieces, plain] if plain or not pieces else pieces))


def _parse_reference(text: str) -> Reference:
    name, *steps = text.split("|")
    name = name.strip()
    if not name.lstrip("$"):
        raise ValueError("braces name no column")
    parsed: list[tuple[str, str]] = []
    for step in steps:
        verb, _, argument = step.partition(":")
        verb, argument = verb.strip(), argument.strip()
        if verb not in TRANSFORMS:
            raise ValueError(f"there is no transform '{shorten_value(verb)}'; there are {', '.join(TRANSFORMS)}")
        pattern = ARGUMENTS.get(verb)
        if not (pattern.fullmatch(argument) if pattern else not argument):
            raise ValueError(f"'{shorten_value(argument)}' is nothing that {verb} takes")
        parsed.append((verb, argument))
    return Reference(name, tuple(parsed))
