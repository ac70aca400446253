"""Make the folder that a book of one's own begins with: dataset, texts, templates, README.

The example is a dataset of an invented case in `starter/`; columns and descriptor come from the schema, so that it
cannot fall behind it.
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from pathlib import Path

from claimbook import paths
from claimbook.errors import BuildError, shorten_value
from claimbook.model.dataset import Dataset
from claimbook.model.descriptor import make_descriptor, read_schema
from claimbook.model.placing import NEW_FOLDER, why_taken
from claimbook.model.tables import write_table

EXAMPLE_TITLE = "The ferry at Sandhaven: what sources say"
_EXAMPLE = """\
The tables hold a worked example about an invented ferry. Read it, then take its rows out (the headers stay), with
`texts/harbour-post.txt`. `claimbook new DIR --empty` makes a folder without it.
"""
_IGNORED = "# Texts are their publishers': they are never published with the dataset.\ntexts/\n_build/\nsite/\n"


def make_starter(folder: Path, *, empty: bool = False, title: str = "") -> list[str]:
    """Make a book's folder and return what lies in it.

    Raises BuildError where the folder holds anything, or cannot be written. It is made beside its place: a folder
    that is there is whole.
    """
    _refuse_place(folder)
    templates = find_templates()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as working:
            made = Path(working) / "made"
            made.mkdir()
            _copy_templates(templates, made)
            _write_dataset(made, empty=empty, title=title)
            listed = sorted(path.name + ("/" if path.is_dir() else "") for path in made.iterdir())
            if folder.is_dir():  # it is empty
                folder.rmdir()
            made.rename(folder)
    except OSError as cause:
        message = f"'{shorten_value(str(folder))}' cannot be written: {cause.strerror or cause}."
        raise BuildError(message, fix="name a folder in a place that you may write to.") from cause
    return listed


def list_examples(dataset: Dataset) -> frozenset[str]:
    """Return the ids of a dataset's sources whose text is that of the worked example."""
    digests = {row["text_sha256"] for row in _example_rows("sources")}
    sources = zip(dataset.sources["source_id"], dataset.sources["text_sha256"], strict=True)
    return frozenset(source for source, digest in sources if digest in digests)


def find_templates() -> Path:
    """Return the folder that holds the pages' templates: in the package where it is installed, else the checkout.

    Raises BuildError where neither does.
    """
    for folder in paths.TEMPLATE_ROOTS:
        if (folder / paths.CONFIG).is_file() and (folder / paths.TEMPLATES).is_dir():
            return folder
    raise BuildError("The pages' templates are not installed.", fix="install claimbook again, from its wheel.")


def _refuse_place(folder: Path) -> None:
    if why := why_taken(folder):
        raise BuildError(f"'{shorten_value(str(folder))}' {why}", fix=NEW_FOLDER)


def _copy_templates(templates: Path, made: Path) -> None:
    """Copy configuration, contents and notebooks. A page of text alone (the tutorial) is about the program, not about
    anybody's data: it stays behind, with its line in the contents.
    """
    shutil.copyfile(templates / paths.CONFIG, made / paths.CONFIG)
    lines = (templates / paths.CONTENTS).read_text("utf-8").splitlines(keepends=True)
    (made / paths.CONTENTS).write_text("".join(line for line in lines if not _is_text(templates, line)), "utf-8")
    for path in sorted((templates / paths.TEMPLATES).rglob("*.ipynb")):
        relative = path.relative_to(templates)
        if ".ipynb_checkpoints" not in relative.parts:
            (made / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, made / relative)


def _is_text(templates: Path, line: str) -> bool:
    """Whether a line of the contents names a page of text alone."""
    mark, _, name = line.strip().partition("- file: ")
    return not mark and bool(name) and (templates / f"{name}.md").is_file()


def _write_dataset(made: Path, *, empty: bool, title: str) -> None:
    data, texts = made / paths.DATA, made / paths.TEXTS
    data.mkdir()
    texts.mkdir()
    title = title or ("Claims by source" if empty else EXAMPLE_TITLE)
    package = make_descriptor(
        name="my-claims" if empty else "sandhaven-ferry",
        title=title,
        description="" if empty else "An invented case, to begin with.",
        licenses=[{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0"}],
    )
    (data / paths.DESCRIPTOR).write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", "utf-8")
    for name, spec in read_schema()["tables"].items():
        columns = [field["name"] for field in spec["schema"]["fields"]]
        rows = [] if empty else _example_rows(name)
        write_table(data / f"{name}.csv", columns, [[row.get(column, "") for column in columns] for row in rows])
    if not empty:
        for path in sorted((paths.STARTER / paths.TEXTS).glob("*.txt")):
            shutil.copyfile(path, texts / path.name)
    readme = (paths.STARTER / "README.md").read_text("utf-8")
    readme = readme.replace("{title}", title).replace("{example}\n", "" if empty else _EXAMPLE + "\n")
    (made / "README.md").write_text(readme, "utf-8")
    (made / ".gitignore").write_text(_IGNORED, "utf-8")


def _example_rows(table: str) -> list[dict[str, str]]:
    path = paths.STARTER / paths.DATA / f"{table}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
