"""The tiny dataset with changed cells, loaded, and the card of one of its claims. No expectation of a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from tiny import write_tiny_dataset

from claimbook.book.cards import source_cards
from claimbook.model.dataset import Dataset, load_dataset


def load_tiny(folder: Path, **changes: Any) -> Dataset:
    """Write the tiny dataset below a folder, with changes as `write_tiny_dataset` takes them, and load it."""
    return load_dataset(write_tiny_dataset(folder / "data", **changes))


def card_of(dataset: Dataset, claim_id: str) -> Tag:
    """Return a claim's card as an element."""
    card = BeautifulSoup(source_cards(dataset, "").html, "html.parser").find(id=claim_id)
    assert isinstance(card, Tag)
    return card
