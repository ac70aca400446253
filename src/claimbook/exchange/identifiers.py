"""Ids of a dataset made from a collection's own. Texts only: whether an id was given before is not known here.

Different parts give different ids. Where the parts are plain (a-z, 0-9) the id is the prefix and the parts, so that
it can be read; anything else is spelled as near as it goes, with a digest of the parts after `--`, which no plain id
holds.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

PREFIX = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
MAX_PREFIX = 24
_PLAIN = re.compile(r"[a-z0-9]+")
_LONGEST = 64
_READ = 1000  # signs of a part that its spelling is taken from
_DIGITS = 16  # hexadecimal: 64 bits of the digest; among a million ids one in forty million collides, and is refused


def make_id(prefix: str, parts: Sequence[str], suffix: str = "") -> str:
    """Return the id of what a collection calls by these parts; "" where all parts are empty.

    `prefix` matches PREFIX and is at most MAX_PREFIX long; `suffix`, which tells apart what is made from one row, is
    lower-case letters and digits.
    """
    return _make_id(prefix, tuple(parts), suffix)


@lru_cache(maxsize=1 << 14)  # an id is asked for in every table that names it
def _make_id(prefix: str, parts: tuple[str, ...], suffix: str) -> str:
    if not any(parts):
        return ""
    ends = [*parts, suffix] if suffix else list(parts)
    plain = "-".join([prefix, *ends])
    if len(plain) <= _LONGEST and all(map(_PLAIN.fullmatch, ends)):
        return plain
    # Lengths keep ("a", "bc") apart from ("ab", "c").
    spelled = "".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass")
    tail = f"--{hashlib.sha256(spelled).hexdigest()[:_DIGITS]}" + (f"-{suffix}" if suffix else "")
    stem = "-".join(filter(None, [prefix, *map(_spell, parts)]))[: _LONGEST - len(tail)]
    return re.sub("-+", "-", stem).strip("-") + tail


def _spell(part: str) -> str:
    """Return a text in a-z, 0-9 and hyphens, as near as it goes."""
    ascii_text = unicodedata.normalize("NFKD", part[:_READ]).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub("[^a-z0-9]+", "-", ascii_text).strip("-")
