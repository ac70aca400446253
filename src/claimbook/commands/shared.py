"""What the commands share: the dataset's option, errors in words and exit status 2, progress, a clean end.

What belongs here: nothing that only one command needs. What does not: the commands (cli, and the modules beside this
one), any work. Heavy imports stand inside functions: `claimbook --help` must answer at once.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from claimbook import paths
from claimbook.errors import ClaimbookError, DatasetError, Problem, as_line, shorten_value

LARGE_SOURCE = 2000  # claims; a page of more is long to load and to read

DATA = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=paths.DATA,
    show_default=True,
    help="The dataset's folder; it holds a datapackage.json.",
)


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Say what is wrong, a line each, and end with exit status 2. Before anything else, end a redaction of the book of
    the current folder that was interrupted.
    """
    try:
        end_redaction(Path.cwd() / paths.DATA)
        yield
    except DatasetError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        click.echo(as_line(error.message), err=True)
        sys.exit(2)
    except ClaimbookError as error:
        click.echo(as_line(str(error)), err=True)
        sys.exit(2)


def find_data(data: Path) -> Path:
    """Return the dataset's folder; where there is none, name it as the reader wrote it."""
    folder = paths.find_data(data)
    if folder is None:
        raise no_dataset(data, "name a dataset's folder with --data; it holds a datapackage.json.")
    end_redaction(folder)
    return folder


def end_redaction(place: Path) -> None:
    """End a redaction that was interrupted in the book that a dataset or a build lies in, and say so.

    Raises BuildError where it cannot be ended.
    """
    root = paths.find_book(place)
    if not (root / paths.REDACTING).exists():
        return
    from claimbook.release.journal import recover

    if files := recover(root):
        click.echo(f"A redaction was interrupted; it is ended now: {', '.join(files)}. Next: commit it.", err=True)


def no_dataset(folder: Path, fix: str) -> DatasetError:
    """Return the error that a folder holds no dataset."""
    message = f"there is no {paths.DESCRIPTOR} in '{shorten_value(str(folder))}'."
    return DatasetError([Problem(paths.DESCRIPTOR, 0, "", message, fix)])


def warn_of_large_sources(claims: Mapping[str, int], fix: str = "Make a source for each part of it.") -> None:
    """Say which sources have more claims than one page can show well; `claims` counts them by source."""
    for source, count in sorted(claims.items()):
        if count > LARGE_SOURCE:
            said = f"{source} has {count} claims, more than {LARGE_SOURCE}: its page will be long."
            click.echo(f"{said} {fix}", err=True)


@contextmanager
def ended_like_interrupted() -> Iterator[None]:
    """Let SIGTERM clean up as Ctrl-C does."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a reporter: a progress bar where a terminal is there, a plain line for each step where not."""
    if not sys.stderr.isatty():
        seen: set[str] = set()

        def say(step: str, done: int, total: int) -> None:
            if step not in seen or done == total > 1:
                click.echo(f"{step} …" if step not in seen else f"{step}: {done} of {total}", err=True)
            seen.add(step)

        yield say
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                for earlier in tasks.values():
                    progress.update(earlier, completed=progress.tasks[earlier].total)
                tasks[step] = progress.add_task(step, total=total)
            progress.update(tasks[step], completed=done, total=total)

        yield show
