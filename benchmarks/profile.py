"""Where the time goes: `make profile`. A rebuild after one changed claim, and a site of many pages, step by step.

Python's own profiler times the functions named below, in one process, so that no step hides behind another. It slows
what calls many small functions; shares count, not seconds. Written to `profile.md` beside the results.
"""

from __future__ import annotations

import argparse
import cProfile
import csv
import pstats
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from benchmarks import machine
from benchmarks.measure import ROOT
from benchmarks.parts import SitePart
from benchmarks.report import machine_table, show_number, table

WORK = ROOT / "_build" / "bench"
PROJECT = ("book", "data", "src", "_config.yml", "_toc.yml", "uv.lock", "pyproject.toml")
INTRODUCTION = """\
Written by `make profile`; do not edit it. Seconds are of one run under Python's profiler, in one process: it slows what
calls many small functions, and steps that the program does side by side stand one after the other here. A step further
to the right is part of the one above it."""


class Step(NamedTuple):
    """A step of the work: its name in words, the functions (end of their file's name, name) that do it, its depth."""

    name: str
    functions: Sequence[tuple[str, str]]
    depth: int = 0


REBUILD = (
    Step("the whole build", [("book/build.py", "build_book")]),
    Step("digests of what the book is made from", [("book/record.py", "begin_record")], 1),
    Step("checking the dataset", [("model/checks.py", "check_dataset")], 1),
    Step("planning the pages", [("book/pages.py", "plan_pages")], 1),
    Step("writing slices and settings", [("book/build.py", "_write_inputs")], 1),
    Step("executing pages, or taking them from the cache", [("book/build.py", "_execute_pages")], 1),
    Step("making the site, in processes of its own", [("book/press.py", "make_site")], 1),
    Step("digests of what was made", [("digests.py", "digest_tree"), ("book/record.py", "digest_executed")], 1),
    Step("changing over", [("book/output.py", "change_over")], 1),
)
SITE = (
    Step("the whole site", [("book/press.py", "run_jupyter_book")]),
    Step("setting Sphinx up", [("sphinx/application.py", "__init__")], 1),
    Step("reading pages", [("sphinx/builders/__init__.py", "_read_serial")], 1),
    Step("notebook to document (MyST-NB)", [("myst_nb/sphinx_.py", "parse")], 2),
    Step("transforms of documents", [("docutils/transforms/__init__.py", "apply_transforms")], 2),
    Step("keeping documents on disk", [("sphinx/builders/__init__.py", "write_doctree")], 2),
    Step("writing pages", [("sphinx/builders/__init__.py", "_write_serial")], 1),
    Step(
        "fetching documents, resolving references", [("sphinx/environment/__init__.py", "get_and_resolve_doctree")], 2
    ),
    Step("document to HTML", [("docutils/writers/__init__.py", "write")], 2),
    Step("the page around it", [("sphinx/builders/html/__init__.py", "handle_page")], 2),
    Step("of it templates", [("sphinx/jinja2glue.py", "render")], 3),
    Step("of it the contents beside the page", [("book/sidebar.py", "add")], 3),
    Step("words for the search", [("sphinx/builders/html/__init__.py", "index_page")], 2),
    Step("anchors of claims looked for", [("book/site.py", "check_anchors")], 1),
    Step("files of the theme trimmed", [("book/site.py", "trim_output")], 1),
    Step("search index and the rest", [("sphinx/builders/html/__init__.py", "finish")], 1),
)


def cumulative(stats: Mapping[tuple[str, int, str], tuple[int, int, float, float, object]], step: Step) -> float:
    """Return the seconds within a step's functions, those that they call included; 0 where none of them ran."""
    return sum(
        times[3]
        for (file, _, name), times in stats.items()
        if any(name == function and file.replace("\\", "/").endswith(end) for end, function in step.functions)
    )


def step_table(seconds: Sequence[tuple[Step, float]]) -> str:
    """Return steps, their seconds and their share of the first; what the steps of depth 1 leave over is told too."""
    whole = seconds[0][1]
    rest = whole - sum(taken for step, taken in seconds if step.depth == 1)
    rows = [(("&emsp;" * step.depth) + step.name, taken) for step, taken in seconds]
    rows.append(("&emsp;the rest", rest))
    cells = [[name, show_number(taken), f"{100 * taken / whole:.0f} %" if whole else "–"] for name, taken in rows]
    return table(["step", "seconds", "share"], cells)


def read_steps(profile: Path, steps: Sequence[Step]) -> list[tuple[Step, float]]:
    """Return the seconds of each step in a profile that the profiler wrote."""
    stats = pstats.Stats(str(profile)).stats  # type: ignore[attr-defined]
    return [(step, cumulative(stats, step)) for step in steps]


def change_claim(data: Path) -> None:
    """Change the summary of the first claim of a dataset."""
    path = data / "claims.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    place = rows[0].index("summary")
    rows[1][place] = rows[1][place].rstrip(".") + ", once more."
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows(rows)


def profile_rebuild(folder: Path) -> Path:
    """Build a copy of the project's book in `folder`, change a claim, and profile the build that follows."""
    for name in PROJECT:
        source, target = ROOT / name, folder / name
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, target)
    run_apart("rebuild", folder, folder / "first.prof")
    change_claim(folder / "data")
    run_apart("rebuild", folder, folder / "second.prof")
    return folder / "second.prof"


def profile_site(folder: Path, pages: int) -> Path:
    """Lay out the stage of a book of so many executed pages in `folder` and profile its site."""
    SitePart(WORK / "profile-inputs", [pages], []).lay_out(pages, "this", folder / "site")
    run_apart("site", folder / "site", folder / "site.prof")
    return folder / "site.prof"


def run_apart(what: str, folder: Path, profile: Path) -> None:
    """Run this module for one profile, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.profile", "--run", what, str(folder), str(profile)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # Sphinx tells of every page


def run_here(what: str, folder: Path, profile: Path) -> None:
    """Profile one piece of work in this process."""
    from benchmarks import ours

    profiler = cProfile.Profile()
    with suppress(SystemExit):
        profiler.runcall(ours.build if what == "rebuild" else ours.make_site_here, folder)
    profiler.dump_stats(profile)


def time_start(code: str) -> float:
    """Return the seconds that a fresh Python takes for some code: the least of five runs."""
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
        taken.append(time.perf_counter() - begun)
    return min(taken)


def make_profile(pages: int) -> str:
    """Return the page that tells where the time goes."""
    header = {"code": machine.digest_inputs(), "machine": machine.describe_machine(), "versions": {}}
    starts = [
        ["start of Python", show_number(time_start("pass"))],
        ["start, and the program's imports for a build", show_number(time_start("import claimbook.book.build"))],
    ]
    with tempfile.TemporaryDirectory() as name:
        rebuild = read_steps(profile_rebuild(Path(name).resolve() / "book"), REBUILD)
        site = read_steps(profile_site(Path(name).resolve(), pages), SITE)
    sections = [
        "# Where the time goes", INTRODUCTION, machine_table(header),
        "## Before anything is done", table(["what", "seconds"], starts),
        "## A build after one changed claim", step_table(rebuild),
        f"## The site of a book of {pages:,} pages", step_table(site),
    ]  # fmt: skip
    return "\n\n".join(sections) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Profile both and write the page, or run one profile where `--run` asks for it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profile", description=__doc__)
    parser.add_argument("--pages", type=int, default=1000, help="pages of the site")
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks", help="where profile.md goes")
    parser.add_argument("--run", nargs=3, metavar=("WHAT", "FOLDER", "PROFILE"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.run:
        what, folder, profile = options.run
        run_here(what, Path(folder), Path(profile))
        return 0
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "profile.md").write_text(make_profile(options.pages), "utf-8")
    sys.stderr.write(f"Written: {options.results.name}/profile.md\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
