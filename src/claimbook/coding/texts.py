"""Sources' texts: out of a file that a coder has, or of a folder of texts. A text is read, never published.

HTML goes through trafilatura, PDF through pypdf (extra `texts`); what they make of it is the text that is coded, and
is written beside the file. No proposals here, no tables.
"""

from __future__ import annotations

import hashlib
import html
import importlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from claimbook.errors import PassageError, shorten_value
from claimbook.model.passages import normalise_text

MAX_TEXT = 5_000_000  # bytes; a long book has a million
MIN_ARTICLE = 12  # words; where a page has no article, what is left of it is a line of its menu
_NO_TEXT = "give a file with the text itself, saved as UTF-8."
_EXTRA = "install the extra: pip install 'claimbook[texts]', or give the text as UTF-8."


@dataclass(frozen=True)
class GivenText:
    """A file's text: `data` are the bytes whose digest the source row has; `said` is what the file says of itself.

    `is_extracted` tells that the text was taken out of a page or a PDF and has to be kept beside it.
    """

    text: str
    data: bytes
    is_extracted: bool = False
    said: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The SHA-256 by which the text is known."""
        return hashlib.sha256(self.data).hexdigest()


def read_text(path: Path) -> GivenText:
    """Return the text of a file: UTF-8, an HTML page or a PDF. Raises PassageError where it holds none."""
    name = shorten_value(path.name)
    data = _read_bytes(path, name)
    if data.startswith(b"%PDF"):
        given = _from_pdf(data, name)
    elif _is_html(path, data):
        given = _from_html(data, name)
    else:
        given = GivenText(_decode(data, name), data)
    if not given.text.strip():
        raise PassageError(f"'{name}' holds no text.", fix=_NO_TEXT)
    return given


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        if not path.exists():
            raise PassageError(f"There is no file '{name}'.", fix="name the file that holds the source's text.")
        if not path.is_file():
            raise PassageError(f"'{name}' is no file.", fix="name the file that holds the source's text.")
        if path.stat().st_size > MAX_TEXT:
            size = f"{path.stat().st_size / 1e6:.0f} MB, more than {MAX_TEXT // 1_000_000}"
            raise PassageError(
                f"'{name}' has {size}.", fix="give each source a text of its own: an article, a chapter."
            )
        return path.read_bytes()
    except OSError as cause:
        raise PassageError(f"'{name}' cannot be read: {cause.strerror}.", fix="make it a readable file.") from cause
    except ValueError as cause:
        raise PassageError(f"'{name}' is no file name.", fix="name a file without a NUL.") from cause


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PassageError(f"'{name}' is UTF-16.", fix="save the text as UTF-8.")
    if b"\0" in data:
        raise PassageError(f"'{name}' is no text: it holds NUL bytes.", fix=_NO_TEXT)
    try:
        return normalise_text(data)
    except PassageError as error:
        raise PassageError(f"'{name}': {error.message}", fix=error.fix) from error


def _is_html(path: Path, data: bytes) -> bool:
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return path.suffix.lower() in (".html", ".htm", ".xhtml") or start.startswith((b"<!doctype html", b"<html"))


def _need(module: str, name: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as cause:
        raise PassageError(f"To read '{name}' {module} is needed, and not installed.", fix=_EXTRA) from cause


def _from_html(data: bytes, name: str) -> GivenText:
    trafilatura = _need("trafilatura", name)
    try:
        text = trafilatura.extract(data, include_comments=False, include_tables=True) or ""
        about = trafilatura.extract_metadata(data)
    except Exception as cause:  # whatever a broken page does to its parsers, it is a page without a text
        raise PassageError(f"'{name}' cannot be read as a page: {type(cause).__name__}.", fix=_NO_TEXT) from cause
    if len(text.split()) < MIN_ARTICLE:
        fix = "save the article's text as UTF-8 and give that."
        raise PassageError(f"'{name}' is a page without an article.", fix=fix)
    keys = {"title": "title", "author": "author", "date": "published", "url": "url", "sitename": "publisher"}
    said = {ours: " ".join(str(getattr(about, key, None) or "").split()) for key, ours in keys.items()}
    if not _is_named(said["publisher"], data, said["url"]):
        said["publisher"] = ""
    language = str(getattr(about, "language", None) or "")
    return _extracted(text, {**said, "language": language})


def _is_named(publisher: str, page: bytes, url: str) -> bool:
    """Whether a page itself gives this name to who put it out; a host's name, or an account's, is no such name."""
    text = html.unescape(page.decode("utf-8", "replace"))
    return publisher not in url and (publisher in " ".join(text.split()) or json.dumps(publisher)[1:-1] in text)


def _from_pdf(data: bytes, name: str) -> GivenText:
    pypdf = _need("pypdf", name)
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PassageError(f"'{name}' is locked with a password.", fix="save it without one, or give its text.")
        text = "\n".join(page.extract_text() or "" for page in reader.pages)
        title = str((reader.metadata or {}).get("/Title") or "")
    except PassageError:
        raise
    except Exception as cause:  # pypdf raises whatever a broken file makes it stumble over
        raise PassageError(f"'{name}' cannot be read as a PDF: {type(cause).__name__}.", fix=_NO_TEXT) from cause
    if not text.strip():
        fix = "it may hold pictures of pages: recognise their text first, and give that as UTF-8."
        raise PassageError(f"'{name}' is a PDF without text.", fix=fix)
    return _extracted(text, {"title": " ".join(title.split())})


def _extracted(text: str, said: dict[str, str]) -> GivenText:
    # Half a surrogate pair, which a broken font leaves, is in no UTF-8.
    clean = text.replace("\0", "").encode("utf-8", "replace").decode("utf-8").strip() + "\n"
    clean = clean.replace("\r\n", "\n").replace("\r", "\n")
    return GivenText(clean, clean.encode("utf-8"), is_extracted=True, said={k: v for k, v in said.items() if v})


def find_text(digest: str, folders: Iterable[Path]) -> str | None:
    """Return the text of this digest in one of the folders, whatever its name; None where none holds it."""
    for folder in folders:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            try:
                if path.is_file() and path.stat().st_size <= MAX_TEXT:
                    data = path.read_bytes()
                    if hashlib.sha256(data).hexdigest() == digest:
                        return normalise_text(data)
            except (OSError, PassageError):
                continue  # a file beside the texts that is no text
    return None
