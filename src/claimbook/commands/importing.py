"""`claimbook import`: other people's datasets and annotations into a new dataset's folder. The work is in exchange."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from claimbook import paths
from claimbook.commands.shared import ended_like_interrupted, errors_in_words, progress, warn_of_large_sources
from claimbook.errors import DatasetError, Problem, shorten_value

ANNOTATIONS = "web-annotation"


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--mapping",
    required=True,
    metavar="M",
    help="A mapping that ships (ucdp-ged, acled, web-annotation) or a YAML file of your own.",
)
@click.option("--into", required=True, type=click.Path(path_type=Path), help="The dataset's folder: new or empty.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A parameter of the mapping; repeatable.")
@click.option("--encoding", default="", help="The file's encoding, where it is not UTF-8: cp1252, utf-16.")
@click.option(
    "--delimiter", default="", help="What parts the cells of a CSV file; tab for a tabulator.  [default: found out]"
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "tsv", "json", "jsonl", "parquet"]),
    help="The file's format.  [default: by its name]",
)
@click.option(
    "--text", type=click.Path(path_type=Path), help="With web-annotation: the text that the annotations are about."
)
def import_(
    file: Path, mapping: str, into: Path, settings: tuple[str, ...], encoding: str, delimiter: str, form: str | None,
    text: Path | None,
) -> None:  # fmt: skip
    """Bring in somebody else's dataset by a mapping: a YAML file that says which column becomes what.

    FILE is a CSV, TSV, JSON, JSON lines or Parquet file. What comes out is a dataset's folder that `claimbook check`
    passes. A row that breaks a rule goes to rejected.csv in that folder, as it was read, with the reason; accepted
    and rejected rows are together those read. Exit status: 0 all rows accepted, 1 some rejected, 2 nothing imported.
    docs/import.md tells how to write a mapping.
    """
    with errors_in_words(), ended_like_interrupted():
        from claimbook.exchange.delimited import Reading

        given = read_settings(settings)
        reading = Reading(form or "", encoding, delimiter)
        if mapping == ANNOTATIONS:
            sys.exit(_import_annotations(file, into, given, text, encoding))
        if text is not None:
            message = "only annotations have a text."
            raise DatasetError([Problem("--text", 0, "", message, f"leave it out, or use --mapping {ANNOTATIONS}.")])
        sys.exit(_import_table(file, mapping, into, given, reading))


def _import_table(file: Path, name: str, into: Path, given: dict[str, str], reading: Any) -> int:
    from claimbook.exchange.importing import import_file
    from claimbook.exchange.mapping import read_mapping
    from claimbook.exchange.rejected import REJECTED

    mapping = read_mapping(name)
    with progress() as report:
        done = import_file(file, mapping, into, given, reading, lambda count: report(f"Read {count:,} rows", 1, 1))
    click.echo(f"Read as {done.told}.")
    counts = ", ".join(f"{table} {count}" for table, count in done.rows.items())
    click.echo(f"{done.read} rows read: {done.accepted} accepted, {done.rejected} rejected.")
    click.echo(f"Written: {counts or 'no rows'}.")
    for line in done.divided:
        click.echo(line)
    warn_of_large_sources(done.claims, _smaller(mapping))
    if done.rejected:
        click.echo(f"Rejected rows with their reasons: {paths.shown((into / REJECTED).absolute())}", err=True)
    click.echo(f"The dataset: {paths.shown(into.absolute())}. Next: claimbook check --data {into}")
    return 1 if done.rejected else 0


def _smaller(mapping: Any) -> str:
    part = mapping.parameters.get("part")
    return (
        f"Divide it: --set part={part.allowed[-1]}" if part and part.allowed else "Make a source for each part of it."
    )


def _import_annotations(file: Path, into: Path, given: dict[str, str], text: Path | None, encoding: str) -> int:
    from claimbook.exchange.annotating import import_annotations

    done = import_annotations(file, text, into, given, encoding)
    click.echo(f"{done.read} annotations read: {done.accepted} accepted, {done.rejected} rejected.")
    click.echo(f"Passages to code: {done.passages}.")
    if done.rejected:
        click.echo(
            f"Rejected annotations with their reasons: {paths.shown((into / 'rejected.csv').absolute())}", err=True
        )
    click.echo(
        f"The dataset: {paths.shown(into.absolute())}. "
        f"Next: claimbook check --data {into} --text {(text or file).parent}"
    )
    return 1 if done.rejected else 0


def read_settings(settings: tuple[str, ...]) -> dict[str, str]:
    """Return what --set says; raises DatasetError with each that is no NAME=VALUE or stands twice."""
    given: dict[str, str] = {}
    problems = []
    for setting in settings:
        name, sign, value = setting.partition("=")
        if not sign or not name:
            message = f"'{shorten_value(setting)}' sets nothing."
            problems.append(Problem("--set", 0, "", message, "write NAME=VALUE: --set released=2031-05."))
        elif name in given:
            problems.append(Problem("--set", 0, "", f"'{shorten_value(name)}' is set twice.", "keep one."))
        given[name] = value
    if problems:
        raise DatasetError(problems)
    return given
