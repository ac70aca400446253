"""`claimbook verify`: is a copy of a build what was published, and does it come out again? It prints; nothing else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from claimbook import paths
from claimbook.commands.shared import DATA, end_redaction, ended_like_interrupted, errors_in_words, find_data, progress

MOST = 100  # lines of faults


@click.command()
@DATA
@click.argument("build", metavar="BUILD", type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="Build it again from the checkout in the current folder, and compare.")
@click.option(
    "--outputs", default="", help="The SHA-256 that outputs.sha256 must have, as a citation or a list gives it."
)
@click.option("--redactions", default="", help="The SHA-256 that redactions.json must have, where there is one.")
def verify(build: Path, data: Path, rebuild: bool, outputs: str, redactions: str) -> None:
    """Verify a build: every file of it against its list of digests, offline and from a plain copy.

    BUILD is the folder of a published book. Each file that is missing, extra or changed is named. What a list in the
    same folder cannot show is that somebody changed both: compare the digest of outputs.sha256 with one that you have
    from elsewhere (--outputs), or build it again (--rebuild). Where claims were redacted after the build had been
    published, redactions.json says which files are others for that, with their digests of then and now; its own digest
    stands in the list of versions (--redactions). The exit status is 0 where all is as it was, 1 where
    something is not, 2 where nothing can be told.
    """
    with errors_in_words():
        from claimbook.release.verify import find_build, verify_build

        end_redaction(build)
        folder = find_build(build)
        found = verify_build(folder)
    faults = [str(fault) for fault in found.faults]
    if outputs and outputs.lower() != found.outputs:
        faults.append(f"changed: {paths.OUTPUTS}: its SHA-256 is {found.outputs}")
    if redactions and redactions.lower() != found.redactions:
        faults.append(
            f"changed: redactions.json: its SHA-256 is {found.redactions or 'none, for there is no such file'}"
        )
    _tell(faults)
    if faults:
        click.echo(f"Not intact: {len(faults)} of {len(found.files) + 1} files.", err=True)
        sys.exit(1)
    record = found.record
    number = len(record.redacted) if record else 0
    but = f" with {number} redaction{'' if number == 1 else 's'}" if number else ""
    click.echo(f"Intact{but}: {len(found.files) + 1} files of build {found.build}.")
    click.echo(f"outputs.sha256: {found.outputs}")
    if record:
        click.echo(f"redactions.json: {found.redactions}")
        for row in record.redacted:
            click.echo(f"Redacted: {row.claim} ({row.reason_class}), in version {row.version}, on {row.day}.")
        click.echo(
            f"For that {len(record.files)} files are others now; redactions.json has their digests of then and now."
        )
    if rebuild:
        _rebuild(found, data)


def _rebuild(found: Any, data: Path) -> None:
    with errors_in_words(), ended_like_interrupted():
        from claimbook.release.rebuild import rebuild

        root = paths.find_root()
        with progress() as report:
            done = rebuild(found, root, find_data(data), report)
    if done.inputs:
        _tell(done.inputs)
        click.echo("Not built: these inputs are not the recorded ones. Fix: check out what was cited.", err=True)
        sys.exit(1)
    _tell([str(fault) for fault in done.faults])
    if done.faults:
        click.echo(f"Built again, and not the same: {len(done.faults)} files differ.", err=True)
        sys.exit(1)
    click.echo("Built again: the same bytes.")


def _tell(lines: list[str]) -> None:
    for line in lines[:MOST]:
        click.echo(line, err=True)
    if len(lines) > MOST:
        click.echo(f"… and {len(lines) - MOST} more.", err=True)
