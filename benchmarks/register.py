"""How fast the register answers, and what it weighs: `make bench-register`, or `python -m benchmarks.register`.

An invented dataset of many claims, the register's page alone as a site, a headless Chromium that opens it from its
folder. Keys are typed one after the other; a key's time ends when the rows are laid out, and, told apart, when they are
painted. How long the page's thread worked for it is told too: that does not depend on what else the machine does. No
part of the package, and no test.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import statistics
import sys
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from benchmarks.big_dataset import write_big_dataset
from benchmarks.measure import ROOT
from claimbook import paths
from claimbook.book.contents import read_config
from claimbook.book.press import make_site
from claimbook.book.register import PAGE, ROWS, register_page, write_register
from claimbook.model.dataset import Dataset, load_dataset

WORK = ROOT / "_build" / "bench-register"
WORDS = ("gates", "office says", "mill workers boats", "a wall of water", "weir broke", "2031", "zzz", "e")
# Sets the words and waits; returns the ms until the rows were laid out, and until they were painted.
TYPE = """async typed => {
    const field = document.querySelector('#cb-find-q');
    field.value = typed;
    const begin = performance.now();
    field.dispatchEvent(new Event('input', { bubbles: true }));
    document.body.getBoundingClientRect();
    const laid = performance.now() - begin;
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
    return [laid, performance.now() - begin];
}"""
CLICK = """selector => {
    const begin = performance.now();
    document.querySelector(selector).click();
    document.body.getBoundingClientRect();
    return performance.now() - begin;
}"""


class Times(NamedTuple):
    """What was measured at one slowness of the processor, in ms."""

    ready: float
    laid: list[float]
    painted: list[float]
    worked: list[float]
    sorting: list[float]


def write_site(dataset: Dataset, folder: Path) -> Path:
    """Make a site of the register's page and a start page, and return its folder."""
    stage = folder / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    (stage / "book").mkdir(parents=True)
    config = {**read_config(ROOT), "title": "Benchmark"}
    (stage / paths.CONFIG).write_text(yaml.safe_dump(config, sort_keys=True), "utf-8")
    contents = {"format": "jb-book", "root": "book/index", "chapters": [{"file": PAGE}]}
    (stage / paths.CONTENTS).write_text(yaml.safe_dump(contents), "utf-8")
    (stage / paths.CLAIM_INDEX).write_text("{}\n", "utf-8")
    (stage / "book" / "index.md").write_text("# Start\n", "utf-8")
    with chdir(stage / "book"):
        shown = register_page(dataset).html
    (stage / f"{PAGE}.ipynb").write_text(json.dumps(as_notebook(shown)), "utf-8")
    site = make_site(stage)
    write_register(dataset, site)
    return site


def as_notebook(shown: str) -> dict[str, Any]:
    """Return an executed notebook that shows a piece of HTML."""
    output = {"output_type": "execute_result", "data": {"text/html": shown}, "execution_count": 1, "metadata": {}}
    cell = {"cell_type": "code", "id": "b", "source": "page", "execution_count": 1, "outputs": [output]}
    heading = {"cell_type": "markdown", "id": "a", "source": "# Register of claims", "metadata": {}}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}, "language_info": {"name": "python"}}
    cells = [heading, {**cell, "metadata": {"tags": ["remove-input"]}}]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells}


def list_keys(words: Sequence[str]) -> list[str]:
    """Return what stands in the field after each key: words typed sign by sign, then taken away again."""
    typed = [[text[:place] for place in range(1, len(text) + 1)] for text in words]
    return [key for keys in typed for key in (*keys, *reversed(keys[:-1]), "")]


def measure(page: Any, session: Any, address: str) -> Times:
    """Open the register and type the words; sort by every column, both ways."""
    page.goto(address)
    page.wait_for_function("() => document.querySelector('.cb-found').textContent")
    ready = page.evaluate("() => performance.now()")
    page.wait_for_timeout(1500)
    seen, worked = [], []
    for key in list_keys(WORDS):
        before = processor_time(session)
        seen.append(page.evaluate(TYPE, key))
        worked.append(processor_time(session) - before)
    heads = [f"th button[data-sort={name}]" for name in ("who", "claim", "kind", "source", "said")]
    sorting = [page.evaluate(CLICK, head) for head in heads for _ in range(2)]
    return Times(ready, [laid for laid, _ in seen], [painted for _, painted in seen], worked, sorting)


def processor_time(session: Any) -> float:
    """Return the ms that the page's thread has worked, whatever else the machine does meanwhile."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration") * 1000


def weigh(paths_of: Sequence[Path]) -> tuple[int, int]:
    """Return the bytes of some files, plain and with gzip."""
    data = [path.read_bytes() for path in paths_of]
    return sum(map(len, data)), sum(len(gzip.compress(each, 6, mtime=0)) for each in data)


def show(name: str, times: Sequence[float]) -> str:
    """Return one line of the report."""
    return f"{name:<34} median {statistics.median(times):7.1f} ms   worst {max(times):7.1f} ms   of {len(times)}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(prog="python -m benchmarks.register", description=__doc__)
    parser.add_argument("--claims", type=int, default=20_000)
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="by default the one on the path")
    options = parser.parse_args(arguments)
    dataset = load_dataset(write_big_dataset(WORK / f"{options.claims}", options.claims))
    site = write_site(dataset, WORK)
    own = sorted((site / "assets").glob("register*"))
    page_files = [*own, site / f"{PAGE}.html"]
    for name, files in (("rows", [site / "assets" / ROWS]), ("page and its own files", page_files)):
        plain, packed = weigh(files)
        sys.stdout.write(f"{name}: {plain / 1000:.0f} kB, {packed / 1000:.0f} kB with gzip\n")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox", "--disable-gpu"])
        for slower in (1, 4):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            times = measure(page, session, (site / f"{PAGE}.html").as_uri())
            sys.stdout.write(f"\n{options.claims} claims, processor slowed down {slower} times\n")
            told = {
                "a key, until laid out": times.laid,
                "a key, until painted": times.painted,
                "a key, the page's thread at work": times.worked,
                "a click on a heading": times.sorting,
                "opened, until rows stand": [times.ready],
            }
            sys.stdout.write("".join(show(name, values) + "\n" for name, values in told.items()))
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
