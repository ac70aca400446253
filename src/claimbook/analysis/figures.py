"""Figures: who gives which number, of whom, where, when, in words. No files, no charts, nothing compared."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from claimbook.analysis.claims import describe_claims
from claimbook.analysis.memory import once
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_date, parse_date
from claimbook.model.each import cells_of, each_row
from claimbook.model.quantities import WORD_LOWS, format_quantity, is_notation
from claimbook.model.voice import quote

# The ways of saying a number, in their fixed order, and what each leaves open.
SHAPE_MEANING = {
    "point": "an exact number",
    "floor": "at least, or more than: open upwards",
    "ceiling": "at most: open downwards",
    "about": "about: open to both sides",
    "about_below": "nearly: a little less",
    "about_above": "a little more",
    "range": "from a least to a greatest number",
    "set": "one number or another",
    "share": "a share of another figure",
    "word": "a word, no number",
}
NO_DAYS = "days not said"
# What stands between the parts of a scope in words.
BETWEEN = " · "
# What a figure's row says where its source limits the claim ("reportedly"); the words stand in the data behind.
HEDGED = "with a hedge"
# What a number is read from where its words are flagged: they are shown on the claim's card only, on request.
WITHHELD = "withheld"
# A number in digits, with what parts its thousands or decimals: 1,383, 1 383, 1.5.
_NUMERAL = re.compile(r"\d+(?:[.,]\d+|[ \u00a0\u202f]\d{3}(?!\d))*")
# A date in English: its day and year count nothing ("since 6 March", "between March 6 and 10").
_MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)(?![^\W_])\.?"
)
_DAYS = r"\d{1,2}(?:st|nd|rd|th)?(?:(?: and | to |[-–])\d{1,2}(?:st|nd|rd|th)?)?"
_DATE = re.compile(
    rf"(?<![\w.,]){_DAYS} (?:of )?{_MONTH}(?:,? \d{{4}})?|{_MONTH} (?:{_DAYS}(?:,? \d{{4}})?|\d{{4}})(?![\w])"
)
_SCOPE = ("counted", "status", "by_id", "place_id", "days", "per", "modality")


@once
def describe_figures(dataset: Dataset) -> pd.DataFrame:
    """Return the figures with their claim's columns and `scope` and `days` (in words), `measure_label`, `row_label`,
    `meant` (the number in words, where the source's words alone do not tell it; else "").

    `quantity_language` and `gloss_language` are the languages of the number's words and of `gloss`, the source's own
    word for those who are counted, which stands in brackets after it; "" where there are no such words, or it is not
    known. A period open at its end ("since 6 March") closes at the last day on which it can have been said. Of a claim
    that readers are warned of, the words in which a number is said stand in `flagged_words`, which is for the claim's
    card; `quantity_words` is then the number as it is coded, and `quantity_basis` is WITHHELD.
    """
    claims = describe_claims(dataset).drop(columns=["note", "place_id"])
    figures = dataset.figures.merge(claims, on="claim_id", how="left", validate="many_to_one")
    is_flagged = (figures["content_flag"] != "") & (figures["quantity_basis"] == "words")
    plain = pd.Series([format_quantity(text) for text in cells_of(figures["quantity"])], figures.index, dtype="str")
    figures["flagged_words"] = figures["quantity_words"].where(is_flagged, "")
    figures["quantity_words"] = figures["quantity_words"].where(~is_flagged, plain)
    figures["quantity_basis"] = figures["quantity_basis"].where(~is_flagged, WITHHELD)
    figures["meant"] = _meant(figures)
    figures = _add_languages(dataset, figures)
    labels = dataset.descriptor.label
    figures["measure_label"] = [labels("measure", term) for term in cells_of(figures["measure"])]
    figures["days"] = [_period_in_words(row.period, row) for row in each_row(figures, ("period", "asserted_last"))]
    figures["scope"] = [_scope_in_words(dataset, row) for row in each_row(figures, _SCOPE)]
    tallies = [
        f" · tally {format_date('../' + text.split('/')[-1])}" if text else ""
        for text in cells_of(figures["counted_to"])
    ]
    hedged = figures["hedge"].map(lambda hedge: f"{BETWEEN}{HEDGED}" if hedge else "")
    figures["row_label"] = (
        figures["claimant"] + BETWEEN + figures["said"] + pd.Series(tallies, figures.index, dtype="str") + hedged
    )
    return figures


def _scope_in_words(dataset: Dataset, row: Any) -> str:
    """Return what a figure counts, as it was said: who, where, when, and how it was counted."""
    label = dataset.descriptor.label
    parts = [row.counted[:1].upper() + row.counted[1:]]
    if row.status not in ("unspecified", "all", ""):
        parts.append(f"said to be {label('status', row.status)}")
    if row.by_id:
        parts.append(f"by {dataset.name_of(row.by_id)}, as the claimant says")
    if row.place_id:
        parts.append(dataset.place_name(row.place_id))
    parts.append(row.days)
    if row.per:
        parts.append({"P1D": "per day", "P1W": "per week", "P1M": "per month"}.get(row.per, f"per {row.per}"))
    if row.modality not in ("count", ""):
        parts.append(put_forward(label("modality", row.modality)))
    return BETWEEN.join(part for part in parts if part)


def _meant(figures: pd.DataFrame) -> pd.Series:
    """Return the number of each figure whose words hold several, or are those of another number in its source, too."""
    numbers = figures.groupby(["source_id", "quantity_words"], sort=False)["quantity"].transform("nunique")
    many = [len(_NUMERAL.findall(_DATE.sub("", words))) > 1 for words in cells_of(figures["quantity_words"])]
    several = pd.Series(many, figures.index, dtype="bool")
    unclear = (figures["quantity_basis"] == "words") & (several | (numbers > 1))
    plain = pd.Series([_plain_number(text) for text in cells_of(figures["quantity"])], figures.index, dtype="str")
    return plain.where(unclear, "")


def _plain_number(quantity: str) -> str:
    return quantity if quantity in WORD_LOWS else format_quantity(quantity)


def _add_languages(dataset: Dataset, figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures with `quantity_language`, `gloss`, `gloss_language`."""
    of_source = dict(zip(dataset.sources["source_id"], dataset.sources["language"], strict=True))
    columns = ("source_id", "words_language", "quantity_words", "quantity_basis", "counted")
    rows = [(row, row.words_language or of_source.get(row.source_id, "")) for row in each_row(figures, columns)]
    glosses = [_own_gloss(row) for row, _ in rows]
    return figures.assign(
        quantity_language=_texts(figures, [own if row.quantity_basis == "words" else "" for row, own in rows]),
        gloss=_texts(figures, glosses),
        gloss_language=_texts(figures, [own if gloss else "" for (_, own), gloss in zip(rows, glosses, strict=True)]),
    )


def _texts(figures: pd.DataFrame, texts: list[str]) -> pd.Series:
    return pd.Series(texts, figures.index, dtype="str")


def _own_gloss(row: Any) -> str:
    """Return what stands in brackets after who is counted, if it is the source's: brackets hold a coder's English, too.

    It is the source's if it stands in the words that are quoted, or has a letter that English does not have.
    """
    _, bracket, rest = row.counted.partition("(")
    gloss = str(rest.rpartition(")")[0].strip()) if bracket else ""
    is_own = not gloss.isascii() or gloss.casefold() in row.quantity_words.casefold()
    return gloss if is_own and any(sign.isalpha() for sign in gloss) else ""


def tell_number(words: str, basis: str, meant: str) -> str:
    """Return a number as it is said, and after words that do not tell which of several it is the one that is meant."""
    said = number_as_said(words, basis)
    return f"{said} ({meant})" if meant else said


def number_as_said(words: str, basis: str) -> str:
    """Return a number as its source says it, in quotation marks; what a coder wrote down is no quotation, and stands in
    words where it is of the notation (`~<1500`: nearly 1,500).
    """
    if basis == "words":
        return quote(words)
    return _plain_number(words) if is_notation(words) else words


def put_forward(manner: str) -> str:
    """Return in words how a claimant gives a number: "verified" is then the claimant's word and not the book's."""
    return f"put forward as: {manner}"


def without_gloss(counted: str) -> str:
    """Return who is counted without what stands in brackets after it: the source's own words in its language."""
    return counted.partition("(")[0].strip()


def _period_in_words(period: str, row: Any) -> str:
    if not period:
        return NO_DAYS
    span = parse_date(period)
    said = row.asserted_last
    if span.last is None and span.first is not None and not pd.isna(said):
        return f"since {format_date(span.first.isoformat())}, said by {format_date(said.date().isoformat())}"
    return format_date(period)
