"""What is left out of a theme's style sheet: rules that no element of the book can match, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.book.unused_css import classes_of_page, keep_used_rules, names_in_script

NAMES = st.sampled_from(["a", "b-c", "d", "e__f"])


def test_a_rule_stays_if_one_of_its_selectors_asks_for_used_classes_only() -> None:
    sheet = ".gone,.a .b{top:0}.gone.a{top:1px}.gone,.gone b{top:2px}p.a>i{top:3px}"
    assert keep_used_rules(sheet, {"a", "b"}) == ".gone,.a .b{top:0}p.a>i{top:3px}"


@pytest.mark.parametrize("rule", [
    "p{top:0}", "*{top:0}", ":root{--a:.5}", "a:not(.gone){top:0}", 'a[href$=".gone"]{top:0}', ":is(.gone,p){top:0}",
    "@font-face{font-family:x.y}", '@import "x.css";', "@keyframes k{0%{top:0}50.5%{top:1px}}", "/*.gone{}*/",
    r".sm\:a{top:0}", '.a::after{content:"}.gone{"}',
])  # fmt: skip
def test_what_may_match_without_the_class_stays_as_it_is(rule: str) -> None:
    assert keep_used_rules(rule, {"a", "sm:a"}) == rule


def test_a_media_rule_without_a_rule_left_goes_with_them() -> None:
    sheet = (
        "@media print{.gone{top:0}}@media (width>9px){.gone{top:0}.a{top:0}}@supports (top:0){@media print{.gone{x:y}}}"
    )
    assert keep_used_rules(sheet, {"a"}) == "@media (width>9px){.a{top:0}}"


def test_classes_are_read_as_a_browser_reads_them() -> None:
    assert classes_of_page('<p class="a  b"><i data-class="x" class="c&amp;d"></i></p>') == {"a", "b", "c&d", "x"}
    assert {"show", "bd-links"} <= names_in_script('e.classList.add("show");f("bd-links")')


@given(st.lists(st.lists(NAMES, min_size=1, max_size=3), min_size=1, max_size=6), st.sets(NAMES))
def test_exactly_the_rules_stay_that_ask_for_used_classes(rules: list[list[str]], used: set[str]) -> None:
    sheet = [f"{''.join('.' + name for name in names)}{{top:{place}px}}" for place, names in enumerate(rules)]
    kept = [rule for rule, names in zip(sheet, rules, strict=True) if set(names) <= used]
    assert keep_used_rules("".join(sheet), used) == "".join(kept)
    assert keep_used_rules("".join(kept), used) == "".join(kept)
