"""What the page of results says around its figures. Words only; no figure stands here."""

from __future__ import annotations

from benchmarks.pages import WORKLOADS

INTRODUCTION = """\
Written by `make bench`; the raw numbers are in `results.json` beside it. Do not edit either: every figure is computed.
They show proportions on one machine, not promises."""

METHOD = """\
- **Rounds.** In each round every contender runs once, each round in another order. A figure is the median over the
  rounds, with the least and the greatest value behind it. A ratio is taken within a round; the median of those ratios
  is shown.
- **A run** is a fresh process, from its start to its end: start of Python and imports are part of it, unless it says
  otherwise. Nothing is kept from one run to the next but what the system keeps of files. All are kept to two cores.
- **CPU** is user and system time of all processes that took part, kernels among them.
- **Memory** is the most that all processes of a run held at one time: the sum of their proportional shares (PSS),
  sampled, so that what forked processes share counts once. Short peaks can be missed. Where a process tells its own
  peak (checking and loading), the greater of the two is taken.
- **The work is the same.** Contenders execute the same template with the same parameters. After each run its outputs
  are compared, cell by cell, with those of plain papermill, and one that differs has failed. A site without one of its
  pages has failed too. A contender that fails gets no number."""

EXECUTED = {
    "papermill-loop": (
        "1",
        "one Python process that calls `papermill.execute_notebook` for each page, with its default options. The "
        "baseline of the ratios; stricter than a loop in a shell, which the next one is.",
    ),
    "papermill-cli": ("1", "the command `papermill` for each page, as a loop in a shell calls it."),
    "papermill-2": ("2", "`papermill.execute_notebook` in a pool of two processes."),
    "nbclient-2": ("1 and 2 kernels", "nbclient with two kernels at a time; parameters were written in beforehand."),
    "nbclient-4": ("1 and 4 kernels", "the same with four kernels at a time: they wait more than they work."),
    "jupyter-book": (
        "1",
        "the command `jupyter-book build`, which executes the pages (`execute_notebooks: force`, parameters written in "
        "beforehand) and makes a site of them: the whole command, two plain pages included.",
    ),
    "jupyter-book-execution": (
        "1",
        "what that build takes longer than one of the same pages already executed (`execute_notebooks: off`), in the "
        "same round. The nearest to its execution alone; memory is that of the whole build.",
    ),
    "ploomber-engine": (
        "1",
        "ploomber-engine in an environment of its own: all pages in one process, which they share. Pages are not "
        "isolated from one another, so what one leaves behind reaches the next.",
    ),
    "this": ("one a core", "the program: each page in a process of its own, isolated from the others."),
    "limit": (
        "1",
        "no contender: the cells alone, in one warm process that has run the first page before. Start, imports, "
        "reading and writing are left out. On one core; two would halve it.",
    ),
}

WORKS = {name: f"{text[:1].upper()}{text[1:]}" for name, text in WORKLOADS.items()}

MADE = {
    "this": "the program's own way from executed pages to the site, with its configuration and warnings as errors.",
    "jupyter-book": "`jupyter-book build` on the same pages, `execute_notebooks: off`, none of the program's settings.",
}

CHECKED = {
    "claimbook": "`check_dataset`: structure and meaning, every rule. Wall and CPU time without start and imports.",
    "load": "`load_dataset`: structure and typed frames, as a notebook loads it; measured in the same way.",
    "frictionless": "`frictionless.validate` on the dataset's descriptor: structure only; measured in the same "
    "way. A run that takes more than five minutes is not repeated.",
}
