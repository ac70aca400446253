"""Where a fault is reported: read from the book's configuration, told on *Corrections*, never made up."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from conftest import BuiltBook

from claimbook.book.about import About, Reached
from claimbook.book.contact import read_reached, tell_reached
from claimbook.errors import PageError
from claimbook.model.credits import Credits


def _config(contact: object, repository: object = None) -> dict[str, Any]:
    return {"sphinx": {"config": {"claimbook_contact": contact}}, "repository": {"url": repository}}


@pytest.mark.parametrize("address", ["faults@weir.example", "https://weir.example/faults", "http://weir.example:8080/"])
def test_an_address_is_read_as_it_is_written(address: str) -> None:
    assert read_reached(_config(f" {address} ")).contact == address


@pytest.mark.parametrize(
    "config", [{}, {"sphinx": None}, {"repository": None}, _config(None), _config(""), _config("  ")]
)
def test_a_configuration_without_an_address_has_none(config: dict[str, Any]) -> None:
    assert read_reached(config) == Reached()


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "weir", "a@b", "me@weir.example?cc=x", "two@a.example b@c.example", 7]
)
def test_what_is_no_address_is_refused_with_its_place_and_a_remedy(text: object) -> None:
    with pytest.raises(PageError, match=r"_config[.]yml, claimbook_contact: .* is no address") as refused:
        read_reached(_config(text))
    assert "https://" in refused.value.fix


def test_a_repository_has_no_e_mail_address() -> None:
    with pytest.raises(PageError, match="repository: url"):
        read_reached(_config("", "faults@weir.example"))


def _told(**reached: str) -> BeautifulSoup:
    about = About(credits=Credits(authors=("Ada Weir",)), reached=Reached(**reached))
    return BeautifulSoup(tell_reached(about).html, "html.parser")


@pytest.mark.parametrize(
    ("reached", "links"),
    [
        ({"contact": "faults@weir.example"}, ["mailto:faults@weir.example"]),
        ({"contact": "https://weir.example/faults"}, ["https://weir.example/faults"]),
        ({"repository": "https://code.example/weir"}, ["https://code.example/weir"]),
        (
            {"contact": "faults@weir.example", "repository": "https://code.example/weir"},
            ["mailto:faults@weir.example", "https://code.example/weir"],
        ),
    ],
)
def test_the_page_leads_to_each_address_that_is_configured(reached: dict[str, str], links: list[str]) -> None:
    told = _told(**reached)
    assert [link["href"] for link in told.select("a")] == links
    assert "names no address" not in told.get_text()
    assert ("Everybody can read it" in told.get_text() or "everybody can read" in told.get_text()) == (
        "repository" in reached
    )


def test_without_an_address_the_page_says_so_and_how_the_publisher_is_found() -> None:
    told = _told()
    assert not told.select("a")
    assert "names no address for reports and requests" in told.get_text()
    named = [code.get_text() for code in told.select("code")]
    assert named == ["_config.yml", "claimbook_contact", "url", "repository"]
    assert "the site on which you read it says who that is" in told.get_text()
    assert "The dataset names as its author: Ada Weir." in told.get_text()


def test_the_built_page_of_corrections_tells_it(built_book: BuiltBook) -> None:
    page = BeautifulSoup((built_book.html / "book/about/corrections.html").read_text("utf-8"), "html.parser")
    assert page.select_one("#report-a-fault .cb-report-to") is not None
    assert "same address" not in page.get_text()
