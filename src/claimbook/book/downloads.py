"""The whole dataset as one file to download: a Data Package in a ZIP whose bytes are the same everywhere.

What may be in it is said in `model/published`. The claims themselves are not judged, counted or filtered here.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from claimbook import __version__
from claimbook.book.render import Html, render_template
from claimbook.model.dataset import Dataset
from claimbook.model.published import NOTES, is_flagged, publish_dataset
from claimbook.model.saved import Saved

FOLDER = "downloads"
DOWNLOAD_TYPE = "application/zip"
README = "README.txt"
LICENCE = "LICENSE.txt"
# The first day that a ZIP can name: the same data give the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_LINES = 4096  # put into bytes at once
# What a ZIP adds to each file (its header, its entry in the list) and at the end, without the two times its name.
_ENTRY, _END = 30 + 46, 22
_WIDTH = 100
NO_LICENCE = "No licence is named in the dataset's descriptor: ask those who made it before you use it."


def download_href(dataset: Dataset) -> str:
    """Return where the download lies, from the book's root. A name that is no file's is written so that it is one."""
    given = dataset.descriptor.raw.get("name")
    name = re.sub(r"[^a-z0-9]+", "-", given.lower()).strip("-")[:64] if isinstance(given, str) else ""
    return f"{FOLDER}/{name or 'dataset'}.zip"


def offer_download(dataset: Dataset) -> Html:
    """Return the link to the whole dataset, with the size of it, what is in it and what is not."""
    return render_template(
        "download",
        "download",
        href=download_href(dataset),
        file=download_href(dataset).rpartition("/")[2],
        size=say_size(measure_download(dataset)),
        claims=len(dataset.claims),
        flagged=int(is_flagged(dataset).sum()),
        licences=[licence["title"] for licence in list_licences(dataset)],
    )


def measure_download(dataset: Dataset) -> int:
    """Return how many bytes the download has, without writing it."""
    files = _list_files(dataset, "0" * len(sha256().hexdigest()))
    sizes = [(name, sum(map(len, _as_bytes(lines)))) for name, lines in files]
    return sum(size + 2 * len(name) + _ENTRY for name, size in sizes) + _END


def say_size(size: int) -> str:
    """Return a number of bytes as a reader is told it."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{-(-size // 1000)} kB"


def write_download(dataset: Dataset, site: Path) -> Path:
    """Write the download into a site and return it.

    It is stored, not compressed: what a compressor makes differs from machine to machine.
    """
    path = site / download_href(dataset)
    path.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for name, lines in _list_files(dataset, digest_tables(dataset)):
            with archive.open(_entry(name), "w") as entry:
                for piece in _as_bytes(lines):
                    entry.write(piece)
    return path


def digest_tables(dataset: Dataset) -> str:
    """Return the SHA-256 of the published tables, one after the other by name: what tells two states of them apart."""
    digest = sha256()
    for name, lines in sorted(Saved(publish_dataset(dataset)).files()):
        if name.endswith(".csv"):
            for piece in _as_bytes(lines):
                digest.update(piece)
    return digest.hexdigest()


def _list_files(dataset: Dataset, digest: str) -> list[tuple[str, Iterator[str]]]:
    """Return the files of the download by name, each with what stands in it piece by piece."""
    files = dict(Saved(publish_dataset(dataset)).files())
    files[README] = iter([write_readme(dataset, digest)])
    files[LICENCE] = iter([write_licence(dataset)])
    return sorted(files.items())


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _NO_TIME)
    entry.create_system = 3  # also where Windows writes it
    entry.external_attr = 0o644 << 16
    return entry


def _as_bytes(lines: Iterable[str]) -> Iterator[bytes]:
    lines = iter(lines)
    while piece := "".join(islice(lines, _LINES)):
        yield piece.encode("utf-8")


def list_licences(dataset: Dataset) -> list[dict[str, str]]:
    """Return `title` and `path` ("" for none) of each licence that the descriptor names."""
    given = dataset.descriptor.raw.get("licenses")
    found = []
    for licence in given if isinstance(given, list) else []:
        texts = {key: value for key, value in licence.items() if isinstance(value, str)} if _is_object(licence) else {}
        if title := texts.get("title") or texts.get("name") or texts.get("path"):
            found.append({"title": title, "path": texts.get("path", "")})
    return found


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def write_licence(dataset: Dataset) -> str:
    """Return the text of the licence's file: what the descriptor names, and what it cannot cover."""
    licences = list_licences(dataset)
    named = [f"{item['title']}\n  {item['path']}" if item["path"] else item["title"] for item in licences]
    paragraphs = [
        "This dataset (its tables, descriptor and texts) is licensed under:" if named else NO_LICENCE,
        *named,
        "The text of the licence at that address is what counts." if any(item["path"] for item in licences) else "",
        "It does not cover the sources' texts. They belong to their authors and publishers and are not in this "
        "dataset, which holds facts about them, summaries in the coders' own words, the places of passages, and short "
        "quotations. A quotation stays its owner's; no right to it is granted here.",
    ]
    return _fill(paragraphs)


def write_readme(dataset: Dataset, digest: str) -> str:
    """Return the text of the README: what this is, which version, what was left out, how to read it."""
    descriptor = dataset.descriptor
    version = descriptor.raw.get("version")
    flagged = int(is_flagged(dataset).sum())
    tables = [
        f"{name}.csv: {len(frame)} {'row' if len(frame) == 1 else 'rows'}" for name, frame in dataset.frames.items()
    ]
    paragraphs = [
        descriptor.title or "A dataset of coded claims",
        descriptor.description,
        "A claim is one assertion by one claimant in one source: who says what, when, and on whose word. The dataset "
        "records what sources say; it does not say which of them is right.",
        f"Version: {version if isinstance(version, str) and version else 'none is given'}. The SHA-256 of its tables, "
        f"one after the other by name (cat *.csv | sha256sum): {digest}",
        "datapackage.json says what every table and column is, how its cells are written, and what each term means "
        "(a Data Package, https://specs.frictionlessdata.io/data-package/).",
        "\n".join(sorted(tables)),
        f"Left out: what coders noted for each other (columns called {NOTES} are empty), how readers coded apart "
        f"before they settled it, and the quoted words of {flagged} {'claim' if flagged == 1 else 'claims'} that "
        "readers are warned of (content_flag), those around their numbers too (“[…]” stands for these): they "
        "stand on the claim's card in the book and nowhere else.",
        'The tables are UTF-8 with commas. An empty cell means "not said". No text begins with a sign that a '
        "spreadsheet runs as a formula (= + - @, wide ones too); numbers may begin with a minus. A spreadsheet changes "
        "dates, ids and signs such as >=973 when it opens a table: import the columns as text.",
        f"Licence: see {LICENCE}.",
        f'Made with claimbook {__version__}, whose command "claimbook check --data FOLDER" reads this folder.',
    ]
    return _fill(paragraphs)


def _fill(paragraphs: Iterable[str]) -> str:
    """Return paragraphs as plain text of no long lines, addresses and digests left whole."""
    filled = [
        "\n".join(
            textwrap.fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.splitlines()
        )
        for text in paragraphs
        if text
    ]
    return "\n\n".join(filled) + "\n"
