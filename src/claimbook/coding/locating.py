"""Words of a dataset's source, to the cells of a passage row. How they are compared is `locate`; no files written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from claimbook.coding.parts import guess_part
from claimbook.coding.texts import find_text
from claimbook.errors import PassageError, shorten_value
from claimbook.model.dataset import load_dataset
from claimbook.model.locate import locate_words, show_around
from claimbook.model.passages import Span, digest_text

# No coder reads through more; and of each place the words are digested, which may be half of the text.
MOST_PLACES = 1000


@dataclass(frozen=True)
class Place:
    """Where words stand: the cells of a passage row, and what stands around them."""

    span: Span
    sha256: str
    text_part: str
    around: str

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """The cells of a passage row, in its order, and what stands around."""
        return str(self.span.start), str(self.span.end), self.sha256, self.text_part, self.around


def locate_in_source(data: Path, source_id: str, words: str, texts: Path) -> list[Place]:
    """Return every place of words in a source's text, at least one.

    Raises DatasetError where the dataset cannot be read, PassageError where source, text or words are not found, or
    the words stand at more than `MOST_PLACES`.
    """
    text = read_source_text(data, source_id, texts)
    found = locate_words(text, words)
    if not found:
        message = f"'{shorten_value(words)}' does not stand in the text of {source_id}."
        raise PassageError(message, fix="give fewer words, as they are spelt in the text.")
    if len(found) > MOST_PLACES:
        message = f"'{shorten_value(words)}' stands at {len(found)} places in the text of {source_id}."
        raise PassageError(message, fix="give more words.")
    return [
        Place(span, digest_text(text[span.start : span.end]), guess_part(text, span), show_around(text, span))
        for span in found
    ]


def read_source_text(data: Path, source_id: str, texts: Path) -> str:
    """Return the text of a source. Raises PassageError where there is no such source, digest or file."""
    sources = load_dataset(data.resolve()).sources
    digests = dict(zip(sources["source_id"], sources["text_sha256"], strict=True))
    if source_id not in digests:
        message = f"There is no source '{shorten_value(source_id)}'."
        raise PassageError(message, fix="name an id of sources.csv, or add it: claimbook add-source.")
    if not digests[source_id]:
        fix = "write the digest of its text into text_sha256: sha256sum TEXT prints it."
        raise PassageError(f"{source_id} has no digest of a text.", fix=fix)
    text = find_text(digests[source_id], [texts])
    if text is None:
        message = f"No file in '{shorten_value(str(texts))}' is the text of {source_id}."
        raise PassageError(
            message, fix="name with --text the folder that holds the text, unchanged since it was added."
        )
    return text
