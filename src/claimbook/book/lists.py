"""Lists and tables of the book: sources, incidents, counts. Frames to HTML through one template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from claimbook.analysis.claims import count_about_incidents, count_rows, count_terms, days_of, describe_claims
from claimbook.analysis.figures import SHAPE_MEANING
from claimbook.analysis.speeches import list_addressees, list_sequences
from claimbook.book.behind import statement_choices
from claimbook.book.languages import name_language
from claimbook.book.limits import MOST_ROWS, left_out
from claimbook.book.render import Html, anchor, render_template
from claimbook.model.dataset import Dataset
from claimbook.model.dates import format_date
from claimbook.model.links import incident_href, source_href
from claimbook.model.order import name_key, name_ranks
from claimbook.model.structure import split_list

Row = dict[str, Any]

NO_ADDRESS = "none is coded, so no claim leads to its passage there"


def part(
    columns: Sequence[str] = (),
    rows: Iterable[Sequence[Any]] = (),
    *,
    title: str = "",
    texts: Sequence[str] = (),
    caption: str = "",
    empty: str = "",
    ids: Sequence[str] = (),
    data: Sequence[dict[str, str]] = (),
    level: int = 2,
    fold: str = "",
    file: Row | None = None,
    links: Sequence[Row] = (),
) -> Row:
    """Return one part of a page: a heading, sentences, a table; a cell with `text` and `href` is a link.

    `ids` and `data` are, for each row, its anchor and its attributes by which a reader can choose it. With `fold` it is
    shut, and opens by these words. `file` (`text`, `href`, `name`) is a file that is offered under the table; `links`
    (`text`, `href`) stand under the heading.
    """
    listed: list[Row] = [{"id": "", "known": "", "cells": list(cells)} for cells in rows]
    for row, identifier in zip(listed, ids, strict=False):
        row["id"] = identifier
    for row, attributes in zip(listed, data, strict=False):
        row["data"] = attributes
    return {
        "title": title, "anchor": anchor(title) if title else "", "texts": list(texts), "columns": list(columns),
        "rows": listed, "caption": caption, "empty": empty, "level": level, "fold": fold,
        "file": file, "links": list(links),
    }  # fmt: skip


def show_parts(parts: Iterable[Row], label: str, narrow: str = "", attached: Mapping[str, str] | None = None) -> Html:
    """Return parts as one piece of a page; `narrow` names what a field above them narrows as one types, `attached` are
    the files that they offer.

    Where many of them have headings, a list of these stands first.
    """
    about = f"{label[:1].upper()}{label[1:]} on this page"
    return render_template("lists", label, attached, parts=list(parts), narrow=narrow, about=about)


def known_on(as_of: str) -> Html | None:
    """Return the sentence that says up to which day a page shows what had been said; None where it shows all."""
    if not as_of:
        return None
    text = f"As known on {format_date(as_of)}: only what had been said by that day."
    return show_parts([part(texts=[text])], "as known on")


def source_list(dataset: Dataset) -> Html:
    """Return the sources by whose voice they are (media, authorities, monitors …), by title within it, with what each
    is, when it came out, how it was seen and what was coded of it. Above them stands a field that narrows the lists.
    """
    counts = dataset.claims["source_id"].value_counts()
    label = dataset.descriptor.label
    kinds = dict(zip(dataset.actors["actor_id"], dataset.actors["kind"], strict=True))
    groups: dict[str, list[tuple[Any, ...]]] = {}
    for row in dataset.sources.sort_values("title", key=name_ranks, kind="stable").itertuples():
        kind = label("actor_kind", kinds[row.issued_by]) if row.issued_by else "not said"
        cells = (
            {"text": row.title, "href": source_href(row.source_id)},
            row.publisher, format_date(row.published), label("source_kind", row.kind), name_language(row.language),
            label("seen_as", row.seen_as), label("coding_scope", row.coding_scope), int(counts.get(row.source_id, 0)),
        )  # fmt: skip
        groups.setdefault(kind, []).append(cells)
    columns = ("Source", "Publisher", "Came out", "Kind", "Language", "Seen as", "Coded", "Claims")
    parts = [
        part(columns, rows, title=f"{kind[:1].upper()}{kind[1:]} ({len(rows)})" if len(groups) > 1 else "")
        for kind, rows in sorted(groups.items(), key=lambda item: name_key(item[0]))
    ]
    if not parts:
        return show_parts([part(empty="No source.")], "sources")
    return show_parts(parts, "sources", narrow="sources")


def source_facts(dataset: Dataset, source_id: str) -> Html:
    """Return what is known of one source; `source_id` "" means the first."""
    row = dataset.sources.set_index("source_id", drop=False).loc[source_id or dataset.sources["source_id"].iloc[0]]
    label = dataset.descriptor.label
    claims = int((dataset.claims["source_id"] == row.source_id).sum())
    facts = [
        ("Title", row.title),
        ("Author", row.author),
        ("Publisher", row.publisher),
        ("Came out", format_date(row.published)),
        ("Kind", label("source_kind", row.kind)),
        ("Address", "" if row.url else NO_ADDRESS),
        ("Language", name_language(row.language)),
        ("Seen as", label("seen_as", row.seen_as)),
        ("Custody of the copy", label("custody", row.custody) if row.custody else ""),
        ("Coded", label("coding_scope", row.coding_scope)),
        ("Rights", row.rights),
        ("SHA-256 of the text", row.text_sha256),
        ("Claims coded", claims),
    ]
    return show_parts([part(("", ""), [fact for fact in facts if fact[1] != ""], caption="The source")], "source")


def incident_list(dataset: Dataset) -> Html:
    """Return the incidents, outermost first, with place and the number of claims about each."""
    ordered = dataset.incidents.sort_values(["part_of", "incident_id"], kind="stable")
    titles = dict(zip(dataset.incidents["incident_id"], dataset.incidents["title"], strict=True))
    counts = count_about_incidents(dataset)
    rows = [
        (
            {"text": row.title, "href": incident_href(row.incident_id)}, dataset.place_name(row.place_id),
            titles.get(row.part_of, ""), counts[row.incident_id],
        )
        for row in ordered.itertuples()
    ]  # fmt: skip
    columns = ("Incident", "Place", "Part of", "Claims, with its parts")
    return show_parts([part(columns, rows, empty="No incident is coded.")], "incidents")


def counts_table(dataset: Dataset) -> Html:
    """Return how many rows each table of the dataset has."""
    rows = list(count_rows(dataset).itertuples(index=False, name=None))
    return show_parts([part(("Table", "Rows", "What a row is"), rows, caption="Rows of each table")], "counts")


def term_counts(dataset: Dataset, *columns: str) -> Html:
    """Return, for each `table.column` named, how often each term of its vocabulary occurs."""
    parts = []
    for name in columns:
        table, _, column = name.partition(".")
        frame = count_terms(dataset, table, column)
        described = next(c for c in dataset.descriptor.tables[table].columns if c.name == column)
        rows = list(frame[["label", "rows"]].itertuples(index=False, name=None))
        parts.append(part((described.title, dataset.descriptor.tables[table].title), rows, empty="None."))
    return show_parts(parts, "counts of terms")


def incident_facts(dataset: Dataset, incident_id: str) -> Html:
    """Return place, days and counts of one incident, from a dataset that holds its claims only (`about_incident`).

    The days are computed from the claims; `incident_id` "" means the first.
    """
    key = incident_id or dataset.incidents["incident_id"].iloc[0]
    row = dataset.incidents.set_index("incident_id").loc[key]
    places = dataset.places.set_index("place_id")
    place = places.loc[row.place_id] if row.place_id else None
    claims = describe_claims(dataset)
    facts = [
        ("Place", "" if place is None else place["name"]),
        ("Known to the level of", "" if place is None else dataset.descriptor.label("precision", place["precision"])),
        ("Days that its figures are about", days_of(dataset)),
        ("Claims about it and its parts", len(claims)),
        ("Who vouches for them", claims["origin_id"].nunique()),
        ("Sources", claims["source_id"].nunique()),
    ]
    return show_parts([part(("", ""), [fact for fact in facts if fact[1] != ""], caption="The incident")], "incident")


def claim_list(dataset: Dataset) -> Html:
    """Return the claims of a dataset by speaker, each with a link to its card."""
    claims = describe_claims(dataset)
    claims = claims.assign(rank=name_ranks(claims["speaker"]))
    ordered = claims.sort_values(["rank", "asserted_last", "claim_id"], kind="stable", na_position="last")
    label = dataset.descriptor.label
    rows = [
        (row.speaker, {"text": row.summary, "href": row.href}, row.said, label("voice", row.voice))
        for row in ordered.head(MOST_ROWS).itertuples()
    ]
    columns, note = ("Who says so", "Claim", "When", "Form"), left_out(len(ordered) - len(rows), "claim")
    return show_parts([part(columns, rows, empty="No claim."), part(texts=[note] if note else [])], "claims")


def statement_list(dataset: Dataset, marks: pd.DataFrame) -> Html:
    """Return the timeline's marks as a list, lanes in order: what a reader without the chart reads."""
    listed = marks.drop_duplicates(["claim_id", "lane"])
    data = [statement_choices(row._asdict()) for row in listed.head(MOST_ROWS).itertuples(index=False)]
    rows = [
        (
            row.lane,
            row.speaker,
            f"{row.note}: {row.act}" if row.note else row.act,
            _renderings(row),
            row.said,
        )
        for row in listed.head(MOST_ROWS).itertuples()
    ]
    columns, note = ("Lane", "Speaker", "Act", "Claim", "When"), left_out(len(listed) - len(rows), "statement")
    parts = [part(columns, rows, empty="No statement was found.", data=data), part(texts=[note] if note else [])]
    return show_parts(parts, "statements")


def _renderings(row: Any) -> Any:
    """Return a link to a statement's claim, or, where it stands for several renderings, to each of them."""
    summary = {"text": row.summary, "href": row.href}
    others = [{"text": claim, "href": href} for claim, href in row.claims[1:]]
    return [summary, *others] if others else summary


def addressee_list(dataset: Dataset) -> Html:
    """Return the acts of speeches that renderings have addressed to different actors, with how many to whom."""
    rows = [
        (row.speaker, row.act, row.said, row.explanation, [{"text": c, "href": href} for c, href in row.claims])
        for row in list_addressees(dataset).itertuples()
    ]
    columns = ("Speaker", "Act", "When", "To whom", "Claims")
    return show_parts([part(columns, rows, empty="No such difference was found.")], "addressees")


def sequence_list(dataset: Dataset) -> Html:
    """Return, for each office that spoke on several days, what it did by speaking on each, in order."""
    rows = [
        (
            row.lane, row.office,
            [{"text": f"{day}: {acts}{f' ({alignment})' if alignment else ''}", "href": href}
             for day, acts, alignment, href in row.days],
        )
        for row in list_sequences(dataset).itertuples()
    ]  # fmt: skip
    columns = ("In the name of", "Office", "Day by day")
    return show_parts([part(columns, rows, empty="No office was found to speak on two days.")], "sequences")


def origin_counts(dataset: Dataset) -> Html:
    """Return who vouches for the claims, by name, with kind and, for each form of speech, how many claims.

    What an outlet says that somebody's words amount to is the outlet's. Counts stand only where every source was
    coded to the same depth; elsewhere presence alone is shown.
    """
    label = dataset.descriptor.label
    kinds = dict(zip(dataset.actors["actor_id"], dataset.actors["kind"], strict=True))
    countable = dataset.sources["coding_scope"].nunique() == 1
    rows = []
    for origin, group in describe_claims(dataset).groupby("origin_id"):
        forms = group["voice"].value_counts()
        order = [term for term in dataset.descriptor.vocabularies["voice"].terms if term in forms]
        counted = {term: f" ({forms[term]})" if countable else "" for term in order}
        shown = ", ".join(label("voice", term) + counted[term] for term in order)
        rows.append((dataset.name_of(str(origin)), label("actor_kind", kinds[str(origin)]), shown))
    rows.sort(key=lambda row: name_key(row[0]))
    return show_parts([part(("Who vouches", "Kind", "Form of the claims"), rows)], "who speaks")


def shape_counts(dataset: Dataset) -> Html:
    """Return how many figures are said in each way, with what that way leaves open."""
    counts = dataset.figures["shape"].value_counts()
    rows = [(text, int(counts[shape])) for shape, text in SHAPE_MEANING.items() if shape in counts]
    return show_parts([part(("Said as", "Figures"), rows, empty="No figure is coded.")], "exactness")


def actor_list(dataset: Dataset) -> Html:
    """Return every actor by name: other names it is given, its kind, and for whom it speaks."""
    label = dataset.descriptor.label
    ordered = dataset.actors.sort_values("name", key=name_ranks, kind="stable")
    rows = [
        (
            row.name,
            ", ".join(split_list(row.also_written)),
            label("actor_kind", row.kind),
            dataset.name_of(row.speaks_for),
        )
        for row in ordered.itertuples(index=False)
    ]
    return show_parts([part(("Name in this book", "Also written", "Kind", "Speaks for"), rows)], "actors")
