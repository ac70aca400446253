"""Files as they come back damaged: tables and workbooks changed by a seed, the same for the same seed.

What belongs here: the ways in which a file is changed. What does not: what the program must make of it (mutating).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

CELLS = (
    '=HYPERLINK("http://ferry.example")', "+1", "-", "@SUM(A1)", "1E+05", "12.0", "03/10/2031", "45726", "TRUE",
    "#REF!", "'>=12", " dozens ", "“dozens”", "a\nb", "a\r", "\x1b[31m", "nan", "inf", "None", "12;", ";;", "../..",
    "con", "\u202e", "\ufeff", "\u2028", "🌊" * 9, "1" * 5000, "x" * 40_000, "x" * 120_000, "_x000D_", "_x0000_", "９",
    "-0", "9999-12-31", "0000-01-01", "2031-02-30", "2031-05-06/2031-05-01", "4|", "5..", "..", "%", "1e999", "</t>",
    "&#0;",
)  # fmt: skip

Table = Callable[[Random, bytes], bytes]
Parts = dict[str, bytes]


def _rows(data: bytes) -> list[list[bytes]]:
    return [line.split(b",") for line in data.split(b"\n")]


def _join(rows: list[list[bytes]]) -> bytes:
    return b"\n".join(b",".join(row) for row in rows)


def _drop_column(random: Random, data: bytes) -> bytes:
    rows = _rows(data)
    place = random.randrange(len(rows[0]))
    return _join([[cell for number, cell in enumerate(row) if number != place] for row in rows])


def _double_column(random: Random, data: bytes) -> bytes:
    rows = _rows(data)
    place = random.randrange(len(rows[0]))
    return _join([[*row, *row[place : place + 1]] for row in rows])


def _swap_bytes(random: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, 8)):
        one, other = random.randrange(len(changed)), random.randrange(len(changed))
        changed[one], changed[other] = changed[other], changed[one]
    return bytes(changed)


def _set_bytes(random: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, 4)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _encode(random: Random, data: bytes) -> bytes:
    code = random.choice(["utf-16", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "cp1251", "utf-7", "cp037"])
    return data.decode("utf-8").encode(code, "xmlcharrefreplace")


def _delimit(random: Random, data: bytes) -> bytes:
    return data.replace(b",", random.choice([b";", b"\t", b"|", b",,", b" , ", b"\x1f"]))


def _end_lines(random: Random, data: bytes) -> bytes:
    return data.replace(b"\n", random.choice([b"\r", b"\r\n", b"\n\n", b"\n\r", b"\x0b", b"\x00\n"]))


def _set_cell(random: Random, data: bytes) -> bytes:
    rows = _rows(data)
    row = random.choice(rows)
    cell = random.choice(CELLS)
    quoted = '"' + cell.replace('"', '""') + '"' if random.random() < 0.7 else cell
    row[random.randrange(len(row))] = quoted.encode()
    return _join(rows)


def _nul(random: Random, data: bytes) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + b"\0" * random.randint(1, 3) + data[place:]


def _cut(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data))]


def _repeat(random: Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    return b"\n".join([*lines, *random.choices(lines, k=random.randint(1, 3))])


def _quote(random: Random, data: bytes) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + random.choice([b'"', b'""', b"'", b'","', b'"\n']) + data[place:]


TABLES: dict[str, Table] = {
    "a column dropped": _drop_column, "a column doubled": _double_column, "bytes swapped": _swap_bytes,
    "bytes set": _set_bytes, "another encoding": _encode, "another delimiter": _delimit, "other line ends": _end_lines,
    "a cell of another sort": _set_cell, "a NUL": _nul, "cut off": _cut, "rows repeated": _repeat, "a quote": _quote,
}  # fmt: skip

_CELL = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)


def _sheet(random: Random, parts: Parts) -> str:
    return random.choice(sorted(name for name in parts if name.startswith("xl/worksheets/sheet")))


def _made_cell(random: Random, place: bytes) -> bytes:
    number = random.choice(["12.0", "1E+05", "1e400", "-1", "45726", "45726.5", "0.5", "x", "", "1" * 30, "nan"])
    text = random.choice(CELLS).replace("&", "&amp;").replace("<", "&lt;").replace("\x1b", "_x001B_")
    kinds = [
        f' t="inlineStr"><is><t>{text}</t></is>', f' t="str"><v>{text}</v>', f' t="s"><v>{random.randint(-9, 9)}</v>',
        f"><v>{number}</v>", f' s="{random.randint(-1, 5)}"><v>{number}</v>', f' t="b"><v>{number}</v>',
        ' t="e"><v>#REF!</v>', ' t="d"><v>2031-05-04T00:00:00</v>', f' t="d"><v>{number}</v>',
        f"><f>{text}</f><v>{number}</v>", "><f/>", f' t="{number}"><v>{text}</v>', ' t="s"><v/>',
    ]  # fmt: skip
    return b'<c r="' + place + b'"' + random.choice(kinds).encode("utf-8", "ignore") + b"</c>"


def _retype_cell(random: Random, parts: Parts) -> None:
    name = _sheet(random, parts)
    if found := list(_CELL.finditer(parts[name])):
        cell = random.choice(found)
        made = _made_cell(random, cell[1])
        parts[name] = parts[name][: cell.start()] + made + parts[name][cell.end() :]


def _move_cell(random: Random, parts: Parts) -> None:
    name = _sheet(random, parts)
    places = re.findall(rb'<c r="([A-Z]+\d+)"', parts[name])
    other = random.choice([b"A0", b"ZZZZ1", b"XFE1", b"A1048577", b"", b"a1", b"B2", *places[:3]])
    if places:
        parts[name] = parts[name].replace(b'<c r="' + random.choice(places) + b'"', b'<c r="' + other + b'"', 1)


def _drop_cell(random: Random, parts: Parts) -> None:
    name = _sheet(random, parts)
    if found := list(_CELL.finditer(parts[name])):
        cell = random.choice(found)
        parts[name] = parts[name][: cell.start()] + parts[name][cell.end() :]


def _drop_rows(random: Random, parts: Parts) -> None:
    name = _sheet(random, parts)
    parts[name] = re.sub(rb"<row .*?</row>", b"", parts[name], count=random.randint(1, 9), flags=re.DOTALL)


def _merge(random: Random, parts: Parts) -> None:
    name = _sheet(random, parts)
    merged = random.choice([b"A2:B3", b"", b"A1:XFD1048576", b"x"])
    parts[name] = parts[name].replace(b"</sheetData>", b'</sheetData><mergeCell ref="' + merged + b'"/>')


def _drop_part(random: Random, parts: Parts) -> None:
    del parts[random.choice(sorted(parts))]


def _damage_part(random: Random, parts: Parts) -> None:
    name = random.choice(sorted(parts))
    parts[name] = random.choice(list(TABLES.values()))(random, parts[name])


def _declare(random: Random, parts: Parts) -> None:
    name = random.choice(sorted(name for name in parts if name.endswith((".xml", ".rels"))))
    entity = random.choice([b'<!ENTITY a SYSTEM "file:///etc/passwd">', b'<!ENTITY a "aaaa">', b""])
    body = re.sub(rb"^<\?xml[^>]*\?>\s*", b"", parts[name])
    parts[name] = b"<!DOCTYPE x [" + entity + b"]>" + body


def _rename(random: Random, parts: Parts) -> None:
    names = re.findall(rb'name="([^"]*)"', parts["xl/workbook.xml"])
    other = random.choice([b"claims", b"Claims", b"", b"../x", b"Sheet1", "é".encode(), b"x" * 300, *names])
    old = b'name="' + random.choice(names) + b'"'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(old, b'name="' + other + b'"', 1)


def _relate(random: Random, parts: Parts) -> None:
    name = random.choice(sorted(name for name in parts if name.endswith(".rels")))
    target = random.choice([b"../../../etc/passwd", b"/xl/styles.xml", b"http://ferry.example/", b"", b"sheet1.xml"])
    targets = re.findall(rb'Target="[^"]*"', parts[name])
    if targets:
        parts[name] = parts[name].replace(random.choice(targets), b'Target="' + target + b'"', 1)


WORKBOOKS: dict[str, Callable[[Random, Parts], None]] = {
    "a cell of another type": _retype_cell, "a cell elsewhere": _move_cell, "a cell dropped": _drop_cell,
    "rows dropped": _drop_rows, "cells merged": _merge, "a part dropped": _drop_part, "a part damaged": _damage_part,
    "a document type": _declare, "a sheet renamed": _rename, "a relation turned": _relate,
}  # fmt: skip
ARCHIVES: dict[str, Table] = {"zip bytes swapped": _swap_bytes, "zip bytes set": _set_bytes, "zip cut off": _cut}


def unpack(data: bytes) -> Parts:
    """Return a workbook's parts by name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(parts: Parts) -> bytes:
    """Return a workbook of parts."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return held.getvalue()


def mutate_table(random: Random, data: bytes) -> tuple[str, bytes]:
    """Return what was done to a table, and its bytes after it."""
    how = random.choice(sorted(TABLES))
    return how, TABLES[how](random, data)


def mutate_workbook(random: Random, data: bytes) -> tuple[str, bytes]:
    """Return what was done to a workbook, and its bytes after it."""
    how = random.choice(sorted({**WORKBOOKS, **ARCHIVES, "two cells of another type": _retype_cell}))
    if how in ARCHIVES:
        return how, ARCHIVES[how](random, data)
    parts = unpack(data)
    for _ in range(2 if how.startswith("two") else 1):
        WORKBOOKS.get(how, _retype_cell)(random, parts)
    return how, pack(parts)
