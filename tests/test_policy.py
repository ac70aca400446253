"""What a page may load and run: said by every page and to the server, and kept by the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browsing import open_page
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser

from claimbook.book.policy import DIRECTIVES, HEADERS_FILE, headers_file, policy_element, write_policy

# May stand before the policy, since it is not run.
LINKED_DATA = "application/ld+json"
ATTEMPTS = {
    "a script in the page": (
        "script-src-elem",
        "() => { const it = document.createElement('script'); it.textContent = 'window.ran = 1';"
        " document.body.append(it); }",
    ),
    "a handler in an attribute": (
        "script-src-attr",
        "() => { const it = document.createElement('b'); it.setAttribute('onclick', 'window.ran = 1');"
        " document.body.append(it); it.click(); }",
    ),
    "a script of another host": (
        "script-src-elem",
        "() => { const it = document.createElement('script'); it.src = 'https://elsewhere.example/a.js';"
        " document.body.append(it); }",
    ),
    "a script in an address": (
        "script-src-elem",
        "() => { const it = document.createElement('script'); it.src = 'data:text/javascript,window.ran = 1';"
        " document.body.append(it); }",
    ),
    "a picture of another host": (
        "img-src", "() => { new Image().src = 'https://elsewhere.example/a.png'; }",
    ),
    "a style in an attribute": (
        "style-src-attr",
        "() => { const it = document.createElement('b'); it.setAttribute('style', 'color: red');"
        " document.body.append(it); }",
    ),
    "a page in a frame": (
        "frame-src",
        "() => { const it = document.createElement('iframe'); it.src = 'https://elsewhere.example/';"
        " document.body.append(it); }",
    ),
    "a request to another host": (
        "connect-src", "() => { fetch('https://elsewhere.example/').catch(() => {}); }",
    ),
    "another base of all addresses": (
        "base-uri",
        "() => { const it = document.createElement('base'); it.href = 'https://elsewhere.example/';"
        " document.head.append(it); }",
    ),
}  # fmt: skip
WATCH = "addEventListener('securitypolicyviolation', said => (window.refused ??= []).push(said.effectiveDirective))"


@pytest.fixture(scope="module")
def pages(built_book: Any) -> dict[str, BeautifulSoup]:
    root = Path(built_book.html)
    return {
        path.relative_to(root).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(root.rglob("*.html"))
    }


def test_every_page_says_its_policy_before_anything_is_loaded(pages: dict[str, BeautifulSoup]) -> None:
    assert len(pages) > 10
    for page, soup in pages.items():
        assert soup.head, page
        head = [tag for tag in soup.head.children if isinstance(tag, Tag)]
        place = next((n for n, tag in enumerate(head) if tag.get("http-equiv") == "Content-Security-Policy"), -1)
        assert place >= 0, page
        assert head[place]["content"] == write_policy(DIRECTIVES), page
        assert all(tag.name == "meta" or tag.get("type") == LINKED_DATA for tag in head[:place]), page


def test_no_page_holds_a_script_a_handler_or_a_style_of_its_own(pages: dict[str, BeautifulSoup]) -> None:
    for page, soup in pages.items():
        for script in soup.find_all("script", src=False):
            assert str(script.get("type", "")).startswith("application/"), page
        assert soup.find_all("style") == [], page
        for tag in soup.find_all(True):
            assert [name for name in tag.attrs if name.startswith("on") or name == "style"] == [], page


def test_the_file_for_servers_says_the_same_and_who_may_frame_the_pages(built_book: Any) -> None:
    lines = (Path(built_book.html) / HEADERS_FILE).read_text("utf-8").splitlines()
    assert lines == headers_file().splitlines()
    assert lines[0] == "/*"
    (policy,) = [line for line in lines if line.startswith("  Content-Security-Policy: ")]
    assert policy.removeprefix("  Content-Security-Policy: ").startswith(write_policy(DIRECTIVES))
    assert policy.endswith("; frame-ancestors 'self'")


def test_nothing_is_permitted_that_makes_code_of_text() -> None:
    assert "unsafe" not in policy_element()
    assert DIRECTIVES["default-src"] == "'none'"
    assert DIRECTIVES["script-src"] == DIRECTIVES["style-src"] == "'self'"


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_browser_refuses(browser: Browser, address: str, attempt: str) -> None:
    directive, code = ATTEMPTS[attempt]
    with browser.new_context() as context:
        context.add_init_script(WATCH)
        visit = open_page(context, address + "book/figures.html")
        visit.page.evaluate(code)
        # Asked again and again: to wait for a function would make code of text, which the page refuses.
        for _ in range(100):
            if visit.page.evaluate("window.refused"):
                break
            visit.page.wait_for_timeout(50)
        assert visit.page.evaluate("[window.refused, window.ran]") == [[directive], None]
        assert visit.outside == []


def test_the_browser_makes_no_code_of_text(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        visit = open_page(context, address + "book/figures.html")
        # Asked for by the page itself: what a test evaluates is under no policy.
        found = visit.page.evaluate(
            "() => new Promise(done => setTimeout(() => {"
            " try { done(new Function('return 1')()); } catch (error) { done(error.name); } }))"
        )
        assert found == "EvalError"
