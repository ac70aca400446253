"""Build the book: check, plan, slice, execute, make the site, change over. The order of the steps, and nothing else.

Everything is written beside the published book; it stands as it was until the new one is whole.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from claimbook import paths
from claimbook.analysis.spellings import list_spellings
from claimbook.book import register
from claimbook.book.about import describe_book
from claimbook.book.cache import PICTURES, Cache
from claimbook.book.contact import read_reached
from claimbook.book.contents import read_config
from claimbook.book.downloads import DOWNLOAD_TYPE, download_href, write_download
from claimbook.book.output import change_over, choose_places, place_held, refuse_places, staging_folder
from claimbook.book.pages import Page, Plan, find_page, plan_pages
from claimbook.book.pools import Pool, local_pool
from claimbook.book.press import make_site
from claimbook.book.record import Record, begin_record, digest_executed, read_record, write_record
from claimbook.book.workers import execute_pages
from claimbook.digests import digest_tree
from claimbook.errors import BuildError
from claimbook.kernels.leash import can_fork
from claimbook.manifests import build_id, data_id, describe_inputs, write_manifests
from claimbook.model.checks import check_dataset
from claimbook.model.dataset import Dataset
from claimbook.model.links import claim_docname
from claimbook.model.slices import Slicer

Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Built:
    """What a build made: the site, the executed notebooks, how many pages, how many of them had to be executed."""

    html: Path
    executed: Path
    pages: int
    run: int


def quiet(step: str, done: int, total: int) -> None:
    """Report nothing."""


def build_book(
    root: Path,
    data: Path,
    *,
    out: Path | None = None,
    as_of: str = "",
    only: str = "",
    cold: bool = False,
    pool: Pool = local_pool,
    report: Report = quiet,
    pinned: bytes = b"",
) -> Built:
    """Build the book of a dataset and put it in the place of the one before.

    `as_of` shows only what had been said by a day; `only` names a page (`book/figures`, `source:ID`) to execute again,
    the others being taken from the last build. A page of which nothing has changed is taken from the cache, unless
    `cold` is asked for. `pool` says where pages are executed. `pinned` is the `inputs.json` of a published build that
    is written anew for a redaction, and keeps its id. Raises DatasetError, PageError or BuildError; the old book then
    stands untouched.
    """
    html, executed = choose_places(root, out)
    config = read_config(root)
    reached = read_reached(config)
    record = begin_record(root, data, as_of)
    report("Checking the dataset", 0, 1)
    dataset = check_dataset(data)
    known = _as_known_on(dataset, as_of)
    plan = plan_pages(root, known)
    only = find_page(plan, only) if only else ""
    try:
        refuse_places(root, data, html, executed)
        if only:
            _refuse_page_alone(executed, record)
        with place_held(html), staging_folder(html.parent) as working:
            stage = working / paths.STAGE
            stage.mkdir()
            write_inputs(root, stage, data, dataset, known, plan, config, plan.pages)
            # A page alone is put among others that may have been made from something else.
            inputs = b"" if only else pinned or describe_inputs(root, data, {"as_of": as_of}, plan.plain)
            build = build_id(inputs) if inputs else ""
            whole = {"href": download_href(dataset), "type": DOWNLOAD_TYPE}
            said = describe_book(known, build, [whole], data_id(inputs), reached)
            (stage / paths.CREDITS).write_text(said, "utf-8")
            cache = None if cold or only else Cache(root / paths.BUILD / paths.CACHE)
            todo = _take_executed(plan, stage, only, executed)
            run = _execute_pages(todo, stage, as_of, cache, pool, report)
            report("Making the site", 0, 1)
            pictures = cache.folder / PICTURES if cache else None
            site = make_site(stage, lambda done, total: report("Making the site", done, total), pictures=pictures)
            site = site.rename(working / paths.HTML)
            _write_beside_pages(site, dataset, known, plan)
            if inputs:
                write_manifests(site, inputs)
            shutil.rmtree(stage / paths.BUILD, ignore_errors=True)
            made = replace(record, site=digest_tree(site), executed=digest_executed(stage))
            write_record(stage, replace(made, cold=run == len(plan.pages), pages=len(plan.pages)))
            # The published folder last: until then readers have the old book whole.
            change_over(stage, executed, working)
            change_over(site, html, working)
            if cache:
                cache.prune()
    except OSError as cause:
        message = f"The book cannot be written to '{html.name}': {cause.strerror or cause}."
        raise BuildError(message, fix="name a folder with --out that can be written, on a disk with room.") from cause
    return Built(html, executed, len(plan.pages), run)


def _as_known_on(dataset: Dataset, day: str) -> Dataset:
    known = dataset.as_known_on(day)
    if known.claims.empty and not dataset.claims.empty:
        raise BuildError(f"No claim had been said by {day}.", fix="name a later day with --as-of.")
    return known


def _refuse_page_alone(executed: Path, record: Record) -> None:
    """Refuse to make one page anew where the others would show something else than it."""
    fix = "build the whole book once, without --only."
    if not executed.is_dir():
        raise BuildError("There is no earlier build to take the other pages from.", fix=fix)
    before = read_record(executed)
    if before is None or before.data != record.data:
        raise BuildError("The last build was made from other data, and so were the other pages.", fix=fix)
    if before.as_of != record.as_of:
        message = f"The last build was made as of '{before.as_of}', this one is as of '{record.as_of}'."
        raise BuildError(message, fix=f"give --as-of as before, or {fix}")


def write_inputs(
    root: Path,
    stage: Path,
    data: Path,
    dataset: Dataset,
    known: Dataset,
    plan: Plan,
    config: dict[str, Any],
    pages: list[Page],
) -> None:
    """Write what Jupyter Book and the notebooks of some pages read: configuration, contents, these pages' slices, plain
    pages, claims' places.
    """
    config = {**config, "title": dataset.descriptor.title or config.get("title", "")}
    (stage / paths.CONFIG).write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=True), "utf-8")
    (stage / paths.CONTENTS).write_text(yaml.safe_dump(plan.contents, allow_unicode=True, sort_keys=False), "utf-8")
    for path in plan.plain:
        target = stage / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    slicer = Slicer(dataset)
    for page in {page.slice_name: page for page in pages}.values():
        slicer.save(page.slice_kind, page.slice_key, stage / paths.SLICES / page.slice_name)
    if (data / paths.READERS).is_dir() and (stage / paths.SLICES / "whole").is_dir():
        shutil.copytree(data / paths.READERS, stage / paths.SLICES / "whole" / paths.READERS)
    (stage / paths.CLAIM_INDEX).write_text(_claim_index(known), "utf-8")
    (stage / paths.SPELLINGS).write_text(json.dumps(list_spellings(known), ensure_ascii=False, indent=0), "utf-8")
    # Not the pages that there is one of for each row: a new source would have every page executed again.
    lone = [page.docname for page in plan.pages if not page.parameters]
    lone += [path.relative_to(root).with_suffix("").as_posix() for path in plan.plain]
    (stage / paths.PAGES).write_text(json.dumps(sorted(lone), indent=0) + "\n", "utf-8")


def _write_beside_pages(site: Path, dataset: Dataset, known: Dataset, plan: Plan) -> None:
    """Write into the site what its pages lead to and Jupyter Book does not make."""
    write_download(dataset, site)
    if any(page.docname == register.PAGE for page in plan.pages):
        register.write_register(known, site)


def _claim_index(dataset: Dataset) -> str:
    claims = dataset.claims
    index = {
        claim: {"docname": claim_docname(source), "title": summary}
        for claim, source, summary in zip(claims["claim_id"], claims["source_id"], claims["summary"], strict=True)
    }
    return json.dumps(index, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def _take_executed(plan: Plan, stage: Path, only: str, executed: Path) -> list[Page]:
    """Put into the stage what is taken from the last build; return the pages that are not."""
    todo = [page for page in plan.pages if not only or page.docname == only]
    anew = {page.docname for page in todo}
    for page in plan.pages:
        if page.docname not in anew:
            _copy_executed(page, executed, stage)
    return todo


def _execute_pages(todo: list[Page], stage: Path, as_of: str, cache: Cache | None, pool: Pool, report: Report) -> int:
    """Put executed pages into the stage; return how many had to be executed."""
    plain = pool is local_pool and not can_fork()
    step = "Executing notebooks" + (", each in a kernel started anew" if plain else "")
    report(step, 0, len(todo))
    return execute_pages(todo, stage, as_of, lambda done: report(step, done, len(todo)), cache, pool)


def _copy_executed(page: Page, executed: Path, stage: Path) -> None:
    source = executed / f"{page.docname}.ipynb"
    if not source.is_file():
        raise BuildError(f"The last build has no page '{page.docname}'.", fix="build the whole book once.")
    target = stage / f"{page.docname}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
