"""How a figure travelled: through whom each rendering came, and where one differs from the others of its origin.

A rendering is one source's printing of a tally. What most renderings found give is told beside what others give, by
counting them; that more renderings agree makes nothing more likely to be so.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from claimbook.analysis.figures import without_gloss
from claimbook.analysis.memory import once
from claimbook.analysis.questions import where_they_differ
from claimbook.analysis.tallies import add_tallies
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_date
from claimbook.model.each import rows_by
from claimbook.model.order import name_key, name_ranks
from claimbook.model.quantities import format_quantity, sign_in_words, sign_of
from claimbook.model.structure import split_list

# The last station before an outlet where the source names none.
NO_AGENCY = "no agency named"


class Respect(NamedTuple):
    """A respect in which renderings of one tally are told apart: its name, the value of a figure, its words.

    `value` is "" where a figure says nothing; `words` complete the sentence "gives 973 …".
    """

    name: str
    value: Callable[[Any], Hashable]
    words: Callable[[Dataset, Any], str]


def _days(_: Dataset, row: Any) -> str:
    text = format_date(row.period).replace(" (uncertain)", "")
    return text if text.startswith(("since", "by")) else f"for {text}"


# A blank says nothing, and so differs from nothing.
RESPECTS = (
    Respect("days", lambda row: row.period.replace("?", "").replace("~", ""), _days),
    Respect(
        "who is counted",
        lambda row: (row.status, row.group, row.party_id) if row.status != "unspecified" or row.group else "",
        lambda dataset, row: f"as {_victims(dataset, row)}",
    ),
    Respect(
        "exactness",
        lambda row: sign_of(row.quantity) or "=",
        lambda _, row: f"as {sign_in_words(row.quantity)} so many" if sign_of(row.quantity) else "as an exact number",
    ),
    Respect("place", lambda row: row.place_id, lambda dataset, row: f"for {dataset.place_name(row.place_id)}"),
    Respect("perpetrator", lambda row: row.by_id, lambda dataset, row: f"as done by {dataset.name_of(row.by_id)}"),
    Respect(
        "counting",
        lambda row: row.counting,
        lambda dataset, row: f"as {dataset.descriptor.label('counting', row.counting)}",
    ),
    Respect(
        "manner",
        lambda row: row.modality,
        lambda dataset, row: f"as {dataset.descriptor.label('modality', row.modality)}",
    ),
    Respect("number it is part of", lambda row: row.whole, lambda _, row: f"as part of {format_quantity(row.whole)}"),
)


def _victims(dataset: Dataset, row: Any) -> str:
    label = dataset.descriptor.label
    parts = [
        label("status", row.status) if row.status != "unspecified" else "",
        label("group", row.group) if row.group else "",
        f"people of {dataset.name_of(row.party_id)}" if row.party_id else "",
    ]
    return ", ".join(part for part in parts if part)


@once
def list_renderings(dataset: Dataset) -> pd.DataFrame:
    """Return the figures of tallies with `whole` (the number that it is printed as part of), `outlet` and `station`.

    `station` names those through whom a figure came to its outlet, the nearest to the claimant first; where a source
    names nobody it is `NO_AGENCY`, since what is not named is not known to be absent.
    """
    figures = add_tallies(dataset)
    quantities = dict(zip(figures["figure_id"], figures["quantity"], strict=True))
    publishers = dict(zip(dataset.sources["source_id"], dataset.sources["publisher"], strict=True))
    figures["whole"] = pd.Series(
        [quantities.get(whole, "") for whole in figures["part_of"]], figures.index, dtype="str"
    )
    figures["outlet"] = [publishers.get(source) or dataset.title_of(source) for source in figures["source_id"]]
    stations = [", then ".join(dict.fromkeys(map(dataset.name_of, split_list(via)))) for via in figures["via"]]
    figures["station"] = pd.Series([station or NO_AGENCY for station in stations], figures.index, dtype="str")
    return figures


@once
def list_differences(dataset: Dataset) -> pd.DataFrame:
    """Return one row for each respect in which the renderings of one tally differ: tally_id, respect, explanation,
    told (its parts, one for each value: the words and the claims that give it, of claim_id and href), fewest (the
    figure_ids of those whose value fewer give; of none where it is a draw).

    The explanation is computed: how many of the renderings found give which value. Only renderings that say something
    in that respect are counted.
    """
    rows = []
    figures = list_renderings(dataset)
    sources = figures.groupby("tally_id", sort=False)["source_id"].transform("nunique")
    for (tally,), group in rows_by(figures[sources > 1], ["tally_id"]).items():
        for respect in RESPECTS:
            if found := _differing(dataset, group, respect):
                rows.append((tally, respect.name, *found))
    return pd.DataFrame(rows, columns=["tally_id", "respect", "explanation", "told", "fewest"])


def _differing(dataset: Dataset, group: Sequence[Any], respect: Respect) -> tuple[str, Any, tuple[str, ...]] | None:
    ranked = rank_values(dataset, group, respect)
    if len(ranked) < 2:
        return None
    numeral = format_quantity(group[0].numeral or group[0].quantity)
    fewer = [value for value in ranked if value.sources < ranked[0].sources]
    # The fewest first, then what the most of them give.
    ordered = list(reversed(ranked)) if fewer else ranked
    told = _explain(numeral, count_sources(value.rows for value in ranked), ordered)
    claims = [tuple(dict.fromkeys((row.claim_id, row.href) for row in value.rows)) for value in ordered]
    text = f"{'; '.join(told)}."
    return text, tuple(zip(told, claims, strict=True)), tuple(row.figure_id for value in fewer for row in value.rows)


class Value(NamedTuple):
    """What some renderings of a tally give in one respect: in how many sources, in words, and the renderings."""

    sources: int
    words: str
    rows: Sequence[Any]


def rank_values(dataset: Dataset, group: Sequence[Any], respect: Respect) -> list[Value]:
    """Return what the renderings of one tally give in a respect, first what most sources give; of equals by words.

    Renderings that say nothing in that respect are left out.
    """
    variants: dict[Hashable, list[Any]] = {}
    for row in group:
        if value := respect.value(row):
            variants.setdefault(value, []).append(row)
    values = [Value(count_sources([rows]), respect.words(dataset, rows[0]), rows) for rows in variants.values()]
    return sorted(values, key=lambda value: (-value.sources, value.words))


def count_sources(groups: Iterable[Sequence[Any]]) -> int:
    """Return in how many sources the renderings of all groups stand."""
    return len({row.source_id for rows in groups for row in rows})


def _explain(numeral: str, total: int, ordered: Sequence[Value]) -> list[str]:
    """Return the parts of the sentence on who gives what, one for each value."""
    told = [f"{value.sources} {'gives' if value.sources == 1 else 'give'} it {value.words}" for value in ordered]
    first = ordered[0]
    told[0] = (
        f"{first.sources} of the {total} renderings found {'gives' if first.sources == 1 else 'give'} {numeral} "
        f"{first.words}"
    )
    if sum(value.sources for value in ordered) > total:
        told[-1] += " (a rendering may say more than one)"
    return told


# The number, of whom, where and when. What is not said is a value like others, and is named only beside others.
_NAMING = (
    Respect("number", lambda row: row.quantity, lambda _, row: format_quantity(row.quantity)),
    Respect("who is counted", lambda row: (without_gloss(row.counted),), lambda _, row: without_gloss(row.counted)),
    Respect("place", lambda row: (row.place_id,), lambda dataset, row: dataset.place_name(row.place_id)),
    Respect(
        "days",
        lambda row: (row.period,),
        lambda dataset, row: _days(dataset, row).removeprefix("for ") if row.period else "",
    ),
)


class Named(NamedTuple):
    """How a tally is called, as most of its renderings have it: its number, and of whom, where and of which days."""

    number: str
    scope: str


@once
def name_tallies(dataset: Dataset) -> dict[str, Named]:
    """Return how each tally is called; what most of its renderings leave unsaid is left out. Where an origin's tallies
    of one number would be called alike, it is added in which of status, unit and party they differ.
    """
    label = dataset.descriptor.label
    names: dict[str, Named] = {}
    alike: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}
    for (tally,), group in rows_by(list_renderings(dataset), ["tally_id"]).items():
        number, *scope = (_most_say(rank_values(dataset, group, respect), respect.name) for respect in _NAMING)
        first = group[0]
        names[tally] = Named(number, ", ".join(filter(None, scope)))
        party = f"of {dataset.name_of(first.party_id)}" if first.party_id else ""
        more = (label("status", first.status), f"counted as {label('unit', first.unit)}", party)
        alike.setdefault((first.origin_id, first.measure, first.numeral, names[tally].scope), {})[tally] = more
    for tallies in alike.values():
        for tally, differing in where_they_differ(tallies).items():
            names[tally] = names[tally]._replace(scope=", ".join(filter(None, [names[tally].scope, *differing])))
    return names


def _most_say(ranked: Sequence[Value], name: str) -> str:
    top = [value for value in ranked if value.sources == ranked[0].sources]
    if len(top) == 1:
        return top[0].words
    return " or ".join(value.words or f"{name} not said" for value in top) if len(top) == 2 else f"{name}: several"


@once
def list_ways(dataset: Dataset) -> pd.DataFrame:
    """Return how each origin's figures came to each outlet: origin, station, outlet, renderings, and of the first claim
    href, summary, source_title, said.

    `station` is that of `list_renderings`. `renderings` counts tallies in sources, so that a source with two tallies of
    one origin has two. Rows stand by origin, station, outlet.
    """
    renderings = list_renderings(dataset).drop_duplicates(["tally_id", "source_id"])
    rows = [
        (
            origin,
            station,
            outlet,
            len(group),
            *(group[name].iloc[0] for name in ("href", "summary", "source_title", "said")),
        )
        for (origin, station, outlet), group in renderings.groupby(["origin", "station", "outlet"], sort=False)
    ]
    rows.sort(key=lambda row: (name_key(row[0]), row[1] == NO_AGENCY, name_key(row[1]), name_key(row[2])))
    columns = ["origin", "station", "outlet", "renderings", "href", "summary", "source_title", "said"]
    return pd.DataFrame(rows, columns=columns)


def count_by_origin(dataset: Dataset) -> pd.DataFrame:
    """Return one row an origin, the one with the most renderings first, of equals by name: origin, tallies,
    renderings, named, outlets.

    `renderings` counts as in `list_ways`: a tally in a source is one, so that a source with two tallies has two.
    `named` counts those that name through whom they came.
    """
    figures = list_renderings(dataset).drop_duplicates(["tally_id", "source_id"])
    figures = figures.assign(is_named=figures["station"] != NO_AGENCY)
    counts = figures.groupby("origin", sort=False, as_index=False).agg(
        tallies=("tally_id", "nunique"),
        renderings=("tally_id", "size"),
        named=("is_named", "sum"),
        outlets=("outlet", "nunique"),
    )
    counts["rank"] = name_ranks(counts["origin"])
    counts = counts.sort_values(["renderings", "rank"], ascending=[False, True], kind="stable", ignore_index=True)
    return counts[["origin", "tallies", "renderings", "named", "outlets"]]
