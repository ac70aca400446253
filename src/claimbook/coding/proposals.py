"""Propose what of a text may be coded: figures, quotations and reported statements, each with its passage and dates.

A proposal is no claim until a coder has accepted it. Text in, proposals out: no files, no tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from claimbook.coding.circumstances import Circumstances
from claimbook.coding.days import DayFinder
from claimbook.coding.figures import FigureFinder
from claimbook.coding.parts import guess_part, split_sentences
from claimbook.coding.quotations import cut_at, find_quotations, quoted_words
from claimbook.coding.speakers import Speaker, SpeakerFinder, nearest
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


def propose(
    text: str, words: WordList, published: date | None = None, measures: frozenset[str] = frozenset()
) -> list[Proposal]:
    """Return the proposals of a text, in the order of their places.

    `measures` are the words by which a dataset says what it measures.
    """
    sentences = split_sentences(text, words)
    quotations = find_quotations(text)
    days, figures, speakers = DayFinder(words, published), FigureFinder(words, measures), SpeakerFinder(words)
    circumstances = Circumstances(words, published)
    found: list[Proposal] = []
    before = Speaker()
    first = 0  # quotations that end before a sentence are passed over once and for all
    for number, sentence in enumerate(sentences):
        while first < len(quotations) and quotations[first].end <= sentence.start:
            first += 1
        near = [span for span in _from(quotations, first, sentence.end) if span.overlaps(sentence)]
        dated = days.find(text, sentence.start, sentence.end)
        speaking = speakers.find(text, sentence, near, [day.span for day in dated])
        speaking = circumstances.add(text, sentence, speaking, near, dated)
        dates = tuple(dict.fromkeys(day.edtf for day in dated))
        part = guess_part(text, sentence)
        goes_on = _goes_on(text, sentence, sentences[number - 1] if number else None, near)
        before = before if goes_on else Speaker()
        rows: list[Proposal] = []
        for figure in figures.find(text, sentence, [day.span for day in dated]):
            speaker = nearest(speaking, figure.span)
            if not speaker.verb and any(figure.span.overlaps(span) for span in near):
                speaker = before
            if figure.quantity in ("1", "some") and text[figure.span.start : figure.span.end] in speaker.name:
                continue  # whoever speaks is not who is counted
            rows.append(Proposal("figure", sentence, figure.span, part, speaker, quantity=figure.quantity, dates=dates))
        for quotation in near:
            for piece in cut_at(quotation, [sentence]):
                speaker = nearest(speaking, piece)
                speaker = speaker if speaker.verb else before
                said = quoted_words(text, piece)
                if said:
                    rows.append(Proposal("quotation", sentence, piece, part, speaker, words=said, dates=dates))
        speaker = nearest(speaking, sentence)
        if speaker.verb and not any(row.found == "quotation" for row in rows):
            rows.append(Proposal("statement", sentence, sentence, part, speaker, dates=dates))
        found += sorted(rows, key=lambda row: (row.span.start, row.span.end))
        before = speaker if speaker.verb else before
    return found


def _goes_on(text: str, sentence: Span, last: Span | None, near: list[Span]) -> bool:
    """Whether a sentence without a verb of its own is still of the speaker before: it is all quoted, and either they
    were about to be quoted, or both stand in one paragraph, or the quotation began in the sentence before.
    """
    if last is None or not any(_is_all(text, sentence, span) for span in near):
        return False
    if "\n" not in text[last.end : sentence.start]:
        return True
    return text[last.end - 1] == ":" or any(span.overlaps(last) for span in near)


def _is_all(text: str, sentence: Span, quotation: Span) -> bool:
    """Whether nothing of a sentence but marks stands outside of a quotation."""
    outside = text[sentence.start : max(quotation.start, sentence.start)] + text[quotation.end : sentence.end]
    return not any(sign.isalnum() for sign in outside)


def _from(quotations: list[Span], first: int, end: int) -> list[Span]:
    """Return the quotations from a number on that begin before a place."""
    found = []
    for span in quotations[first:]:
        if span.start >= end:
            break
        found.append(span)
    return found
