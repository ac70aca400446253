"""Claim cards: everything that is coded of a claim, for readers. Frames to HTML through a template; no counting."""

from __future__ import annotations

from typing import Any

import pandas as pd

from claimbook.analysis.claims import describe_claims
from claimbook.analysis.discrepancies import list_discrepancies
from claimbook.analysis.disputes import list_attributions, list_takes
from claimbook.analysis.figures import describe_figures
from claimbook.analysis.statements import describe_statements
from claimbook.book.render import Html, render_template
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_date
from claimbook.model.links import incident_href
from claimbook.model.order import name_key
from claimbook.model.structure import split_list

EXCERPT = "Seen as an excerpt of a copy; the issuer's page was not seen."


def source_cards(dataset: Dataset, source_id: str) -> Html:
    """Return the cards of a source's claims in the order of its text; `source_id` "" means the first source.

    A claim's card, with its anchor, stands on its source's page and nowhere else; other pages link to it.
    """
    claims = describe_claims(dataset)
    claims = claims[claims["source_id"] == (source_id or dataset.sources["source_id"].iloc[0])]
    starts = dict(zip(dataset.passages["passage_id"], dataset.passages["start"], strict=True))
    claims = claims.assign(place_in_text=claims["passage_id"].map(starts)).sort_values(
        "place_in_text", kind="stable", na_position="last"
    )
    context = _Context(dataset)
    return render_template("cards", "claim cards", cards=[context.card(row) for row in claims.itertuples()])


class _Context:
    """The frames that every card of a dataset draws on, made once."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.label = dataset.descriptor.label
        claims = describe_claims(dataset)
        self.claims = {row.claim_id: row for row in claims.itertuples()}
        self.later = _group(claims, "updates")
        self.facets = {
            "Figures": _group(describe_figures(dataset)),
            "Statements": _group(describe_statements(dataset)),
            "Attributions": _group(list_attributions(dataset)),
            "Positions in disputes": _group(list_takes(dataset)),
        }
        questions = dict(zip(dataset.disputes["dispute_id"], dataset.disputes["question"], strict=True))
        self.questions = questions
        self.incidents = dict(zip(dataset.incidents["incident_id"], dataset.incidents["title"], strict=True))
        self.passages = {row.passage_id: self._passage(row) for row in dataset.passages.itertuples()}
        self.excerpts = set(dataset.sources.loc[dataset.sources["seen_as"] == "excerpt", "source_id"])
        self.discrepancies: dict[str, list[dict[str, str]]] = {}
        for row in list_discrepancies(dataset).itertuples():
            for claim_id, _, _ in row.claims:
                item = {"id": row.discrepancy_id, "kind": row.kind_label, "explanation": row.explanation}
                self.discrepancies.setdefault(claim_id, []).append(item)

    def card(self, row: Any) -> dict[str, Any]:
        """Return what the template shows of one claim."""
        attributions = self.facets["Attributions"].get(row.claim_id, [])
        accused = sorted({item.accused for item in attributions if item.accused}, key=name_key)
        flags = [self.label("content_flag", flag) for flag in split_list(row.content_flag)]
        chips = [self.label("voice", row.voice), self.label("remove", row.remove)]
        chips += [f"marked {flag}" for flag in flags if not row.words]
        return {
            "claim_id": row.claim_id,
            "href": row.href,
            "speaker": row.speaker,
            "chips": chips,
            "summary": row.summary,
            "words": row.words,
            "words_by": self.dataset.name_of(row.words_by),
            "words_language": row.words_language,
            "flags": flags,
            "accused": accused,
            "facts": self._facts(row),
            "facets": [facet for facet in self._facets(row.claim_id) if facet["rows"]],
            "discrepancies": self.discrepancies.get(row.claim_id, []),
            "source": EXCERPT if row.source_id in self.excerpts else "",
        }

    def _passage(self, row: Any) -> str:
        part = self.label("text_part", row.text_part)
        return part if pd.isna(row.start) else f"{part}, characters {row.start} to {row.end}"

    def _facts(self, row: Any) -> list[tuple[str, str, str]]:
        basis = self.label("asserted_basis", row.asserted_basis)
        evidence = ", ".join(self.label("evidence", term) for term in split_list(row.evidence))
        updates = self.claims.get(row.updates)
        facts = [
            ("Source", row.source_title, ""),
            ("Said", f"{format_date(row.asserted)} ({basis})" if row.asserted else basis, ""),
            ("About", self.incidents.get(row.incident_id, ""), incident_href(row.incident_id)),
            ("Place", self.dataset.place_name(row.place_id), ""),
            ("In the text", self.passages.get(row.passage_id, ""), ""),
            ("Stated basis", evidence, ""),
            ("Hedge", f"“{row.hedge}”" if row.hedge else "", ""),
            ("Translated by", row.translated_by, ""),
            ("Updates", updates.summary if updates else "", updates.href if updates else ""),
            *(("Updated by", item.summary, item.href) for item in self.later.get(row.claim_id, [])),
            ("Coded by", " and ".join(name for name in (row.coder, row.second_reader) if name), ""),
        ]
        return [fact for fact in facts if fact[1]]

    def _facets(self, claim_id: str) -> list[dict[str, Any]]:
        shapes = {
            "Figures": (
                ("Measure", "Of whom, where, when", "As said", "Notation", "How counted", "Basis"),
                self._figure,
            ),
            "Statements": (("Act", "Towards", "Addressed to", "Position"), self._statement),
            "Attributions": (("What was done", "By", "Role", "To", "Answer"), self._attribution),
            "Positions in disputes": (("Question", "Answer", "Stance"), self._take),
        }
        facets = []
        for title, (columns, cells) in shapes.items():
            listed = [cells(row) for row in self.facets[title].get(claim_id, [])]
            facets.append({"title": title, "columns": columns, "rows": listed})
        return facets

    def _figure(self, row: Any) -> dict[str, Any]:
        counting = ", ".join([self.label("counting", row.counting), self.label("modality", row.modality)])
        basis = (
            f"{self.label('quantity_basis', row.quantity_basis)}; status {self.label('status_basis', row.status_basis)}"
        )
        more = [
            f"tally {format_date('../' + row.counted_to.split('/')[-1])}" if row.counted_to else "",
            self.label("group", row.group) if row.group else "",
            f"people of {self.dataset.name_of(row.party_id)}" if row.party_id else "",
            f"part of {row.part_of}" + (f" by {self.label('division', row.division)}" if row.division else "")
            if row.part_of
            else "",
        ]
        part = "".join(f" · {text}" for text in more if text)
        unit = f"{row.measure_label}, {self.label('unit', row.unit)}"
        return {
            "id": row.figure_id,
            "cells": [
                unit,
                row.scope + part,
                f"“{row.quantity_words}”" if row.quantity_basis == "words" else row.quantity_words,
                row.quantity,
                counting,
                basis,
            ],
        }

    def _statement(self, row: Any) -> dict[str, Any]:
        position = row.alignment_label
        if position:
            position += f" ({self.label('alignment_basis', row.alignment_basis)})"
        return {"id": row.statement_id, "cells": [row.act_label, row.target, row.addressee, position]}

    def _attribution(self, row: Any) -> dict[str, Any]:
        answer = f"{row.stance_label} ({row.object_label})"
        framing = f"; framed as {row.framing_label}" if row.framing_label else ""
        return {
            "id": row.attribution_id,
            "cells": [row.deed, row.accused, row.role_label, row.against, answer + framing],
        }

    def _take(self, row: Any) -> dict[str, Any]:
        return {"id": "", "cells": [self.questions.get(row.dispute_id, ""), row.position, row.stance_label]}


def _group(frame: pd.DataFrame, key: str = "claim_id") -> dict[str, list[Any]]:
    """Return the rows by a column's value: read once, as reading a frame row by row for each claim takes long."""
    found: dict[str, list[Any]] = {}
    for row in frame.itertuples():
        found.setdefault(getattr(row, key), []).append(row)
    return found
