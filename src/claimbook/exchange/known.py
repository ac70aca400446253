"""What an import has already written: ids that may not be given twice, and rows that records share. No files.

Of an id eight bytes of its digest are kept. Two that are alike in these, one chance in ten million among a million
ids, are taken for the same, and the later record is rejected and listed: nothing is lost in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from claimbook.exchange.judging import SHARED, Made, find_keys
from claimbook.model.descriptor import Descriptor


class Known:
    """The keys of one import so far."""

    def __init__(self, descriptor: Descriptor) -> None:
        self._keys = find_keys(descriptor)
        self.source_place = descriptor.tables["claims"].column_names.index("source_id")
        self._own: dict[str, NDArray[np.uint64]] = {}
        self._fresh: dict[str, set[int]] = {}
        self._shared: dict[str, dict[str, tuple[int, int]]] = {name: {} for name in SHARED}
        self._new: set[Made] = set()

    def take(self, number: int, rows: Sequence[Made]) -> list[str]:
        """Remember the rows of a record; or say why it cannot stand beside earlier ones."""
        said: list[str] = []
        own: list[tuple[str, int]] = []
        shared: list[tuple[Made, str, int]] = []
        for name, row in rows:
            key = "\x1f".join([row[place] for place in self._keys[name]])
            if name not in SHARED:
                digest = _digest(key)
                own.append((name, digest))
                if self._is_known(name, digest):
                    said.append(f"{name}: '{key}' stands there already.")
                continue
            digest = _digest("\x1f".join(row))
            before = self._shared[name].get(key)
            if before is None:
                shared.append(((name, row), key, digest))
            elif before[0] != digest:
                said.append(f"{name}: '{key}' reads otherwise in row {before[1]}.")
        said += _clashes(shared)
        self._new = set()
        if said:
            return said
        for name, digest in own:
            self._fresh.setdefault(name, set()).add(digest)
        for made, key, digest in shared:
            self._shared[made[0]][key] = digest, number
            self._new.add(made)
        return []

    def new_of(self, rows: Sequence[Made]) -> Iterator[Made]:
        """Yield the rows of the record just taken that are not written yet."""
        for made in rows:
            if made[0] not in SHARED:
                yield made
            elif made in self._new:
                self._new.remove(made)
                yield made

    def settle(self) -> None:
        """Put the ids of a batch to those before, close together."""
        for name, fresh in self._fresh.items():
            added = np.fromiter(fresh, np.uint64, len(fresh))
            before = self._own.get(name, np.empty(0, np.uint64))
            self._own[name] = np.sort(np.concatenate([before, added]))
        self._fresh = {}

    def _is_known(self, name: str, digest: int) -> bool:
        if digest in self._fresh.get(name, ()):
            return True
        kept = self._own.get(name)
        if kept is None:
            return False
        place = int(np.searchsorted(kept, np.uint64(digest)))
        return place < len(kept) and int(kept[place]) == digest


def _clashes(shared: list[tuple[Made, str, int]]) -> list[str]:
    """Say which rows one record makes twice, and otherwise the second time."""
    first: dict[tuple[str, str], int] = {}
    return [
        f"{name}: '{key}' is made twice, and not alike."
        for (name, _), key, digest in shared
        if first.setdefault((name, key), digest) != digest
    ]


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
