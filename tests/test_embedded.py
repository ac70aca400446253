"""JSON in scripts: whatever a text holds, it stays text, in one line, and reads back as it was."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.model.embedded import embed_json

ENDS = ("</script>", "<!--<script>", "]]>", "&lt;", "\u2028", "\u2029", "\x85", "\\u003c", "\n")
texts = st.lists(st.one_of(st.sampled_from(ENDS), st.text(st.characters(codec="utf-8"), max_size=5))).map("".join)
values = st.recursive(
    texts | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
)


class _Elements(HTMLParser):
    """The elements of a page, and the text in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(values)
def test_any_value_stays_in_its_element_and_its_line_and_reads_back_as_it_was(value: Any) -> None:
    page = _Elements(f"<script>{embed_json(value)}</script><i></i>")
    assert page.tags == ["script", "i"]
    assert len(page.text.splitlines()) == 1
    assert json.loads(page.text) == value


def test_keys_are_sorted_where_that_is_asked_for() -> None:
    assert embed_json({"b": 1, "a": "é"}) == '{"b":1,"a":"é"}'
    assert embed_json({"b": 1, "a": "é"}, sort_keys=True) == '{"a":"é","b":1}'


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_json_does_not_know_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        embed_json([number])
