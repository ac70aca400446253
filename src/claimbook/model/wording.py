"""Rules on texts in a dataset: quotations and whose they are, summaries, names, labels. No rule on figures or dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from claimbook.errors import Problem, shorten_value
from claimbook.model.dataset import Dataset
from claimbook.model.rules import look_up, report_rows, rule

MAX_WORDS = 12
MAX_SUMMARY_WORDS = 25
_OWN_VOICE = r"(?i)\bin (?:its|his|her|their) own voice\b"
# What a spreadsheet or a script writes where it was given no text.
_NO_TEXT = ("True", "False", "TRUE", "FALSE", "None", "nan", "NaN")
_SHOWN = (
    ("positions", "label"),
    ("actors", "name"),
    ("sources", "title"),
    ("incidents", "title"),
    ("disputes", "question"),
    ("places", "name"),
)


@rule
def quotations_are_short(dataset: Dataset) -> Iterator[Problem]:
    """Quoted `words` are at most 12 words, and their wording has an owner in `words_by`."""
    claims = dataset.claims
    fix = "quote the decisive words only."
    message = f"'{{}}' is longer than {MAX_WORDS} words."
    yield from report_rows(dataset, "claims", _is_longer(claims["words"], MAX_WORDS), "words", message, fix)
    owned = (claims["words"] != "") == (claims["words_by"] != "")
    yield from report_rows(
        dataset,
        "claims",
        ~owned,
        "words_by",
        "words and words_by belong together.",
        "fill in both, or neither.",
    )


@rule
def quoted_speakers_own_their_words(dataset: Dataset) -> Iterator[Problem]:
    """In a direct quotation the wording is the claimant's own."""
    claims = dataset.claims
    rows = (claims["voice"] == "direct_quote") & (claims["words"] != "") & (claims["words_by"] != claims["claimant_id"])
    fix = "name the claimant, or code another voice."
    yield from report_rows(dataset, "claims", rows, "words_by", "'{}' is not the claimant of a direct quotation.", fix)


@rule
def summaries_are_short(dataset: Dataset) -> Iterator[Problem]:
    """A summary has at most 25 words."""
    rows = _is_longer(dataset.claims["summary"], MAX_SUMMARY_WORDS)
    message = f"the summary has more than {MAX_SUMMARY_WORDS} words."
    yield from report_rows(dataset, "claims", rows, "summary", message, "say it shorter.")


@rule
def summaries_say_the_voice_that_is_coded(dataset: Dataset) -> Iterator[Problem]:
    """A summary says "in its own voice" only of a claim that is coded so: what is passed on is not asserted."""
    claims = dataset.claims
    rows = claims["summary"].str.contains(_OWN_VOICE) & (claims["voice"] != "own_voice")
    fix = 'say what is passed on ("writes that reports put … at …"), or code the voice own_voice.'
    message = "'{}' says that the voice is the outlet's own, and another is coded."
    yield from report_rows(dataset, "claims", rows, "summary", message, fix)


def _is_longer(texts: pd.Series, words: int) -> pd.Series:
    """Return whether each text has more than so many words."""
    # In ASCII, and in one line, only the space parts words: where there are too few, nothing has to be split.
    longer = [(text.count(" ") >= words or not text.isascii()) and len(text.split()) > words for text in texts.tolist()]
    return pd.Series(longer, texts.index, dtype=bool)


@rule
def marks_without_a_speaker_are_the_outlets(dataset: Dataset) -> Iterator[Problem]:
    """Quotation marks around words of no speaker (`distancing_quote`) are an outlet's or an unidentified speaker's."""
    claims = dataset.claims
    # A claimant whose kind is not known is reported as that.
    kinds = look_up(claims["claimant_id"], dataset.actors, "actor_id", "kind")
    is_other = ~kinds.isin(["media", "unidentified", ""])
    message = "'{}' is a speaker, and the voice is a quotation of none."
    fix = "code partial_quote for words that this speaker said, or name the outlet."
    rows = (claims["voice"] == "distancing_quote") & is_other
    yield from report_rows(dataset, "claims", rows, "claimant_id", message, fix)


@rule
def private_people_are_described(dataset: Dataset) -> Iterator[Problem]:
    """A private person is described by relation, in lower case ("a relative, on social media"), and never named."""
    actors = dataset.actors
    named = (actors["kind"] == "private_person") & ~actors["name"].str.match(r"(a|an|one|unnamed|the) [^A-Z]*(\(|$)")
    fix = 'describe the person: "a relative, on social media"; an outlet may stand in brackets: "a relative (Courier)".'
    for problem in report_rows(dataset, "actors", named, "name", "'{}' may name a private person", fix):
        why = _why_a_name(actors["name"].iat[problem.row - 2])
        yield replace(problem, message=f"{problem.message}: {why}.")


def _why_a_name(described: str) -> str:
    """Return what in the description of a private person looks like a name, or is not as a description begins."""
    first, *others = described.split("(")[0].split() or [""]
    is_article = first.lower() in ("a", "an", "one", "unnamed", "the")
    words = [word.strip(",;:.") for word in ([] if is_article else [first]) + others]
    if capital := [word for word in words if re.search("[A-Z]", word)]:
        return f"'{shorten_value(capital[0])}' has a capital letter, as names have"
    if is_article and not first.islower():
        return f"'{first}' has a capital letter; write it '{first.lower()}'"
    return "it does not begin with a, an, one, unnamed or the"


@rule
def names_and_labels_are_written_out(dataset: Dataset) -> Iterator[Problem]:
    """Names, titles, labels and questions are words, not the True, None or nan that a program left behind."""
    for table, column in _SHOWN:
        rows = dataset.frames[table][column].isin(_NO_TEXT)
        yield from report_rows(dataset, table, rows, column, "'{}' was left by a program.", "write the words.")
