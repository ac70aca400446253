"""The page on what can be compared: every scope, the form to choose by, a matrix with reasons, pairs for the script.

Scopes and relations to HTML, JSON and CSV. How two scopes stand to each other is said in `analysis/comparability`; what
a choice does to the page is in `scopes.js`, which looks up what is packed here and works out no relation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, groupby
from typing import Any

from markupsafe import Markup

from claimbook import paths
from claimbook.analysis.comparability import Comparer, Comparison, Relation
from claimbook.analysis.scope_list import ListedScope, compare_all, list_scopes
from claimbook.analysis.spellings import list_spellings, spellings_in
from claimbook.analysis.summing import counted
from claimbook.book.behind import write_csv
from claimbook.book.choosing import NOT_CODED, Choice, Field
from claimbook.book.limits import MOST_LINES, MOST_ROWS, first_of
from claimbook.book.render import Html, anchor, render_template
from claimbook.digests import digest_bytes
from claimbook.model.dataset import Dataset
from claimbook.model.embedded import embed_json
from claimbook.model.order import name_key
from claimbook.model.quantities import format_quantity

# Scopes in one matrix: as many as stand beside each other on a phone.
MOST_SCOPES = 10
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
    Relation.CONTAINED: "Contained: all that the row counts is among what the column counts.",
    Relation.CONTAINS: "Contains: all that the column counts is among what the row counts.",
    Relation.OVERLAPPING: "Overlapping: they may count some of the same, or it is not said.",
    Relation.NOT_COMPARABLE: "Not comparable: they count nothing in common, or things of different kinds.",
}
# Whether figures of two scopes can be compared.
ANSWERS = {
    Relation.COMPARABLE: "Yes",
    Relation.CONTAINED: "As a part and its whole: the first lies within the second",
    Relation.CONTAINS: "As a whole and its part: the second lies within the first",
    Relation.OVERLAPPING: "No: they may count some of the same",
    Relation.NOT_COMPARABLE: "No",
}
# Over the scopes that stand so to the one that a reader chose. What is comparable with it is in its own scope.
CHOSEN = {
    Relation.CONTAINED: "It lies within these, as a part within its whole",
    Relation.CONTAINS: "These lie within it, as parts within their whole",
    Relation.OVERLAPPING: "Not to be compared: they may count some of the same, or it is not said",
    Relation.NOT_COMPARABLE: "Not to be compared: nothing in common, or things of different kinds",
}
# Numbers in the packed pairs are written in these signs; none ends a script or a text.
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"


def scope_matrices(dataset: Dataset) -> Html:
    """Return every scope with its figures, a form to choose one by and see how each other stands to it, and for each
    measure a matrix of the scopes that most origins gave, with the reasons beneath; all pairs as CSV.

    Measures with the most scopes come first. Of very many scopes those are taken that most origins gave.
    """
    comparer = Comparer(dataset)
    scopes, rest = list_scopes(dataset, comparer, MOST_ROWS)
    found = compare_all(scopes, comparer)
    pairs = dict(zip(combinations((one.number for one in scopes), 2), found, strict=True))
    files = {_name(text): text for text in (scopes_csv(scopes, comparer), pairs_csv(pairs))}
    groups = [tuple(group) for _, group in groupby(scopes, key=lambda one: one.scope.measure)]
    belongs = _Belonging(dataset, comparer)
    return render_template(
        "comparable", "what can be compared", files,
        legend=[(sign, str(relation), SIGN_MEANINGS[relation]) for relation, sign in SIGNS.items()],
        fields=_fields(dataset, scopes, belongs) if len(scopes) > 1 else (),
        packed=_script(dataset, scopes, pack_pairs(scopes, found, comparer)),
        total=len(scopes), count=counted(len(scopes), "scope"), left_out=rest,
        lists=[_list(group, belongs) for group in groups],
        sections=[_matrix(group, pairs) for group in groups if len(group) > 1],
        csv=[f"{paths.CHARTS}/{name}" for name in files],
    )  # fmt: skip


def _name(text: str) -> str:
    return f"{digest_bytes(text.encode())[:16]}.csv"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class _Belonging:
    """What each scope belongs to: places and incidents with those that hold them, and origins."""

    def __init__(self, dataset: Dataset, comparer: Comparer) -> None:
        self._places, self._incidents = comparer.holders, comparer.larger_incidents
        self.names: dict[str, Callable[[str], str]] = {
            "place": dataset.place_name,
            "incident": dict(
                zip(dataset.incidents["incident_id"], dataset.incidents["title"], strict=True)
            ).__getitem__,
            "origin": dataset.name_of,
        }

    def of(self, one: ListedScope) -> dict[str, list[str]]:
        """Return the ids by which a scope is found, by kind; what is not coded has a value of its own."""
        return {
            "place": _with_holders(one.scope.place_id, self._places),
            "incident": _with_holders(one.scope.incident_id, self._incidents),
            "origin": list(one.origins),
        }


def _with_holders(key: str, holders: dict[str, set[str]]) -> list[str]:
    return [key, *sorted(holders.get(key, ()))] if key else [NOT_CODED]


def _fields(dataset: Dataset, scopes: Sequence[ListedScope], belongs: _Belonging) -> tuple[Field, ...]:
    """Return what scopes can be chosen by: measure, place, incident, origin, each with how many scopes it leaves."""
    labels = {"place": "Place, with those in it", "incident": "Incident, with its parts", "origin": "Origin"}
    alls = {"place": "all places", "incident": "all incidents", "origin": "all origins"}
    measures = _count(one.scope.measure for one in scopes)
    terms = {one.scope.measure: one.measure for one in scopes}
    own = [belongs.of(one) for one in scopes]
    fields = [Field("measure", "Measure", "all measures", _choices(measures, terms.__getitem__))]
    fields += [
        Field(kind, label, alls[kind], _choices(_count(key for keys in own for key in keys[kind]), belongs.names[kind]))
        for kind, label in labels.items()
    ]
    return tuple(field for field in fields if len(field.choices) > 1)


def _count(keys: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return counts


def _choices(counts: dict[str, int], name: Callable[[str], str]) -> tuple[Choice, ...]:
    named = [Choice(key, "not said" if key == NOT_CODED else name(key), number) for key, number in counts.items()]
    return tuple(sorted(named, key=lambda one: (one.value == NOT_CODED, name_key(one.label), one.value)))


def _list(group: Sequence[ListedScope], belongs: _Belonging) -> dict[str, Any]:
    rows = []
    for one in group:
        figures, more = first_of(one.figures, MOST_LINES)
        data = {f"data-{kind}": " ".join(keys) for kind, keys in belongs.of(one).items()}
        rows.append(
            {
                "id": f"scope-{one.key}",
                "number": one.number,
                "words": one.words,
                "size": _size(one),
                "figures": _figures(figures),
                "more": more,
                "data": {"data-figures": " ".join(row.figure_id for row in one.figures), **data},
            }
        )
    title = _capital(group[0].measure)
    return {
        "title": title, "measure": group[0].scope.measure, "anchor": anchor(f"scopes {group[0].measure}"),
        "count": counted(len(rows), "scope"), "rows": rows,
        "total": f"{counted(sum(len(one.figures) for one in group), 'coded figure')} of “{group[0].measure}”, parts of "
        f"others among them, in {counted(len(rows), 'scope')}.",
    }  # fmt: skip


def _size(one: ListedScope) -> str:
    return f"{counted(len(one.figures), 'figure')} of {counted(len(one.origins), 'origin')}"


def _figures(rows: Sequence[Any]) -> list[dict[str, str]]:
    """Return the words and the address of some figures; where two read the same, each names its source."""
    said = [_figure(row) for row in rows]
    again = {text for text, number in _count(said).items() if number > 1}
    texts = [f"{text} ({row.source_title})" if text in again else text for text, row in zip(said, rows, strict=True)]
    return [{"text": text, "href": row.href} for text, row in zip(texts, rows, strict=True)]


def _figure(row: Any) -> str:
    number = f"“{row.quantity_words}”" if row.quantity_basis == "words" else format_quantity(row.quantity)
    return f"{number}: {row.speaker}, {row.said}"


def _matrix(group: Sequence[ListedScope], pairs: dict[tuple[int, int], Comparison]) -> dict[str, Any]:
    most = sorted(group, key=lambda one: (*one.weight, one.number))[:MOST_SCOPES]
    shown = sorted(most, key=lambda one: one.number)
    rows = [
        {
            "place": f"scope-{one.key}",
            "number": one.number,
            "words": one.words,
            "size": _size(one),
            "cells": [_cell(one, other, pairs) for other in shown],
            "told": [_told(one, other, pairs) for other in shown if one.number < other.number],
        }
        for one in shown
    ]
    rest = len(group) - len(shown)
    return {
        "title": _capital(group[0].measure),
        "anchor": anchor(f"comparable {group[0].measure}"),
        "count": counted(len(group), "scope"),
        "rows": rows,
        "pairs": counted(len(shown) * (len(shown) - 1) // 2, "pair"),
        "note": f"These {len(shown)} were given by most origins; {counted(rest, 'more scope')} of this measure "
        f"{'is' if rest == 1 else 'are'} in the list above and in the files." if rest else "",
    }  # fmt: skip


def _cell(one: ListedScope, other: ListedScope, pairs: dict[tuple[int, int], Comparison]) -> dict[str, str] | None:
    if one.number == other.number:
        return None
    first, second = sorted((one.number, other.number))
    relation = pairs[first, second].relation
    mirrored = relation if one.number == first else mirror(relation)
    said = f"{one.number} and {other.number}: {mirrored}"
    return {"sign": SIGNS[mirrored], "said": said, "pair": f"pair-{first}-{second}"}


def _told(one: ListedScope, other: ListedScope, pairs: dict[tuple[int, int], Comparison]) -> dict[str, Any]:
    found = pairs[one.number, other.number]
    return {
        "pair": f"pair-{one.number}-{other.number}", "number": other.number, "words": other.words,
        "sign": SIGNS[found.relation], "answer": ANSWERS[found.relation], "reason": found.reason,
    }  # fmt: skip


def mirror(relation: Relation) -> Relation:
    """Return how the second of two scopes stands to the first."""
    return {Relation.CONTAINED: Relation.CONTAINS, Relation.CONTAINS: Relation.CONTAINED}.get(relation, relation)


# ---- What the script looks up, and the files ----


def pack_pairs(scopes: Sequence[ListedScope], found: Sequence[Comparison], comparer: Comparer) -> dict[str, Any]:
    """Return all pairs as the page carries them.

    `respects` has, for each respect, its name and the distinct words in it; `facets` has, for each scope, the place of
    its words in each. `kinds` has every distinct pair of a relation and the respects in which two differ; `pairs` names
    the kind of each pair in `width` signs of `digits`: the first scope with all others, then the second, and so on.
    """
    described = [comparer.describe(one.scope) for one in scopes]
    names = list(described[0]) if described else []
    words = [list(dict.fromkeys(told[name] for told in described)) for name in names]
    relations = list(CHOSEN)
    kinds = list(dict.fromkeys((one.relation, one.respects) for one in found))
    places = {kind: place for place, kind in enumerate(kinds)}
    width = next(width for width in range(1, 9) if len(DIGITS) ** width >= len(kinds))
    return {
        "respects": [[name, texts] for name, texts in zip(names, words, strict=True)],
        "facets": [[words[place].index(told[name]) for place, name in enumerate(names)] for told in described],
        "relations": [[SIGNS[one], CHOSEN[one], relations.index(mirror(one))] for one in relations],
        "kinds": [[relations.index(relation), [names.index(name) for name in told]] for relation, told in kinds],
        "digits": DIGITS,
        "width": width,
        "pairs": "".join(_in_digits(places[one.relation, one.respects], width) for one in found),
    }


def _in_digits(number: int, width: int) -> str:
    return "".join(DIGITS[number // len(DIGITS) ** place % len(DIGITS)] for place in reversed(range(width)))


def _script(dataset: Dataset, scopes: Sequence[ListedScope], pairs: dict[str, Any]) -> Markup:
    also, spelled = spellings_in((one.words for one in scopes), list_spellings(dataset))
    packed = embed_json({**pairs, "also": also, "spelled": spelled})
    return Markup(f'<script type="application/json" class="cb-pairs">{packed}</script>')


def scopes_csv(scopes: Sequence[ListedScope], comparer: Comparer) -> str:
    """Return the file of all scopes: number, words, figures, and in a column each what is coded of it."""
    described = [comparer.describe(one.scope) for one in scopes]
    respects = list(described[0]) if described else []
    head = ["number", "words", "figures", "origins", *respects, "figure_ids"]
    rows = [
        [one.number, one.words, len(one.figures), len(one.origins), *(told[name] for name in respects),
         ";".join(row.figure_id for row in one.figures)]
        for one, told in zip(scopes, described, strict=True)
    ]  # fmt: skip
    return write_csv(head, rows)


def pairs_csv(pairs: dict[tuple[int, int], Comparison]) -> str:
    """Return the file of all pairs: the numbers of two scopes, how the first stands to the second, and in what they
    differ. What each is in that respect stands in the file of scopes; with it in words this one were ten times as long.
    """
    rows = [[*numbers, str(found.relation), "; ".join(found.respects)] for numbers, found in pairs.items()]
    return write_csv(["first", "second", "relation", "differs_in"], rows)
