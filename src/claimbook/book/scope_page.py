"""The page on what can be compared: every scope, the form to choose by, a matrix with reasons.

Scopes and relations to HTML. How two scopes stand to each other is said in `analysis/comparability`, in the words of
`scope_words`; what the script and the files hold is in `scope_pack`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, groupby
from typing import Any

from claimbook import paths
from claimbook.analysis.comparability import Comparer, Comparison
from claimbook.analysis.scope_list import ListedScope, compare_all, list_scopes
from claimbook.analysis.summing import counted
from claimbook.book.behind import csv_name
from claimbook.book.choosing import NOT_CODED, Choice, Field
from claimbook.book.limits import MOST_LINES, MOST_ROWS, first_of
from claimbook.book.render import Html, anchor, render_template
from claimbook.book.scope_pack import pack_pairs, packed_script, pairs_csv, scopes_csv
from claimbook.book.scope_words import ANSWERS, SIGN_MEANINGS, SIGNS, larger_words, list_figures, mirror
from claimbook.model.dataset import Dataset
from claimbook.model.order import name_key

# Scopes in one matrix: as many as stand beside each other on a phone.
MOST_SCOPES = 10


def scope_matrices(dataset: Dataset) -> Html:
    """Return every scope with its figures, a form to choose one by and see how each other stands to it, and for each
    measure a matrix of the scopes that most origins gave, with the reasons beneath; all pairs as CSV.

    Measures with the most scopes come first. Of very many scopes those are taken that most origins gave.
    """
    comparer = Comparer(dataset)
    scopes, rest = list_scopes(dataset, comparer, MOST_ROWS)
    found = compare_all(scopes, comparer)
    pairs = dict(zip(combinations((one.number for one in scopes), 2), found, strict=True))
    files = {csv_name(text): text for text in (scopes_csv(scopes, comparer), pairs_csv(scopes, found))}
    groups = [tuple(group) for _, group in groupby(scopes, key=lambda one: one.scope.measure)]
    belongs = _Belonging(dataset, comparer)
    return render_template(
        "comparable", "what can be compared", files,
        legend=[(sign, str(relation), SIGN_MEANINGS[relation]) for relation, sign in SIGNS.items()],
        fields=_fields(dataset, scopes, belongs) if len(scopes) > 1 else (),
        packed=packed_script(dataset, scopes, pack_pairs(scopes, found, comparer)),
        total=len(scopes), count=counted(len(scopes), "scope"), left_out=rest,
        lists=[_list(group, belongs) for group in groups],
        sections=[_matrix(group, pairs) for group in groups if len(group) > 1],
        csv=[f"{paths.CHARTS}/{name}" for name in files],
    )  # fmt: skip


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
                "figures": list_figures(figures),
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
        "larger": larger_words(one, other, found.relation),
    }  # fmt: skip
