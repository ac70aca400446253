"""The key to all charts: what each mark means, by chart, and what the columns of a chart's CSV file hold.

Here stands in words what `charts` draws; each mark's small drawing is in the template `key`. What a chart shows of the
data, and what is said beside it, is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

from claimbook.book.behind import FIGURES, STATEMENTS, TALLIES, WAYS
from claimbook.book.lists import part, show_parts
from claimbook.book.render import Html, anchor, render_template
from claimbook.book.scope_words import SIGN_MEANINGS, SIGNS
from claimbook.model.dataset import Dataset
from claimbook.model.quantities import Shape, format_quantity, parse_quantity


class Mark(NamedTuple):
    """A mark: the name of its drawing in the template, what it looks like, what it means."""

    drawing: str
    look: str
    meaning: str


FIGURE_MARKS = (
    Mark("dot", "Dot", "The source gives this number, and no least or greatest one beside it."),
    Mark("bar", "Bar with two firm ends", "The source gives a least and a greatest number. Only where it gives one "
         "between them, too, there is a dot in it."),
    Mark("floor", "Firm end, arrow to the right", "At least so many, or more than so many: the end is open. Arrows are "
         "of one length, which measures nothing."),
    Mark("ceiling", "Firm end, arrow to the left", "At most so many, or fewer than so many."),
    Mark("about", "Diamond, dotted on both sides", "About so many."),
    Mark("about_below", "Diamond, dotted on the left", "Nearly so many: a little less."),
    Mark("about_above", "Diamond, dotted on the right", "A little more than so many."),
    Mark("set", "Several dots on one line", "One number or another: the words can be read in more than one way."),
    Mark("word", "A word in italics", "The source gives a word and no number. It has no place on the scale."),
    Mark("hollow", "Hollow mark", "The number was carried over without the source's words, so that “at least” or "
         "“about” may have stood before it."),
)  # fmt: skip
STEP_MARKS = (
    Mark("step", "Steps", "The exact tallies of one origin, each from the day by which it had been given out. A step "
         "is a day of counting, not of an event; between two of them nothing is known."),
    Mark("dot", "Dot", "A rendering that gives an exact number, on the day it came out."),
    Mark("up", "Triangle that points up", "A rendering that gives a least number."),
    Mark("down", "Triangle that points down", "A rendering that gives a greatest number."),
    Mark("square", "Square", "A rendering that gives about so many."),
    Mark("differs", "Hollow diamond", "A rendering that differs from what more renderings of its tally say, of the "
         "days, the place or who is counted, for example."),
    Mark("up", "Mark beside the steps", "A round number that is exact in no rendering, and that an exact one fits "
         "which had been given out by then: it may be that one, said loosely, or a number of its own. The glossary has "
         "the rule, under “loose”."),
    Mark("span", "Upright line", "A tally given as a least and a greatest number."),
    Mark("hollow", "Hollow mark of another shape", "The number was carried over without the source's words."),
    Mark("pile", "Marks side by side", "Renderings of one number that came out on one day, or, in the last column, "
         "later than the days that are drawn. Where one covers another, a number in brackets "
         "beside them, as (3), says how many there are, if there is room."),
)  # fmt: skip
DAY_MARKS = (
    Mark("dot", "Filled dot", "A statement of a known day, at first hand: in a document of the speaker's own, to the "
         "source itself, or passed on as news."),
    Mark("bar", "Bar with two firm ends", "It was said on one of these days. The order within a day is not known."),
    Mark("by", "Bar that fades out to the left", "It had been said by its last day, and no first day is known."),
    Mark("gutter", "Mark at the left edge, under “day not known”", "No day is known at all."),
    Mark("ring", "Ring, or bar with an outline", "Known at second hand: somebody else says that it was said."),
    Mark("dashed", "Dashed ring or bar", "Known from a leak."),
    Mark("hollow", "Thin ring or bar", "A joint statement, drawn in the lane of each of those who made it."),
    Mark("tie", "Dotted bracket", "The marks that it joins are one statement."),
    Mark("beyond", "Triangle at the edge", "A bar goes on beyond the days that are shown."),
)  # fmt: skip
WAY_MARKS = (
    Mark("way", "Line", "An outlet names this station as the one from which it has the number. A line has no width "
         "that measures anything. The number in brackets counts renderings."),
)  # fmt: skip
MAP_MARKS = (
    Mark("dot", "Filled dot", "A place that is known to a settlement or closer."),
    Mark("area", "Dashed circle", "The place lies somewhere within an area, known to the level that the list below the "
         "map names. Its size stands for that level, not for how far the area reaches."),
    Mark("other", "Small dot", "Another place that claims name, to find the way by."),
    Mark("coast", "Thin line", "A coast or the bank of a water."),
    Mark("border", "Dotted line", "A border between states, as the outline's makers draw it."),
)  # fmt: skip
MATRIX_MARKS = (
    Mark("dot", "Filled mark", "A party's own statement. It leads to its claim, or to the claims behind it."),
    Mark("ring", "Ring", "Known at second hand only."),
    Mark("none", "“none found”", "Nothing of the kind was found in the sources searched, which does not mean that "
         "nothing was said."),
    Mark("number", "Number beside a mark", "How many distinct speakers attribute deeds to a party, not how many "
         "claims or sources; beside an answer, in how many claims it is given."),
)  # fmt: skip
SCOPE_MARKS = tuple(Mark("", sign, SIGN_MEANINGS[relation]) for relation, sign in SIGNS.items())
SECTIONS = (
    ("Numbers by source", FIGURE_MARKS),
    ("Tallies that follow each other", STEP_MARKS),
    ("Statements by day", DAY_MARKS),
    ("Ways of a number", WAY_MARKS),
    ("Maps", MAP_MARKS),
    ("Disputes and accusations", MATRIX_MARKS),
    ("What can be compared", SCOPE_MARKS),
)
# What columns hold that no table of the dataset has, or has under another name.
COLUMNS = {
    "low": "The least number that the words allow; empty where they leave that end open, and for a word.",
    "high": "The greatest number that the words allow; empty where they leave that end open.",
    "best": "The one number that the source itself gives; never a middle that we made.",
    "scope": "What is counted, where and on which days, in words.",
    "claimant": "Who makes the claim, or is said to make it.",
    "speaker": "Who says so, with those through whom it came.",
    "said": "When it was said, in words.",
    "first_day": "The first day on which it can have been said; empty where none is known.",
    "last_day": "The last day on which it can have been said; empty where none is known.",
    "source_title": "The title of the source that holds the claim.",
    "lane": "The actor in whose lane it stands.",
    "known_as": "At first hand, at second hand, leaked, or as a joint statement.",
    "number": "The number in words.",
    "given_out": "The day by which a tally had been given out.",
    "seen": "The last possible day on which this rendering came out.",
    "title": "The series that the tally belongs to: its origin and what is counted.",
    "tally_id": "The tally: one number of one origin, by the rule in the glossary. Rows with one `tally_id` and one "
    "`source_id` are one rendering.",
    "origin": "Whose count it is: of somebody who speaks in office, the body for which he or she speaks.",
    "station": "Through whom the number came, as the outlet names it.",
    "outlet": "Where it was printed or sent.",
    "renderings": "How many renderings came this way.",
    "href": "The address of the claim's card, from the book's root.",
}
NOTATIONS = ("13", ">=13", ">13", "<=13", "<13", "~13", "~<13", "~>13", "5..10", "5..7..10", "4|8", "50%", "dozens")


def marks() -> Html:
    """Return the key: for each kind of chart its marks, drawn and in words."""
    sections = [{"title": title, "anchor": anchor(f"key {title}"), "marks": own} for title, own in SECTIONS]
    return render_template("key", "key to the marks", sections=sections)


def columns(dataset: Dataset) -> Html:
    """Return what each column of a chart's CSV file holds, by name; from the dataset's descriptor where it has it."""
    names = sorted({column.name for column in chain(FIGURES, STATEMENTS, TALLIES, WAYS)})
    rows = [(name, _meaning(dataset, name)) for name in names]
    return show_parts([part(("Column", "What it holds"), rows, caption="Columns of the charts' CSV files")], "columns")


def _meaning(dataset: Dataset, name: str) -> str:
    if name in COLUMNS:
        return COLUMNS[name]
    tables = ("figures", "statements", "claims")
    described = (column for table in tables for column in dataset.descriptor.tables[table].columns)
    return next((column.description for column in described if column.name == name), "")


def notations() -> Html:
    """Return how a quantity is written, what it says in words, and the numbers that stand beside it."""
    rows = [(text, format_quantity(text), *_bounds(text)) for text in NOTATIONS]
    heads = ("quantity", "In words", "low", "high", "best")
    return show_parts([part(heads, rows, caption="Quantities as the CSV files have them")], "notations")


def _bounds(text: str) -> Sequence[Any]:
    found = parse_quantity(text)
    if found.shape is Shape.WORD:
        return "", "", ""
    return tuple("" if number is None else number for number in (found.low, found.high, found.best))
