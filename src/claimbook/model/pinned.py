"""Which address of a page lasts, where a site holds all versions of a book. Addresses to addresses; nothing is read.

`assets/place.js` does the same in the browser.
"""

from __future__ import annotations

import re

# Not a host of that name.
_LATEST = re.compile("(?<=[^/])/latest/$")
_VERSION = re.compile("[0-9]+[.][0-9]+[.][0-9]+")


def pinned_base(base: str, version: str) -> str:
    """Return the address of a book as one that lasts: `…/latest/` leads to `…/v/X.Y.Z/` of the version that it is.

    Any other address stays: of a book that is no version, or that has one already.
    """
    return _LATEST.sub(f"/v/{version}/", base) if _VERSION.fullmatch(version) else base
