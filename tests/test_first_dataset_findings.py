"""What the program says of the first dataset: panels of comparable figures, and findings known to be there."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from claimbook.analysis.audit import audit
from claimbook.analysis.comparability import Comparer, Relation
from claimbook.analysis.panels import comparable_panels
from claimbook.analysis.relays import list_differences
from claimbook.analysis.scopes import figure_scopes
from claimbook.analysis.series import list_series
from claimbook.model.dataset import Dataset, load_dataset
from claimbook.model.voice import find_kept_words, has_verb, leave_out_quotations

DATA = Path(__file__).resolve().parents[1] / "data"
# The columns in which the dataset speaks in words of its own.
in_its_own_words = pytest.mark.parametrize(
    ("table", "column"),
    [("claims", "summary"), ("figures", "counted"), ("attributions", "deed"), ("attributions", "against"),
     ("discrepancies", "explanation"), ("incidents", "title"), ("positions", "label"), ("disputes", "question")],
)  # fmt: skip


@cache
def dataset() -> Dataset:
    return load_dataset(DATA)


def test_no_panel_puts_figures_side_by_side_that_are_not_comparable() -> None:
    scopes, comparer = figure_scopes(dataset()), Comparer(dataset())
    panels = comparable_panels(dataset()).groupby("panel")["figure_id"].unique()
    assert (panels.map(len) > 1).sum() > 50
    for figures in panels:
        for one, other in pairwise(figures):  # equal scopes: what holds of neighbours holds of all
            assert comparer.compare(scopes[one], scopes[other]).relation is Relation.COMPARABLE


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("parts_fit_their_whole", "973 + 250 + 231 beside 1,311 as the whole"),
        ("one_numeral_has_one_role", "745 stands for all, whatever status in"),
        ("one_numeral_has_one_role", "162 stands for civilians in 1 rendering found; for combatants, people of armed"),
        (
            "one_numeral_has_one_role",
            "148 stands for combatants, people of armed opponents of the interim authorities in",
        ),
        ("one_numeral_has_one_role", "for people of former government of Syria in 3 renderings found"),
        ("the_same_numeral_of_two_origins_counts_the_same", "311 is given by 2 origins, which is no agreement"),
        ("nothing_is_said_after_its_source", "dated 8 Mar 2025"),
    ],
)
def test_what_does_not_fit_is_found(rule: str, words: str) -> None:
    found = audit(dataset())
    assert any(words in text for text in found.loc[found["rule"] == rule, "text"])


def test_one_rendering_that_gives_973_for_one_day_is_told_beside_the_others() -> None:
    found = list_differences(dataset())
    (days,) = [text for text in found.loc[found["respect"] == "days", "explanation"] if "973" in text]
    assert "1 gives it for 10 Mar 2025" in days or "gives 973 for 10 Mar 2025" in days
    assert "since 6 Mar 2025" in days


def test_the_longest_series_grows_by_steps() -> None:
    series = list_series(dataset())
    longest = series[series["series"] == series["series"].value_counts().index[0]]
    exact = longest[longest["is_main"] & (longest["shape"] == "point")].sort_values(["given_out", "low"])
    numbers = [int(number) for number in exact["low"]]
    assert len(numbers) > 8
    assert numbers == sorted(numbers)


@in_its_own_words
def test_words_kept_for_quotation_stand_in_quotation(table: str, column: str) -> None:
    # What stands in brackets is in the source's words.
    texts = [re.sub(r"\([^)]*\)", "", leave_out_quotations(text)) for text in dataset().frames[table][column]]
    assert [text for text in texts if find_kept_words(text)] == []


def test_no_note_of_the_search_is_in_the_dataset() -> None:
    excerpts = set(dataset().sources.loc[dataset().sources["seen_as"] == "excerpt", "source_id"])
    claims = dataset().claims
    assert len(excerpts) > 300
    assert set(claims.loc[claims["source_id"].isin(excerpts), "note"]) == {""}
    assert set(dataset().sources.loc[dataset().sources["source_id"].isin(excerpts), "note"]) == {""}


def test_every_summary_has_a_verb_of_the_closed_list() -> None:
    assert [summary for summary in dataset().claims["summary"] if not has_verb(summary)] == []


def test_a_summary_that_names_an_accused_names_who_accuses() -> None:
    claims = dataset().claims.set_index("claim_id")
    written = {
        row.actor_id: set(re.findall(r"[^\W\d_]{4,}", f"{row.name} {row.also_written}".casefold()))
        for row in dataset().actors.itertuples(index=False)
    }
    seen = 0
    for row in dataset().attributions.itertuples():
        claim = claims.loc[row.claim_id]
        said = set(re.findall(r"[^\W\d_]{4,}", claim["summary"].casefold()))
        if row.accused_id and written[row.accused_id] & said:
            seen += 1
            speakers = [claim["claimant_id"], *filter(None, claim["via"].split(";"))]
            assert any(written[speaker] & said for speaker in speakers), claim["summary"]
    assert seen > 100


def test_the_claims_that_its_own_texts_name_are_in_the_dataset_and_each_pooled_member_is_named_there_with_one() -> None:
    texts = (DATA / "about.md").read_text("utf-8")
    (rule,) = [line for line in texts.splitlines() if line.startswith("- *Members of a label")]
    named = set(re.findall(r"`([a-z0-9-]+-\d+)`", texts))
    assert named
    assert named <= set(dataset().claims["claim_id"])
    kinds = dict(zip(dataset().actors["actor_id"], dataset().actors["kind"], strict=True))
    members = dataset().actor_members
    pooled = members.loc[members["actor_id"].map(kinds) == "armed_group", "member_id"]
    assert len(pooled) > 2
    for member in pooled:
        assert re.search(rf"{dataset().name_of(member)}[^;]*\(`", rule)
