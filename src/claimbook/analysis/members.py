"""Who belongs to a group that is named as one, by the dataset's own lists. No files, no charts.

`actor_members` alone says it: no name, country or kind is read as one. The rule is the same for every party.
"""

from __future__ import annotations

from claimbook.analysis.memory import once
from claimbook.analysis.speakers import speaking_for
from claimbook.model.dataset import Dataset
from claimbook.model.order import name_key


@once
def members_of(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Return by actor its members, members of members included, by name.

    Left out is a member in whose name the group itself speaks, or the same as the group: its words are the group's.
    """
    listed: dict[str, list[str]] = {}
    for group, member in zip(dataset.actor_members["actor_id"], dataset.actor_members["member_id"], strict=True):
        listed.setdefault(group, []).append(member)
    heads = speaking_for(dataset)
    return {
        group: tuple(
            sorted(
                (member for member in _all_in(group, listed) if heads[member] != heads[group]),
                key=lambda member: (name_key(dataset.name_of(member)), member),
            )
        )
        for group in listed
    }


def _all_in(group: str, listed: dict[str, list[str]]) -> set[str]:
    """Return the members of a group and theirs; a circle ends where it began."""
    found: set[str] = set()
    waiting = list(listed[group])
    while waiting:
        member = waiting.pop()
        if member not in found:
            found.add(member)
            waiting += listed.get(member, [])
    return found - {group}
