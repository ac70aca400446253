"""What the page on what can be compared carries for its script, and the files beside it: every pair, every scope.

Scopes and relations to JSON and CSV. `scopes.js` looks up what is packed here and works out no relation.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from markupsafe import Markup

from claimbook.analysis.comparability import Comparer, Comparison
from claimbook.analysis.scope_list import ListedScope, larger_figures
from claimbook.analysis.spellings import list_spellings, spellings_in
from claimbook.book.behind import write_csv
from claimbook.book.scope_words import CHOSEN, SIGNS, larger_words, mirror
from claimbook.model.dataset import Dataset
from claimbook.model.embedded import embed_json

# Numbers in the packed pairs are written in these signs; none ends a script or a text.
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"


def pack_pairs(scopes: Sequence[ListedScope], found: Sequence[Comparison], comparer: Comparer) -> dict[str, Any]:
    """Return all pairs as the page carries them.

    `respects` has, for each respect, its name and the distinct words in it; `facets` has, for each scope, the place of
    its words in each. `kinds` has every distinct pair of a relation and the respects in which two differ; `pairs` names
    the kind of each pair in `width` signs of `digits`: the first scope with all others, then the second, and so on.
    `larger` has the few pairs, a part and its whole, of which the part has a larger number: two places and the words.
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
        "larger": _larger(scopes, found),
        "digits": DIGITS,
        "width": width,
        "pairs": "".join(_in_digits(places[one.relation, one.respects], width) for one in found),
    }


def _larger(scopes: Sequence[ListedScope], found: Sequence[Comparison]) -> list[tuple[int, int, str]]:
    pairs = zip(combinations(range(len(scopes)), 2), found, strict=True)
    told = [(one, other, larger_words(scopes[one], scopes[other], how.relation)) for (one, other), how in pairs]
    return [pair for pair in told if pair[2]]


def _in_digits(number: int, width: int) -> str:
    return "".join(DIGITS[number // len(DIGITS) ** place % len(DIGITS)] for place in reversed(range(width)))


def packed_script(dataset: Dataset, scopes: Sequence[ListedScope], pairs: dict[str, Any]) -> Markup:
    """Return the packed pairs as the page holds them, with the spellings by which a scope is found.

    A scope is found by all that its words name, and by who gave its numbers out, under any name.
    """
    named = ("\n".join((one.words, *map(dataset.name_of, one.origins))) for one in scopes)
    also, spelled = spellings_in(named, list_spellings(dataset))
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


def pairs_csv(scopes: Sequence[ListedScope], found: Sequence[Comparison]) -> str:
    """Return the file of all pairs: the numbers of two scopes, how the first stands to the second, in what they differ,
    and, where a part has a larger number than its whole, a figure of the part and one of the whole that say so.

    What each is in that respect stands in the file of scopes; with it in words this one were ten times as long.
    """
    rows = [
        [one.number, other.number, str(how.relation), "; ".join(how.respects), _larger_ids(one, other, how)]
        for (one, other), how in zip(combinations(scopes, 2), found, strict=True)
    ]
    return write_csv(["first", "second", "relation", "differs_in", "part_larger_than_whole"], rows)


def _larger_ids(one: ListedScope, other: ListedScope, how: Comparison) -> str:
    return ";".join(row.figure_id for row in larger_figures(one, other, how.relation) or ())
