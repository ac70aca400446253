"""The pages on what can be compared and on what does not fit: the matrix of scopes, findings, sensitivity, voices."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from claimbook.analysis.audit import audit, rule_texts
from claimbook.analysis.claims import count_by_depth, describe_claims
from claimbook.analysis.comparability import Comparer, Relation
from claimbook.analysis.figures import without_gloss
from claimbook.analysis.inclusion import INCLUSIONS, sensitivity, state_figures
from claimbook.analysis.scopes import Scope, figure_scopes
from claimbook.analysis.summing import counted
from claimbook.analysis.tallies import add_tallies
from claimbook.analysis.voices import FORMS, voices_by_kind, voices_by_source
from claimbook.book.limits import MOST_LINES, MOST_ROWS, left_out
from claimbook.book.lists import part, show_parts
from claimbook.book.render import Html, anchor, render_template
from claimbook.model.dataset import Dataset
from claimbook.model.links import source_href
from claimbook.model.order import name_key, name_ranks

# Scopes in one matrix: as many as a reader can follow along a row.
MOST_SCOPES = 24
# Of these the largest, whose pairs are told in words: ten pairs are read, a hundred are not.
MOST_PAIRED = 5
# What a cell shows; the row's scope stands first.
SIGNS = {
    Relation.COMPARABLE: "=",
    Relation.CONTAINED: "⊂",
    Relation.CONTAINS: "⊃",
    Relation.OVERLAPPING: "∩",
    Relation.NOT_COMPARABLE: "·",
}

SIGN_MEANINGS = {
    Relation.COMPARABLE: "Comparable: nothing that is coded of what the two count differs.",
    Relation.CONTAINED: "Contained: all that the row counts is among what the column counts.",
    Relation.CONTAINS: "Contains: all that the column counts is among what the row counts.",
    Relation.OVERLAPPING: "Overlapping: they may count some of the same, or it is not said.",
    Relation.NOT_COMPARABLE: "Not comparable: they count nothing in common, or things of different kinds.",
}

# Whether figures of two scopes can be compared, in the order in which pairs are told.
ANSWERS = {
    Relation.COMPARABLE: "Yes",
    Relation.CONTAINED: "As a part and its whole: the first lies within the second",
    Relation.CONTAINS: "As a whole and its part: the second lies within the first",
    Relation.OVERLAPPING: "No: they may count some of the same",
    Relation.NOT_COMPARABLE: "No",
}


def scope_matrices(dataset: Dataset) -> Html:
    """Return, for each measure with at least two scopes, how each scope stands to each other, with the reason.

    Measures with the most scopes come first. Scopes with the most figures are shown, in their usual order: by days,
    then as they are described. The pairs of the largest are told in words.
    """
    figures = add_tallies(dataset)
    scopes = figure_scopes(dataset)
    comparer = Comparer(dataset)
    figures["rank"] = pd.factorize(pd.Series([scopes[figure] for figure in figures["figure_id"]], dtype=object))[0]
    figures["day"] = figures["period_first"].fillna(figures["period_last"])
    sections = []
    for measure, group in _by_scopes(figures):
        counts = group["rank"].value_counts(sort=True)
        shown = group[group["rank"].isin(set(counts.index[:MOST_SCOPES]))].drop_duplicates("rank")
        shown = shown.sort_values(["day", "scope", "figure_id"], kind="stable", na_position="last")
        if len(shown) < 2:
            continue
        rows = [(scopes[row.figure_id], row, int(counts[row.rank])) for row in shown.itertuples()]
        rest = len(counts) - len(shown)
        standing = sum(count for _, _, count in rows)
        sections.append(
            {
                "title": str(measure)[:1].upper() + str(measure)[1:],
                "anchor": anchor(f"comparable {measure}"),
                "count": counted(len(counts), "scope"),
                "rows": _matrix(comparer, rows),
                "pairs": part(rows=_pairs(comparer, rows))["rows"],
                "heads": [str(place) for place in range(1, len(rows) + 1)],
                "total": f"{counted(len(group), 'coded figure')} of “{measure}”, parts of others among them, in "
                f"{counted(len(counts), 'scope')}.",
                "note": f"{counted(rest, 'more scope')} with fewer figures, {len(group) - standing} in all, not shown."
                if rest
                else "",
            }
        )
    legend = [(sign, str(relation), SIGN_MEANINGS[relation]) for relation, sign in SIGNS.items()]
    return render_template("comparable", "what can be compared", sections=sections, legend=legend)


def _by_scopes(figures: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the figures of each measure, those with the most scopes and then the most figures first."""
    groups = [(str(measure), group) for measure, group in figures.groupby("measure_label", sort=True)]
    return sorted(groups, key=lambda item: (-item[1]["rank"].nunique(), -len(item[1]), name_key(item[0])))


def _pairs(comparer: Comparer, rows: Sequence[tuple[Scope, Any, int]]) -> list[tuple[str, str, str]]:
    """Return each pair of the largest scopes: their descriptions, whether they can be compared, and why not."""
    numbered = list(enumerate(rows, 1))
    largest = sorted(numbered, key=lambda item: (-item[1][2], item[0]))[:MOST_PAIRED]
    order = list(ANSWERS)
    told = []
    for (place, one), (other, against) in combinations(sorted(largest, key=lambda item: item[0]), 2):
        found = comparer.compare(one[0], against[0])
        named = f"{place}. {_plain_scope(one[1])}, and {other}. {_plain_scope(against[1])}"
        told.append((order.index(found.relation), (named, ANSWERS[found.relation], f"{found.reason}.")))
    return [words for _, words in sorted(told, key=lambda item: item[0])]


def _plain_scope(row: Any) -> str:
    # A gloss is one figure's, and a scope is that of several.
    counted_as, dot, rest = str(row.scope).partition(" · ")
    return f"{without_gloss(counted_as)}{dot}{rest}"


def _matrix(comparer: Comparer, rows: Sequence[tuple[Scope, Any, int]]) -> list[dict[str, Any]]:
    found = []
    for place, (scope, row, count) in enumerate(rows, 1):
        cells = []
        for other, (against, _, _) in enumerate(rows, 1):
            comparison = comparer.compare(scope, against)
            same = place == other
            cells.append(
                {
                    "sign": "" if same else SIGNS[comparison.relation],
                    "title": "" if same else f"{place} and {other}: {comparison.relation}. {comparison.reason}.",
                }
            )
        text = f"{row.scope} ({counted(count, 'figure')})"
        found.append({"place": place, "text": text, "href": row.href, "cells": cells})
    return found


def findings(dataset: Dataset) -> Html:
    """Return what the program found by itself, by rule, each with its claims; a rule that found nothing says so."""
    found = audit(dataset)
    links = dict(describe_claims(dataset)[["claim_id", "href"]].itertuples(index=False, name=None))
    parts = []
    for title, text in rule_texts().items():
        own = found[found["title"] == title]
        rows = [
            (row.text, [{"text": claim, "href": links[claim]} for claim in row.claim_ids[:MOST_LINES]])
            for row in own.head(MOST_ROWS).itertuples()
        ]
        texts = [text, left_out(len(own) - len(rows), "finding")]
        parts.append(
            part(
                ("What differs", "Claims"), rows, title=title, texts=[line for line in texts if line],
                empty="Nothing of the kind was found.", level=3,
            )
        )  # fmt: skip
    return show_parts(parts, "what the program found")


def stated(dataset: Dataset) -> Html:
    """Return what the start page states in numbers; `what_changes` says which rule of inclusion changes which."""
    rows = [(item.name, item.value) for item in state_figures(dataset)]
    return show_parts([part(("What", "How many"), rows, caption="Counted in this book, and no toll")], "numbers stated")


def depths(dataset: Dataset) -> Html:
    """Return how many claims come from sources coded and seen to one depth: whole texts apart from excerpts."""
    rows = list(count_by_depth(dataset).itertuples(index=False, name=None))
    columns = ("Coded", "Seen as", "Sources", "Claims")
    caption = "Claims by how deeply their source was coded"
    return show_parts([part(columns, rows, caption=caption, empty="No claim.")], "claims by depth of coding")


def what_changes(dataset: Dataset) -> Html:
    """Return each number that the start page states under each rule of inclusion; a value that changes is marked."""
    frame = sensitivity(dataset)
    rows = []
    for name, group in frame.groupby("name", sort=False):
        cells = [f"{row.value} (changes)" if row.changes else row.value for row in group.itertuples()]
        rows.append((name, *cells))
    columns = ("Stated", *(inclusion.name for inclusion in INCLUSIONS))
    return show_parts([part(columns, rows, empty="Nothing is stated.")], "sensitivity")


def voices(dataset: Dataset) -> Html:
    """Return who gets to speak, and in what form: by source, then by kind of actor over sources coded to one depth."""
    label = dataset.descriptor.label
    by_source = voices_by_source(dataset)
    listed = by_source.sort_values("claims", ascending=False, kind="stable").head(MOST_ROWS)
    listed = listed.sort_values("source_title", key=name_ranks, kind="stable")
    columns = ("Source", "Who speaks", "Claims", "Hedged", *FORMS)
    parts = [part(columns, [], title="In each source", empty="No claim.", level=2)] if listed.empty else []
    # Few sources are coded whole, and what they let be said is counted best: they do not stand behind all others.
    depths = sorted(listed.groupby("coding_scope", sort=True), key=lambda depth: len(depth[1]))
    for scope, sources in depths:
        rows = [
            (
                {"text": row["source_title"], "href": source_href(row["source_id"])},
                row["speakers"], row["claims"], row["hedged"], *(_share(row, form, str(scope)) for form in FORMS),
            )
            for row in sources.to_dict("records")
        ]  # fmt: skip
        parts.append(part(columns, rows, title=f"In each source: {label('coding_scope', str(scope))}", level=2))
    if len(by_source) > len(listed):
        parts.append(part(texts=[left_out(len(by_source) - len(listed), "source")]))
    for scope, group in voices_by_kind(dataset).groupby("coding_scope", sort=True):
        total = int((by_source["coding_scope"] == scope).sum())
        text = (
            f"Counted over the {counted(total, 'source')} coded to one depth: {label('coding_scope', str(scope))}. "
            "Sources of another depth are not counted with them."
        )
        rows = [
            (row["kind_label"], row["sources"], row["actors"], row["claims"], *(row[form] for form in FORMS))
            for row in group.to_dict("records")
        ]
        kinds = ("Kind of actor", "Sources", "Actors", "Claims", *FORMS)
        parts.append(
            part(kinds, rows, title=f"By kind of actor: {label('coding_scope', str(scope))}", texts=[text], level=2)
        )
    return show_parts(parts, "voices")


def _share(row: dict[str, Any], form: str, scope: str) -> str | int:
    """Return how many claims of a source have a form, of one that was coded whole with their share of all."""
    number = int(row[form])
    return f"{number} ({100 * number / row['claims']:.0f} %)" if number and scope == "whole" else number
