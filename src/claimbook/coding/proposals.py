"""Propose what of a text may be coded: figures, quotations and reported statements, each with its passage and dates.

A proposal is no claim until a coder has accepted it. Text in, proposals out: no files, no tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from claimbook.coding.days import DayFinder
from claimbook.coding.figures import FigureFinder
from claimbook.coding.parts import guess_part, split_sentences
from claimbook.coding.quotations import cut_at, find_quotations, quoted_words
from claimbook.coding.speakers import Speaker, SpeakerFinder
from claimbook.coding.wordlists import WordList
from claimbook.model.passages import Span

MAX_WORDS = 12


@dataclass(frozen=True)
class Proposal:
    """One thing to look at: `found` is figure, quotation or statement, `passage` its sentence, `span` its place."""

    found: str
    passage: Span
    span: Span
    text_part: str
    speaker: Speaker = field(default_factory=Speaker)
    quantity: str = ""
    words: str = ""
    dates: tuple[str, ...] = ()


def propose(text: str, words: WordList, published: date | None = None) -> list[Proposal]:
    """Return the proposals of a text, in the order of their places."""
    sentences = split_sentences(text, words)
    quotations = find_quotations(text)
    days, figures, speakers = DayFinder(words, published), FigureFinder(words), SpeakerFinder(words)
    found: list[Proposal] = []
    before = Speaker()
    first = 0  # quotations that end before a sentence are passed over once and for all
    for sentence in sentences:
        while first < len(quotations) and quotations[first].end <= sentence.start:
            first += 1
        near = [span for span in _from(quotations, first, sentence.end) if span.overlaps(sentence)]
        dated = days.find(text, sentence.start, sentence.end)
        dates = tuple(dict.fromkeys(day.edtf for day in dated))
        part = guess_part(text, sentence)
        rows: list[Proposal] = []
        for figure in figures.find(text, sentence, [day.span for day in dated]):
            speaker = speakers.find(text, sentence, figure.span, near)
            if not speaker.verb and any(figure.span.overlaps(span) for span in near):
                speaker = before  # the quotation goes on
            if figure.quantity in ("1", "some") and text[figure.span.start : figure.span.end] in speaker.name:
                continue  # whoever speaks is not who is counted
            rows.append(Proposal("figure", sentence, figure.span, part, speaker, quantity=figure.quantity, dates=dates))
        for quotation in near:
            for piece in cut_at(quotation, [sentence]):
                speaker = speakers.find(text, sentence, piece, near)
                speaker = speaker if speaker.verb else before
                said = quoted_words(text, piece)
                if said:
                    rows.append(Proposal("quotation", sentence, piece, part, speaker, words=said, dates=dates))
        speaker = speakers.find(text, sentence, sentence, near)
        if speaker.verb and not any(row.found == "quotation" for row in rows):
            rows.append(Proposal("statement", sentence, sentence, part, speaker, dates=dates))
        found += sorted(rows, key=lambda row: (row.span.start, row.span.end))
        before = speaker if speaker.verb else before
    return found


def _from(quotations: list[Span], first: int, end: int) -> list[Span]:
    """Return the quotations from a number on that begin before a place."""
    found = []
    for span in quotations[first:]:
        if span.start >= end:
            break
        found.append(span)
    return found
