"""By which words a claim can be found beside those that its row shows: other spellings, and what is coded of it.

Frames to text; no files, no HTML. How words that a reader types are compared is in assets/letters.js.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pandas as pd

from claimbook.analysis.speakers import speaking_for
from claimbook.model.accents import drop_accents
from claimbook.model.dataset import Dataset
from claimbook.model.structure import split_list

# What is coded of a claim, by table: columns that name an actor or a place, that hold a term of the vocabulary of the
# same name, that hold words.
_Columns = dict[str, tuple[str, ...]]
_NAMING: _Columns = {
    "figures": ("party_id", "by_id", "place_id"), "statements": ("target_id", "addressee_id"),
    "attributions": ("accused_id",),
}  # fmt: skip
_TERMS: _Columns = {"figures": ("measure",), "statements": ("act",), "attributions": ("object", "role")}
_WORDS: _Columns = {"figures": ("counted",), "attributions": ("deed",)}
_TOKEN = re.compile(r"\w+")
# The first word of a name: the whole name by words, and all spellings of what it names.
_Mentions = dict[str, list[tuple[tuple[str, ...], str]]]
# Kinds of actors that texts also call by the city in which they sit: who names it need not mean them.
_SEATED = ("state", "authority", "intergovernmental")
_ALIKE = 3  # letters in which another spelling of one word begins like the name


def list_findable(dataset: Dataset, claims: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return for each claim the texts by which it is found beside its row's own; what several claims share is one text.

    `claims` is what `describe_claims` returns. A text is an actor or a place that the claim's coding names, its outlet
    too, with every other spelling (`also_written`), a line each; so is one that the summary, the words, those of its
    numbers, the source's or the incident's title or another such text names: whatever spelling one looks for, the
    claims are the same. Others are the label of a measure, an act, an object or a role; who is counted, or the deed, in
    the source's words. Of flagged claims no words of their source are taken.
    """
    names = {**_spellings(dataset.actors, "actor_id"), **_spellings(dataset.places, "place_id")}
    coded = _coded(dataset, claims, names)
    mentions = _mentions(dataset)
    titles = dict(zip(dataset.incidents["incident_id"], dataset.incidents["title"], strict=True))
    columns = ["claim_id", "summary", "words", "content_flag", "source_title", "incident_id"]
    numbers: dict[str, list[str]] = {}
    for claim, quoted in dataset.figures[["claim_id", "quantity_words"]].itertuples(index=False, name=None):
        numbers.setdefault(claim, []).append(quoted)
    known: dict[str, tuple[str, ...]] = {}
    found = []
    for claim, summary, words, flag, source, incident in claims[columns].itertuples(index=False, name=None):
        quoted = [] if flag else [words, *numbers.get(claim, ())]
        own = _mentioned("\n".join((summary, *quoted)), mentions)
        shared = {source, titles.get(incident, "")}
        named = _all_named((*coded[claim], *own, *shared), mentions, known)
        found.append(tuple(sorted(named - (shared - set(coded[claim])))))
    return found


def list_spellings(dataset: Dataset) -> list[tuple[str, str]]:
    """Return what a text may name, with all its spellings (a line each): a name, and what it is found by.

    Names without another spelling are left out; so are those of a claim's words, which this does not look at.
    """
    pairs = [(" ".join(name), text) for found in _mentions(dataset).values() for name, text in found]
    return sorted(set(pairs))


def spellings_in(texts: Iterable[str], listed: Iterable[tuple[str, str]]) -> tuple[list[str], list[list[int]]]:
    """Return the spellings of all that some texts name, and for each text the places of its own among them.

    `listed` is what `list_spellings` returns.
    """
    index: _Mentions = {}
    for name, spellings in listed:
        _add(index, name, spellings)
    known: dict[str, tuple[str, ...]] = {}
    found = [tuple(sorted(_all_named(_mentioned(text, index), index, known))) for text in texts]
    also = sorted({text for own in found for text in own})
    return also, [[also.index(text) for text in own] for own in found]


def plain_words(text: str) -> Iterator[str]:
    """Yield the words of a text whose letters have accents or joined forms, without these."""
    for word in dict.fromkeys(_TOKEN.findall(text)):
        if not word.isascii() and (plain := _plain(word)) != word.lower():
            yield plain


def _spellings(frame: pd.DataFrame, key: str) -> dict[str, str]:
    rows = frame[[key, "name", "also_written"]].itertuples(index=False, name=None)
    return {row: "\n".join((name, *split_list(also))) for row, name, also in rows}


def _coded(dataset: Dataset, claims: pd.DataFrame, names: dict[str, str]) -> dict[str, list[str]]:
    """Return by claim the names of all that its row and those of its other tables refer to, terms and words too."""
    heads: dict[str, str] = speaking_for(dataset)
    found: dict[str, list[str]] = {}
    flagged = set(claims.loc[claims["content_flag"] != "", "claim_id"])
    own = ["claim_id", "claimant_id", "via", "words_by", "lane_id", "place_id", "outlet_id"]
    for claim, claimant, via, words_by, lane, place, outlet in claims[own].itertuples(index=False, name=None):
        people = (claimant, heads.get(claimant, ""), *split_list(via), words_by, lane, place, outlet)
        found[claim] = [names.get(key, "") for key in people]
    for claim, text in _of_tables(dataset, names, flagged):
        if claim in found:
            found[claim].append(text)
    return found


def _of_tables(dataset: Dataset, names: dict[str, str], flagged: set[str]) -> Iterator[tuple[str, str]]:
    """Yield claims with a text that a row of another table gives them."""
    for table, columns in _NAMING.items():
        frame = dataset.frames[table]
        for column in columns:
            yield from zip(frame["claim_id"], [names.get(key, "") for key in frame[column]], strict=True)
    for table, columns in _TERMS.items():
        frame = dataset.frames[table]
        for column in columns:
            labels = {term: dataset.descriptor.label(column, term) for term in set(frame[column]) - {""}}
            yield from zip(frame["claim_id"], [labels.get(term, "") for term in frame[column]], strict=True)
    for table, columns in _WORDS.items():
        frame = dataset.frames[table]
        for column in columns:
            pairs = zip(frame["claim_id"], frame[column], strict=True)
            yield from ((claim, text) for claim, text in pairs if claim not in flagged)


# ---- Names in a text ----


def _mentions(dataset: Dataset) -> _Mentions:
    """Return what is looked for in texts: of a place every spelling, of an actor its names (`_is_name`).

    A capital may stand among the spellings of its government: who names it need not mean that. Nor is a description
    ("security forces") always of those of whom it is coded.
    """
    index: _Mentions = {}
    places = _spellings(dataset.places, "place_id").values()
    located = {_plain(spelling) for spellings in places for spelling in spellings.split("\n")}
    kinds = dict(zip(dataset.actors["actor_id"], dataset.actors["kind"], strict=True))
    for actor, spellings in _spellings(dataset.actors, "actor_id").items():
        name, *others = spellings.split("\n")
        _add(index, name, spellings)
        for other in others:
            if _plain(other) not in located and _is_name(other, name, kinds[actor]):
                _add(index, other, spellings)
    for spellings in places:
        for spelling in spellings.split("\n"):
            _add(index, spelling, spellings)
    return index


def _is_name(spelling: str, name: str, kind: str) -> bool:
    """Whether another spelling of an actor names it wherever it stands: an abbreviation, or a name by its last letters.

    It ends with a word that has a capital, or no case; of a body that has its seat somewhere, one word begins as the
    name does.
    """
    words = _TOKEN.findall(drop_accents(spelling))
    if not words or words[-1][0].islower():
        return False
    if len(words) > 1 or _is_short(words[0]) or kind not in _SEATED:
        return True
    begun = words[0].casefold()[:_ALIKE]
    return any(word.startswith(begun) for word in _TOKEN.findall(_plain(name)))


def _is_short(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _add(index: _Mentions, name: str, spellings: str) -> None:
    words = tuple(_TOKEN.findall(drop_accents(name)))
    # An abbreviation is looked for as it is written: UN is another word than the French "un".
    if len(words) > 1 or not _is_short("".join(words)):
        words = tuple(word.casefold() for word in words)
    if words and "\n" in spellings:  # a name without another spelling is found as it stands
        entry = (words, spellings)
        if entry not in index.setdefault(words[0], []):
            index[words[0]].append(entry)


def _mentioned(text: str, mentions: _Mentions) -> Iterator[str]:
    written = _TOKEN.findall(drop_accents(text))
    words = tuple(word.casefold() for word in written)
    for place, word in enumerate(words):
        for name, spellings in mentions.get(word, ()):
            if words[place : place + len(name)] == name:
                yield spellings
        if written[place] != word:
            yield from (spellings for _, spellings in mentions.get(written[place], ()))


def _all_named(texts: Iterable[str], mentions: _Mentions, known: dict[str, tuple[str, ...]]) -> set[str]:
    """Return some texts, and the spellings of all that they name, and of what these name: a body's name has others'.

    `known` keeps what a text names, since many claims share it.
    """
    found: set[str] = set()
    left = [text for text in texts if text]
    while left:
        text = left.pop()
        if text in found:
            continue
        found.add(text)
        if text not in known:
            known[text] = tuple(_mentioned(text, mentions))
        left.extend(known[text])
    return found


def _plain(text: str) -> str:
    """Return a text without case and accents."""
    return drop_accents(text).casefold()
