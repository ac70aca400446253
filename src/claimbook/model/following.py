"""Rules on how tallies follow one another. No rule on texts, none on sums."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from claimbook.errors import Problem
from claimbook.model.dataset import Dataset
from claimbook.model.rules import look_up, look_up_days, report_rows, rule


@rule
def a_tally_is_given_out_after_its_cutoff(dataset: Dataset) -> Iterator[Problem]:
    """A tally's cut-off (`counted_to`) begins no later than the last day on which the claim can have been said."""
    figures = dataset.figures
    cut_off = figures.loc[figures["counted_to_first"].notna(), ["claim_id", "counted_to_first"]]
    said = look_up_days(cut_off["claim_id"], dataset.claims, "claim_id", "asserted_last")
    rows = (cut_off["counted_to_first"] > said).reindex(figures.index, fill_value=False)
    fix = "mend counted_to, or asserted of its claim."
    message = "the tally goes to '{}', after the claim was said."
    yield from report_rows(dataset, "figures", rows, "counted_to", message, fix)


@rule
def a_tally_updates_an_earlier_one_of_its_claimant(dataset: Dataset) -> Iterator[Problem]:
    """`updates` names a claim of the same claimant, or of one who speaks for the same actor, and none said later."""
    claims = dataset.claims
    later = claims.loc[claims["updates"] != "", ["claimant_id", "updates", "asserted_last"]]
    pairs = zip(dataset.actors["actor_id"].tolist(), dataset.actors["speaks_for"].tolist(), strict=True)
    heads = {actor: head or actor for actor, head in pairs}
    owner = look_up(later["updates"], dataset.claims, "claim_id", "claimant_id")
    own = [heads.get(name, name) for name in later["claimant_id"]]
    theirs = [heads.get(name, name) for name in owner]
    apart = pd.Series([b not in ("", a) for a, b in zip(own, theirs, strict=True)], later.index, dtype=bool)
    message, fix = "'{}' is another claimant's.", "name the same claimant's earlier claim."
    yield from report_rows(dataset, "claims", apart.reindex(claims.index, fill_value=False), "updates", message, fix)
    firsts = look_up_days(later["updates"], claims, "claim_id", "asserted_first")
    rows = (firsts > later["asserted_last"]).reindex(claims.index, fill_value=False)
    fix = "turn it round: the later claim updates the earlier."
    yield from report_rows(dataset, "claims", rows, "updates", "'{}' was said later than this claim.", fix)
