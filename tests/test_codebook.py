"""The codebook: what the program reads of a dataset is explained in it."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup

from claimbook.book import codebook
from claimbook.model.checks import RULES, rule_texts
from claimbook.model.credits import read_credits
from claimbook.model.dataset import Dataset
from claimbook.model.descriptor import make_descriptor


class _Asked(dict[str, Any]):
    """A descriptor that notes which of its properties were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.names.add(key)
        return default


def test_the_codebook_explains_every_property_that_a_dataset_says_of_itself() -> None:
    asked = _Asked()
    read_credits(asked)
    soup = BeautifulSoup(codebook.what_it_says_of_itself().html, "html.parser")
    told = {str(row.td.get_text()) for row in soup.select("tbody tr")}
    own = set(make_descriptor(name="flood", title="A flood")) - {"profile", "resources", "vocabularies"}
    assert "created" in asked.names
    assert told == asked.names | own


def test_the_glossary_explains_the_words_of_the_pages_in_alphabetical_order(tiny_dataset: Dataset) -> None:
    words, terms = BeautifulSoup(codebook.glossary(tiny_dataset).html, "html.parser").select("table")
    listed = [str(row.td.get_text()) for row in words.select("tbody tr")]
    assert listed == sorted(listed)
    assert {"rendering", "origin", "lane", "tally", "scope"} <= set(listed)
    assert len(terms.select("tbody tr")) > len(listed)


def test_the_codebook_has_each_rule_as_one_sentence_or_two() -> None:
    texts = rule_texts()
    assert len(texts) == len(RULES)
    assert all(text.endswith(".") and "\n" not in text for text in texts)
