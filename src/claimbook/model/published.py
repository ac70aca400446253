"""What of a dataset may be given to everybody: coders' notes and flagged words out, the descriptor written out whole.

What is left is a valid dataset. How it is packed and where it lies is not known here.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pandas as pd

from claimbook.model.dataset import Dataset
from claimbook.model.descriptor import Descriptor, make_descriptor

# Coders write to each other in columns of this name; no table has one for anything else.
NOTES = "note"
# Flagged words stand on their claim's card, behind a disclosure; whose they are and in which language goes with them.
WORDS = ("words", "words_by", "words_language")
# What stands for words that were left out.
LEFT_OUT = "[…]"
# What a resource says of a file that is not the one we write.
_OF_ANOTHER_FILE = ("bytes", "compression", "data", "dialect", "extrapaths", "hash", "scheme")


def publish_dataset(dataset: Dataset) -> Dataset:
    """Return the dataset as it may be given to everybody: `blank_notes`, `blank_flagged_words`, a whole descriptor."""
    cleared = blank_flagged_words(blank_notes(dataset))
    return replace(cleared, descriptor=replace(dataset.descriptor, raw=describe_whole(dataset.descriptor)))


def blank_notes(dataset: Dataset) -> Dataset:
    """Return the dataset with every column empty that is for coders only."""
    frames = {}
    for name, frame in dataset.frames.items():
        columns = [column for column in unpublished_columns(dataset.descriptor, name) if column in frame]
        frames[name] = frame.assign(**{column: _empty(frame) for column in columns}) if columns else frame
    return replace(dataset, frames=frames)


def unpublished_columns(descriptor: Descriptor, table: str) -> list[str]:
    """Return a table's columns that are for coders only: notes, and texts that the descriptor says are not published.

    A dataset says so of a column of its own by `"claimbook": {"published": false}`.
    """
    described = descriptor.tables.get(table)
    texts = {c.name for c in described.columns if c.kind == "text" and not c.is_required} if described else set()
    fields = [
        field
        for resource in descriptor.raw.get("resources", [])
        if resource["name"] == table
        for field in resource["schema"]["fields"]
    ]
    return [field["name"] for field in fields if field["name"] in texts and _is_for_coders(field)]


def _is_for_coders(field: dict[str, Any]) -> bool:
    rules = field.get("claimbook")
    return field["name"] == NOTES or (isinstance(rules, dict) and rules.get("published") is False)


def is_flagged(dataset: Dataset) -> pd.Series:
    """Return whether each claim has words that a reader is warned of, quoted or around a number."""
    claims, figures = dataset.claims, dataset.figures
    around = figures.loc[figures["quantity_basis"] == "words", "claim_id"]
    return (claims["content_flag"] != "") & ((claims["words"] != "") | claims["claim_id"].isin(around))


def blank_flagged_words(dataset: Dataset) -> Dataset:
    """Return the dataset without the words that readers are warned of; the flag itself stays, and every number.

    Of a number's words a mark stays, since a figure without any would be read as one that was never said in words.
    """
    flagged, figures = is_flagged(dataset), dataset.figures
    columns = {column: dataset.claims[column].where(~flagged, "") for column in WORDS}
    around = figures["claim_id"].isin(dataset.claims.loc[flagged, "claim_id"]) & (figures["quantity_basis"] == "words")
    numbers = {"quantity_words": figures["quantity_words"].where(~around, LEFT_OUT)}
    frames = {"claims": dataset.claims.assign(**columns), "figures": figures.assign(**numbers)}
    return replace(dataset, frames={**dataset.frames, **frames})


def describe_whole(descriptor: Descriptor) -> dict[str, Any]:
    """Return the descriptor as JSON data with every title, definition and term, those that the program knows too."""
    raw = descriptor.raw
    whole = make_descriptor(name=str(raw.get("name", "dataset")), title=descriptor.title)["resources"]
    own = {resource["name"]: resource for resource in raw["resources"]}
    vocabularies = {}
    for name, vocabulary in descriptor.vocabularies.items():
        terms = [{key: text for key, text in asdict(term).items() if text} for term in vocabulary.terms.values()]
        vocabularies[name] = {
            "title": vocabulary.title,
            "description": vocabulary.description,
            "closed": vocabulary.is_closed,
            "used_by": list(vocabulary.used_by),
            "terms": terms,
        }
    resources = [_describe_resource(resource, own.get(resource["name"], {})) for resource in whole]
    return {**raw, "resources": resources, "vocabularies": vocabularies}


def _describe_resource(known: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return a resource with what the program knows of its columns, in the dataset's own order of them."""
    fields = {field["name"]: field for field in known["schema"]["fields"]}
    schema = {**known["schema"], **own.get("schema", {})}
    schema["fields"] = [{**fields.get(field["name"], {}), **field} for field in schema["fields"]]
    kept = {key: value for key, value in own.items() if key not in _OF_ANOTHER_FILE}
    written = {key: known[key] for key in ("path", "format", "mediatype", "encoding")}
    return {**known, **kept, **written, "schema": schema}


def _empty(frame: pd.DataFrame) -> pd.Series:
    return pd.Series([""] * len(frame), frame.index, dtype="str")
