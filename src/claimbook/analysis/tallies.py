"""Tallies: one number given out by one origin, however many sources render it. Frame to frame; no files, no charts.

Ten outlets that print one monitor's number are ten renderings of one origin, never ten confirmations of it. Renderings
and origins are counted apart everywhere.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from claimbook.analysis.figures import describe_figures
from claimbook.analysis.memory import once
from claimbook.model.dataset import Dataset
from claimbook.model.each import cells_of, each_row
from claimbook.model.quantities import Shape, parse_quantity, sign_of

# Numbers below this recur by chance, and so do round ones: two figures of 13 by one monitor are one tally only if all
# else agrees.
CHANCE = 100
ROUND = 50
# What the pages say of both words: they mean here what `add_tallies` does.
ORIGIN_IS = (
    "whose count a number is, whoever prints it; what somebody says in office is of the body for which he or she "
    "speaks, so that a monitor and its director are one origin"
)
TALLY_IS = (
    "one number that one origin gives of one measure, such as killed, in one unit and of one party’s people, if of "
    "any, however many sources print it and whatever sign (“at least”, “about”), place or days they print with it"
)
TALLY_RULES = (
    f"A number below {CHANCE}, a multiple of {ROUND} or a range can be the same by chance: it is one tally only where "
    "status, place and first day are the same, too. A number that some renderings divide into parts, while others have "
    "it of a narrower status as a part of a larger whole, is two. A number in words (“dozens”) is a tally each time."
)
_KEY = (
    "figure_id", "origin_id", "measure", "unit", "party_id", "numeral", "status", "place_id", "period_first",
    "part_of",
)  # fmt: skip


def numeral_of(quantity: str) -> str:
    """Return the number that a quantity's words name, without the signs for "at least" or "about"; "" for words.

    `>=973`, `~973` and `973` name 973; a share names none that stands by itself.
    """
    if parse_quantity(quantity).shape in (Shape.WORD, Shape.SHARE):
        return ""
    return quantity[len(sign_of(quantity)) :]


@once
def counting_bodies(dataset: Dataset) -> dict[str, str]:
    """Return, for each person who speaks in office, the body that the person speaks for."""
    actors = dataset.actors
    parents = dict(zip(actors["actor_id"], actors["speaks_for"], strict=True))
    officials = set(actors.loc[(actors["kind"] == "official") & (actors["speaks_for"] != ""), "actor_id"])
    return {actor: parents[actor] for actor in officials}


@once
def add_tallies(dataset: Dataset) -> pd.DataFrame:
    """Return the figures of `describe_figures` with `origin`, `numeral`, `tally_id`, `given_out`.

    `origin_id` is here the body whose count it is: a monitor's director gives the monitor's number. Figures of one
    tally have one origin, measure, unit, party and numeral; small or round ones also one status, place and first day.
    A number that is given both as a whole with parts and, of a narrower status, as a part of a larger whole is two
    tallies (`_cut_apart`).
    `tally_id` is the least figure_id in it. `given_out` is the first day by which it had been given out: the least last
    possible day on which one of its renderings has it said.
    """
    figures = describe_figures(dataset)
    bodies = counting_bodies(dataset)
    figures["origin_id"] = pd.Series(
        [bodies.get(origin, origin) for origin in cells_of(figures["origin_id"])], figures.index, dtype="str"
    )
    figures["origin"] = pd.Series(
        [dataset.name_of(o) for o in cells_of(figures["origin_id"])], figures.index, dtype="str"
    )
    figures["numeral"] = pd.Series(
        [numeral_of(text) for text in cells_of(figures["quantity"])], figures.index, dtype="str"
    )
    keys = _cut_apart([(_tally_key(row), row) for row in each_row(figures, _KEY)])
    names: dict[Any, str] = {}
    for key, figure in zip(keys, cells_of(figures["figure_id"]), strict=True):
        names[key] = min(figure, names.get(key, figure))
    figures["tally_id"] = pd.Series([names[key] for key in keys], figures.index, dtype="str")
    figures["given_out"] = figures.groupby("tally_id", sort=False)["asserted_last"].transform("min")
    return figures


def _tally_key(row: Any) -> tuple[Any, ...]:
    if not row.numeral:
        return (row.figure_id,)
    key = (row.origin_id, row.measure, row.unit, row.party_id, row.numeral)
    return key if is_telling(row.numeral) else (*key, row.status, row.place_id, row.period_first)


def _cut_apart(rows: Sequence[tuple[tuple[Any, ...], Any]]) -> list[Hashable]:
    """Return the keys; where one number stands in two places of its origin's own sums, with the place added.

    A monitor's toll of one day can recur as the number of civilians in its toll of the next. That is not one tally
    rendered in two ways, if some renderings divide the number and others have it, narrower, as a part of more.
    """
    wholes = {row.part_of for _, row in rows if row.part_of}
    divided, parts = set[Any](), set[Any]()
    for key, row in rows:
        if row.figure_id in wholes and not _is_narrow(row):
            divided.add(key)
        if row.part_of and _is_narrow(row):
            parts.add(key)
    cut = divided & parts
    return [(*key, _is_narrow(row) or bool(row.part_of)) if key in cut else key for key, row in rows]


def _is_narrow(row: Any) -> bool:
    return row.status not in ("all", "unspecified", "")


def is_telling(numeral: str) -> bool:
    """Whether a numeral is one number, neither small nor round: the same elsewhere is hardly there by chance."""
    return numeral.isdecimal() and int(numeral) >= CHANCE and int(numeral) % ROUND != 0


@once
def list_tallies(dataset: Dataset) -> pd.DataFrame:
    """Return one row a tally, by origin and day: tally_id, origin_id, origin, measure, measure_label, numeral,
    given_out, renderings (sources), figures, `href` of its first claim and `twins`, the ids of the origin's other
    tallies of the same number.
    """
    figures = add_tallies(dataset)
    rows = figures.groupby("tally_id", sort=False).agg(
        origin_id=("origin_id", "first"),
        origin=("origin", "first"),
        measure=("measure", "first"),
        measure_label=("measure_label", "first"),
        numeral=("numeral", "first"),
        given_out=("given_out", "first"),
        renderings=("source_id", "nunique"),
        figures=("figure_id", "size"),
        href=("href", "first"),
    )
    rows = rows.reset_index()
    alike = rows.groupby(["origin_id", "measure", "numeral"], sort=False)["tally_id"].agg(list)
    keys = zip(rows["origin_id"], rows["measure"], rows["numeral"], strict=True)
    rows["twins"] = [
        tuple(other for other in alike[key] if other != tally) if key[-1] else ()
        for key, tally in zip(keys, rows["tally_id"], strict=True)
    ]
    return rows.sort_values(["origin", "given_out", "tally_id"], kind="stable", na_position="last", ignore_index=True)
