"""Texts that come in: UTF-8, pages, PDFs; and those that do not, each refused with a remedy and nothing written."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tiny import read_package, texts_of, write_descriptor

from claimbook import paths
from claimbook.cli import main
from claimbook.coding import starter, texts
from claimbook.model.checks import check_dataset

PAGE = (
    """<!DOCTYPE html><html lang="en"><head><title>Storm closes harbour</title>
<meta property="article:published_time" content="2021-05-14"></head><body><nav>Home</nav><article>
<h1>Storm closes harbour</h1>"""
    + "".join(
        f"<p>The harbour office says that {n} boats and at least {n} sailors were lost in the storm of the night.</p>"
        for n in range(11, 19)
    )
    + "</article></body></html>"
)


def add(data: Path, text: Path, name: str = "herald", *more: str) -> Result:
    return CliRunner().invoke(main, ["add-source", "--data", str(data), str(text), "--id", name, *more])


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def pdf(text: str) -> bytes:
    """A PDF of one page, with a line of text or with none."""
    pypdf = pytest.importorskip("pypdf")
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(300, 300)
    font = DictionaryObject({NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in
                             {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica"}.items()})  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 10 200 Td ({text}) Tj ET".encode() if text else b"")
    page[NameObject("/Contents")] = writer._add_object(stream)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_page_is_coded_as_the_text_that_is_written_beside_it(tiny: Path) -> None:
    page = tiny.parent / "storm.html"
    page.write_text(PAGE, "utf-8")
    done = add(tiny, page)
    assert (done.exit_code, done.stderr) == (0, "")
    row = check_dataset(tiny).sources.set_index("source_id").loc["herald"]
    assert (row["title"], row["published"]) == ("Storm closes harbour", "2021-05-14")
    text = (tiny.parent / "herald.txt").read_text("utf-8")
    assert "at least 11 sailors" in text
    assert "<p>" not in text
    assert (tiny.parent / "herald.coding.xlsx").is_file()


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ('<meta property="og:site_name" content="The Northport Herald">', "The Northport Herald"),
        ('<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": '
         '"Storm", "publisher": {"@type": "Organization", "name": "L\\u2019Union"}}</script>', "L’Union"),
        ('<meta name="twitter:site" content="@nherald">', ""),
        ('<link rel="canonical" href="https://www.herald.example/storm">', ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_publisher_is_taken_from_a_page_that_names_it_and_else_said_to_be_unknown(
    tiny: Path, head: str, publisher: str
) -> None:
    page = tiny.parent / "storm.html"
    page.write_text(PAGE.replace("</head>", f"{head}</head>"), "utf-8")
    done = add(tiny, page)
    assert (done.exit_code, done.stderr) == (0, "")
    assert check_dataset(tiny).sources.set_index("source_id").loc["herald"]["publisher"] == publisher
    said = f"Not given, so taken from what the file says of itself: publisher '{publisher}'."
    assert (said in done.stdout) == bool(publisher)
    assert ("Not known: publisher." in done.stdout) == (not publisher)
    assert "sources.csv, row 3." in done.stdout


@pytest.mark.parametrize(
    ("line", "title", "origin"),
    [
        ("Storm closes Northport harbour", "Storm closes Northport harbour", "from its first line"),
        ("w " * 30, "w " * 12 + "…", "from how its first line begins"),
    ],
)
def test_the_title_is_the_text_s_headline_and_that_is_said(tiny: Path, line: str, title: str, origin: str) -> None:
    place = tiny.parent / "herald.txt"
    place.write_text(f"{line}\nThe Herald, 14 May 2031\nTwelve sailors were lost.\n", "utf-8")
    done = add(tiny, place, "herald", "--publisher", "The Herald")
    assert f"Not given, so taken {origin}: title '{title}'." in done.stdout
    assert "Not given, so taken from its first lines: published '2031-05-14'." in done.stdout
    assert "Not known" not in done.stdout
    assert check_dataset(tiny).sources.set_index("source_id").loc["herald"]["title"] == title


def test_a_pdf_is_coded_as_the_text_that_is_written_beside_it(tiny: Path) -> None:
    file = tiny.parent / "storm.pdf"
    file.write_bytes(pdf("At least 12 sailors were lost."))
    done = add(tiny, file, "herald", "--published", "2031-05-14", "--title", "Storm")
    assert (done.exit_code, done.stderr) == (0, "")
    assert (tiny.parent / "herald.txt").read_text("utf-8") == "At least 12 sailors were lost.\n"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.txt", b"", "holds no text"),
        ("a.txt", b" \n\t\n", "holds no text"),
        ("a.txt", b"GIF89a\0\0\1", "NUL bytes"),
        ("a.txt", "ein Stück".encode("latin-1"), "no UTF-8"),
        ("a.txt", "text".encode("utf-16"), "UTF-16"),
        ("a.txt", b"x" * 10_000_000, "10 MB, more than 5"),
        ("a.txt", b"No day is said here.\n", "day on which the text came out"),
        ("a.html", b"<html><body><nav>Home</nav></body></html>", "page without an article"),
        ("a.html", b"", "page without an article"),
        ("a.pdf", b"%PDF-1.4 cut short", "cannot be read as a PDF"),
        ("a.pdf", pdf(""), "PDF without text"),
    ],
)
def test_a_file_without_a_text_is_refused_and_nothing_is_written(tiny: Path, name: str, data: bytes, told: str) -> None:
    place = tiny.parent / name
    place.write_bytes(data)
    before = files(tiny.parent)
    done = add(tiny, place)
    assert (done.exit_code, told in done.stderr, " Fix: " in done.stderr) == (2, True, True)
    assert len(done.stderr.splitlines()) == 1
    assert files(tiny.parent) == before


@pytest.mark.parametrize(
    ("name", "more", "told"),
    [
        ("gazette", (), "'gazette' is there already."),
        ("Herald 1", (), "'Herald 1' is no id"),
        ("herald", ("--published", "14/05/2031"), "'14/05/2031' is no date."),
        ("herald", ("--kind", "rumour"), "'rumour'"),
        ("herald", ("--language", "de"), "There is no word list for 'de'"),
    ],
)
def test_a_row_that_the_rules_refuse_is_told_and_nothing_is_written(
    tiny: Path, name: str, more: tuple[str, ...], told: str
) -> None:
    place = tiny.parent / "herald.txt"
    place.write_text("The Herald, 14 May 2031\nTwelve sailors were lost.\n", "utf-8")
    before = files(tiny.parent)
    done = add(tiny, place, name, *more)
    assert (done.exit_code, told in done.stderr, " Fix: " in done.stderr) == (2, True, True)
    assert files(tiny.parent) == before


def test_a_text_is_added_once(tiny: Path) -> None:
    done = add(tiny, texts_of(tiny) / "gazette.txt")
    assert (done.exit_code, "the text is that of gazette already" in done.stderr) == (2, True)


def test_a_worksheet_that_is_there_is_not_written_over(tiny: Path) -> None:
    place = tiny.parent / "herald.txt"
    place.write_text("The Herald, 14 May 2031\nTwelve sailors were lost.\n", "utf-8")
    (tiny.parent / "herald.coding.xlsx").write_text("mine", "utf-8")
    done = add(tiny, place)
    assert (done.exit_code, "nothing is written over" in done.stderr) == (2, True)
    assert (tiny.parent / "herald.coding.xlsx").read_text("utf-8") == "mine"


def test_a_missing_extra_is_named_with_the_way_to_get_it(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(texts.importlib, "import_module", refuse)
    page = tiny.parent / "storm.html"
    page.write_text(PAGE, "utf-8")
    done = add(tiny, page)
    assert (done.exit_code, "pip install 'claimbook[texts]'" in done.stderr) == (2, True)


def test_a_dataset_without_passages_is_told_what_it_lacks(tiny: Path) -> None:
    package = read_package(tiny)
    package["resources"] = [one for one in package["resources"] if one["name"] != "sources"]
    write_descriptor(tiny, package)
    place = tiny.parent / "herald.txt"
    place.write_text("The Herald, 14 May 2031\n", "utf-8")
    done = add(tiny, place)
    assert (done.exit_code, "the table 'sources' is missing" in done.stderr) == (2, True)


def test_new_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", "utf-8")
    for name in ("full", "full/mine.txt"):
        done = CliRunner().invoke(main, ["new", str(tmp_path / name)])
        assert (done.exit_code, " Fix: " in done.stderr) == (2, True)
    assert files(tmp_path) == {"full/mine.txt": b"mine"}


def test_an_empty_new_folder_has_headers_only_and_passes_the_check(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["new", str(tmp_path / "mine"), "--empty", "--title", "Storms"]).exit_code == 0
    dataset = check_dataset(tmp_path / "mine" / "data")
    assert {len(frame) for frame in dataset.frames.values()} == {0}
    assert dataset.descriptor.title == "Storms"
    assert "harbour-post" not in (tmp_path / "mine" / "README.md").read_text("utf-8")


def test_templates_that_a_wheel_packed_come_before_those_of_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "packed"
    (packed / "book").mkdir(parents=True)
    (packed / "_config.yml").write_text("title: Packed\n", "utf-8")
    monkeypatch.setattr(paths, "TEMPLATE_ROOTS", (packed, *paths.TEMPLATE_ROOTS[1:]))
    assert starter.find_templates() == packed
    monkeypatch.setattr(paths, "TEMPLATE_ROOTS", (tmp_path,))
    done = CliRunner().invoke(main, ["new", str(tmp_path / "mine")])
    assert (done.exit_code, "templates are not installed" in done.stderr) == (2, True)
