"""Which pages a book has: templates times parameters. Reads `_toc.yml` and the templates' metadata; runs nothing.

A template says in its notebook metadata, under `claimbook`: `one_per` (the table it is one page per row of, the
parameter that takes the row's id, the column that titles the page, a filter on columns, the folder of the pages),
`slice` (which part of the dataset it needs) and `needs` (tables without which it is left out).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from claimbook import paths
from claimbook.book.contents import HOLDERS, read_contents
from claimbook.book.rules import read_rules
from claimbook.errors import PageError, shorten_value
from claimbook.model.dataset import Dataset
from claimbook.model.order import name_key


@dataclass(frozen=True)
class Page:
    """One page: `docname` is where it stands in the book, without an ending; `template` what it is made from."""

    docname: str
    template: Path
    parameters: dict[str, str] = field(default_factory=dict)
    slice_kind: str = "whole"
    slice_key: str = ""
    title: str = ""

    @property
    def slice_name(self) -> str:
        """The folder of the page's slice, under the slices' folder."""
        return f"{self.slice_kind}/{self.slice_key}" if self.slice_key else self.slice_kind


@dataclass(frozen=True)
class Plan:
    """The pages to execute, the plain pages to copy, and the contents with every page in it."""

    pages: list[Page]
    plain: list[Path]
    contents: dict[str, Any]


def plan_pages(root: Path, dataset: Dataset) -> Plan:
    """Return the plan of a book's pages for a dataset.

    Raises PageError where `_toc.yml` or a template is missing or says something that is not known.
    """
    contents = read_contents(root)
    pages: list[Page] = []
    plain: list[Path] = []

    def expand(entry: dict[str, Any]) -> list[dict[str, Any]]:
        entry = {key: _expand_all(value, expand) if key in HOLDERS else value for key, value in entry.items()}
        name = entry.get("file")
        if name is None:
            return [entry] if any(entry.get(key) for key in HOLDERS) else []
        if (root / f"{name}.md").is_file():
            plain.append(root / f"{name}.md")
            return [entry]
        # The start page has the dataset's title; every other one its own, or its row's.
        title = dataset.descriptor.title if name == contents["root"] else ""
        planned = list(_pages_of(root, name, dataset, title))
        pages.extend(planned)
        if not planned:
            return []
        rest = {key: value for key, value in entry.items() if key in ("sections", "entries") and value}
        return [{"file": page.docname, **rest} for page in planned]

    root_entry = expand({"file": contents["root"]})
    if len(root_entry) != 1:
        raise PageError(
            f"The start page '{contents['root']}' is left out.", fix="let it need no table and be one page."
        )
    expanded = {key: _expand_all(value, expand) if key in HOLDERS else value for key, value in contents.items()}
    _refuse_doubles(pages, plain, root)
    return Plan(pages, plain, expanded)


def find_page(plan: Plan, named: str) -> str:
    """Return the place of the page that somebody names: by its place (`book/figures`), or, of pages that there is one
    of for each row, by the row (`source:ID`, `incident:ID`).

    Raises PageError where there is none, with what is called most like it.
    """
    places = {page.docname: page.docname for page in plan.pages}
    for page in plan.pages:
        for parameter, key in page.parameters.items():
            places.setdefault(f"{parameter.removesuffix('_id')}:{key}", page.docname)
    if named in places:
        return places[named]
    kind, has_kind, _ = named.partition(":")
    alike = [name for name in places if name.startswith(f"{kind}:")] if has_kind else []
    close = get_close_matches(named, alike or places, n=3, cutoff=0.5)
    names = sorted({page.docname for page in plan.pages if not page.parameters})
    fix = f"did you mean {' or '.join(close)}?" if close else f"use one of {', '.join(names[:20])}, or source:ID."
    raise PageError(f"There is no page '{shorten_value(named)}'.", fix=fix)


def _expand_all(entries: Any, expand: Any) -> list[dict[str, Any]]:
    return [page for entry in entries or [] for page in expand(entry)]


def _refuse_doubles(pages: list[Page], plain: list[Path], root: Path) -> None:
    """Two pages in one place would write over each other."""
    names = [page.docname for page in pages] + [path.relative_to(root).with_suffix("").as_posix() for path in plain]
    counts = Counter(names)
    for name in sorted(counts):
        if counts[name] > 1:
            message = f"Two pages would stand at '{name}'."
            raise PageError(message, fix=f"list a file once in {paths.CONTENTS}, and give one_per a folder of its own.")


def _pages_of(root: Path, name: str, dataset: Dataset, title: str = "") -> Iterator[Page]:
    path = root / f"{name}.ipynb"
    rules = read_rules(path, dataset.frames)
    if any(dataset.frames[table].empty for table in rules.needs):
        return
    if not (one_per := rules.one_per):
        yield Page(name, path, slice_kind=rules.slice_kind, title=title)
        return
    frame = dataset.frames[one_per.table]
    for column, value in one_per.where.items():
        frame = frame[frame[column] == value]
    rows = zip(frame[frame.columns[0]], frame[one_per.title].astype(str), strict=True)
    for key, title in sorted(rows, key=lambda item: (name_key(item[1]), item[0])):
        yield Page(f"{one_per.folder}/{key}", path, {one_per.parameter: key}, rules.slice_kind, key, title)
