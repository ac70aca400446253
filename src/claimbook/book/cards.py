"""Claim cards: everything that is coded of a claim, for readers. Frames to HTML through a template; no counting.

Of a source with very many claims the first have a card, the others a line with the same anchor.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pandas as pd

from claimbook.analysis.chain import list_voices
from claimbook.analysis.claims import describe_claims
from claimbook.analysis.discrepancies import list_discrepancies
from claimbook.analysis.disputes import list_attributions, list_takes
from claimbook.analysis.figures import WITHHELD, describe_figures, number_as_said, put_forward
from claimbook.analysis.statements import describe_statements
from claimbook.book.citing import cite_claim, cite_source, claim_data, note_of, passage_href, source_data
from claimbook.book.limits import MOST_CARDS
from claimbook.book.render import Html, data_script, render_template
from claimbook.model.cite import excerpt_note
from claimbook.model.credits import read_credits
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_date
from claimbook.model.each import each_row
from claimbook.model.links import incident_href
from claimbook.model.order import name_key
from claimbook.model.quantities import format_quantity
from claimbook.model.structure import split_list


def source_cards(dataset: Dataset, source_id: str) -> Html:
    """Return the cards of a source's claims in the order of its text; `source_id` "" means the first source.

    A claim's card, with its anchor, stands on its source's page and nowhere else; other pages link to it. After the
    first `MOST_CARDS` a claim has a line instead: a page with 20,000 cards could not be opened.
    """
    claims = describe_claims(dataset)
    key = source_id or dataset.sources["source_id"].iloc[0]
    claims = claims[claims["source_id"] == key]
    starts = dict(zip(dataset.passages["passage_id"], dataset.passages["start"], strict=True))
    claims = claims.assign(place_in_text=claims["passage_id"].map(starts)).sort_values(
        "place_in_text", kind="stable", na_position="last"
    )
    context = _Context(dataset)
    rows = list(each_row(claims))
    cards = [context.card(row) for row in rows[:MOST_CARDS]]
    lines = [context.line(row) for row in rows[MOST_CARDS:]]
    row = context.sources[key]
    page, own = cite_source(context.credits, row, dataset.name_of(row.issued_by))
    cited = {"page": page, "own": own["Text"], "formats": json.dumps(own, ensure_ascii=False)}
    source = data_script(source_data(row))
    return render_template("cards", "claim cards", cards=cards, lines=lines, source=source, cited=cited)


class _Context:
    """The frames that every card of a dataset draws on, made once."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.label = dataset.descriptor.label
        claims = describe_claims(dataset)
        self.claims = {row.claim_id: row for row in each_row(claims)}
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
        self.passages = {row.passage_id: self._passage(row) for row in each_row(dataset.passages)}
        self.sources = {row.source_id: row for row in each_row(dataset.sources)}
        self.kinds = dict(zip(dataset.actors["actor_id"], dataset.actors["kind"], strict=True))
        self.credits = read_credits(dataset.descriptor.raw)
        self.revisions = self._revisions()
        self.redacted = {row.claim_id: row for row in each_row(dataset.revisions) if row.action == "redact"}
        self.discrepancies: dict[str, list[dict[str, str]]] = {}
        for row in each_row(list_discrepancies(dataset)):
            for claim_id, _, _ in row.claims:
                item = {"id": row.discrepancy_id, "kind": row.kind_label, "explanation": row.explanation}
                self.discrepancies.setdefault(claim_id, []).append(item)

    def card(self, row: Any) -> dict[str, Any]:
        """Return what the template shows of one claim."""
        if row.claim_id in self.redacted:
            return self._mark(row)
        attributions = self.facets["Attributions"].get(row.claim_id, [])
        accused = sorted({item.accused for item in attributions if item.accused}, key=name_key)
        flags = [self.label("content_flag", flag) for flag in split_list(row.content_flag)]
        chips = [self.label("voice", row.voice), self.label("remove", row.remove)]
        of_numbers = [item.flagged_words for item in self.facets["Figures"].get(row.claim_id, []) if item.flagged_words]
        chips += [f"marked {flag}" for flag in flags if not row.words and not of_numbers]
        source = self.sources[row.source_id]
        note = note_of(row, source)
        return {
            "redacted": "",
            "claim_id": row.claim_id,
            "href": row.href,
            "speaker": row.speaker,
            "chips": chips,
            "summary": row.summary,
            "words": row.words,
            "words_by": self.dataset.name_of(row.words_by),
            "words_language": row.words_language,
            "flags": flags,
            "words_of_numbers": list(dict.fromkeys(of_numbers)),
            "accused": accused,
            "facts": self._facts(row),
            "facets": [facet for facet in self._facets(row.claim_id) if facet["rows"]],
            "discrepancies": self.discrepancies.get(row.claim_id, []),
            "source": excerpt_note(source.seen_as, source.custody),
            "voices": [(name, _join(parts)) for name, parts in list_voices(self.dataset, row, source)],
            "revisions": self.revisions.get(row.claim_id, []),
            "passage": passage_href(source, row),
            "citation": cite_claim(self.credits, row, note),
            "data": data_script(claim_data(row, note, self.kinds.get(row.claimant_id, ""))),
        }

    def line(self, row: Any) -> dict[str, Any]:
        """Return what the template shows of a claim in one line."""
        if row.claim_id in self.redacted:
            return self._mark(row)
        figures = self.facets["Figures"].get(row.claim_id, [])
        said = row.day_said if row.asserted else self.label("asserted_basis", row.asserted_basis)
        return {
            "redacted": "",
            "claim_id": row.claim_id,
            "href": row.href,
            "speaker": row.speaker,
            "summary": row.summary,
            "said": said,
            "figures": [
                (item.figure_id, f"{item.measure_label}, {item.scope}", format_quantity(item.quantity))
                for item in figures
            ],
        }

    def _mark(self, row: Any) -> dict[str, Any]:
        """Return what the template shows in the place of a redacted claim: id, day, class of the reason, version."""
        revision = self.redacted[row.claim_id]
        return {
            "claim_id": row.claim_id,
            "href": row.href,
            "summary": row.summary,
            "redacted": self.label("reason_class", revision.reason_class),
            "version": revision.release,
            "said": row.day_said if row.asserted else self.label("asserted_basis", row.asserted_basis),
        }

    def _updates(self, claim_id: str) -> list[tuple[str, str]]:
        """Return the claims that update one, each with its address: where two read the same, with day and id."""
        own = self.later.get(claim_id, [])
        times = Counter(item.summary for item in own)
        return [
            (item.summary if times[item.summary] == 1 else f"{item.summary} ({item.said}; {item.claim_id})", item.href)
            for item in own
        ]

    def _revisions(self) -> dict[str, list[dict[str, str]]]:
        """Return, for each claim, what was done to it after a release, and what it takes the place of."""
        found: dict[str, list[dict[str, str]]] = {}
        for row in each_row(self.dataset.revisions):
            action = f"{self.label('revision_action', row.action).capitalize()} in release {row.release}"
            done = [(row.claim_id, f"{action} by" if row.by_claim_id else action, row.by_claim_id)]
            if row.by_claim_id:
                done.append((row.by_claim_id, f"Since release {row.release} in the place of", row.claim_id))
            for claim_id, text, other in done:
                claim = self.claims.get(other)
                link = {"claim": claim.summary if claim else other, "href": claim.href if claim else ""}
                found.setdefault(claim_id, []).append({"text": text, "reason": row.reason, **link})
        return found

    def _passage(self, row: Any) -> str:
        part = self.label("text_part", row.text_part)
        return part if pd.isna(row.start) else f"{part}, characters {row.start} to {row.end}"

    def _facts(self, row: Any) -> list[tuple[str, str, str]]:
        basis = self.label("asserted_basis", row.asserted_basis)
        evidence = ", ".join(self.label("evidence", term) for term in split_list(row.evidence))
        updates = self.claims.get(row.updates)
        facts = [
            ("Source", row.source_title, ""),
            ("Said", f"{row.day_said} ({basis})" if row.asserted else basis, ""),
            ("About", self.incidents.get(row.incident_id, ""), incident_href(row.incident_id)),
            ("Place", self.dataset.place_name(row.place_id), ""),
            ("In the text", self.passages.get(row.passage_id, ""), ""),
            ("Stated basis", evidence, ""),
            ("Hedge", f"“{row.hedge}”" if row.hedge else "", ""),
            ("Translated by", row.translated_by, ""),
            ("Updates", updates.summary if updates else "", updates.href if updates else ""),
            *(("Updated by", named, href) for named, href in self._updates(row.claim_id)),
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
        counting = f"{self.label('counting', row.counting)}, {put_forward(self.label('modality', row.modality))}"
        basis = (
            f"{self.label('quantity_basis', row.quantity_basis)}; status {self.label('status_basis', row.status_basis)}"
        )
        more = [
            f"tally {format_date('../' + row.counted_to.split('/')[-1])}" if row.counted_to else "",
            self.label("group", row.group) if row.group else "",
            f"people of {self.dataset.name_of(row.party_id)}" if row.party_id else "",
            f"part of {row.part_of}" + (f" {_divided(self.label('division', row.division))}" if row.division else "")
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
                self._words_of_number(row),
                row.quantity,
                counting,
                basis,
            ],
        }

    def _words_of_number(self, row: Any) -> str:
        if row.quantity_basis == WITHHELD:
            return "shown above, on request"
        return number_as_said(row.quantity_words, row.quantity_basis)

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


def _join(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _group(frame: pd.DataFrame, key: str = "claim_id") -> dict[str, list[Any]]:
    """Return the rows by a column's value: read once, as reading a frame row by row for each claim takes long."""
    found: dict[str, list[Any]] = {}
    for row in each_row(frame):
        found.setdefault(getattr(row, key), []).append(row)
    return found


def _divided(label: str) -> str:
    """Return how a total is divided, after "part of": some labels of divisions begin with "by" themselves."""
    return label if label.startswith("by ") else f"by {label}"
