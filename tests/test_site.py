"""A tiny book, built as the build does it: what its pages ask for and hold, and that it comes out alike."""

from __future__ import annotations

import filecmp
import json
import re
import shutil
import zlib
from pathlib import Path

import pytest
from docutils import nodes
from sitebook import CARD, TITLE, Addresses, build, read_page, write_book
from sphinx.errors import ExtensionError

from claimbook.book import bundle, domain, packing, rootfiles, search, sidebar, site


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The HTML of the tiny book, built and cleaned."""
    stage = write_book(tmp_path_factory.mktemp("site") / "stage")
    result = build(stage)
    assert result.returncode == 0, result.stdout + result.stderr
    site.clean_output(stage / "_build/html")
    return stage / "_build/html"


@pytest.fixture(scope="session")
def pages(built: Path) -> dict[str, Addresses]:
    """Every page of the tiny book, by its address."""
    return {path.relative_to(built).as_posix(): read_page(path) for path in sorted(built.rglob("*.html"))}


def test_the_book_has_the_pages_it_was_given(pages: dict[str, Addresses]) -> None:
    assert {
        "404.html",
        "index.html",
        "search.html",
        "book/index.html",
        "book/figures.html",
        "book/sources/herald.html",
    } == set(pages)


def test_no_page_fetches_anything_from_another_host(pages: dict[str, Addresses]) -> None:
    fetched = [address for page in pages.values() for address in page.loads]
    assert fetched
    assert [address for address in fetched if re.match(r"(?:[a-z]+:)?//", address)] == []


def test_no_style_or_script_names_an_address_to_fetch(built: Path) -> None:
    for path in [*built.glob("_static/**/*.css"), *built.glob("_static/**/*.js")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", text), path
        assert not re.search(r"cdn\.|unpkg|jsdelivr|googleapis|mathjax@|fontawesome\.com/releases", text), path
        assert "sourceMappingURL=" not in text, path


def test_every_address_is_relative_and_leads_to_a_file_of_the_book(built: Path, pages: dict[str, Addresses]) -> None:
    for name, page in pages.items():
        if name == rootfiles.LOST_PAGE:  # it is shown under any address, and has tests of its own
            continue
        for address in [*page.loads, *page.links]:
            path = address.split("#")[0].split("?")[0]
            if path and not path.startswith(("data:", "https://example.org/")):
                assert not path.startswith("/"), (name, address)
                assert (built / name).parent.joinpath(path).resolve().is_file(), (name, address)


def test_every_file_a_style_sheet_names_is_there(built: Path) -> None:
    for path in built.glob("_static/**/*.css"):
        for address in re.findall(r"url\([\"']?(?!data:|#)([^\"')]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / address).is_file(), (path, address)


def test_a_page_runs_under_a_policy_that_allows_no_inline_script(pages: dict[str, Addresses]) -> None:
    assert {name: page.inline_scripts for name, page in pages.items() if page.inline_scripts} == {}
    assert {name: page.handlers for name, page in pages.items() if page.handlers} == {}


def test_the_icon_script_and_its_fonts_are_left_out(built: Path) -> None:
    published = [path.relative_to(built).as_posix() for path in built.rglob("*")]
    assert [name for name in published if re.search(r"fontawesome|webfonts|bootstrap\.js|thebe|\.map$", name)] == []
    assert "Font Awesome 6" not in re.sub(r"/\*.*?\*/|--fa[^;}]*", "", theme_style(built), flags=re.DOTALL)


def theme_style(built: Path) -> str:
    """Return the rules of the theme's style sheet that name a font face."""
    text = (built / "_static" / packing.STYLE).read_text(encoding="utf-8")
    return "".join(re.findall(r"@font-face\{[^}]*\}", text))


def test_every_icon_a_page_shows_is_drawn_by_our_style_sheet(built: Path) -> None:
    drawn = (built / "_static" / packing.STYLE).read_text(encoding="utf-8")
    for path in built.rglob("*.html"):
        for icon in set(re.findall(r"\bfa-(?!solid|lg)[a-z-]+", path.read_text(encoding="utf-8"))):
            assert re.search(rf"\.{icon}[ ,:{{]", drawn), icon


def test_every_page_of_the_book_has_the_icon_the_style_and_the_scripts(
    built: Path, pages: dict[str, Addresses]
) -> None:
    assert (built / "_static/favicon.svg").is_file()
    loads = [address.split("?")[0] for address in pages["book/sources/herald.html"].loads]
    for name in ("favicon.svg", packing.STYLE, packing.SCRIPT, "mode.js"):
        assert f"../../_static/{name}" in loads
    assert not any("searchindex" in address for address in loads)


def test_what_is_packed_is_not_published_beside_its_pack(built: Path) -> None:
    published = {path.relative_to(built / "_static").as_posix() for path in (built / "_static").rglob("*")}
    packed = {*packing.SCRIPTS, *packing.CHOOSING, *(sheet for sheet in packing.SHEETS if "*" not in sheet)}
    assert {packing.STYLE, packing.SCRIPT, packing.CHOICE} <= published
    assert not published & packed
    assert "styles" not in published  # no folder stays behind


def test_a_pack_holds_its_parts_in_order_without_comments_but_with_licences() -> None:
    scripts = packing.pack_scripts(["/* ours */ const one = 1", "/*! Copyright them */\n(function () { two(one) }())"])
    assert scripts == "const one=1;/*! Copyright them */(function(){two(one)}())\n"
    sheets = packing.pack_sheets(["a { color: red }", '@charset "UTF-8";\n/* b */ a { color: blue; }'])
    assert sheets == "a{color:red}a{color:blue}\n"


def test_the_chart_bundle_lies_where_only_a_chart_loads_it(built: Path, pages: dict[str, Addresses]) -> None:
    has_charts = (site.ASSETS / "charts.js").is_file()
    assert (built / bundle.BUNDLE).is_file() == has_charts
    assert not any("vega" in address for page in pages.values() for address in page.loads)


def test_the_inventory_holds_each_claim_at_its_anchor(built: Path) -> None:
    _, body = (built / "objects.inv").read_bytes().split(b"zlib.\n", 1)
    lines = zlib.decompress(body).decode().splitlines()
    assert "herald-001 claim:claim 0 book/sources/herald.html#$ Herald: reports <b>losses</b>" in lines


def test_a_claim_is_linked_under_its_title_or_the_words_given(built: Path) -> None:
    page = (built / "book/index.html").read_text(encoding="utf-8")
    found = re.findall(r'href="sources/herald\.html#herald-001"[^>]*>(?:<span[^>]*>)?([^<]*)<', page)
    assert found == ["Herald: reports &lt;b&gt;losses&lt;/b&gt;", "that one"]


def test_a_card_comes_out_as_it_went_in(built: Path) -> None:
    assert CARD in (built / "book/sources/herald.html").read_text(encoding="utf-8")


def contents_of(page: Path) -> list[tuple[str, str]]:
    """Return the links of the contents beside a page, with their text."""
    text = page.read_text(encoding="utf-8")
    start = text.index('class="bd-toc-item')
    return re.findall(r'<a class="[^"]*" href="([^"]*)"[^>]*>([^<]*)</a>', text[start : text.index("</nav>", start)])


def test_a_page_s_contents_open_the_branch_it_is_in(built: Path) -> None:
    outside = ("https://example.org/", "Elsewhere")
    start = [("#", "Start"), ("figures.html", "Figures"), outside]
    assert contents_of(built / "book/index.html") == start
    below = [("../index.html", "Start"), ("../figures.html", "Figures"), ("#", "The &lt;Herald&gt;"), outside]
    assert contents_of(built / "book/sources/herald.html") == below
    assert "Pages &amp; parts" in (built / "book/index.html").read_text(encoding="utf-8")


def test_a_page_outside_the_contents_opens_no_branch() -> None:
    leaf = sidebar.Entry("b", "B", True, sidebar.make_listing("B", "b", []))
    page = sidebar.Entry("a", "A", True, sidebar.make_listing("A", "a", [leaf]))
    shown = "".join(sidebar.render_parts([sidebar.make_listing("", "start", [page])], sidebar.View("search", str)))
    assert "current" not in shown
    assert ">B<" not in shown


def test_flagged_words_are_not_in_the_search_index_and_the_rest_of_the_card_is(built: Path) -> None:
    index = (built / "searchindex.js").read_text(encoding="utf-8")
    assert "zzflag" not in index
    assert "afterward" in index


def test_a_page_is_found_by_the_other_spellings_of_what_it_names_and_without_their_accents(built: Path) -> None:
    index = (built / "searchindex.js").read_text(encoding="utf-8")
    content = json.loads(index[index.index("(") + 1 : index.rindex(")")])
    page = content["docnames"].index("book/sources/herald")
    for word in ("héraut", "heraut", "المنادي"):
        assert page in _listed(content["terms"][word]), word
    assert "المنادي" not in (built / "book/sources/herald.html").read_text(encoding="utf-8")


def _listed(places: int | list[int]) -> list[int]:
    return [places] if isinstance(places, int) else places


def test_text_from_the_data_is_no_markup_in_the_search(built: Path) -> None:
    index = (built / "searchindex.js").read_text(encoding="utf-8")
    assert "<" not in index
    assert "3 &lt; 5 &amp; rising" in index


def test_a_formula_is_shown_as_written_and_loads_nothing(built: Path) -> None:
    assert '<code class="math notranslate">a &lt; b</code>' in (built / "book/index.html").read_text(encoding="utf-8")


def test_the_footer_says_title_and_version_and_no_day(built: Path) -> None:
    page = (built / "book/figures.html").read_text(encoding="utf-8")
    footer = page[page.index('<p class="cb-footer">') :]
    assert TITLE in footer
    assert "Made with claimbook 9.8.7" in footer
    assert "updated" not in page.lower()


def test_the_front_page_leads_on_and_has_a_title(built: Path) -> None:
    page = (built / "index.html").read_text(encoding="utf-8")
    assert 'url=book/index.html"' in page
    assert f"<title>Start — {TITLE}</title>" in page


def test_nothing_published_names_the_build_s_folder(built: Path) -> None:
    here = str(built.parents[1]).encode()
    assert [path for path in built.rglob("*") if path.is_file() and here in path.read_bytes()] == []
    assert not (built / ".buildinfo").exists()


def test_two_builds_in_different_folders_are_the_same(built: Path, tmp_path: Path) -> None:
    stage = write_book(tmp_path / "another" / "place")
    assert build(stage, seed="2").returncode == 0
    site.clean_output(stage / "_build/html")
    assert differences(filecmp.dircmp(built, stage / "_build/html", ignore=[])) == []


def differences(compared: filecmp.dircmp[str]) -> list[str]:
    """Return the names that are in one folder only, or whose bytes differ."""
    _, changed, failed = filecmp.cmpfiles(compared.left, compared.right, compared.common_files, shallow=False)
    names = [*compared.left_only, *compared.right_only, *changed, *failed]
    return names + [name for below in compared.subdirs.values() for name in differences(below)]


def test_a_reference_to_an_unknown_claim_fails_the_build(tmp_path: Path) -> None:
    stage = write_book(tmp_path / "stage", prose="See {claim}`no-such-claim`.")
    claims = json.loads((stage / "claims.json").read_text())
    claims["herald-002"] = {"docname": "book/sources/herald", "title": "Not on its page"}
    claims["herald-003"] = {"docname": "book/sources/elsewhere", "title": "On no page"}
    (stage / "claims.json").write_text(json.dumps(claims))
    result = build(stage)
    said = result.stdout + result.stderr
    assert result.returncode != 0
    assert "no claim has the id 'no-such-claim'" in said
    assert "has no anchor for claim 'herald-002'" in said
    assert "'book/sources/elsewhere', which is not in this book" in said


def test_a_missing_claims_file_holds_no_claims(tmp_path: Path) -> None:
    assert domain.read_claims(tmp_path / "claims.json") == {}


@pytest.mark.parametrize("text", ["[]", "{", '{"a-1": {}}', '{"a-1": "page"}', '{"a-1": {"docname": 1, "title": 2}}'])
def test_a_claims_file_of_another_form_is_an_error_with_a_remedy(tmp_path: Path, text: str) -> None:
    path = tmp_path / "claims.json"
    path.write_text(text)
    with pytest.raises(ExtensionError, match="Fix: write"):
        domain.read_claims(path)


def test_cleaning_twice_changes_nothing(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "html"
    shutil.copytree(built, copy)
    site.clean_output(copy)
    assert differences(filecmp.dircmp(built, copy, ignore=[])) == []


def test_raw_html_stays_inside_the_element_its_classes_ask_for() -> None:
    node = nodes.raw("", "<p>c</p>", format="html", classes=["output", "text_html"])
    assert search.wrap_raw(node) == '<div class="output text_html"><p>c</p></div>'
    assert search.wrap_raw(nodes.raw("", "<p>c</p>", format="html")) == "<p>c</p>"


def test_the_words_of_neighbouring_cells_are_found_apart() -> None:
    cells = "<tr><th>Title</th><td>Na<b>har</b>net &amp; &#39;x&#39;</td><td>9</td></tr>"
    assert search.words_of(cells) == "Title Naharnet & 'x' 9"


@pytest.mark.parametrize("hidden", [
    '<details class="x cb-flagged" open><summary>s</summary>a</details>', '<details class="cb-cite">a</details>',
    '<script type="application/json">{"a": 1}</script>', "<STYLE>a{}</STYLE>",
])  # fmt: skip
def test_no_search_finds_a_page_by_what_it_does_not_show_or_only_flagged(hidden: str) -> None:
    assert search.words_of(f"<p>before</p>{hidden}<details>after</details>") == "before after"


def test_a_style_sheet_keeps_its_rules_and_loses_the_icon_font_s() -> None:
    icons = '.fa-x:before,.fa-y:before{content:"\\f1"}@font-face{font-family:Font Awesome\\ 6}'
    text = ".a{color:red}" + icons + ".b{top:0}"
    assert site.drop_unpublished(text + "\n/*# sourceMappingURL=a.css.map*/") == ".a{color:red}.b{top:0}\n"


def test_a_redirect_page_takes_a_title_as_text() -> None:
    assert "<title>&lt;b&gt;</title>" in site.redirect_page("book/index.html", "<b>")
