"""The register in a real browser, opened from its folder: typing, choices, sorting, pages, the address."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import registering as made
from browsing import Visit, open_page
from conftest import make_once
from playwright.sync_api import Browser, BrowserContext, Page
from registering import summaries, summaries_of

from claimbook.model.dataset import Dataset

MORE, ROWS = 130, 50
GAZETTE = ("gazette-001", "gazette-002", "gazette-003")


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return made.write_dataset(tmp_path_factory.mktemp("claims") / "data", MORE)


@pytest.fixture(scope="session")
def site(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the register, made once for all files of its tests."""

    def make(folder: Path) -> None:
        shutil.move(made.make_register_site(dataset, folder / "stage"), folder / "html")

    return make_once(tmp_path_factory, "register", make) / "html"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as opened:
        yield opened


@pytest.fixture
def visit(context: BrowserContext, site: Path) -> Iterator[Visit]:
    """The register, opened; at the end of each test it has complained of nothing and asked nobody."""
    opened = open_page(context, made.register_address(site))
    yield opened
    assert (opened.said, opened.failed, opened.outside) == ([], [], [])


def found(page: Page) -> int:
    """How many claims are found, as the page says."""
    told = page.locator(".cb-found").inner_text()
    return 0 if told.startswith("No claim") else int(told.split(" of ")[1].split()[0].rstrip("."))


def settle(page: Page, part: str) -> None:  # waits until the address holds something
    page.wait_for_function("part => decodeURIComponent(location.hash).includes(part)", arg=part)


@pytest.mark.parametrize(
    ("typed", "claims"),
    [
        ("GATES office", ["gazette-002"]),
        ("office gates", ["gazette-002"]),
        ("himṣ", ["post-arabic"]),
        ("istanbul", ["post-markup"]),
        ("الساحل league boats", ["post-arabic"]),
        ("الى", ["post-arabic"]),
        ("zzflagged", []),
        ("weir-gazette nothing-like-it", []),
        ("7 may 2031 charge", ["gazette-003"]),
        ("gate two", ["post-arabic"]),
        ("post-flagged", ["post-flagged"]),
        # An id's parts are no words and no numbers of its claim.
        ("flagged", []),
        # Words by their beginning, in quotation marks whole and in their order; numbers whole, in any spelling.
        ("ifts sluice", []),
        ('"boats came"', ["post-arabic"]),
        ('"came boats"', []),
        ('"boat"', []),
        ("12 dead", ["gazette-001"]),
        ("1 dead", []),
        ("2 dead", []),
        ("احل came", ["post-arabic"]),
        ("<script>", ["post-markup"]),
        ('"far as known"', ["post-markup"]),
    ],
)
def test_what_one_types_narrows_the_rows_to_those_that_hold_every_word(
    visit: Visit, dataset: Dataset, typed: str, claims: list[str]
) -> None:
    visit.page.get_by_label("Words").press_sequentially(typed)
    assert summaries(visit.page) == summaries_of(dataset, claims)
    assert found(visit.page) == len(claims)
    visit.page.get_by_label("Words").fill("")
    assert found(visit.page) == len(dataset.claims)


@pytest.mark.parametrize(
    ("label", "option", "claims"),
    [
        ("Source", "The Weir Gazette, 7 May 2031", set(GAZETTE)),
        ("Claimant", "Rescue League", {"gazette-002", "post-arabic", "post-flagged"}),
        ("Kind", "figure", {"gazette-001", "gazette-002"}),
        ("Kind", "position", {"gazette-002", "gazette-003"}),
        ("Incident, with its parts", "At gate two", {"post-arabic"}),
        ("Incident, with its parts", "Flood at Lowmere, May 2031", {"post-arabic", *GAZETTE}),
        ("Incident, with its parts", "Elsewhere", {"post-markup", "post-gloss", "post-master"}),
        # Whoever says what somebody's words amount to vouches for that, and not the one whose words they are.
        ("Who vouches for it", "The Weir Gazette", {"post-gloss"}),
        ("Who vouches for it", "Lock Master", {"post-master"}),
        ("In whose name", "River Office", {"gazette-001", "gazette-003", "post-markup", "post-master"}),
        # Of the body for which somebody speaks, not of the office holder who does.
        ("What that speaker is", "authority", {"gazette-001", "gazette-003", "post-markup", "post-master"}),
        ("What that speaker is", "media outlet", {"post-gloss"}),
        ("Form of speech", "characterisation", {"post-gloss"}),
        ("Hedge", "with a hedge", {"post-markup"}),
    ],
)
def test_a_choice_shows_its_claims_and_no_other(
    visit: Visit, dataset: Dataset, label: str, option: str, claims: set[str]
) -> None:
    visit.page.get_by_label(label, exact=True).select_option(label=option)
    assert sorted(summaries(visit.page)) == sorted(summaries_of(dataset, claims))


@pytest.mark.parametrize(
    ("first", "last", "sure", "may"),
    [
        ("", "2031-05-05", {"gazette-001"}, {"gazette-002", "gazette-003", "post-markup"}),
        ("", "2031-05-07", {*GAZETTE}, {"post-markup"}),
        ("2031-05-06", "2031-05-08", {"post-arabic"}, {"gazette-002", "gazette-003", "post-markup"}),
        ("2031-05-09", "2031-05-09", {"post-flagged"}, {"post-markup"}),
        ("2031-07-03", "", {"post-master"}, set()),
        ("2031-08-01", "", set(), set()),
    ],
)
def test_days_show_what_was_surely_said_on_them_and_tell_how_much_more_may_have_been(
    visit: Visit, dataset: Dataset, first: str, last: str, sure: set[str], may: set[str]
) -> None:
    page = visit.page
    page.get_by_label("Said from").fill(first)
    page.get_by_label("Said by").fill(last)
    assert sorted(summaries(page)) == sorted(summaries_of(dataset, sure))
    said = page.get_by_role("status")
    then = "on these days" if first else "by then"
    told = f"{len(may)} more may have been said {then}; their day is not certain."
    assert (told in said.inner_text()) == bool(may)
    assert "may have been" in said.inner_text() or not may
    page.get_by_label("Also what may have been said then").check()
    assert sorted(summaries(page)) == sorted(summaries_of(dataset, sure | may))
    assert (f"{len(may)} of these may have been said {then}" in said.inner_text()) == bool(may)


def test_what_is_said_by_a_day_is_what_the_dataset_knows_of_it(visit: Visit, dataset: Dataset) -> None:
    # The pages that are made as of a day, the slider of the figures and the register mean the same.
    for day in ("2031-05-04", "2031-05-05", "2031-05-06", "2031-05-07", "2031-05-31", "2031-06-30"):
        visit.page.get_by_label("Said by").fill(day)
        assert found(visit.page) == len(dataset.as_known_on(day).claims)


@pytest.mark.parametrize(
    ("typed", "claims"),
    [
        ("kai-nord", ["post-master"]),  # its place
        ('"gilde der Fähren urges"', []),  # a spelling is no part of the summary's words
        ("fgl stop", ["post-master"]),  # named in the summary, by another spelling
        ("gilde der fahren urges", ["post-master"]),
        ("left shut", ["gazette-002"]),  # the deed
        ("denies", ["gazette-003"]),  # the act
        ("missing figure-less", []),
        ("fgl", None),
    ],
)
def test_other_spellings_and_coded_deeds_find_a_claim(
    visit: Visit, dataset: Dataset, typed: str, claims: list[str] | None
) -> None:
    visit.page.get_by_label("Words").fill(typed)
    if claims is None:
        assert found(visit.page) == MORE + 1
    else:
        assert sorted(summaries(visit.page)) == sorted(summaries_of(dataset, claims))


def test_choices_and_words_hold_together_and_are_cleared_together(visit: Visit, dataset: Dataset) -> None:
    page = visit.page
    page.get_by_label("Claimant").select_option(label="River Office")
    page.get_by_label("Words").fill("rejects")
    assert found(page) == 1
    page.get_by_role("button", name="Clear all").click()
    assert found(page) == len(dataset.claims)
    assert page.get_by_label("Claimant").input_value() == page.get_by_label("Words").input_value() == ""
    assert page.evaluate("() => location.hash") == ""


@pytest.mark.parametrize("column", ["Said", "Who", "Claim", "Kind", "Source"])
def test_a_heading_sorts_its_column_and_the_other_way_round(visit: Visit, column: str) -> None:
    page = visit.page
    page.get_by_label("Words").fill("weir gazette")
    cells = f".cb-register tbody .cb-col-{column.lower()}"
    head = page.locator("th").filter(has_text=column)
    if column != "Said":
        assert head.get_attribute("aria-sort") is None
        head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    up = page.locator(cells).all_inner_texts()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert page.locator(".cb-register th[aria-sort]").count() == 1
    down = page.locator(cells).all_inner_texts()
    assert down == sorted(down, key=up.index, reverse=True)
    if column in ("Who", "Claim", "Kind"):
        assert up == sorted(up, key=str.casefold)


def test_the_address_holds_what_is_chosen_and_gives_it_back(context: BrowserContext, visit: Visit) -> None:
    page = visit.page
    page.get_by_label("Words").press_sequentially("boats & more? #1 ")
    page.get_by_label("Words").fill("boats")
    page.get_by_label("Claimant").select_option(label="Ferry Guild")
    page.get_by_label("Said from").fill("2031-06-03")
    page.locator("th button", has_text="Claim").click()
    page.get_by_role("button", name="Next").first.click()
    before = (summaries(page), page.locator(".cb-found").inner_text())
    assert len(before[0]) == ROWS
    page.reload()
    assert (summaries(page), page.locator(".cb-found").inner_text()) == before
    assert page.get_by_label("Claimant").locator("option:checked").inner_text() == "Ferry Guild"
    shared = open_page(context, page.url)
    assert (summaries(shared.page), shared.page.get_by_label("Said from").input_value()) == (before[0], "2031-06-03")
    assert (shared.said, shared.failed, shared.outside) == ([], [], [])


def test_going_back_takes_back_a_choice_and_words_typed_together_at_once(visit: Visit, dataset: Dataset) -> None:
    page = visit.page
    page.get_by_label("Kind").select_option("other")
    settle(page, "kind=other")
    bare = found(page)
    page.get_by_label("Words").press_sequentially("guild 7")
    settle(page, "guild+7")
    page.get_by_label("Words").press_sequentially("0")
    settle(page, "guild+70")
    assert found(page) == 1
    page.go_back()
    page.wait_for_function("() => !location.hash.includes('guild')")
    assert (found(page), page.get_by_label("Words").input_value()) == (bare, "")
    page.go_back()
    page.wait_for_function("() => !location.hash")
    assert (found(page), page.get_by_label("Kind").input_value()) == (len(dataset.claims), "")
    page.go_forward()
    settle(page, "kind=other")
    assert found(page) == bare


def test_what_the_address_asks_for_and_the_book_does_not_know_is_said(context: BrowserContext, site: Path) -> None:
    visit = open_page(context, made.register_address(site, "#who=nobody&from=soon&source=gazette&sort=zz&page=x"))
    assert found(visit.page) == 3
    assert "2 is not known" in visit.page.locator(".cb-found").inner_text()
    assert (visit.said, visit.failed) == ([], [])


def test_an_address_that_is_a_place_on_the_page_changes_nothing(visit: Visit) -> None:
    page = visit.page
    page.get_by_label("Kind").select_option("figure")
    page.evaluate("() => { location.hash = 'main-content' }")
    page.wait_for_function("() => location.hash === '#main-content'")
    assert found(page) == 2
