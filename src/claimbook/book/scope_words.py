"""In which words and signs the page on what can be compared says how two scopes stand, and gives their figures.

No HTML and no files; what stands so is decided in `analysis/comparability`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from claimbook.analysis.comparability import Relation
from claimbook.analysis.figures import number_as_said, tell_number
from claimbook.analysis.scope_list import ListedScope, larger_figures
from claimbook.book.quoting import mark_words

# What a cell shows; the row's scope stands first.
SIGNS = {
    Relation.COMPARABLE: "=",
    Relation.CONTAINED: "⊂",
    Relation.CONTAINS: "⊃",
    Relation.OVERLAPPING: "∩",
    Relation.NOT_COMPARABLE: "·",
}
SIGN_MEANINGS = {
    Relation.COMPARABLE: "Comparable: nothing that is coded of what the two count differs.",
    Relation.CONTAINED: "Contained: by their words, all that the row counts is among what the column counts.",
    Relation.CONTAINS: "Contains: by their words, all that the column counts is among what the row counts.",
    Relation.OVERLAPPING: "Overlapping: they may count some of the same, or it is not said.",
    Relation.NOT_COMPARABLE: "Not comparable: they count nothing in common, or things of different kinds.",
}
# Whether figures of two scopes can be compared.
ANSWERS = {
    Relation.COMPARABLE: "Yes",
    Relation.CONTAINED: "As a part and its whole: by their words, the first lies within the second",
    Relation.CONTAINS: "As a whole and its part: by their words, the second lies within the first",
    Relation.OVERLAPPING: "No: they may count some of the same",
    Relation.NOT_COMPARABLE: "No",
}
# Over the scopes that stand so to the one that a reader chose. What is comparable with it is in its own scope.
CHOSEN = {
    Relation.CONTAINED: "By their words it lies within these, as a part within its whole",
    Relation.CONTAINS: "By their words these lie within it, as parts within their whole",
    Relation.OVERLAPPING: "Not to be compared: they may count some of the same, or it is not said",
    Relation.NOT_COMPARABLE: "Not to be compared: nothing in common, or things of different kinds",
}


def mirror(relation: Relation) -> Relation:
    """Return how the second of two scopes stands to the first."""
    return {Relation.CONTAINED: Relation.CONTAINS, Relation.CONTAINS: Relation.CONTAINED}.get(relation, relation)


def list_figures(rows: Sequence[Any]) -> list[dict[str, str]]:
    """Return the words and the address of some figures; where two read the same, each names its source."""
    said = [figure_words(row) for row in rows]
    again = {text for text, number in Counter(said).items() if number > 1}
    texts = [f"{text} ({row.source_title})" if text in again else text for text, row in zip(said, rows, strict=True)]
    texts = [
        mark_words(text, number_as_said(row.quantity_words, row.quantity_basis), row.quantity_language)
        for text, row in zip(texts, rows, strict=True)
    ]
    return [{"text": text, "href": row.href} for text, row in zip(texts, rows, strict=True)]


def figure_words(row: Any) -> str:
    """Return a figure's number, who says it and when: "at least 12: Harrow Lines, said by 5 May 2031".

    Words that hold several numbers have the one that is meant after them: "“5 here, 7 there” (7): …".
    """
    number = tell_number(row.quantity_words, row.quantity_basis, row.meant)
    return f"{number}: {row.speaker}, {row.said}"


def larger_words(one: ListedScope, other: ListedScope, relation: Relation) -> str:
    """Return in words that of a part and its whole the part has a larger number, with both; "" if none tells so."""
    found = larger_figures(one, other, relation)
    if found is None:
        return ""
    part, whole = (figure_words(row) for row in found)
    only = len(one.figures) == len(other.figures) == 1
    numbers = "the part’s number is larger" if only else "a number of the part is larger than one of the whole"
    return f"though {numbers} ({part}; beside {whole})"
