"""`claimbook diff`: what differs between two states of a book. It prints; the work is release/diffing."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from claimbook import paths
from claimbook.commands.shared import DATA, ended_like_interrupted, errors_in_words, progress
from claimbook.errors import BuildError

_TOLD = {
    "claims": "claim", "sources": "source", "figures": "number", "days": "day", "answers": "answer",
    "findings": "finding", "comparability": "pair", "charts": "chart",
}  # fmt: skip


@click.command()
@DATA
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--out", type=click.Path(path_type=Path), help="Where the page goes.  [default: _build/diff]")
@click.option("--site", type=click.Path(path_type=Path), help="The folder of all versions.  [default: site]")
@click.option("--charts/--no-charts", default=True, help="Build the book of a dataset that has none, for its charts.")
def diff(old: str, new: str, data: Path, out: Path | None, site: Path | None, charts: bool) -> None:
    """Compare two states of a book: claims, numbers, days, answers, findings, what compares with what, charts.

    OLD and NEW are each the folder of a dataset, the folder of a built book, a download that a book offers, or a
    released version X.Y.Z, which is looked for in the folder of all versions and among the checkout's tags. What
    differs is told in numbers here, whole in changes.json, and as a page with the charts of both side by side. A
    dataset that was not built is built for its charts, unless --no-charts is given. The exit status is 0 where nothing
    differs, 1 where something does, 2 where nothing can be told.
    """
    with errors_in_words(), ended_like_interrupted(), ExitStack() as stack:
        from claimbook.release.changes_page import changes_page
        from claimbook.release.diffing import PAGE, compare, is_same, write_comparison
        from claimbook.release.sides import read_side

        root = _root()
        versions = (site or (root or Path.cwd()) / paths.SITE).resolve()
        folder = ((root or Path.cwd()) / data).resolve()
        sides = [stack.enter_context(read_side(name, versions, root, folder)) for name in (old, new)]
        if charts and root and not all(side.site for side in sides):
            sides = [_with_charts(side, root, stack) for side in sides]
        found = compare(*sides)
        target = (out or (root or Path.cwd()) / paths.BUILD / "diff").resolve()
        write_comparison(found, [side.site for side in sides], target, changes_page(found))
    _tell(found)
    click.echo(f"The page: {paths.shown(target / PAGE)}")
    if not is_same(found):
        raise SystemExit(1)


def _root() -> Path | None:
    try:
        return paths.find_root()
    except BuildError:
        return None


def _with_charts(side: Any, root: Path, stack: ExitStack) -> Any:
    """Return a side with a build, made of its dataset with the templates of the current folder where it has none."""
    import tempfile

    from claimbook.book.build import build_book

    if side.site:
        return side
    beside = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="claimbook-diff-")))
    with progress() as report:
        built = build_book(root, side.source, out=beside / paths.HTML, report=report)
    return replace(side, site=built.html)


def _tell(found: dict[str, Any]) -> None:
    for name, word in _TOLD.items():
        rows = found[name]
        if rows is None:
            click.echo(f"{name}: not compared.")
        elif rows:
            kinds = Counter(row["change"] for row in rows if "change" in row)
            told = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
            click.echo(f"{name}: {len(rows)} {word}{'' if len(rows) == 1 else 's'}{f' ({told})' if told else ''}.")
    if not any(found[name] for name in _TOLD):
        click.echo("Nothing that is compared differs.")
