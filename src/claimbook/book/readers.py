"""What readers agreed on before they settled: two codings to tables; one coder is said, not hidden."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from claimbook import paths
from claimbook.analysis.agreement import FACETS, compare_readers, count_found
from claimbook.analysis.alpha import DRAWS
from claimbook.analysis.disagreements import COLUMNS, list_disagreements
from claimbook.analysis.summing import counted
from claimbook.analysis.unitizing import compare_passages
from claimbook.book.behind import csv_name, write_csv
from claimbook.book.lists import part, show_parts
from claimbook.book.render import Html
from claimbook.model.dataset import Dataset, load_dataset, load_readers
from claimbook.model.links import source_href

PAIRED = (
    "Two readers coded the sources apart. Claims are paired by overlapping passages (in an excerpt by the passage "
    "itself, which has no place in its text) and the same claimant. Of a table beside the claims, a field is compared "
    "where each reader gave the claim exactly one row. What is in a reader's own words is not compared."
)
MEASURED = (
    "Alpha is Krippendorff's (2011): 1 is agreement throughout, 0 what chance would give, blank where nothing varies. "
    "Words are compared as equal or not (nominal), days by how many lie between (interval), quantities by how far they "
    "differ for their size (ratio). Of two bounds of which one is open, the difference is told by the words only. "
    f"The last column is where alpha falls in 95 of 100 cases if pairs are drawn anew, {DRAWS:,} times, from those "
    "that are there: it is wide where few pairs, or few that vary, say little. This is the percentile bootstrap over "
    "units, as Zapf and others use it (2016, BMC Medical Research Methodology 16:93)."
)
PASSAGES = (
    "Passages are compared by the code points that they cover: those that both readers put into a passage with a "
    "claim, among those that either did. An excerpt's passages have none. No alpha is given for them, since the tables "
    "do not say how long a text is."
)
# What the page of disputes shows, in its words; other tables go by their titles.
ANSWERS = {"takes": "answers that claims give to a question", "attributions": "attributions of deeds"}
_NOW = "In the dataset now"
# Sources coded to one depth are named while they are few; of more, the list of sources says it.
FEW = 5
# How many of the columns on which readers agreed least a sentence names.
LEAST = 3


def agreement(data: str) -> Html:
    """Return what the first two readers of a dataset found and agreed on; "not assessed: one coder" without two.

    Sources that were coded to one depth are told apart from those of another, those of fewest sources first.
    """
    readers = load_readers(data)
    if len(readers) < 2:
        return show_parts([part(empty="Not assessed: one coder.")], "agreement")
    first, second = readers[:2]
    settled = load_dataset(data)
    more = f"{len(readers)} readers coded it; the first two by name are compared here." if len(readers) > 2 else ""
    texts = [text for text in (_who(settled), PAIRED, more) if text]
    depths = _by_depth(first, second)
    parts = [_found(first, second, settled, [*texts, *_added(first, second, settled)])]
    parts += [part(texts=[PASSAGES]), part(texts=[MEASURED])]
    for depth, sources in depths if len(depths) > 1 else []:
        own = [_only(dataset, sources) for dataset in (first, second, settled)]
        title = f"{settled.descriptor.label('coding_scope', depth).capitalize()}: {counted(len(sources), 'source')}"
        found = [_found(*own), *_agreed(own[0], own[1])]
        parts += [
            part(title=title, level=3, links=_named(settled, sources)),
            *({**one, "caption": f"{one['caption']}: {title}"} for one in found),
        ]
    whole = _agreed(first, second)
    parts += whole if len(depths) < 2 else [{**one, "fold": f"{one['caption']}: all sources together"} for one in whole]
    listed, attached = _differences(first, second, dict(_depth_of(depths)))
    return show_parts([*parts, listed], "agreement", attached=attached)


def _who(settled: Dataset) -> str:
    """Return what the tables say of those who coded: their names, and that no more is recorded there."""
    names = sorted({*settled.claims["coder"], *settled.claims["second_reader"]} - {""})
    if not names:
        return ""
    return (
        f"The tables name those who coded: {', '.join(names)}. Beyond what the dataset's own words above say, it does "
        "not record who or what they were, nor which languages they read."
    )


def _by_depth(first: Dataset, second: Dataset) -> list[tuple[str, list[str]]]:
    """Return the sources that either reader coded, by how deeply: the depth of fewest sources first."""
    found: dict[str, list[str]] = {}
    depths = {
        source: scope
        for dataset in (second, first)
        for source, scope in zip(dataset.sources["source_id"], dataset.sources["coding_scope"], strict=True)
    }
    for source in sorted({*first.claims["source_id"], *second.claims["source_id"]}):
        found.setdefault(depths.get(source, ""), []).append(source)
    return sorted(found.items(), key=lambda item: (len(item[1]), item[0]))


def _named(settled: Dataset, sources: list[str]) -> list[dict[str, str]]:
    """Return links to the sources of one depth that are still in the dataset, where they are few."""
    known = [source for source in sources if source in set(settled.sources["source_id"])]
    return [{"text": settled.title_of(key), "href": source_href(key)} for key in known] if len(known) <= FEW else []


def _depth_of(depths: Iterable[tuple[str, list[str]]]) -> Iterable[tuple[str, str]]:
    return ((source, depth) for depth, sources in depths for source in sources)


def _only(dataset: Dataset, sources: list[str]) -> Dataset:
    claims = dataset.claims
    return dataset.only_claims(claims.loc[claims["source_id"].isin(sources), "claim_id"])


def _found(first: Dataset, second: Dataset, settled: Dataset, texts: Iterable[str] = ()) -> dict[str, Any]:
    """Return what each reader found, beside what the dataset has since."""
    found = count_found(first, second)
    now = [len(settled.claims), "", "", *(len(settled.frames[facet]) for facet in _compared_tables(first))]
    rows = [[*row, cell] for row, cell in zip(_rows(found), map(_readable, now), strict=True)]
    return part([*found.columns, _NOW], rows, texts=list(texts), caption="What each reader found")


def _compared_tables(first: Dataset) -> list[str]:
    return [facet for facet in FACETS if facet in first.descriptor.tables]


def _added(first: Dataset, second: Dataset, settled: Dataset) -> list[str]:
    """Return the sentence on rows that no reader coded; none where no table has more rows than either reader."""
    told = _count_added(
        first, second, settled,
        {name: first.descriptor.tables[name].title.lower() for name in ("claims", *_compared_tables(first))},
    )  # fmt: skip
    if not told:
        return []
    return [
        f"The dataset has rows that neither reader coded: at least {told}. They were added when the two readings were "
        "settled or after that, so that of these nothing is known of agreement."
    ]


def _count_added(first: Dataset, second: Dataset, settled: Dataset, tables: dict[str, str]) -> str:
    """Return of how many rows of which tables at least it holds that neither reader coded them; "" where of none."""
    told = []
    for name, called in tables.items():
        now, most = (len(settled.frames[name]), max(len(first.frames[name]), len(second.frames[name])))
        if now > most:
            told.append(f"{now - most:,} of {now:,} {called}")
    return " and ".join(told)


def agreement_on_answers(data: str) -> Html:
    """Return the sentence on how many answers and attributions no agreement of readers was measured.

    It is about the whole dataset, whatever day a page stops at.
    """
    readers = load_readers(data)
    if len(readers) < 2:
        text = "No agreement of readers was measured on these answers: the dataset has one coding."
    elif told := _count_added(readers[0], readers[1], load_dataset(data), ANSWERS):
        text = f"Of at least {told} in the dataset no agreement of readers was measured: neither reader coded them."
    else:
        text = "Two readers coded these answers apart; how far they agreed was measured."
    return show_parts([part(texts=[text])], "agreement on answers")


def _agreed(first: Dataset, second: Dataset) -> list[dict[str, Any]]:
    """Return how far two readers agree, on passages and on what is coded of paired claims."""
    passages, fields = compare_passages(first, second), compare_readers(first, second)
    columns = ("Compared", "Measured as", "Pairs", "Agreed", "Share", "Alpha", "95 % interval")
    return [
        part(list(passages.columns), _rows(passages), caption="Agreement on the passages"),
        part(columns, _rows(fields), caption="Agreement on paired claims", texts=_least(fields)),
    ]


def _least(fields: pd.DataFrame) -> list[str]:
    """Return the sentence on what readers agreed on least, by the table itself; none where all could be named so."""
    measured = fields.assign(number=pd.to_numeric(fields["alpha"], errors="coerce")).dropna(subset="number")
    if len(measured) <= LEAST:
        return []
    lowest = measured.sort_values("number", kind="stable").head(LEAST)
    named = "; ".join(f"{row.what} ({row.alpha})" for row in lowest.itertuples())
    return [f"The lowest alphas of this table: {named}."]


def _differences(first: Dataset, second: Dataset, depths: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return how many differences the readers had in each column, with the file that lists them, and that file."""
    frame = list_disagreements(first, second)
    if frame.empty:
        return part(empty="The readers differed in nothing."), {}
    text = write_csv(COLUMNS, frame.itertuples(index=False, name=None))
    name = csv_name(text)
    titles = [_title(first, table, field) for table, field in zip(frame["table"], frame["field"], strict=True)]
    scopes = sorted(set(depths.values())) if len(set(depths.values())) > 1 else []
    own = frame.assign(title=titles, depth=frame["source_id"].map(depths))
    rows = [
        [title, len(group), *(int((group["depth"] == scope).sum()) for scope in scopes)]
        for title, group in own.groupby("title", sort=False)
    ]
    labels = [first.descriptor.label("coding_scope", scope) for scope in scopes]
    listed = part(
        ("Column", "Differences", *labels),
        [[_readable(cell) for cell in row] for row in sorted(rows, key=lambda row: str(row[0]))],
        caption="Differences between the two readers, by column",
        fold=f"{counted(len(frame), 'difference')} between the two readers, by column",
        file={
            "text": "All of them, each with both claims and both values (CSV)",
            "href": f"{paths.CHARTS}/{name}",
            "name": "differences-between-readers.csv",
        },
    )
    return listed, {name: text}


def _title(dataset: Dataset, table: str, field: str) -> str:
    """Return what a difference is in, in words: a column, what only one reader found, or how many rows there are."""
    title = dataset.descriptor.tables[table].title
    if (table, field) in (("passages", "passage_id"), ("claims", "claim_id")):
        return f"{title}: found by one reader only"
    if not field:
        return f"{title}: several rows, compared as a whole"
    return (
        f"{title}: {next(column.title for column in dataset.descriptor.tables[table].columns if column.name == field)}"
    )


def _rows(frame: pd.DataFrame) -> list[list[Any]]:
    """Return a frame's rows as they are read: thousands set apart, a sign on one line with its number."""
    return [[_readable(cell) for cell in row] for row in frame.itertuples(index=False, name=None)]


def _readable(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell.replace("> ", ">\u00a0").replace(" %", "\u00a0%")
    return f"{cell:,}"
