"""Read one web annotation, and find in a text what it selects (W3C Web Annotation: quote and position selectors).

No tables are known here. What cannot be read or found is a ValueError that says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from claimbook.errors import DatasetError, Problem, shorten_value
from claimbook.model.locate import locate_words
from claimbook.model.passages import Span, find_passages

_NEAR = 64  # signs of prefix and suffix that are looked at; Hypothes.is keeps 32


@dataclass(frozen=True)
class Annotation:
    """What an annotation selects: the words, what stands before and after, and the place; `start` -1 if not said."""

    id: str
    note: str
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = -1
    end: int = -1


def list_annotations(data: Any, file: str) -> list[Any]:
    """Return the annotations of a file: a list of them, one by itself, `rows` of an API, or `items` of a collection."""
    if isinstance(data, dict):
        for page in (data, data.get("first"), data.get("data")):
            for key in ("rows", "items", "annotations"):
                if isinstance(page, dict) and isinstance(page.get(key), list):
                    return list(page[key])
        if "target" in data:
            return [data]
    if isinstance(data, list):
        return data
    fix = "give a list of annotations, or an object with rows or items."
    raise DatasetError([Problem(file, 0, "", "it holds no annotations.", fix)])


def read_annotation(raw: Any, number: int) -> Annotation:
    """Return an annotation; raises ValueError where it selects nothing."""
    if not isinstance(raw, dict):
        raise ValueError("the annotation is no object")
    found: dict[str, dict[str, Any]] = {}
    for target in _listed(raw.get("target")):
        for selector in _listed(target.get("selector")) if isinstance(target, dict) else []:
            _collect(selector, found, 0)
    quote, position = found.get("TextQuoteSelector", {}), found.get("TextPositionSelector", {})
    exact, start, end = _text(quote.get("exact")), _offset(position.get("start")), _offset(position.get("end"))
    if not exact.strip() and (start < 0 or end <= start):
        raise ValueError("it selects no words and no place in the text (a page note, a reply, or another selector)")
    name = _text(raw.get("id")) or str(number)
    return Annotation(name, _note(raw), exact, _text(quote.get("prefix")), _text(quote.get("suffix")), start, end)


def _collect(selector: Any, found: dict[str, dict[str, Any]], depth: int) -> None:
    """Keep the first selector of each type; one may be refined by another, which is the closer one."""
    if not isinstance(selector, dict) or depth > 5:
        return
    if "refinedBy" in selector:
        for inner in _listed(selector["refinedBy"]):
            _collect(inner, found, depth + 1)
    for kind in _listed(selector.get("type")):
        if isinstance(kind, str):
            found.setdefault(kind.removeprefix("oa:"), selector)


def _note(raw: dict[str, Any]) -> str:
    bodies = [body for body in _listed(raw.get("body")) if body is not None]
    texts = [_text(body.get("value")) if isinstance(body, dict) else _text(body) for body in bodies]
    return " / ".join(filter(None, [_text(raw.get("text")), *texts]))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def _offset(value: Any) -> int:
    # Numbers are read as the texts that stand in the file.
    is_number = isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 12
    return int(value) if is_number else -1


def locate(annotation: Annotation, text: str) -> Span:
    """Return where in a text the annotation's words stand; raises ValueError where that cannot be told.

    The words decide, to the character, then up to what looks alike (a browser shows a line break as a space, and other
    signs than were written). Where they stand several times, what stands before and
    after decides, then the place; a place without words is taken as it is.
    """
    if not annotation.exact.strip():
        if annotation.end > len(text):
            raise ValueError(f"its place ends at {annotation.end}, the text at {len(text)}")
        return Span(annotation.start, annotation.end)
    spans = find_passages(text, annotation.exact) or locate_words(text, annotation.exact)
    shown = shorten_value(" ".join(annotation.exact.split()[:6]))
    if not spans:
        raise ValueError(f"'{shown}' does not stand in the text")
    if len(spans) == 1:
        return spans[0]
    before, after = "".join(annotation.prefix.split())[-_NEAR:], "".join(annotation.suffix.split())[:_NEAR]
    scored = [(_agreement(before, after, text, span), span) for span in spans]
    best = max(score for score, _ in scored)
    left = [span for score, span in scored if score == best]
    if len(left) > 1:
        left = [span for span in left if span.start == annotation.start]
    if len(left) != 1:
        raise ValueError(f"'{shown}' stands {len(spans)} times in the text, and nothing tells which is meant")
    return left[0]


def _agreement(before: str, after: str, text: str, span: Span) -> int:
    """Return how many signs before and after the span are those that an annotation gives."""
    left = "".join(text[max(0, span.start - _NEAR) : span.start].split())
    right = "".join(text[span.end : span.end + _NEAR].split())
    return _alike(before[::-1], left[::-1]) + _alike(after, right)


def _alike(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
