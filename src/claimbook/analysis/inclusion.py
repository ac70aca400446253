"""What the start page states in numbers, and which of these numbers a rule of inclusion would change.

Nothing here is a toll: the numbers count sources, claims, figures, tallies and origins. (On why nothing is estimated
from them: Human Rights Data Analysis Group, on enumerations as convenience samples. Capture–recapture needs matched
lists of names, which a dataset of claims does not hold, and so it is not offered.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from claimbook.analysis.claims import describe_claims
from claimbook.analysis.disputes import list_takes
from claimbook.analysis.memory import once
from claimbook.analysis.speakers import VOUCHES
from claimbook.analysis.statements import STATE_KINDS, describe_statements
from claimbook.analysis.tallies import ORIGIN_IS, TALLY_IS, add_tallies
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_date


@dataclass(frozen=True)
class Stated:
    """One thing that the start page states: what it is, and its value in words."""

    name: str
    value: str


@dataclass(frozen=True)
class Inclusion:
    """A rule that says which claims are looked at."""

    name: str
    keep: Callable[[Dataset], Dataset]


def latest_of_each_origin(dataset: Dataset) -> Dataset:
    """Return the dataset with, of each origin's figures of a measure, those given out on its last day, and all other
    claims.
    """
    figures = add_tallies(dataset)
    last = figures.groupby(["origin_id", "measure"])["given_out"].transform("max")
    earlier = set(figures.loc[figures["given_out"] < last, "figure_id"])
    return _keep_figures(dataset, ~dataset.figures["figure_id"].isin(earlier))


def first_hand_only(dataset: Dataset) -> Dataset:
    """Return the dataset with the claims that the claimant made to the source itself, or in a document of its own."""
    claims = dataset.claims
    return dataset.only_claims(claims.loc[claims["remove"] == "first_hand", "claim_id"])


def whole_texts_only(dataset: Dataset) -> Dataset:
    """Return the dataset with the claims of sources whose whole text was seen."""
    whole = set(dataset.sources.loc[dataset.sources["seen_as"] == "full_text", "source_id"])
    claims = dataset.claims
    return dataset.only_claims(claims.loc[claims["source_id"].isin(whole), "claim_id"])


def words_seen_only(dataset: Dataset) -> Dataset:
    """Return the dataset without the figures whose words were not seen, and the claims that hold only such."""
    return _keep_figures(dataset, dataset.figures["quantity_basis"] == "words")


def _keep_figures(dataset: Dataset, rows: pd.Series) -> Dataset:
    """Return the dataset with the figures of these rows, without the claims that are left with none of theirs."""
    kept = dataset.keep("figures", rows)
    dropped = set(dataset.figures.loc[~rows, "claim_id"]) - set(kept.figures["claim_id"])
    return kept.only_claims(set(dataset.claims["claim_id"]) - dropped)


INCLUSIONS = (
    Inclusion("all claims", lambda dataset: dataset),
    Inclusion("the latest of each origin", latest_of_each_origin),
    Inclusion("first hand only", first_hand_only),
    Inclusion("whole texts only", whole_texts_only),
    Inclusion("words seen only", words_seen_only),
)


# What the words of `state_figures` mean: who vouches is one for each person, and whose count a number is, one for each
# body.
MEANINGS = (
    f"Who vouches for a claim, by which the register finds claims, too, is {VOUCHES}.",
    f"An origin is {ORIGIN_IS}.",
    f"A tally is {TALLY_IS}; the glossary has the rest of its rule.",
)


def state_figures(dataset: Dataset) -> list[Stated]:
    """Return what the start page states: how many claims and sources, who vouches for claims, how many figures and
    origins; of the measure with the most, how many figures, tallies and origins; how many states spoke for themselves;
    how many questions have an answer.
    """
    claims = describe_claims(dataset)
    stated = [
        Stated("sources with a claim", str(claims["source_id"].nunique())),
        Stated("claims", str(len(claims))),
        Stated("who vouches for them", _count(claims["origin_id"])),
    ]
    figures = add_tallies(dataset)
    if not figures.empty:
        counts = figures["measure_label"].value_counts()
        measure = min(counts[counts == counts.max()].index)
        of_measure = figures[figures["measure_label"] == measure]
        # "No later than its source", of a source of which only the year is known, would stretch the days to its end.
        given = of_measure.loc[of_measure["asserted_first"].notna(), "given_out"].dropna()
        stated += [
            Stated("figures, whatever they count", str(len(figures))),
            Stated("origins of these figures", _count(figures["origin_id"])),
            Stated(f"figures of “{measure}”", str(len(of_measure))),
            Stated(f"tallies of “{measure}”", _count(of_measure["tally_id"])),
            Stated(f"origins of the figures of “{measure}”", _count(of_measure["origin_id"])),
            Stated(f"days on which figures of “{measure}” were given out, where known", _days(given)),
        ]
    statements = describe_statements(dataset)
    if not statements.empty:
        own = statements[statements["is_own"] & statements["lane_kind"].isin(STATE_KINDS)]
        stated.append(
            Stated("states and organisations of states with a statement of their own", _count(own["lane_id"]))
        )
    if not dataset.takes.empty:
        takes = list_takes(dataset)
        stated.append(
            Stated("questions with a position asserted", _count(takes[takes["stance"] == "asserts"]["dispute_id"]))
        )
    return stated


def _count(names: pd.Series) -> str:
    return str(names.nunique())


def _days(days: pd.Series) -> str:
    return format_date(f"{days.min().date()}/{days.max().date()}") if len(days) else "not said"


@once
def sensitivity(dataset: Dataset) -> pd.DataFrame:
    """Return one row for each thing stated and rule of inclusion: name, inclusion, value, changes.

    Method: how far what is said depends on the rules by which reports are taken in, after van Baalen and Höglund
    (2026), Trials and Triangulations: Analyzing Aggregation Sensitivity in Event Data on Political Violence,
    International Studies Quarterly 70 (1), and its rules for the MAVERICK data; here nothing is aggregated but counts.
    `value` is "–" where nothing is left to state it from; `changes` is true where it is not what all claims give.
    """
    whole = {item.name: item.value for item in state_figures(dataset)}
    rows = []
    for inclusion in INCLUSIONS:
        found = {item.name: item.value for item in state_figures(inclusion.keep(dataset))}
        values = ((name, found.get(name, "–"), value) for name, value in whole.items())
        rows += [(name, inclusion.name, value, value != of_all) for name, value, of_all in values]
    return pd.DataFrame(rows, columns=["name", "inclusion", "value", "changes"])
