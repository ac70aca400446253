"""`claimbook archive`: a released version as one file to deposit. It prints; the work is release/archive."""

from __future__ import annotations

from pathlib import Path

import click

from claimbook import paths
from claimbook.commands.shared import DATA, ended_like_interrupted, errors_in_words, find_data, progress


@click.command()
@DATA
@click.argument("version", metavar="X.Y.Z")
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    help="The folder of all versions.  [default: site, beside the dataset]",
)
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.  [default: _build/NAME-X.Y.Z.zip]")
def archive(version: str, data: Path, site: Path | None, out: Path | None) -> None:
    """Make the archive of a released version X.Y.Z, to deposit it at Zenodo or keep it elsewhere.

    A ZIP with the dataset as a Data Package, the book as it was published, the source as its tag has it, CITATION.cff,
    licences, metadata for Zenodo and an RO-Crate. It has the same bytes whenever and wherever it is made: its times are
    those of the tag's commit. A version that is not published, whose build in SITE is not intact, or of which something
    was redacted, is refused.
    """
    with errors_in_words(), ended_like_interrupted():
        from claimbook.release.archive import archive as make

        root, folder = paths.find_root(), find_data(data).resolve()
        with progress() as report:
            target = out.resolve() if out else None
            done = make(root, folder, (site or root / paths.SITE).resolve(), version, target, report)
    click.echo(f"Archived {version}: {paths.shown(done.path)}, {done.files} files.")
    click.echo(f"SHA-256 {done.digest}")
