"""Cut from a dataset the small dataset that one page needs, itself whole: every reference in it leads somewhere.

A page executes on its slice, so that one changed row reruns only the pages that show it. What refers to what is
looked up once for all slices: a book of many pages must not read every row for each of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from claimbook.errors import PageError
from claimbook.model.cells import Numbers, Texts
from claimbook.model.dataset import FACETS, Dataset
from claimbook.model.descriptor import Descriptor, make_descriptor, read_schema
from claimbook.model.saved import Saved, save_dataset
from claimbook.model.structure import split_list

KINDS = ("whole", "source", "incident", *FACETS, "cases", "prose")
# Tables whose rows come along with a row of another table: the column that names it. All others go by their key.
_OWNERS = {
    **dict.fromkeys(FACETS, ("claim_id", "claims")),
    "revisions": ("claim_id", "claims"),  # and brings the claim that replaced it
    "actor_members": ("actor_id", "actors"),
    "positions": ("dispute_id", "disputes"),
}

Ids = dict[str, set[str]]


def slice_dataset(dataset: Dataset, kind: str, key: str = "") -> Dataset:
    """Return one slice of a dataset; for many, make one `Slicer` and ask it for each."""
    return Slicer(dataset).cut(kind, key)


def close_dataset(dataset: Dataset, claim_ids: Iterable[str], **rows: Iterable[str]) -> Dataset:
    """Return what `Slicer.close` does."""
    return Slicer(dataset).close(claim_ids, **rows)


def descendants(frame: pd.DataFrame, key: str, parent: str, root: str) -> set[str]:
    """Return the ids under `root` through a parent column, itself included; a circle ends where it began."""
    found = {root}
    while True:
        more = set(frame.loc[frame[parent].isin(found), key]) - found
        if not more:
            return found
        found |= more


class Slicer:
    """Cuts slices from one dataset. The first is as slow as reading every row once; the others cost what they hold."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._cells: dict[tuple[str, str], Texts] = {}
        self._rows: dict[tuple[str, str], _RowsBy] = {}

    def cut(self, kind: str, key: str = "") -> Dataset:
        """Return the slice of a kind: `whole`, the claims of one `source` or `incident` (`key` names it), the claims
        that carry a facet (`figures`, `statements`, `attributions`, `takes`), `cases`: every claim of a dispute,
        with its answers and attributions, or `prose`: the dataset's own texts and vocabularies, without a claim.

        Raises PageError for an unknown kind.
        """
        dataset = self._dataset
        if kind == "whole":
            return dataset
        part = self._part(self._rows_for(kind, key))
        return replace(part, descriptor=dataset.descriptor, about=dataset.about) if kind == "prose" else part

    def save(self, kind: str, key: str, folder: Path) -> None:
        """Write what `cut` returns as a folder; a row that stands in many slices is put into words once for all."""
        if kind in ("whole", "prose"):
            save_dataset(self.cut(kind, key), folder)
        else:
            self._saved.write(folder, self._rows_for(kind, key))

    def close(self, claim_ids: Iterable[str], **rows: Iterable[str]) -> Dataset:
        """Return the dataset with these claims, the rows named per table (`sources=[…]`), and all that they refer to.

        A discrepancy comes along with any one of these claims, and brings its other claims; so nothing that a page
        says of a claim is cut off. Passages without a claim stay with their source. The prose stays with the whole:
        it would rerun every page.
        """
        return self._part(self._close(claim_ids, **rows))

    def _part(self, rows: dict[str, Numbers]) -> Dataset:
        frames = {name: _take(frame, rows[name]) for name, frame in self._dataset.frames.items()}
        return replace(self._dataset, descriptor=self._descriptor, frames=frames, about="")

    def _rows_for(self, kind: str, key: str) -> dict[str, Numbers]:
        """Return, per table, the rows of a slice of any kind but the whole."""
        dataset = self._dataset
        if kind == "prose":
            return self._close(())
        if kind == "source":
            claims = self._claims_by("source_id", [key])
            return self._close(claims, also=self._followers(claims), sources=[key])
        if kind == "incident":
            within = descendants(dataset.incidents, "incident_id", "part_of", key)
            return self._close(self._claims_by("incident_id", within), incidents=within)
        if kind == "cases":
            ids = set(dataset.takes["claim_id"]) | set(dataset.attributions["claim_id"])
            return self._close(ids, disputes=dataset.disputes["dispute_id"])
        if kind in FACETS:
            return self._close(dataset.frames[kind]["claim_id"])
        fix = f"use one of {', '.join(KINDS)} in the template's metadata."
        raise PageError(f"There is no slice '{kind}'.", fix=fix)

    def _followers(self, claims: Texts) -> list[str]:
        """Return the claims that carry these on, and those whose place these took: a card names both."""
        replaced = self._by("revisions", "by_claim_id").of(claims)
        return [*self._claims_by("updates", claims), *self._texts("revisions", "claim_id")[replaced]]

    def _close(
        self, claim_ids: Iterable[str], *, also: Iterable[str] = (), **rows: Iterable[str]
    ) -> dict[str, Numbers]:
        """Return, per table, the rows of what `close` returns, in their order; `also` are claims without the
        discrepancies that are about them.
        """
        wanted: Ids = {name: set() for name in self._dataset.frames}
        wanted["claims"] = set(claim_ids)
        for table, ids in rows.items():
            wanted[table] |= set(ids)
        wanted["actors"] |= {self._dataset.descriptor.stance_towards} - {""}
        self._add_discrepancies(wanted)
        wanted["claims"].update(also)
        pending = {name: set(ids) for name, ids in wanted.items()}
        while any(pending.values()):
            found = self._referred(pending)
            pending = {name: ids - wanted[name] for name, ids in found.items()}
            for name, ids in pending.items():
                wanted[name] |= ids
        kept = {name: self._touched(name, wanted) for name in self._dataset.frames}
        kept["passages"] = np.concatenate(
            [kept["passages"], self._by("passages", "source_id").of(rows.get("sources", ()))]
        )
        return {name: np.unique(found) for name, found in kept.items()}

    @cached_property
    def _saved(self) -> Saved:
        return Saved(replace(self._dataset, descriptor=self._descriptor, about=""))

    @cached_property
    def _descriptor(self) -> Descriptor:
        """The dataset's own descriptor without what the program knows by itself, or every slice would carry it."""
        whole = self._dataset.descriptor
        return replace(whole, raw=trim_package(whole.raw))

    @cached_property
    def _discrepancies(self) -> dict[str, list[tuple[str, list[str]]]]:
        """For each claim, the discrepancies that are about it, each with all its claims."""
        found: dict[str, list[tuple[str, list[str]]]] = {}
        frame = self._dataset.discrepancies
        for key, cell in zip(frame["discrepancy_id"].tolist(), frame["claim_ids"].tolist(), strict=True):
            claims = split_list(cell)
            for claim in claims:
                found.setdefault(claim, []).append((key, claims))
        return found

    def _add_discrepancies(self, wanted: Ids) -> None:
        for claim in list(wanted["claims"]):
            for key, claims in self._discrepancies.get(claim, ()):
                wanted["discrepancies"].add(key)
                wanted["claims"].update(claims)

    def _texts(self, table: str, column: str) -> Texts:
        place = (table, column)
        if place not in self._cells:
            self._cells[place] = self._dataset.frames[table][column].to_numpy(object)
        return self._cells[place]

    def _by(self, table: str, column: str) -> _RowsBy:
        place = (table, column)
        if place not in self._rows:
            self._rows[place] = _RowsBy(self._texts(table, column))
        return self._rows[place]

    def _claims_by(self, column: str, ids: Iterable[str]) -> Texts:
        return self._texts("claims", "claim_id")[self._by("claims", column).of(ids)]

    def _touched(self, table: str, ids: Ids) -> Numbers:
        """Return the rows of a table that these ids name, or that belong to the rows that they name."""
        key = self._dataset.frames[table].columns[0]
        column, owner = _OWNERS.get(table, (key, table))
        rows = self._by(table, column).of(ids[owner])
        if table == "positions":
            return np.concatenate([rows, self._by(table, key).of(ids[table])])
        return rows

    def _referred(self, pending: Ids) -> Ids:
        """Return the ids, per table, that the pending rows (and the facets of pending claims) refer to."""
        found: Ids = {name: set() for name in pending}
        for table, spec in read_schema()["tables"].items():
            rows = self._touched(table, pending)
            for field in spec["schema"]["fields"] if len(rows) else ():
                rules = field.get("claimbook", {})
                if rules.get("kind") in ("ref", "refs"):
                    cells = set(self._texts(table, field["name"])[rows].tolist()) - {""}
                    ids = cells if rules["kind"] == "ref" else chain.from_iterable(map(split_list, cells))
                    found[rules["table"]].update(ids)
        for table in FACETS:  # a figure that another is part of comes with its claim
            key = self._dataset.frames[table].columns[0]
            rows = self._by(table, key).of(found[table])
            found["claims"].update(self._texts(table, "claim_id")[rows].tolist())
        return found


def trim_package(raw: dict[str, Any]) -> dict[str, Any]:
    """Return a datapackage.json with every table, and without the texts and terms that the program knows by itself.

    What is left is a valid descriptor, a tenth as long: names, types and limits of all columns, keys, and whatever
    the dataset has of its own.
    """
    schema = read_schema()
    own = {resource["name"]: resource for resource in raw["resources"]}
    whole = make_descriptor(name="", title="")["resources"]
    vocabularies = {
        name: {"terms": added}
        for name, given in raw.get("vocabularies", {}).items()
        if (added := _added_terms(given, schema["vocabularies"][name]))
    }
    resources = [_trim_resource(own.get(resource["name"], resource), schema["tables"]) for resource in whole]
    return {**raw, "resources": resources, "vocabularies": vocabularies}


def _added_terms(given: Any, core: dict[str, Any]) -> list[Any]:
    known = {term["name"] for term in core["terms"]}
    listed = given.get("terms", []) if isinstance(given, dict) else given
    return [term for term in listed or [] if term["name"] not in known]


def _trim_resource(resource: dict[str, Any], tables: dict[str, Any]) -> dict[str, Any]:
    schema = resource["schema"]
    known = {field["name"] for field in tables[resource["name"]]["schema"]["fields"]}
    kept = ("name", "type", "format", "constraints")
    fields = [
        {key: value for key, value in field.items() if key in kept} if field["name"] in known else field
        for field in schema["fields"]
    ]
    rest = {key: value for key, value in resource.items() if key not in ("title", "description")}
    return {**rest, "schema": {**schema, "fields": fields}}


def _take(frame: pd.DataFrame, rows: Numbers) -> pd.DataFrame:
    taken = frame.take(rows)
    taken.index = pd.RangeIndex(len(rows))
    return taken


class _RowsBy:
    """The rows of a table by the text of one of its columns."""

    def __init__(self, texts: Texts) -> None:
        codes, distinct = pd.factorize(texts)
        self._order = np.argsort(codes, kind="stable")
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(codes, minlength=len(distinct)))])
        self._places = {text: place for place, text in enumerate(distinct.tolist())}

    def of(self, texts: Iterable[str]) -> Numbers:
        """Return the rows that have one of these texts."""
        places = np.array([place for text in texts if (place := self._places.get(text)) is not None], np.intp)
        if len(self._places) == len(self._order):
            return self._order[places]
        spans = zip(self._starts[places].tolist(), self._starts[places + 1].tolist(), strict=True)
        return np.concatenate([self._order[:0], *(self._order[start:end] for start, end in spans)])
