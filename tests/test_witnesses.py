"""Outside witnesses on every kind of page of the built book: axe-core on barriers, html-validate on HTML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from browsing import open_page, unfold
from kinds import one_of_each_kind
from playwright.sync_api import Browser
from witnesses import NODE, find_barriers, validate_html

FAULTY = """<!DOCTYPE html>
<html lang="en"><head><title>Faulty</title></head>
<body><h1 id="a">Faulty</h1><p id="a"><img src="data:,"><span style="color: #999; background: #aaa">Words</span></p>
<summary><p>Alone</p></summary></body></html>
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_kind_of_page_breaks_a_rule_of_wcag_2_1_a_or_aa(
    browser: Browser, address: str, built_book: Any, scheme: Any
) -> None:
    names = one_of_each_kind(Path(built_book.html))
    assert len(names) > 15
    found = {}
    with browser.new_context(color_scheme=scheme) as context:
        for name in names:
            page = open_page(context, address + name).page
            unfold(page)
            found[name] = find_barriers(page)
            page.close()
    assert {name: barriers for name, barriers in found.items() if barriers} == {}


def test_every_kind_of_page_is_valid_html(built_book: Any) -> None:
    html = Path(built_book.html)
    assert validate_html(html / name for name in one_of_each_kind(html)) == []


def test_the_witnesses_find_what_is_wrong_with_a_faulty_page(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "faulty.html"
    path.write_text(FAULTY, "utf-8")
    rules = {line.split()[1] for line in validate_html([path])}
    assert {"no-dup-id:", "element-permitted-content:"} <= rules
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(path.as_uri())
        assert {line.split(":")[0] for line in find_barriers(page)} >= {"image-alt", "color-contrast"}


def test_the_witnesses_lock_names_versions_and_digests_and_no_host() -> None:
    lock = json.loads((NODE / "package-lock.json").read_text("utf-8"))
    own, *packages = lock["packages"].values()
    assert own["devDependencies"] == json.loads((NODE / "package.json").read_text("utf-8"))["devDependencies"]
    assert packages
    assert all(package["version"] and package["integrity"].startswith("sha512-") for package in packages)
    assert [package for package in packages if "resolved" in package] == []
