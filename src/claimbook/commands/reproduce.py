"""`claimbook reproduce`: is the book of the last commit the same, wherever it is built? It prints; nothing else."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from claimbook import paths
from claimbook.commands.shared import ended_like_interrupted, errors_in_words

MOST = 50


@click.command()
@click.option("--pdf", "with_pdf", is_flag=True, help="Make the PDF each time, too: some minutes more.")
@click.option("--archive", "with_archive", is_flag=True, help="Release and archive it each time, too: twice the time.")
def reproduce(with_pdf: bool, with_archive: bool) -> None:
    """Build the last commit twice, as differently as one machine can, and compare every byte.

    Two clones in different folders, with other homes, time zones, locales, hash seeds, umasks, users, processors and
    fonts; no cache. What cannot be varied here is said. A PDF has the commit's time. With --archive each clone is
    released, under the dataset's own version or the next that is free, into a site of its own, with CITATION.cff, tag
    and archive; what the commit lacks for that (the version, a section of the changelog) is written there and said, and
    git's own times are the commit's. The exit status is 0 where the
    builds are the same, 1 where they are not: then the files are named, each with the place of the first byte that
    differs, and how the first of them differs is shown (by diffoscope, where it is installed).
    """
    with (
        errors_in_words(),
        ended_like_interrupted(),
        tempfile.TemporaryDirectory(prefix="claimbook-reproduce-") as place,
    ):
        from claimbook.release.reproduce import reproduce as build_twice

        differing = build_twice(
            paths.find_root(),
            Path(place),
            lambda line: click.echo(line, err=True),
            browser=_find_browser() if with_pdf else "",
            with_archive=with_archive,
        )
    for found in differing[:MOST]:
        click.echo(f"differs: {found.name} ({found.where})")
    if differing:
        click.echo(f"Not reproduced: {len(differing)} files differ.", err=True)
        sys.exit(1)
    click.echo("Reproduced: both builds have the same bytes.")


def _find_browser() -> str:
    """Return the browser's path: with another home a build would not find one that Playwright keeps in this one."""
    from claimbook.errors import BuildError
    from claimbook.pdf.browser import find_browser

    if found := find_browser():
        return found
    raise BuildError("No Chromium was found, and the PDF is printed by it.", fix="run `make browser`.")
