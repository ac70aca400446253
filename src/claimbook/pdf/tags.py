"""The names of a printed PDF's tags: by them a table's cells say which heads are theirs.

Chromium takes a name from its own number of an element, which it gives when it first needs one: in one print of some
twenty all were less by one, and nothing else differed. They are numbered anew, as the elements lie in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pikepdf import Dictionary, Pdf


def number_tags(pdf: Pdf) -> None:
    """Name the tags that others refer to by their order in the file, and let the references and the index follow."""
    from pikepdf import Array, Dictionary, String

    tags: Any = pdf.Root.get("/StructTreeRoot")
    if tags is None or "/IDTree" not in tags:
        return
    elements = [element for element in _elements(pdf) if "/ID" in element or "/A" in element]
    named = [element for element in elements if "/ID" in element]
    names = {bytes(element.ID): String(f"node{number:08}") for number, element in enumerate(named, 1)}
    for element in elements:
        for attributes in _attributes(element):
            if "/Headers" in attributes:
                attributes.Headers = Array([names[bytes(name)] for name in attributes.Headers])
    for element in named:
        element.ID = names[bytes(element.ID)]
    # Names of one length, in their order: an index has to be sorted.
    tags.IDTree = pdf.make_indirect(Dictionary(Names=Array([part for one in named for part in (one.ID, one)])))


def _elements(pdf: Pdf) -> Iterator[Dictionary]:
    from pikepdf import Dictionary, Name

    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.StructElem:
            yield thing


def _attributes(element: Dictionary) -> list[Any]:
    """Return an element's attributes, which are one dictionary or several."""
    from pikepdf import Array

    held: Any = element.get("/A", [])
    return list(held) if isinstance(held, Array | list) else [held]
