"""Languages by name: BCP 47 tags as readers know them, from the Unicode locale data that Babel carries."""

from __future__ import annotations

import functools

from babel import Locale


def name_language(tag: str) -> str:
    """Return the English name of a language, with its script or region: `pt-BR` is “Portuguese (Brazil)”.

    A tag whose language has no name there stands as it is; further parts of a tag that have none are left out.
    """
    primary, *rest = tag.split("-")
    names = _english()
    language = names.languages.get(primary.lower())
    if language is None:
        return tag
    parts = [names.scripts.get(part.title()) or names.territories.get(part.upper()) for part in rest]
    known = ", ".join(part for part in parts if part)
    return f"{language} ({known})" if known else language


@functools.cache
def _english() -> Locale:
    return Locale("en")
