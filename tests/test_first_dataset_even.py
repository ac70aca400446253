"""The first dataset treats its sides alike: who is called armed, whose words stand unquoted, which day a document has.

Each test names the words by which it tells; what it finds is a coding to look at again.
"""

from __future__ import annotations

import re

from test_first_dataset_findings import dataset, in_its_own_words

from claimbook.analysis.disputes import answers_of_accused
from claimbook.model.voice import leave_out_quotations

SUPPORTING = re.compile(r"loyalist|supporter|stuðningsmenn|podpornik", re.IGNORECASE)
ARMED = re.compile(
    r"arme|armad|fighter|gunm|militant|rebel|combatt|pejuang|مسلّ?ح|مقاتل|الجماعات المسلحة|المجموعات المسلحة",
    re.IGNORECASE,
)
# Words that one side, or a source, has for the others and for what was done; a party's own name is none.
ONE_SIDES = re.compile(
    r"\b(?:execut\w+|remnants?|loyalists?|militants?|insurgents?|rebels?|cells?|terror\w*|martyrs?|massacres?|jihad\w*|"
    r"(?:mass|random|summary|reckless) killings?|innocent|atroc\w+|war crimes?|mass murder|neutrali\w+|outlaw\w*|"
    r"occupation|cleansing|regime|mercy|slaughter\w*)\b",
    re.IGNORECASE,
)


def test_whoever_is_only_called_a_supporter_is_one_and_no_fighter_on_either_side() -> None:
    sides = set()
    for row in dataset().figures.itertuples(index=False):
        # Words without a gloss are of a whole sentence, and of this figure only where it is of a side.
        said = row.counted.partition("(")[2] or (row.quantity_words if row.party_id else "")
        if SUPPORTING.search(said) and not ARMED.search(said):
            assert row.counted.startswith("supporters of the "), row.figure_id
            assert row.status == "unspecified", row.figure_id
            sides.add(row.party_id)
    assert {"former-government", "interim-authorities"} <= sides


def test_whoever_is_called_a_fighter_is_called_armed_by_the_words_where_they_were_seen() -> None:
    figures = dataset().figures
    fighters = figures[figures["counted"].str.contains("fighters") & (figures["quantity_basis"] == "words")]
    assert len(fighters) > 40
    for row in fighters.itertuples(index=False):
        assert ARMED.search(f"{row.counted.partition('(')[2]} {row.quantity_words}"), row.figure_id


def test_nobody_is_a_combatant_of_one_side_alone_by_a_word_that_makes_none_of_the_other() -> None:
    figures = dataset().figures
    armed = figures[figures["status"] == "combatant"]
    assert {"armed-opponents", "interim-forces"} <= set(armed["party_id"])
    assert not armed["counted"].str.startswith(("supporters", "people of", "government personnel")).any()


@in_its_own_words
def test_one_sides_words_for_the_other_stand_in_quotation(table: str, column: str) -> None:
    # What is said to be so is told of, and what stands in brackets is in the source's words.
    told = re.compile(r"\([^)]*\)|said to (?:have been|be) executed")
    texts = [told.sub("", leave_out_quotations(text)) for text in dataset().frames[table][column]]
    assert [text for text in texts if ONE_SIDES.search(text)] == []


def test_what_a_text_says_in_its_own_voice_is_said_on_the_day_of_that_text() -> None:
    sources = dataset().sources.set_index("source_id")
    seen = 0
    for row in dataset().claims.itertuples(index=False):
        source = sources.loc[row.source_id]
        is_own = row.claimant_id == source["issued_by"] and row.remove == "first_hand"
        if is_own and row.voice in ("own_voice", "reported"):
            day = source["published"].rstrip("?~")
            is_dated = day == source["published"] and len(day) == len("2025-03-10")
            assert (row.asserted, row.asserted_basis) == (day, "stated" if is_dated else "inferred"), row.claim_id
            seen += 1
    assert seen > 100


def test_claims_of_one_claimant_in_its_own_document_have_one_day() -> None:
    claims, sources = dataset().claims, dataset().sources
    own = claims.merge(sources[["source_id", "issued_by"]], on="source_id")
    own = own[(own["claimant_id"] == own["issued_by"]) & (own["remove"] == "first_hand")]
    days = own.groupby("source_id")[["asserted", "asserted_basis"]].nunique()
    assert len(days) > 30
    assert list(days.index[(days > 1).any(axis=1)]) == []


def test_the_report_on_banyas_has_one_day_in_every_rendering() -> None:
    claims = dataset().claims
    report = claims[(claims["claimant_id"] == "amnesty-international") & (claims["incident_id"] == "banyas-2025-03")]
    assert len(report) > 8
    assert set(report["asserted"]) == {"2025-04-03"}


def test_a_promise_to_try_or_pursue_opponents_is_no_answer_to_an_accusation() -> None:
    answers = answers_of_accused(dataset())
    listed = [claim.href.split("#")[1] for claims in answers["claims"] for claim in claims]
    assert not {"rudaw-2025-03-08-03", "shafaq-news-2025-03-08-2-02", "china-daily-2025-03-08-03"} & set(listed)
    own = answers.set_index("accused_id").loc["interim-authorities", "claims"]
    assert {"ad-hoc-news-2025-03-09-01", "al-jadeed-2025-08-14-01"} <= {claim.href.split("#")[1] for claim in own}


def test_a_summary_of_what_is_known_on_anothers_word_says_on_whose() -> None:
    claims = dataset().claims
    told = claims.loc[claims["remove"].isin(["third_party_report", "leak"]), "summary"]
    assert len(told) > 20
    on_whose = re.compile(r"according to|as reported by|in a leak|unnamed|not named")
    assert [summary for summary in told if not on_whose.search(summary.casefold())] == []
