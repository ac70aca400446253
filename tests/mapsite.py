"""A small site with a page of incidents, their map, and a page for each of them. No expectation of a test."""

from __future__ import annotations

import os
from pathlib import Path

from sitebook import write_book, write_notebook

from claimbook.book.lists import incident_list
from claimbook.book.maps import incident_map
from claimbook.model.dataset import Dataset


def write_map_book(stage: Path, dataset: Dataset) -> Path:
    """Write a book as the build stages one: the site's small book, with these pages besides."""
    write_book(stage)
    pages = ["    - file: book/incidents"]
    before = Path.cwd()
    os.chdir(stage / "book")  # links count from where a page lies
    try:
        write_notebook(
            stage / "book/incidents.ipynb", "Incidents", incident_map(dataset).html + incident_list(dataset).html
        )
    finally:
        os.chdir(before)
    for row in dataset.incidents.itertuples():
        write_notebook(stage / f"book/incidents/{row.incident_id}.ipynb", row.title, "<p>What is said of it.</p>")
        pages.append(f"    - file: book/incidents/{row.incident_id}")
    toc = (stage / "_toc.yml").read_text("utf-8")
    (stage / "_toc.yml").write_text(toc.replace("  - url:", "\n".join(pages) + "\n  - url:"), "utf-8")
    return stage
