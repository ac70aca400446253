r"""Read a large CSV table fast, if it is plain. What is not plainly well-formed is left to a careful reader.

The bytes of a block are taken as a whole. First they are proven to be sound: every row has as many cells as the
header, every quotation mark opens or closes a cell or stands twice inside one, no row ends in another way than with
`\n` or `\r\n`. Then each column is cut out of them, and a text that recurs is decoded once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import pandas as pd

from claimbook.model.cells import Cells, Collector, Numbers, as_texts

MAX_CELL = 100_000  # characters; a longer cell is a file in the wrong place, not a value
BLOCK = 1 << 21  # bytes: more fall out of the processor's cache, fewer have too few texts that recur
_LONGEST_ROW = 1 << 24
_COMMA, _END, _QUOTE = b',\n"'
# Bytes up to which cells are compared as numbers, eight bytes each; for each length, what is kept of them.
_SHORT = 128
_KEEPS = (np.arange(_SHORT + 1)[:, None] > np.arange(_SHORT)[None, :]) * np.uint8(255)
_MIX = np.uint64(0x9E3779B97F4A7C15)


def read_plain_table(handle: BinaryIO, columns: Sequence[str], block: int = BLOCK) -> list[Cells] | None:
    """Return the columns of a table in the order of `columns`; None where it is not plain, whatever the reason.

    `block` is how many bytes are taken at once.
    """
    header = _read_header(handle, columns)
    if header is None:
        return None
    gathered = [_Gathered() for _ in header]
    try:
        if not all(_take_block(data, gathered) for data in _read_blocks(handle, block)):
            return None
        return [gathered[header.index(column)].cells() for column in columns]
    except ValueError:  # no UTF-8, or no end of a row
        return None


def _read_blocks(handle: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield the rest of a file in pieces that end with a line's end, the last line whether it has one or not."""
    rest = b""
    while piece := handle.read(size):
        cut = piece.rfind(b"\n") + 1
        if cut:
            yield rest + piece[:cut]
        rest = piece[cut:] if cut else rest + piece
        if len(rest) > _LONGEST_ROW:
            raise ValueError
    if rest:
        yield rest + b"\n"


def _read_header(handle: BinaryIO, columns: Sequence[str]) -> list[str] | None:
    line = handle.readline(MAX_CELL)
    names = line.removesuffix(b"\n").removesuffix(b"\r")
    if not line.endswith(b"\n") or not names.isascii() or any(sign in names for sign in (b'"', b"\r", b"\0")):
        return None
    header = names.decode("ascii").split(",")
    # A table of one column has rows that look like empty lines.
    return header if len(header) > 1 and sorted(header) == sorted(columns) else None


def _take_block(data: bytes, gathered: list[_Gathered]) -> bool:
    """Add the rows of a block to its columns; False where it is not plain."""
    block = cut_block(data, len(gathered))
    if block is None:
        return False
    for number, column in enumerate(gathered):
        column.add(block, number)
    return True


@dataclass(frozen=True)
class Block:
    """Rows of a table as bytes, and where in them each cell starts and ends, one row of numbers for each column."""

    data: bytes
    signs: Numbers
    starts: Numbers
    ends: Numbers

    def cells(self, starts: Numbers, ends: Numbers) -> list[bytes]:
        """Return the cells between these places."""
        return [self.data[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def cut_block(data: bytes, width: int) -> Block | None:
    """Return the cells of bytes that end with a line's end; None unless they are rows of `width` cells, soundly quoted.

    The places of a cell in quotation marks are those of what stands between the marks.
    """
    has_returns = b"\r" in data  # one byte is found faster than two
    lines = data.count(b"\n") if has_returns else 0
    data = data.replace(b"\r\n", b"\n") if has_returns else data
    if b"\0" in data or (has_returns and b"\r" in data):
        return None
    # So that something stands before the first cell and after the last.
    data = b"".join((b"\n", data, bytes(_SHORT)))
    signs = np.frombuffer(data, np.uint8)
    ends_cell = signs == _COMMA
    ends_cell |= signs == _END
    places = np.flatnonzero(ends_cell).astype(np.int32)
    if b'"' in data:
        quotes = np.flatnonzero(signs == _QUOTE).astype(np.int32)
        if not _are_quotes_sound(signs, quotes):
            return None
        places = _outside_quotes(places, quotes)
    if np.diff(places).max(initial=0) > MAX_CELL or (len(places) - 1) % width:
        return None
    starts, ends = (places[:-1] + 1).reshape(-1, width).T, places[1:].reshape(-1, width).T
    if not ((signs[ends[-1]] == _END).all() and (signs[ends[:-1]] == _COMMA).all()):
        return None
    if has_returns and starts.shape[1] != lines:  # one stood inside a cell, and there it must stay as it is
        return None
    quoted = signs[starts] == _QUOTE
    return Block(data, signs, starts + quoted, ends - quoted)


def _are_quotes_sound(signs: Numbers, quotes: Numbers) -> bool:
    """Whether marks open a cell and close it by turns, or stand twice inside one."""
    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    before, after = signs[opening - 1], signs[closing + 1]
    opens = (before == _COMMA) | (before == _END)
    closes = (after == _COMMA) | (after == _END)
    # A mark that closes and one that opens side by side are one mark, written twice, inside a cell.
    is_double = opening[1:] == closing[:-1] + 1
    opens[1:] |= is_double
    closes[:-1] |= is_double
    return bool(opens.all() and closes.all())


def _outside_quotes(places: Numbers, quotes: Numbers) -> Numbers:
    """Return the places before which as many marks open as close. Both are in order."""
    # Marks are few: it is cheaper to ask where each falls among the places than to count them byte by byte.
    marks_before = np.bincount(np.searchsorted(places, quotes), minlength=len(places) + 1)[:-1].cumsum()
    outside: Numbers = places[marks_before % 2 == 0]
    return outside


class _Gathered:
    """A column as its blocks come in: coded where texts recur, as it is where they mostly do not."""

    def __init__(self) -> None:
        self._collector: Collector[bytes] | None = Collector()
        self._cells: list[str] = []

    def add(self, block: Block, number: int) -> None:
        """Add the cells that a block has in this column. Raises UnicodeDecodeError for what is no UTF-8."""
        starts, ends = block.starts[number], block.ends[number]
        if self._collector is None:
            self._cells += _decode(block.cells(starts, ends))
            return
        if coded := _code_short(block.signs, starts, ends):
            codes, first = coded
            self._collector.extend_coded(block.cells(starts[first], ends[first]), codes)
        else:
            self._collector.extend(block.cells(starts, ends))
        if self._collector.is_mostly_distinct():
            self._cells = self.cells().texts().tolist()
            self._collector = None

    def cells(self) -> Cells:
        """Return what was added. Raises UnicodeDecodeError for what is no UTF-8."""
        if self._collector is None:
            return Cells(as_texts(self._cells))
        values, codes = self._collector.gathered()
        return Cells(as_texts(_decode(values)), codes)


def _decode(cells: list[bytes]) -> list[str]:
    # Only inside quotation marks can a mark stand at all, and there it stands twice.
    texts = [cell.decode() for cell in cells]
    return [text.replace('""', '"') if '"' in text else text for text in texts] if b'"' in b"".join(cells) else texts


def _code_short(signs: Numbers, starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers] | None:
    """Return a number for each cell, the same for the same bytes, and for each number a row that has it.

    None where a cell is too long for it.
    """
    lengths = ends - starts
    width = -(-int(lengths.max(initial=0)) // 8) * 8
    if width > _SHORT:
        return None
    if not width:
        return np.zeros(len(lengths), np.intp), np.zeros(1, np.intp)
    # At every byte begins a cell of `width` bytes: those that are wanted are picked out whole.
    everywhere = np.ndarray(len(signs) - width + 1, f"V{width}", signs, strides=(1,))
    keeps = np.ascontiguousarray(_KEEPS[:, :width]).view(f"V{width}")[:, 0]
    numbers = everywhere[starts].view(np.uint64) & keeps[lengths].view(np.uint64)
    numbers = numbers.reshape(-1, width // 8)
    mixed = numbers[:, 0].copy()
    for column in range(1, width // 8):
        mixed = (mixed * _MIX) ^ numbers[:, column]
        mixed ^= mixed >> np.uint64(29)
    codes, distinct = pd.factorize(mixed)
    first = np.empty(len(distinct), np.intp)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    # Two texts could be mixed into one number. Nothing is left to chance here.
    return (codes, first) if width == 8 or (numbers == numbers[first][codes]).all() else None
