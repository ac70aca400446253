"""What Sphinx needs to read and write many pages at once and make the bytes it makes one by one.

Sphinx merges what its readers found as they come in, and tells nobody of a name that two of them found. Here it is
merged in the order of the pages, and a name found twice is a warning, as it is where one process reads them all.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.parallel import ParallelTasks

logger = logging.getLogger(__name__)

# What a page costs to read whatever its size, in the time that so many bytes of it take.
PAGE_WEIGHT = 20_000
# It comes with sphinx_external_toc and declares nothing. All it does is to number sections, once, after all pages
# have been read.
UNDECLARED = "sphinx_multitoc_numbering"
# The environment's tables by page: Sphinx fills them in the order in which readers come home.
BY_PAGE = (
    "all_docs",
    "dependencies",
    "included",
    "longtitles",
    "metadata",
    "titles",
    "toc_num_entries",
    "tocs",
    "toctree_includes",
)
# The domains' tables in which a page's names stand, and those in which none of them may stand already. A row begins
# with the page that it was found on. Every label is among the anonymous ones too.
BY_NAME = {"anonlabels": "labels", "citations": "citations", "modules": "modules", "objects": "objects"}


class ParallelBuilder(StandaloneHTMLBuilder):
    """Sphinx's builder of HTML, whose readers' findings are merged in the order of the pages."""

    def _read_parallel(self, docnames: list[str], nproc: int) -> None:
        for docname in docnames:
            self.events.emit("env-purge-doc", self.env, docname)
            self.env.clear_doc(docname)
        # One page first: what reading it loads and compiles, every reader then has.
        first, rest = docnames[0], docnames[1:]
        self.read_doc(first)
        weights = [Path(self.env.doc2path(docname)).stat().st_size + PAGE_WEIGHT for docname in rest]
        found: dict[str, bytes] = {}
        chunks = split_evenly(rest, weights, nproc)
        tasks = ParallelTasks(nproc)
        for chunk in chunks:
            tasks.add_task(self.read_chunk, chunk, lambda chunk, data: found.update({chunk[0]: data}))
        tasks.join()
        for chunk in chunks:
            other: BuildEnvironment = pickle.loads(found.pop(chunk[0]))
            warn_of_doubles(self.env, other, chunk, first)
            self.env.merge_info_from(chunk, other, self.app)
        order_tables(self.env)

    def read_chunk(self, docnames: list[str]) -> bytes:
        """Read some pages and return the environment with what was found on them."""
        # A pickled environment has lost it.
        self.env.app = self.app
        for docname in docnames:
            self.read_doc(docname, _cache=False)
        return pickle.dumps(self.env, pickle.HIGHEST_PROTOCOL)


def split_evenly(names: Sequence[str], weights: Sequence[int], parts: int) -> list[list[str]]:
    """Split names, in their order, into at most so many parts of about the same weight; none of them is empty."""
    ends = list(accumulate(weights))
    chunks: list[list[str]] = [[] for _ in range(parts)]
    for name, weight, end in zip(names, weights, ends, strict=True):
        chunks[(end - weight // 2 - 1) * parts // ends[-1]].append(name)
    return [chunk for chunk in chunks if chunk]


def order_tables(env: BuildEnvironment) -> None:
    """Put the environment's tables in the order of the pages, as one reader leaves them."""
    for name in BY_PAGE:
        table = getattr(env, name)
        rows = sorted(table.items())
        table.clear()
        table.update(rows)


def warn_of_doubles(env: BuildEnvironment, other: BuildEnvironment, docnames: Sequence[str], first: str) -> None:
    """Warn of every name that another environment found on its pages and this one on a page before."""
    for kind, name, before, docname in find_doubles(env.domaindata, other.domaindata, [first, *docnames]):
        message = "%s %r stands on the page %r too. Fix: give each a name of its own."
        logger.warning(message, kind, name, before, location=docname, type="claimbook", subtype="double")


def find_doubles(
    known: dict[str, dict[str, Any]], found: dict[str, dict[str, Any]], docnames: Sequence[str]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield what stands in two domains' data: what it is, its name, its page before, its page among `docnames`."""
    pages = set(docnames)
    for domain, tables in found.items():
        for kind, earlier in BY_NAME.items():
            before = known.get(domain, {}).get(earlier, {})
            for name, row in tables.get(kind, {}).items():
                if row[0] in pages and name in before and before[name][0] not in pages:
                    text = name if isinstance(name, str) else " ".join(name)
                    yield earlier.removesuffix("s"), text, before[name][0], row[0]


def choose_processes(app: Sphinx) -> None:
    """Let one process work alone where an extension is not safe: told of it, Sphinx would warn and do the same."""
    for extension in app.extensions.values():
        if extension.name == UNDECLARED and extension.parallel_read_safe is None:
            extension.parallel_read_safe = True
    if not all(extension.parallel_read_safe and extension.parallel_write_safe for extension in app.extensions.values()):
        app.parallel = 1


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder in the place of Sphinx's own."""
    app.add_builder(ParallelBuilder, override=True)
    app.connect("builder-inited", choose_processes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
