"""Open a workbook's file, whoever made it: a zip of XML parts, read within limits. What the parts mean is not known.

A file comes from anywhere. So the size of what is unpacked is counted while it is unpacked, a document type (which
alone could define entities) is refused, and nothing that a part points to outside the file is ever followed. A reader
that answers for these, for what a cell is and for every damage is shorter than what would have to be put around one
that turns cells into guesses.
"""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import BinaryIO
from xml.parsers import expat

from claimbook.errors import ClaimbookError, shorten_value

MOST_BYTES = 1 << 29  # unpacked, all parts together
MOST_PARTS = 10_000
_PIECE = 1 << 16
_PACKED = zipfile.ZIP_DEFLATED
_OLD = b"\xd0\xcf\x11\xe0"  # Office's older container: a workbook of before 2007, or one with a password
SAVE_AGAIN = "open it in a spreadsheet and save it as Excel workbook (.xlsx), without a password."
_BROKEN = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, KeyError, IndexError, ValueError, RuntimeError,
    NotImplementedError, OverflowError, OSError,
)  # fmt: skip

Start = Callable[[str, dict[str, str]], None]


class WorkbookError(ClaimbookError):
    """A file that cannot be read as a workbook."""


@contextmanager
def open_container(path: Path) -> Iterator[Container]:
    """Yield the parts of a workbook; raises WorkbookError for what is none, is damaged, or unpacks to too much."""
    name = shorten_value(path.name)
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for without end
            raise WorkbookError(f"{name} is no regular file.", fix="name a workbook's file.")
        with path.open("rb") as handle:
            _refuse_other_forms(handle, name)
            with zipfile.ZipFile(handle) as archive:
                yield Container(archive, name)
    except FileNotFoundError as cause:
        raise WorkbookError(f"there is no file {name}.", fix="name a workbook's file.") from cause
    except PermissionError as cause:
        fix = "close it where it is open, or make it a file that you may read."
        raise WorkbookError(f"{name} cannot be read: {cause.strerror}.", fix=fix) from cause
    except _BROKEN as cause:
        why = shorten_value(str(cause) or type(cause).__name__)
        raise WorkbookError(f"{name} cannot be read as a workbook ({why}).", fix=SAVE_AGAIN) from cause


def _refuse_other_forms(handle: BinaryIO, name: str) -> None:
    begin = handle.read(4)
    handle.seek(0)
    if begin == _OLD:
        raise WorkbookError(f"{name} is an old workbook (.xls), or has a password.", fix=SAVE_AGAIN)
    if begin[:2] != b"PK":
        raise WorkbookError(f"{name} is no workbook.", fix=SAVE_AGAIN)


class Container:
    """The parts of an open workbook, by name."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._archive = archive
        self._left = MOST_BYTES
        infos = archive.infolist()
        self._parts = {info.filename.lower().lstrip("/"): info for info in infos}
        if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
            self._refuse_size()
        if len(self._parts) < len(infos):  # which of them is read would be each program's own choice
            raise ValueError("a part stands in it twice")
        if "mimetype" in self._parts:
            raise WorkbookError(f"{name} is an OpenDocument file.", fix=SAVE_AGAIN)

    def has(self, part: str) -> bool:
        """Whether there is such a part. Names are the same in any case, as the format says."""
        return part.lower() in self._parts

    def parse(self, part: str, start: Start, end: Callable[[str], None], text: Callable[[str], None]) -> None:
        """Tell of a part's elements as they begin and end, and of the text in them, by their names without namespace.

        The strict form of the format differs from the usual one in its namespaces only.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: start(
            name.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        )
        parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        with self._archive.open(self._parts[part.lower()]) as handle:
            while piece := handle.read(_PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    self._refuse_size()
                parser.Parse(piece)
        parser.Parse(b"", True)

    def copy(self, target: BinaryIO, part: str, change: Callable[[bytes], bytes]) -> None:
        """Write a file with the same parts, in their order and with their days, and one of them changed."""
        changed = self._parts[part.lower()]
        with zipfile.ZipFile(target, "w", _PACKED) as archive:
            for held in self._archive.infolist():
                info = zipfile.ZipInfo(held.filename, held.date_time)
                info.compress_type = zipfile.ZIP_STORED if held.compress_type == zipfile.ZIP_STORED else _PACKED
                info.create_system, info.external_attr = held.create_system, held.external_attr
                if held is changed:
                    archive.writestr(info, change(self._archive.read(held)))
                    continue
                with self._archive.open(held) as old, archive.open(info, "w") as new:
                    shutil.copyfileobj(old, new, _PIECE)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part points to inside the file: by id, the last word of the kind, and the other part's name."""
        found: dict[str, tuple[str, str]] = {}
        folder, _, file = part.rpartition("/")
        rels = join(folder, "_rels", f"{file}.rels")

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes["Target"]
                path = normpath(target.lstrip("/") if target.startswith("/") else join(dirname(part), target))
                found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

        if self.has(rels):
            self.parse(rels, start, lambda name: None, lambda text: None)
        return found

    def _refuse_size(self) -> None:
        limit = f"{MOST_BYTES >> 20} MB or {MOST_PARTS} parts"
        fix = "split the dataset, or keep tables of this size as CSV."
        raise WorkbookError(f"{self.name} unpacks to more than {limit}.", fix=fix)

    def _refuse_doctype(self, *declared: object) -> None:
        raise WorkbookError(f"{self.name} declares a document type, which no workbook does.", fix=SAVE_AGAIN)
