"""What is said beside a chart, from its data: the question it answers, its caption, the words that stand for it.

Frames to text; no files, no charts, no markup. The words for those who do not see a chart name what is shown, who gives
the least and the greatest number, and who spoke first and last; their length is bounded, since all of it stands in the
chart's table. Nothing here ranks: a least number is the least that was given.
"""

from __future__ import annotations

import textwrap
from collections.abc import Hashable
from typing import Any

import pandas as pd

from claimbook.analysis.figures import NO_DAYS, tell_number, without_gloss
from claimbook.analysis.relays import NO_AGENCY
from claimbook.analysis.summing import counted
from claimbook.model.dates import format_date, format_day
from claimbook.model.quantities import format_quantity

# Signs of the words that stand for a chart, of one part of them, and of what is counted.
MOST_WORDS = 600
MOST_PART = 110
MOST_SAID = 60
MOST_SCOPE = 160
# Ways of saying a number that have a place on no scale.
NO_NUMBER = ("word", "share")


def shorten(text: str, most: int) -> str:
    """Return text of at most so many signs, cut between words, with a sign that it was cut."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    cut = textwrap.shorten(flat, most, placeholder=" …")
    return cut if cut.strip(" …") else flat[: most - 1] + "…"


def capital(text: str) -> str:
    """Return text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def _sentences(*parts: str) -> str:
    """Return the parts that there are, a sentence each, bounded as a whole."""
    ended = (part.rstrip(". ") for part in parts if part.strip(". "))
    return shorten(" ".join(part if part.endswith("…") else f"{part}." for part in ended), MOST_WORDS)


def _between(days: pd.Series, verb: str) -> str:
    """Return by which day the first and the last of some claims had been said; "" where no day is known."""
    known = days.dropna()
    if known.empty:
        return ""
    first, last = known.min().date(), known.max().date()
    if first == last and len(known) < len(days):
        return f"the others {verb} by {format_day(last)}"
    if first == last:
        return f"{'all' if len(days) > 1 else 'it'} {verb} by {format_day(last)}"
    return f"the first {verb} by {format_day(first)}, the last by {format_day(last)}"


def _caption(head: str, days: pd.Series, verb: str) -> str:
    unknown = int(days.isna().sum())
    of_no_day = f"{unknown} of no known day" if unknown else ""
    return "; ".join(part for part in (head, of_no_day, _between(days, verb)) if part) + "."


# ---- Figures of one scope ----


def ask_figures(panel: pd.DataFrame, place: str = "") -> str:
    """Return the question that a panel answers, and of whom, from the words of its scope; `place` is where, in words.

    Whatever words name those who are counted ("a man", "anyone who", "some 5 per day") stand after the question, as
    none could be made of all of them.
    """
    row = panel.iloc[0]
    days = "" if row["days"] == NO_DAYS else row["days"]
    of = "".join(f" · {part}" for part in (place, days) if part)
    # Things are only counted: nothing happened to them that a measure could name.
    is_of_things = row["measure"] == "event_count"
    asked = "How many do sources count?" if is_of_things else f"How many {row['measure_label']} do sources give?"
    return f"{asked} {capital(shorten(without_gloss(row['counted']), 80))}{of}"


def caption_figures(panel: pd.DataFrame) -> str:
    """Return how many figures of how many origins stand in a panel, and by which days they had been said."""
    figures = panel.drop_duplicates("figure_id")
    return _caption(_of_origins(figures), figures["asserted_last"], "had been said")


def _of_origins(figures: pd.DataFrame) -> str:
    # A monitor and its director are two claimants and one origin.
    return f"{counted(len(figures), 'figure')} of {counted(figures['origin_id'].nunique(), 'origin')}"


def describe_panel(panel: pd.DataFrame) -> str:
    """Return the words that stand for a panel: its scope, the least and greatest figure and who gives them, the days.

    `panel` has one row a figure, and one a member of a set, before any are summed up.
    """
    figures = panel.drop_duplicates("figure_id")
    head = _of_origins(figures)
    if len(figures) == 1:
        return _sentences(shorten(str(panel["scope"].iloc[0]), MOST_SCOPE), f"{head}: {_said(figures.iloc[0])}")
    return _sentences(
        shorten(str(panel["scope"].iloc[0]), MOST_SCOPE), head, *_extremes(panel), _first_and_last(figures)
    )


def extremes(panel: pd.DataFrame) -> tuple[list[Hashable], list[Hashable]]:
    """Return the places of the rows with the least and with the greatest number; none where only words were given."""
    numbers = panel[~panel["shape"].isin(NO_NUMBER)]
    least, greatest = number_at(numbers, "low"), number_at(numbers, "high")
    return (
        list(least.index[least == least.min()]) if least.notna().any() else [],
        list(greatest.index[greatest == greatest.max()]) if greatest.notna().any() else [],
    )


def number_at(numbers: pd.DataFrame, end: str) -> pd.Series:
    """Return each row's number at one end: its bound where it is a range, else the number that its words name."""
    named = numbers["best"].fillna(numbers["low"]).fillna(numbers["high"])
    return numbers[end].where(numbers["shape"] == "range", named).astype("Float64")


def _extremes(panel: pd.DataFrame) -> tuple[str, ...]:
    least, greatest = extremes(panel)
    words = panel[panel["shape"].isin(NO_NUMBER)].drop_duplicates("figure_id")
    in_words = f"In words only: {_and_more(words)}" if len(words) else ""
    if not least:
        return (in_words,)
    if least == greatest:
        return f"Of one number: {_and_more(panel.loc[least])}", in_words
    return f"Least: {_and_more(panel.loc[least])}", f"Greatest: {_and_more(panel.loc[greatest])}", in_words


def _and_more(rows: pd.DataFrame) -> str:
    more = rows["figure_id"].nunique() - 1
    return _said(rows.iloc[0]) + (f", and {more} more" if more else "")


def _said(row: Any) -> str:
    return f"{as_said(row, MOST_SAID)}, {shorten(row['speaker'], MOST_SAID)}, {row['said']}"


def as_said(row: Any, most: int = 10**6) -> str:
    """Return a figure's number as its source says it, in quotation marks; without the source's words, the number; with
    both where the words hold several.
    """
    # A sign that the words were cut stands within the marks, as they were cut before.
    return tell_number(shorten(row["quantity_words"], most), row["quantity_basis"], row["meant"])


def _first_and_last(rows: pd.DataFrame) -> str:
    dated = rows[rows["asserted_last"].notna()]
    if dated["asserted_last"].nunique() < 2:
        return ""
    ordered = dated.sort_values("asserted_last", kind="stable")
    first, last = ordered.iloc[0], ordered.iloc[-1]
    return (
        f"First by day: {shorten(first['speaker'], MOST_PART)}, {first['said']}; "
        f"last: {shorten(last['speaker'], MOST_PART)}, {last['said']}"
    )


# ---- Statements by day ----


def ask_statements(marks: pd.DataFrame) -> str:
    """Return the question that a timeline answers, with its days."""
    days = _days(marks)
    if days and " to " not in days:
        return f"Who said what {'on' if (marks['shape'] == 'day').all() else 'by'} {days}?"
    return f"Who said what, and on which day{', ' + days if days else ''}?"


def _days(marks: pd.DataFrame) -> str:
    ends = marks["end"].dropna()
    if ends.empty:
        return ""
    first = marks["start"].fillna(marks["end"]).dropna().min()
    return format_date(f"{first}/{ends.max()}")


def caption_statements(marks: pd.DataFrame) -> str:
    """Return how many statements by how many speakers stand in how many lanes, how many of a day that no source states,
    and by which days they were made.
    """
    own = marks.drop_duplicates("statement_id")
    head = (
        f"{counted(len(own), 'statement')} by {counted(own['speaker'].nunique(), 'speaker')} "
        f"in {counted(marks['lane'].nunique(), 'lane')}"
    )
    inferred = int(own["is_inferred"].sum())
    of_inferred = f"{inferred} of a day that was inferred" if inferred else ""
    return _caption("; ".join(filter(None, [head, of_inferred])), pd.to_datetime(own["end"]), "had been said")


def describe_statements_drawn(marks: pd.DataFrame) -> str:
    """Return the words that stand for a timeline: how much it holds, who spoke first and last, which lane has most."""
    own = marks.drop_duplicates("statement_id")
    dated = own[own["end"].notna()].sort_values("end", kind="stable")
    lanes = marks["lane"].value_counts(sort=False)
    fullest = [str(lane) for lane in lanes.index if lanes[lane] == lanes.max()]
    most = f"Most marks: {shorten(fullest[0], MOST_PART)}, {lanes.max()}" if len(lanes) > len(fullest) == 1 else ""
    if dated.empty:
        return _sentences(caption_statements(marks), most)
    first, last = dated.iloc[0], dated.iloc[-1]
    ends = [f"First: {_act(first)}"] + ([f"Last: {_act(last)}"] if first["end"] != last["end"] else [])
    return _sentences("Statements by day", caption_statements(marks), *ends, most)


def _act(row: Any) -> str:
    return shorten(f"{row['speaker']}: {row['act']}, {row['said']}", MOST_PART)


# ---- Tallies in steps, and the ways of figures ----


def ask_steps(series: pd.DataFrame) -> str:
    """Return the question that one series answers, with its origin and all that it counts: no two have the same."""
    origin, title = (str(series[column].iloc[0]) for column in ("origin", "title"))
    counted_here = title.removeprefix(origin)
    return f"{capital(shorten(origin, 80))}{counted_here}. Which number had been given by which day?"


def caption_steps(series: pd.DataFrame) -> str:
    """Return how many tallies in how many renderings a series has, and by which days they had been given out."""
    tallies = series.drop_duplicates("tally_id")
    return _caption(count_tallies(series), tallies["given_out"], "had been given out")


def count_tallies(series: pd.DataFrame) -> str:
    """Return how many tallies in how many renderings a series has: all of them, whether or not they make a step."""
    renderings = len(series.drop_duplicates(["tally_id", "source_id"]))
    return f"{counted(series['tally_id'].nunique(), 'tally', 'tallies')} in {counted(renderings, 'rendering')} found"


def describe_series(series: pd.DataFrame) -> str:
    """Return the words that stand for one series: the least and the greatest tally, the first and the last."""
    tallies = series[series["is_main"]]
    least, greatest = extremes(tallies)
    ordered = tallies.sort_values("given_out", kind="stable")
    told = [f"First: {_tally(ordered.iloc[0])}", f"Last: {_tally(ordered.iloc[-1])}"]
    if least and least != greatest:
        told = [f"Least: {_tally(tallies.loc[least[0]])}", f"Greatest: {_tally(tallies.loc[greatest[0]])}", *told]
    return _sentences(shorten(str(series["title"].iloc[0]), MOST_SCOPE), caption_steps(series), *told)


def _tally(row: Any) -> str:
    return f"{format_quantity(row['quantity'])} by {format_day(row['given_out'].date())}"


def ask_ways(origin: str) -> str:
    """Return the question that the way of an origin's numbers answers."""
    return f"{capital(shorten(origin, 80))}: which outlets had its numbers, and through whom?"


def caption_ways(ways: pd.DataFrame, named: int) -> str:
    """Return how many renderings in how many outlets a way has, and how many name who passed them on."""
    renderings, outlets = int(ways["renderings"].sum()), ways["outlet"].nunique()
    return f"{counted(renderings, 'rendering')} in {counted(outlets, 'outlet')}; {named} name who passed them on."


def describe_ways(ways: pd.DataFrame, origin: str, named: int) -> str:
    """Return the words that stand for a way: how much it holds, the station and the outlet with the most renderings."""
    told = [caption_ways(ways, named)]
    for what in ("station", "outlet"):
        named_ways = ways[ways[what] != NO_AGENCY]
        if named_ways.empty:
            continue
        sums = named_ways.groupby(what, sort=False)["renderings"].sum()
        most = [str(name) for name in sums.index if sums[name] == sums.max()]
        more = f", and {len(most) - 1} more" if len(most) > 1 else ""
        told.append(f"Most renderings for one {what}: {int(sums.max())}, {shorten(most[0], MOST_PART)}{more}")
    return _sentences(f"From {shorten(origin, MOST_PART)} to outlets", *told)
