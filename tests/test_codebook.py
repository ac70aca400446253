"""The codebook: what the program reads of a dataset is explained in it."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup

from claimbook.book import codebook
from claimbook.model.credits import read_credits
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
