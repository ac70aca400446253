"""One page's execution as something that can be sent to any process: all it is made from, and the notebook back.

A page is executed in a folder of its own that holds what it may read and nothing else: its slice, and which pages
the book has. What it writes beside itself is not kept: a page is its executed notebook, so that it can be kept from
one build to the next.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from claimbook import paths
from claimbook.book.execute import execute_page
from claimbook.book.pages import Page
from claimbook.digests import digest_bytes, digest_files, digest_page


@dataclass(frozen=True)
class Job:
    """A page to execute. `slice` is a folder, or the files of one; `work` where to work, "" the system's own place."""

    page: Page
    template: bytes
    as_of: str
    contents: bytes
    slice: Path | dict[str, bytes]
    work: str = ""


def make_job(page: Page, stage: Path, as_of: str) -> Job:
    """Return the job of a page whose slice lies in the stage."""
    contents = stage / paths.PAGES
    return Job(
        page,
        page.template.read_bytes(),
        as_of,
        contents.read_bytes() if contents.is_file() else b"[]\n",
        stage / paths.SLICES / page.slice_name,
        str(stage),
    )


def pack_job(job: Job) -> Job:
    """Return the job with its slice in it and no path of ours, for a process that does not see our files."""
    if isinstance(job.slice, dict):
        return job
    folder = job.slice
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    page = replace(job.page, template=Path(job.page.template.name))
    return replace(job, page=page, slice=dict(sorted(files.items())), work="")


def key_of(job: Job, slice_digests: dict[str, str], made: str) -> str:
    """Return the key under which the executed page is kept; `made` is the digest of code and environment."""
    page = job.page
    return digest_page(
        docname=page.docname,
        title=page.title,
        template=job.template,
        parameters={"as_of": job.as_of, "template": page.template.name, **page.parameters},
        given={"contents": digest_bytes(job.contents), "slice": page.slice_name, **slice_digests},
        made=made,
    )


def digest_slice(job: Job) -> dict[str, str]:
    """Return the digests of a slice's files, by name."""
    if isinstance(job.slice, dict):
        return {f"slice/{name}": digest_bytes(data) for name, data in job.slice.items()}
    return {f"slice/{name}": digest for name, digest in digest_files(job.slice.rglob("*"), job.slice).items()}


def execute_job(job: Job) -> bytes:
    """Execute a page and return the executed notebook. Raises PageError as `execute_page` does."""
    if job.work:
        Path(job.work).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".page-", dir=job.work or None, ignore_cleanup_errors=True) as name:
        root = Path(name)
        (root / paths.CONFIG).write_text("{}\n", "utf-8")  # the mark of a book's root
        (root / paths.PAGES).write_bytes(job.contents)
        template = root / job.page.template.name
        template.write_bytes(job.template)
        _lay_slice(job.slice, root / paths.SLICES / job.page.slice_name)
        target = root / f"{job.page.docname}.ipynb"
        data = f"{paths.SLICES}/{job.page.slice_name}"
        return execute_page(replace(job.page, template=template), target, data, job.as_of).read_bytes()


def _lay_slice(given: Path | dict[str, Any], place: Path) -> None:
    """Let a slice appear at a place: by a link where there can be one, else by a copy."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(given, Path):
        try:
            os.symlink(given.resolve(), place, target_is_directory=True)
        except OSError:
            shutil.copytree(given, place)
        return
    for name, data in given.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
