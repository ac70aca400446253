"""The download: a Data Package that others read, the same bytes everywhere, its size known before it is written."""

from __future__ import annotations

import stat
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from frictionless import Package
from pandas.testing import assert_frame_equal
from tiny import write_tiny_dataset

from claimbook.book.downloads import (
    LICENCE,
    README,
    download_href,
    measure_download,
    offer_download,
    say_size,
    write_download,
    write_licence,
)
from claimbook.model.checks import check_dataset
from claimbook.model.dataset import Dataset, load_dataset
from claimbook.model.published import publish_dataset

FLAGGED = {"content_flag": "threat", "words": "zzflagged", "words_by": "rescue-league", "words_language": "en"}
ODD = {"note": "zznote", "title": 'A “title”, with\u200f commas; "marks" and ماء', "author": "O'Neill, <b>"}


def write(folder: Path) -> Path:
    (write_tiny_dataset(folder, claims={"gazette-002": FLAGGED}, sources={"gazette": ODD}) / "about.md").write_text(
        "## Introduction\n\nOf the flood.\n", "utf-8"
    )
    return folder


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return load_dataset(write(tmp_path / "data"))


def renamed(dataset: Dataset, **members: object) -> Dataset:
    return replace(dataset, descriptor=replace(dataset.descriptor, raw={**dataset.descriptor.raw, **members}))


def unpack(path: Path, folder: Path) -> Path:
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def test_the_program_reads_back_what_it_gave_out(dataset: Dataset, tmp_path: Path) -> None:
    folder = unpack(write_download(dataset, tmp_path / "site"), tmp_path / "unpacked")
    again, published = check_dataset(folder), publish_dataset(dataset)
    for name, frame in published.frames.items():
        assert_frame_equal(again.frames[name], frame)
    assert again.about == dataset.about != ""


def test_frictionless_as_an_outside_witness_finds_it_valid(dataset: Dataset, tmp_path: Path) -> None:
    folder = unpack(write_download(dataset, tmp_path / "site"), tmp_path / "unpacked")
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["resource", "rowNumber", "fieldName", "note"])[:10]
    assert len(report.tasks) == len(dataset.frames)


def test_the_same_dataset_gives_the_same_bytes_and_nothing_of_the_clock(tmp_path: Path) -> None:
    first = write_download(load_dataset(write(tmp_path / "data")), tmp_path / "site")
    second = write_download(load_dataset(write(tmp_path / "elsewhere" / "data")), tmp_path / "another")
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    for entry in entries:
        assert (entry.date_time, entry.compress_type) == ((1980, 1, 1, 0, 0, 0), ZIP_STORED)
        assert (entry.extra, entry.comment, entry.create_system, entry.flag_bits) == (b"", b"", 3, 0)
        assert stat.S_IMODE(entry.external_attr >> 16) == 0o644


def test_its_size_is_known_before_it_is_written(dataset: Dataset, tmp_path: Path) -> None:
    assert write_download(dataset, tmp_path).stat().st_size == measure_download(dataset)


def test_what_is_not_published_is_in_no_byte_of_it(dataset: Dataset, tmp_path: Path) -> None:
    data = write_download(dataset, tmp_path).read_bytes()
    assert b"zznote" not in data
    assert b"zzflagged" not in data
    assert b"at least 12 people" in data
    assert "the quoted words of 1 claim that" in " ".join(data.decode("utf-8", "replace").split())


def test_the_readme_s_digest_is_that_of_the_tables(dataset: Dataset, tmp_path: Path) -> None:
    folder = unpack(write_download(dataset, tmp_path / "site"), tmp_path / "unpacked")
    digest = sha256(b"".join(path.read_bytes() for path in sorted(folder.glob("*.csv")))).hexdigest()
    text = (folder / README).read_text("utf-8")
    assert digest in text
    assert text.startswith("The flood at Lowmere\n")
    assert "claims.csv: 3 rows\n" in text
    assert "Version: none is given." in text


def test_the_version_that_the_descriptor_gives_is_told(dataset: Dataset, tmp_path: Path) -> None:
    folder = unpack(write_download(renamed(dataset, version="2.3.4"), tmp_path / "site"), tmp_path / "unpacked")
    assert "Version: 2.3.4." in (folder / README).read_text("utf-8")


@pytest.mark.parametrize(
    ("licenses", "said"),
    [
        ([{"name": "CC-BY-4.0"}], "CC-BY-4.0"),
        ([{"name": "x", "title": "A licence", "path": "https://licence.example/"}], "A licence\n  https://licence"),
        ([], "No licence is named"),
        (None, "No licence is named"),
        ({"name": "no list"}, "No licence is named"),
        ([None, "text", {}, {"name": 1}], "No licence is named"),
    ],
)
def test_the_licence_s_file_names_what_the_descriptor_names(dataset: Dataset, licenses: object, said: str) -> None:
    text = write_licence(renamed(dataset, licenses=licenses))
    assert said in text
    assert "does not cover the sources' texts" in text


@pytest.mark.parametrize(
    ("name", "href"),
    [
        ("lowmere-flood", "lowmere-flood"),
        ("../../etc/Pass wd", "etc-pass-wd"),
        ("ماء", "dataset"),
        ("", "dataset"),
        (None, "dataset"),
        ("a" * 300, "a" * 64),
    ],
)
def test_a_dataset_s_name_becomes_a_file_s_name(dataset: Dataset, name: object, href: str) -> None:
    assert download_href(renamed(dataset, name=name)) == f"downloads/{href}.zip"


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 kB"), (1000, "1 kB"), (1001, "2 kB"), (999_999, "1000 kB"), (1_250_000, "1.2 MB")]
)
def test_a_size_is_said_in_whole_kilobytes_or_tenths_of_a_megabyte(size: int, said: str) -> None:
    assert say_size(size) == said


def test_the_link_says_its_size_and_what_is_not_in_it(dataset: Dataset) -> None:
    html = offer_download(dataset).html
    assert 'href="downloads/lowmere-flood.zip" download' in html
    assert say_size(measure_download(dataset)) in html
    assert "the quoted words of 1 claim that" in html


def test_the_licence_has_a_file_of_its_own(dataset: Dataset, tmp_path: Path) -> None:
    folder = unpack(write_download(dataset, tmp_path / "site"), tmp_path / "unpacked")
    assert (folder / LICENCE).read_text("utf-8") == write_licence(dataset)
