"""A published page for paper: what a screen needs is gone, folds are open, flagged words stay away, links lead on."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag

from claimbook.charts.island import figure
from claimbook.errors import BuildError
from claimbook.pdf.articles import Article, mend_links, read_article
from claimbook.pdf.charts import draw_chart

PAGES = {"book/figures", "book/sources/herald"}


def read(body: str, docname: str = "book/figures", site: str = "file:///site") -> Article:
    """Read a page that holds this."""
    page = f'<html><body><nav>menu</nav><article class="bd-article"><h1>Figures</h1>{body}</article></body></html>'
    return read_article(page, docname, PAGES, site=site)


def soup(body: str, **options: str) -> BeautifulSoup:
    """The article's HTML, parsed."""
    return BeautifulSoup(read(body, **options).html, "html.parser")


def one(found: BeautifulSoup, selector: str) -> Tag:
    """The one element that a selector finds."""
    (tag,) = found.select(selector)
    return tag


def chart(href: str = "book/sources/herald.html#herald-001", label: str = "what it shows") -> str:
    """An island with one row that leads somewhere."""
    rows = pd.DataFrame([{"n": 3, "href": href, "said": "three <dead>"}])
    marks = alt.Chart(rows).mark_bar().encode(x="n:Q", href="href:N", description="said:N")
    return figure(marks.properties(width="container", height=40), label).html


def test_what_asks_for_a_script_or_a_pointer_is_taken_out() -> None:
    body = """<script src="x.js"></script><button>copy</button><form class="cb-slider" hidden><input></form>
      <nav>on this page</nav><noscript>off</noscript><p hidden>later</p><iframe src="x"></iframe>
      <p onclick="go()" style="color: red" tabindex="0" data-known="1" id="kept">Stays.</p>"""
    found = soup(f'<h2 id="a">A<a class="headerlink" href="#a">#</a></h2>{body}')
    assert [tag.name for tag in found.find_all(True)] == ["h1", "h2", "p"]
    assert one(found, "p").attrs == {"id": "book/figures:kept"}
    assert found.get_text(" ", strip=True) == "Figures A Stays."


def test_a_fold_is_open_and_the_line_over_it_stays() -> None:
    found = soup("<details><summary>All claims</summary><p>One</p></details>")
    assert found.find("details") is None
    assert one(found, ".cb-fold-head").get_text() == "All claims"
    assert one(found, "p").get_text() == "One"


def test_a_cells_code_that_the_web_book_folds_is_left_out() -> None:
    found = soup('<details class="hide above-input"><summary>Show the code</summary><pre>x</pre></details><p>y</p>')
    assert found.get_text() == "Figuresy"


def test_flagged_words_stand_in_the_web_book_only_and_a_line_says_so() -> None:
    fold = "<summary>Show the quoted words: marked threat, about the office</summary><p>zzflagged</p>"
    found = soup(f'<details class="cb-flagged" id="f">{fold}</details>')
    assert "zzflagged" not in str(found)
    expected = "Quoted words are left out here: marked threat, about the office. They stand in the web book only."
    assert one(found, ".cb-flagged").get_text() == expected


def test_links_between_pages_lead_within_the_document_and_others_to_the_web() -> None:
    body = """<a href="sources/herald.html#herald-001">claim</a><a href="https://example.org/">web</a>
      <a href="../search.html">search</a><a href="javascript:x()">no</a>"""
    found = soup(body)
    hrefs = [str(a["href"]) for a in found.find_all("a")]
    assert hrefs == ["#book/sources/herald:herald-001", "https://example.org/"]
    assert [tag.get_text() for tag in found.find_all("span")] == ["search", "no"]


def test_what_names_an_id_names_it_as_it_is_now() -> None:
    found = soup('<h3 id="h">A</h3><section aria-labelledby="h h2"></section><td headers="h"></td>')
    assert one(found, "section")["aria-labelledby"] == "book/figures:h book/figures:h2"
    assert one(found, "td")["headers"] == ["book/figures:h"]


def test_a_picture_of_the_book_is_taken_from_its_folder_and_one_of_the_web_is_words() -> None:
    found = soup('<img src="../_images/a%20plan.svg?v=1" alt="A plan"><img src="https://example.org/x.png" alt="far">')
    assert one(found, "img").attrs == {"src": "file:///site/book/../_images/a%20plan.svg", "alt": "A plan"}
    assert "far" in found.get_text()


def test_a_chart_is_drawn_and_its_row_leads_to_its_claim_once() -> None:
    found = soup(chart())
    assert one(found, ".cb-chart")["aria-label"] == "what it shows"
    assert one(found, ".cb-chart > svg").find("script") is None
    assert [a["href"] for a in found.select("svg a")] == ["#book/sources/herald:herald-001"]
    assert "three <dead>" in str(one(found, "svg a > *")["aria-label"])
    assert "vega-datasets" not in str(found)


def test_the_picture_for_readers_without_scripts_does_not_stand_beside_the_drawing() -> None:
    found = soup(f'<figure>{chart()}<img class="cb-picture" src="../_charts/a.svg" alt="a"></figure>')
    assert found.find("img") is None
    assert len(found.select("figure svg")) == 1


def test_the_register_says_where_claims_stand_and_not_that_scripts_are_off() -> None:
    plain = "<p>Scripts are off.</p><ul><li>Herald</li></ul><p>A note.</p>"
    found = soup(f'<form hidden></form><p role="status"></p><div class="cb-register-plain">{plain}</div>')
    assert [p.get_text() for p in found.find_all("p")][1:] == ["A note."]
    assert "searched in the web book" in found.get_text()


def test_a_chart_whose_mark_leads_nowhere_has_no_link() -> None:
    assert soup(chart("book/nowhere.html")).select("svg a") == []


def test_text_that_looks_like_the_place_of_a_chart_is_text() -> None:
    found = soup(f"<!--chart 0--><p>&lt;!--chart 0--&gt;</p>{chart()}")
    assert one(found, "p").get_text() == "<!--chart 0-->"
    assert len(found.select(".cb-chart > svg")) == 1


def test_drawings_of_one_document_have_ids_of_their_own() -> None:
    fade = {"gradient": "linear", "stops": [{"offset": 0, "color": "red"}, {"offset": 1, "color": "blue"}]}
    spec = alt.Chart(pd.DataFrame([{"n": 3}])).mark_bar(color=fade).encode(x="n:Q").to_json()
    first, second = (draw_chart(spec, key, lambda address: "") for key in ("c0", "c1"))
    assert first.replace("c0-", "c1-") == second  # whatever had been drawn before
    ids = [{str(t["id"]) for t in BeautifulSoup(svg, "html.parser").find_all(id=True)} for svg in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_a_chart_that_cannot_be_drawn_stops_the_making() -> None:
    with pytest.raises(BuildError, match=r"A chart cannot be drawn: .+ Fix: "):
        draw_chart('{"mark": "no such mark"}', "c", lambda address: "")


def test_a_page_without_an_article_is_refused_by_name() -> None:
    with pytest.raises(BuildError, match=r"'book/figures\.html' has no article\. Fix: "):
        read_article("<p>nothing</p>", "book/figures", PAGES)


def test_a_link_to_what_only_a_screen_has_leads_to_the_top_of_its_page() -> None:
    html = '<a class="x" href="#book/figures:gone">a</a> <a href="#book/figures:here">b</a> href="#book/figures:gone"'
    mended = mend_links(html, {"book/figures:", "book/figures:here"})
    assert mended == html.replace("figures:gone", "figures:", 1)


def row(*words: str) -> str:
    """A table of one row."""
    return f"<table><tr>{''.join(f'<td>{word}</td>' for word in words)}</tr></table>"


@pytest.mark.parametrize(
    ("words", "expected"),
    [(["characterised"] * 6, None), (["characterised"] * 7, ["small"]), (["characterised"] * 8, ["smaller"])],
)  # fmt: skip
def test_a_table_has_the_largest_type_in_which_its_words_stand_whole(words: list[str], expected: object) -> None:
    found = one(soup(row(*words)), "table")
    assert found.get("class") == expected


def test_a_table_that_is_too_wide_is_cut_into_several_with_the_head_of_every_row() -> None:
    heads = "".join(f"<th>characterised {number}</th>" for number in range(12))
    cells = "".join(f'<td id="c{number}">{number}</td>' for number in range(12))
    rows = f'<tr id="r"><th id="h">Party</th>{cells}</tr>'
    found = soup(f'<div><table id="t"><thead><tr><th>Who</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>')
    tables = found.find_all("table")
    assert len(tables) > 1
    assert {table.find("tbody").find("th").get_text() for table in tables} == {"Party"}
    shown = [td.get_text() for table in tables for td in table.find_all("td")]
    assert shown == [str(number) for number in range(12)]
    ids = [tag["id"].partition(":")[2] for tag in found.find_all(id=True)]
    assert sorted(ids) == sorted(["t", "r", "h", *(f"c{number}" for number in range(12))])
    assert tables[0].find("caption").get_text().startswith("Columns 1 to ")
    assert all({"smaller", "cut"} <= set(table["class"]) for table in tables)


def test_a_table_whose_cells_span_several_columns_is_not_cut() -> None:
    wide = "".join(f"<td>characterised {number}</td>" for number in range(12))
    found = one(soup(f'<table><tr>{wide}</tr><tr><td colspan="12">all</td></tr></table>'), "table")
    assert found["class"] == ["broken"]


def test_a_word_longer_than_any_may_break() -> None:
    found = soup(row("a" * 64, "short"))
    assert [td.get("class") for td in found.find_all("td")] == [["long"], None]
