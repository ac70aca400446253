"""The file of what the register found: which rows and columns it has, which words never."""

# The fixtures are those of the other file on the register.
# ruff: noqa: F811

from __future__ import annotations

import csv
import io
from pathlib import Path

from browsing import Visit
from registering import summaries
from test_browser_register import MORE, ROWS, context, dataset, found, site, visit  # noqa: F401

from claimbook.book.behind import MARK_OF_UTF8
from claimbook.model.dataset import Dataset


def test_what_is_found_is_saved_as_a_file_no_cell_of_which_is_a_formula(visit: Visit, dataset: Dataset) -> None:
    page = visit.page
    page.get_by_label("Claimant").select_option(label="Ferry Guild")
    button = page.get_by_role("button", name=f"CSV of these {MORE} claims")
    with page.expect_download() as saved:
        button.click()
    text = Path(saved.value.path()).read_bytes().decode("utf-8")
    assert text.startswith(MARK_OF_UTF8)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix(MARK_OF_UTF8))))
    own = dataset.claims[dataset.claims["claimant_id"] == "ferry-guild"]
    assert sorted(row["claim_id"] for row in rows) == sorted(own["claim_id"])
    assert [row["claim"] for row in rows][:ROWS] == summaries(page)
    assert {row["permalink"].rpartition("/")[2] for row in rows} == {f"post.html#{key}" for key in own["claim_id"]}
    assert {(row["in_whose_name"], row["what_that_speaker_is"]) for row in rows} == {("Ferry Guild", "community")}
    page.get_by_role("button", name="Clear all").click()
    page.get_by_label("Words").fill("counts at least 12 dead")
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV of this 1 claim").click()
    text = Path(saved.value.path()).read_bytes().decode("utf-8")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix(MARK_OF_UTF8)))
    own = dataset.figures[dataset.figures["claim_id"] == row["claim_id"]]
    assert row["quantity"] == "; ".join(own["quantity"])
    assert row["low"].split("; ")[0] == "12"
    assert len({row[name].count("; ") for name in ("measure", "quantity", "low", "high")}) == 1
    assert "12" not in row["measure"]
    assert set(row["quantity_words"].split("; ")) <= {*own["quantity_words"], ""}
    page.get_by_label("Words").fill("nothing like it")
    assert page.get_by_role("button", name="CSV of these 0 claims").get_attribute("aria-disabled") == "true"


def test_a_hedge_stands_below_its_claim_and_in_the_file_and_the_two_choices_of_it_share_all_claims(
    visit: Visit, dataset: Dataset
) -> None:
    page = visit.page
    page.get_by_label("Hedge").select_option(label="without one")
    assert found(page) == len(dataset.claims) - 1
    assert page.evaluate("() => location.hash") == "#hedge=no"
    page.get_by_label("Hedge").select_option(label="with a hedge")
    assert page.locator(".cb-register-words").last.inner_text() == "Hedge: “as ‘far as known’”"
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV of this 1 claim").click()
    (row,) = csv.DictReader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig")))
    (voice,) = dataset.claims.loc[dataset.claims["claim_id"] == "post-markup", "voice"]
    assert (row["hedge"], row["form_of_speech"]) == ("as “far as known”", dataset.descriptor.label("voice", voice))


def test_the_file_of_what_is_found_never_holds_flagged_words(visit: Visit) -> None:
    visit.page.get_by_label("Words").fill("post-flagged")
    with visit.page.expect_download() as saved:
        visit.page.get_by_role("button", name="CSV of this 1 claim").click()
    text = Path(saved.value.path()).read_text("utf-8")
    assert "states a threat" in text
    assert "zzflagged" not in text
