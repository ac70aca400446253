"""Workbooks that were made to do harm, or that are none: refused in one line, within limits, with nothing read."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from mutations import pack, unpack
from workbooks import export, files, replace_in, run

from claimbook.spreadsheet import container, sheets

SHEET = "xl/worksheets/sheet4.xml"
ENTITY = '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "&a;&a;">]><worksheet '


def refused(path: Path, folder: Path) -> str:
    """Import a workbook that must be refused in one line, with a remedy and nothing changed; return the line."""
    before = files(folder)
    result = run("import", path, "--data", folder)
    assert (result.exit_code, result.stdout, files(folder)) == (2, "", before)
    assert result.stderr.count("\n") == 1
    assert " Fix: " in result.stderr
    return result.stderr


def test_a_document_type_is_refused_before_any_entity_is_looked_at(tiny: Path) -> None:
    path = export(tiny)
    replace_in(path, SHEET, "<worksheet ", ENTITY)
    assert "declares a document type" in refused(path, tiny)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = export(tiny)
    parts = unpack(path.read_bytes())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        with archive.open("xl/bomb.xml", "w", force_zip64=True) as handle:
            for _ in range(520):
                handle.write(bytes(1 << 20))
    assert path.stat().st_size < 1 << 20
    assert "unpacks to more than 512 MB" in refused(path, tiny)


def test_a_part_that_says_it_is_small_is_counted_as_it_unpacks(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = export(tiny)
    whole = sum(map(len, unpack(path.read_bytes()).values()))
    monkeypatch.setattr(container, "MOST_BYTES", whole)
    replace_in(path, SHEET, "<sheetData>", "<!--" + " " * 40 + "--><sheetData>")
    assert "unpacks to more than" in refused(path, tiny)


def test_one_long_text_named_by_many_cells_is_counted_each_time(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = export(tiny)
    monkeypatch.setattr(sheets, "MOST_TEXT", 5000)
    assert "hold more than 5000 characters" in refused(path, tiny)


def test_what_lies_outside_the_file_is_never_followed(tiny: Path) -> None:
    path = export(tiny)
    parts = unpack(path.read_bytes())
    rels = "xl/_rels/workbook.xml.rels"
    place = b'<Relationship TargetMode="External" Type="x/externalLink" Target="file:///etc/hostname" Id="rId99"/>'
    data = parts[rels].replace(b"</Relationships>", place + b"</Relationships>")
    path.write_bytes(pack({**parts, rels: data, "xl/externalLinks/externalLink1.xml": b"no XML"}))
    assert run("import", path, "--data", tiny).stdout == "No row differs.\n"
    replace_in(path, rels, "/xl/worksheets/sheet4.xml", "../../../../etc/hostname")
    assert "cannot be read as a workbook" in refused(path, tiny)


OTHERS: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "a table": (lambda path: b"a,b\n1,2\n", "is no workbook"),
    "nothing": (lambda path: b"", "is no workbook"),
    "an old workbook": (lambda path: b"\xd0\xcf\x11\xe0" + bytes(600), "old workbook (.xls), or has a password"),
    "an OpenDocument": (lambda path: pack({"mimetype": b"application/vnd.oasis"}), "is an OpenDocument file"),
    "a zip of other things": (lambda path: pack({"a.txt": b"a"}), "holds no workbook"),
    "half of one": (lambda path: path.read_bytes()[:9000], "cannot be read as a workbook"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_what_is_no_workbook_is_refused_with_what_to_do(tiny: Path, case: str) -> None:
    make, said = OTHERS[case]
    path = export(tiny)
    path.write_bytes(make(path))
    assert said in refused(path, tiny)


def test_a_file_that_is_missing_or_a_folder_is_refused(tiny: Path) -> None:
    assert "there is no file" in refused(tiny.parent / "none.xlsx", tiny)
    assert "is no regular file" in refused(tiny, tiny)
