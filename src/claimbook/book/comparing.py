"""The pages on what does not fit and on how sure all is: findings, sensitivity, voices, depths. Frames to tables."""

from __future__ import annotations

from typing import Any

import pandas as pd

from claimbook import paths
from claimbook.analysis.audit import audit, rule_texts
from claimbook.analysis.claims import count_by_depth, describe_claims
from claimbook.analysis.inclusion import INCLUSIONS, MEANINGS, sensitivity, state_figures
from claimbook.analysis.summing import counted
from claimbook.analysis.voices import FORMS, VOICES_COUNT, voices_by_kind, voices_by_source
from claimbook.book.behind import csv_name, write_csv
from claimbook.book.limits import MOST_LINES, MOST_ROWS, left_out
from claimbook.book.lists import Row, part, show_parts
from claimbook.book.render import Html
from claimbook.model.dataset import Dataset
from claimbook.model.links import source_href
from claimbook.model.order import name_ranks


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
    table = part(("What", "How many"), rows, caption="Counted in this book, and no toll")
    return show_parts([table, part(texts=MEANINGS, fold="What these words mean")], "numbers stated")


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
    columns = ("What the start page counts", *(inclusion.name for inclusion in INCLUSIONS))
    return show_parts([part(columns, rows, texts=MEANINGS, empty="Nothing is stated.")], "sensitivity")


def voices(dataset: Dataset) -> Html:
    """Return who gets to speak, and in what form: by source, then by kind of actor over sources coded to one depth."""
    label = dataset.descriptor.label
    by_source, by_kind = voices_by_source(dataset), voices_by_kind(dataset)
    listed = by_source.sort_values("claims", ascending=False, kind="stable").head(MOST_ROWS)
    listed = listed.sort_values("source_title", key=name_ranks, kind="stable")
    columns = ("Source", "Who vouches", "Claims", "Hedged", *FORMS)
    parts, attached = _voices_counted(by_source, by_kind)
    parts += [part(columns, [], title="In each source", empty="No claim.", level=2)] if listed.empty else []
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
    for scope, group in by_kind.groupby("coding_scope", sort=True):
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
    return show_parts(parts, "voices", attached=attached)


def _voices_counted(*tables: pd.DataFrame) -> tuple[list[Row], dict[str, str]]:
    """Return how the tables count, with a file of each, and the files by name."""
    parts, attached = [part(texts=[VOICES_COUNT])], {}
    for table, title in zip(tables, ("in each source", "by kind of actor"), strict=True):
        text = write_csv(list(table.columns), table.itertuples(index=False, name=None))
        name = csv_name(text)
        attached[name] = text
        file = {
            "text": f"Who speaks {title}, as a table (CSV)",
            "href": f"{paths.CHARTS}/{name}",
            "name": f"voices-{title.replace(' ', '-')}.csv",
        }
        parts.append(part(file=file))
    return parts, attached


def _share(row: dict[str, Any], form: str, scope: str) -> str | int:
    """Return how many claims of a source have a form, of one that was coded whole with their share of all."""
    number = int(row[form])
    return f"{number} ({100 * number / row['claims']:.0f} %)" if number and scope == "whole" else number
