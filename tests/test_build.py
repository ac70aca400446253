"""Building a book of two templates from the tiny dataset: what is made, what is refused, what stays as it was.

A build makes a real site and takes seconds: there are three in this module. The others stop before the site.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname
from zipfile import ZipFile

import pytest
from bookroot import GIVEN, INDEX, NOTE, ONE_PER, WORDS, write_root, write_template
from bs4 import BeautifulSoup
from rdflib import Graph, URIRef
from sitebook import make_site_of_nothing
from test_pages import write_contents

from claimbook.book import build
from claimbook.book.beside import KEPT
from claimbook.book.build import build_book
from claimbook.errors import BuildError, ClaimbookError, PageError

SCHEMA = "https://schema.org/"


@dataclass(frozen=True)
class Builds:
    """One book, built twice in different folders, and once more with one page only, which was changed before."""

    root: Path
    first: Path
    second: Path
    later: Path
    steps: list[str]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """The three builds of this module."""
    folder = tmp_path_factory.mktemp("builds")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(KEPT)  # each of them draws what is drawn
        return _build_thrice(folder)


def _build_thrice(folder: Path) -> Builds:
    steps: list[str] = []
    root = write_root(folder / "root")
    built = build_book(root, root / "data", report=lambda step, done, total: steps.append(step))
    assert built.pages == 2
    other = write_root(folder / "other" / "place")
    out = folder / "far" / "away"
    build_book(other, other / "data", out=out)
    shutil.copytree(out, folder / "second")
    for name, text in (("index", "Anew."), ("source", "Anew too.")):
        path = other / "book" / f"{name}.ipynb"
        path.write_text(path.read_text("utf-8").replace("Its question?", text), "utf-8")
    build_book(other, other / "data", out=out, only="book/index")
    return Builds(root, built.html, folder / "second", out, steps)


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_two_builds_in_different_folders_give_the_same_bytes(builds: Builds) -> None:
    first, second = _files(builds.first), _files(builds.second)
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert "book/sources/gazette.html" in first


# rdflib uses a class of its own that it deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_start_page_says_to_machines_where_the_whole_dataset_lies(builds: Builds) -> None:
    for site in (builds.first, builds.later):
        page = site / "book/index.html"
        (script,) = BeautifulSoup(page.read_text("utf-8"), "html.parser").select('head [type="application/ld+json"]')
        context = {"@vocab": SCHEMA, "contentUrl": {"@type": "@id"}}
        data = json.dumps({**json.loads(str(script.string)), "@context": context})
        graph = Graph().parse(data=data, format="json-ld", publicID=page.as_uri())
        (file,) = graph.objects(URIRef(f"{page.as_uri()}#_dataset"), URIRef(f"{SCHEMA}distribution"))
        assert str(graph.value(file, URIRef(f"{SCHEMA}encodingFormat"))) == "application/zip"
        place = urlsplit(str(graph.value(file, URIRef(f"{SCHEMA}contentUrl"))))
        with ZipFile(url2pathname(place.path)) as archive:
            assert {"claims.csv", "datapackage.json"} <= set(archive.namelist())


def test_a_build_needs_no_git_and_leaves_nothing_beside_the_book(builds: Builds) -> None:
    assert not (builds.root / ".git").exists()
    assert sorted(path.name for path in (builds.root / "_build").iterdir()) == ["book", "cache", "html"]
    assert sorted(path.name for path in builds.root.iterdir()) == [
        "_build", "_config.yml", "_toc.yml", "book", "data", "data-texts",
    ]  # fmt: skip
    assert sorted(path.name for path in builds.later.parent.iterdir()) == ["away", "away-executed"]


def test_the_executed_notebooks_are_kept_with_their_slices_and_without_a_site(builds: Builds) -> None:
    names = {path.name for path in (builds.root / "_build" / "book").iterdir()}
    assert {"book", "slices", "claims.json"} <= names
    assert "_build" not in names


def test_the_steps_are_reported_in_order(builds: Builds) -> None:
    assert list(dict.fromkeys(builds.steps)) == ["Checking the dataset", "Executing notebooks", "Making the site"]


def test_the_site_has_the_datasets_title_and_a_card_for_each_claim(builds: Builds) -> None:
    page = (builds.first / "book" / "sources" / "gazette.html").read_text("utf-8")
    assert "The flood at Lowmere" in page
    assert [page.count(f'id="gazette-00{n}"') for n in (1, 2, 3)] == [1, 1, 1]


def test_notes_for_coders_are_published_nowhere(builds: Builds) -> None:
    assert [name for name, data in _files(builds.first).items() if NOTE.encode() in data.lower()] == []


def test_the_whole_dataset_lies_beside_the_pages_without_flagged_words(builds: Builds) -> None:
    data = (builds.first / "downloads" / "lowmere-flood.zip").read_bytes()
    assert b"gazette-003" in data
    assert WORDS.encode() not in data
    assert not (builds.first / "assets" / "register-rows.js").exists()  # this book has no such page


def test_no_record_of_the_build_itself_is_published(builds: Builds) -> None:
    names = {path.name for path in builds.first.rglob("*")}
    assert "index.html" in names
    assert names.isdisjoint({".buildinfo", ".doctrees", "environment.pickle", "slices", "claims.json"})


def test_flagged_words_of_the_tiny_book_are_not_in_its_search_index(builds: Builds) -> None:
    index = (builds.first / "searchindex.js").read_text("utf-8")
    terms = json.loads(index[index.index("(") + 1 : index.rindex(")")])["terms"]
    assert WORDS in (builds.first / "book" / "sources" / "gazette.html").read_text("utf-8")
    assert "ferrymen" in terms
    assert [term for term in terms if term.startswith("zzflag")] == []


def test_only_one_page_is_executed_again(builds: Builds) -> None:
    before, after = (folder / "book" / "index.html" for folder in (builds.second, builds.later))
    assert "Anew." not in before.read_text("utf-8")
    assert "Anew." in after.read_text("utf-8")
    # The source's page was taken as it was.
    source = (builds.later / "book" / "sources" / "gazette.html").read_text("utf-8")
    assert 'id="gazette-003"' in source
    assert "Anew too." not in source


@pytest.fixture
def site_of_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Execute the pages and make a site of one empty page."""

    monkeypatch.setattr(build, "make_site", make_site_of_nothing)


@pytest.mark.usefixtures("site_of_nothing")
def test_as_of_leaves_out_what_was_said_later_and_one_page_alone_keeps_to_it(built_root: Path) -> None:
    data = built_root / "data"
    built = build_book(built_root, data, as_of="2031-05-05")
    index = (built.executed / "book" / "index.ipynb").read_text("utf-8")
    assert "gazette-001" in index
    assert "gazette-003" not in index
    build_book(built_root, data, as_of="2031-05-05", only="book/index")
    error = refused(built_root, BuildError, only="book/index")
    assert "as of '2031-05-05'" in error.message


@pytest.mark.usefixtures("site_of_nothing")
def test_the_register_keeps_to_a_day_and_the_download_is_of_the_whole(built_root: Path) -> None:
    write_template(built_root, "register", INDEX, {"slice": "whole"})
    write_contents(built_root, {"file": "book/source"}, {"file": "book/register"})
    before = (built_root / "_build" / "html" / "downloads" / "lowmere-flood.zip").read_bytes()
    built = build_book(built_root, built_root / "data", as_of="2031-05-05")
    rows = (built.html / "assets" / "register-rows.js").read_text("utf-8")
    assert ("gazette-001" in rows, "gazette-003" in rows) == (True, False)
    assert (built.html / "downloads" / "lowmere-flood.zip").read_bytes() == before


@pytest.mark.parametrize("changed", ["claims.csv", "about.md", "readers/a/claims.csv"])
def test_one_page_alone_is_not_put_among_pages_of_other_data(built_root: Path, changed: str) -> None:
    path = built_root / "data" / changed
    if path.parent.name == "a":
        shutil.copytree(built_root / "data", path.parent)
    path.write_text((path.read_text("utf-8") if path.exists() else "") + "\n" * (path.suffix == ".md"), "utf-8")
    if changed == "claims.csv":
        path.write_text(path.read_text("utf-8").replace("rejects the charge", "rejects it"), "utf-8")
    error = refused(built_root, BuildError, only="book/index")
    assert "other data" in error.message


@pytest.mark.parametrize("record", ["", "[]", "{", None])
def test_one_page_alone_needs_the_record_of_the_build_before(built_root: Path, record: str | None) -> None:
    path = built_root / "_build" / "book" / "built-from.json"
    path.unlink() if record is None else path.write_text(record, "utf-8")
    refused(built_root, BuildError, only="book/index")


def refused(root: Path, error: type[ClaimbookError], **arguments: object) -> ClaimbookError:
    """Try to build; everything under the root has to be as it was, and no folder left behind."""
    before = {path: path.read_bytes() if path.is_file() else None for path in root.rglob("*")}
    with pytest.raises(error) as caught:
        build_book(root, root / "data", **arguments)  # type: ignore[arg-type]
    after = {path: path.read_bytes() if path.is_file() else None for path in root.rglob("*")}
    assert after == before
    assert caught.value.fix
    return caught.value


def next_build_works(builds: Builds, root: Path) -> None:
    """Mend what had failed and build again, with the site as it was made first: the same book, and nothing beside it.

    Pages are executed and all is written as in any build.
    """
    shutil.rmtree(root / "book")
    shutil.copytree(builds.root / "book", root / "book")
    (root / "_build" / "html" / "index.html").write_text("the book before")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            build, "make_site", lambda stage, report, pictures=None: shutil.copytree(builds.first, stage / "made")
        )
        build_book(root, root / "data")
    assert _files(root / "_build" / "html") == _files(builds.first)
    assert sorted(path.name for path in (root / "_build").iterdir()) == ["book", "cache", "html"]


@pytest.fixture
def built_root(builds: Builds, tmp_path: Path) -> Path:
    """A copy of the book with its first build in place."""
    return shutil.copytree(builds.root, tmp_path / "root")


def test_after_a_notebook_that_raises_the_book_before_is_untouched_and_the_next_build_works(
    builds: Builds, built_root: Path
) -> None:
    given = GIVEN + '\nsource_id = ""'
    write_template(built_root, "source", "raise KeyError('gone')", {"slice": "source", "one_per": ONE_PER}, given)
    error = refused(built_root, PageError)
    assert "source.ipynb (book/sources/gazette), cell" in error.message
    assert "KeyError" in error.message
    next_build_works(builds, built_root)


def test_after_a_site_with_a_warning_the_book_before_is_untouched_and_the_next_build_works(
    builds: Builds, built_root: Path
) -> None:
    template = built_root / "book" / "index.ipynb"
    template.write_text(template.read_text("utf-8").replace("Its question?", "{norole}`x`"), "utf-8")
    # What was executed is kept for the next build, and is all that is new.
    cache = built_root / "_build" / "cache"
    before, kept = _files(built_root), shutil.copytree(cache, built_root.parent / "kept")
    with pytest.raises(BuildError, match="norole"):
        build_book(built_root, built_root / "data")
    shutil.rmtree(cache)
    kept.rename(cache)
    assert _files(built_root) == before
    next_build_works(builds, built_root)


def test_after_an_interruption_by_the_reader_the_book_before_is_untouched_and_the_next_build_works(
    builds: Builds, built_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    before = _files(built_root)
    with monkeypatch.context() as patch:
        patch.setattr(build, "_execute_pages", interrupt)
        with pytest.raises(KeyboardInterrupt):
            build_book(built_root, built_root / "data")
    assert _files(built_root) == before
    next_build_works(builds, built_root)
