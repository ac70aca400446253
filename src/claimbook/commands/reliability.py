"""`claimbook reliability`: how far two codings agree, and what is to be settled. It prints and writes; nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from claimbook import paths
from claimbook.commands.shared import errors_in_words, no_dataset


@click.command()
@click.argument("first", metavar="A", type=click.Path(path_type=Path))
@click.argument("second", metavar="B", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="A CSV file to write, with every difference to settle: place, claims and values of both.",
)
def reliability(first: Path, second: Path, out: Path | None) -> None:
    """Compare two codings of the same sources, A and B, made apart.

    Both are datasets' folders, or books' folders with the dataset in `data`. Claims are paired by overlapping passages
    and the same claimant. Printed are how many claims of each source are counted, what each coder found, how far their
    passages overlap, and for each field Krippendorff's alpha with its 95 % interval. The codings in the folder
    `readers` of a dataset are compared on the book's page "Method" too. For more than two coders, run it on every two.
    """
    with errors_in_words():
        from claimbook.analysis.agreement import compare_readers, count_by_source, count_found
        from claimbook.analysis.disagreements import list_disagreements
        from claimbook.analysis.unitizing import compare_passages
        from claimbook.coding.starter import list_examples
        from claimbook.model.dataset import load_dataset

        if out:
            refuse_existing(out)
        one, two = (load_dataset(find_coding(folder)) for folder in (first, second))
        by_source = count_by_source(one, two)
        click.echo(lay_out(list(by_source.columns), by_source))
        examples = list_examples(one) | list_examples(two)
        for source in (name for name in by_source.iloc[:, 0] if name in examples):
            click.echo(f"{source} is the worked example of `claimbook new`, and is counted. Nobody has coded it apart:")
            click.echo("take its rows out of both codings, and compare again.")
        click.echo()
        for frame in (count_found(one, two), compare_passages(one, two)):
            click.echo(lay_out(list(frame.columns), frame))
            click.echo()
        fields = compare_readers(one, two)
        click.echo(lay_out(["Compared", "Measured as", "Pairs", "Agreed", "Share", "Alpha", "95 % interval"], fields))
        click.echo()
        listed = list_disagreements(one, two)
        said = f"{len(listed)} difference{'' if len(listed) == 1 else 's'} to settle"
        if out:
            write_new(out, list(listed.columns), listed)
            click.echo(f"{said}: {paths.shown(out)}")
        else:
            click.echo(f"{said}." + (" --out FILE lists them." if len(listed) else ""))


def find_coding(folder: Path) -> Path:
    """Return the folder of a coding: the one that is named, or the dataset of the book that lies there."""
    found = paths.find_data(folder) or paths.find_data(folder / paths.DATA)
    if found is None:
        raise no_dataset(folder, "name a folder that holds one, or a book's folder with the dataset in data.")
    return found


def lay_out(columns: list[str], frame: Any) -> str:
    """Return a table as plain text: the first column to the left, the others to the right."""
    rows = [columns, *([str(cell) for cell in row] for row in frame.itertuples(index=False))]
    widths = [max(len(row[place]) for row in rows) for place in range(len(columns))]
    lines = (
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def refuse_existing(out: Path) -> None:
    """Raise BuildError where a file to write is there already, or has no folder to lie in."""
    from claimbook.errors import BuildError, shorten_value

    name = shorten_value(str(out))
    if out.exists() or out.is_symlink():
        raise BuildError(f"'{name}' is there already.", fix="name a new file with --out, or take that one away.")
    if not out.parent.is_dir():
        raise BuildError(f"'{name}' has no folder to lie in.", fix="make the folder first, or name another --out.")


def write_new(out: Path, columns: list[str], frame: Any) -> None:
    """Write a table as CSV, beside its place first, so that none is left half-written."""
    from claimbook.errors import BuildError, shorten_value
    from claimbook.model.tables import write_table

    beside = out.with_name(f".{out.name}.writing")
    try:
        write_table(
            beside,
            columns,
            ([str(cell) for cell in row] for row in frame.itertuples(index=False)),
            for_spreadsheets=True,
        )
        beside.replace(out)
    except OSError as cause:
        message = f"'{shorten_value(str(out))}' cannot be written: {cause.strerror or cause}."
        raise BuildError(message, fix="name a file that can be written with --out.") from cause
    finally:
        beside.unlink(missing_ok=True)
