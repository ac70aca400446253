"""Who of a dataset's actors a text names. Nobody rather than somebody else: a coder overlooks a wrong id.

A name must be written as the dataset writes it. Only a person's may stand with a title before it or with what they
belong to after it ("Minister Ada Moor of Lowmere"): what stands beside an organisation's name makes it another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from claimbook.coding.speakers import Speaker
from claimbook.coding.wordlists import WordList, either
from claimbook.model.dataset import Dataset
from claimbook.model.structure import split_list

PERSONS = ("official", "commentator", "private_person")
OUTLET = "media"


@dataclass(frozen=True)
class Actor:
    """An actor, as far as a text can name one."""

    actor_id: str
    kind: str
    names: tuple[str, ...]


def list_actors(dataset: Dataset) -> list[Actor]:
    """Return a dataset's actors with all names that they are written by."""
    return [
        Actor(row.actor_id, row.kind, (row.name, *split_list(row.also_written))) for row in dataset.actors.itertuples()
    ]


class Namer:
    """What leads from words of a text in one language to actors. A person whom the text names in full and nobody else
    shares a surname with is named by that alone too.
    """

    def __init__(self, actors: Iterable[Actor], words: WordList, text: str = "") -> None:
        self._definite = re.compile(rf"^{either(words.words('definite'))}\s+", re.IGNORECASE)
        self._preposition = re.compile(rf"(?<!\w){either(words.words('prepositions'))}(?!\w)", re.IGNORECASE)
        self._no_title = [*words.words("prepositions"), *words.words("joins"), *words.words("definite")]
        self._outlets = [outlet.lower() for outlet in words.words("relays", "outlets")]
        voice, of = either(words.words("voices", "words")), either(words.words("voices", "of"))
        genitive = either(self._plain(mark) for mark in words.words("genitive"))
        self._own_voice = re.compile(rf"(?P<of>.+?){genitive}\s+(?:\w+\s+)?{voice}$")
        self._voice_of = re.compile(rf"(?:\w+\s+){{0,2}}{voice}\s+{of}\s+(?P<of>.+)$")
        self._located = re.compile(rf"\w+-{either(words.words('located'))}\s+")
        self._actors = [(actor, [self._plain(name) for name in actor.names if name]) for actor in actors]
        self._surnames = self._list_surnames(text)

    def claimant(self, speaker: Speaker) -> str:
        """Return the id of the actor who speaks; "" where none is known, several are, or others speak with them."""
        if not speaker.is_alone:
            return ""
        return self._find(speaker.name) or self._find(speaker.office)

    def via(self, speaker: Speaker, claimant: str, issuer: str) -> str:
        """Return the id of the actor through whom a claim came; "" for none, for its claimant or the text's issuer.

        Who was told is a go-between only as an outlet: what is told to a parliament has come by no one.
        """
        name = self._plain(speaker.through)
        found = self._exact(name)
        is_outlet = found is not None and found.kind == OUTLET
        for outlet in [] if found or not name else self._outlets:  # "the agency Wire News", "the Wire News agency"
            if bare := self._exact(name.removeprefix(f"{outlet} ").removesuffix(f" {outlet}")):
                found, is_outlet = bare, True
        if found is None or found.actor_id in (claimant, issuer):
            return ""
        return found.actor_id if is_outlet or not speaker.is_told else ""

    def _find(self, name: str) -> str:
        said = self._plain(name)
        if not said:
            return ""
        if found := self._exact(said) or self._exact(self._located.sub("", said, count=1)):
            return found.actor_id
        return self._surnames.get(said) or self._person(said) or self._organisation(said)

    def _exact(self, said: str) -> Actor | None:
        """Return the one actor that is written so."""
        found = [actor for actor, names in self._actors if said in names]
        return found[0] if len(found) == 1 else None

    def _list_surnames(self, text: str) -> dict[str, str]:
        """Return the ids of persons by their surnames, where a text can mean nobody else by them."""
        persons = [
            (name, actor.actor_id)
            for actor, names in self._actors
            if actor.kind in PERSONS
            for name in names
            if " " in name
        ]
        plain = " ".join(text.replace("’", "'").split())
        low = plain.lower()
        found: dict[str, set[str]] = {}
        for name, actor in persons:
            if name not in low or not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", low):
                continue
            surname = name.split()[-1]
            firsts = {name.split()[-2] for name, _ in persons if name.split()[-1] == surname}
            named = re.findall(rf"(?<!\w)([^\W\d_][\w.'-]*) {re.escape(surname)}(?!\w)", plain, re.IGNORECASE)
            others = [first for first in named if first[0].isupper() and first.lower() not in firsts]
            if not others:
                found.setdefault(surname, set()).add(actor)
        return {surname: ids.pop() for surname, ids in found.items() if len(ids) == 1}

    def _person(self, said: str) -> str:
        """Return the one person whose whole name stands here with nothing but titles before it."""
        found = {
            actor.actor_id
            for actor, names in self._actors
            if actor.kind in PERSONS and any(" " in name and name in said and self._holds(said, name) for name in names)
        }
        return found.pop() if len(found) == 1 else ""

    def _holds(self, said: str, name: str) -> bool:
        match = re.fullmatch(rf"(?P<before>(?:.*\s)?){re.escape(name)}(?P<after>(?:\s.*)?)", said)
        if not match:
            return False
        before, after = match["before"].split(), match["after"].strip()
        if before and before[-1] in self._no_title:
            return False
        return not after or bool(self._preposition.match(after))

    def _organisation(self, said: str) -> str:
        """Return the organisation for which a spokesman, a statement or the like is said to speak."""
        for pattern in (self._own_voice, self._voice_of):
            if match := pattern.match(said):
                found = self._exact(self._plain(match["of"]))
                if found and found.kind not in PERSONS:
                    return found.actor_id
        return ""

    def _plain(self, name: str) -> str:
        """Return a name without what varies in writing: capitals, apostrophes, white space, the article before it."""
        flat = " ".join(name.replace("’", "'").lower().split()).strip(" .")
        return self._definite.sub("", flat)
