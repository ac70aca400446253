"""A book of two templates and the tiny dataset, written for the tests of builds. No expectation of a test."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from test_execute import write_page
from test_pages import write_contents
from tiny import write_tiny_dataset

ROOT = Path(__file__).resolve().parents[1]
NOTE = "zzsecretnote"
WORDS = "zzflagged zzflagword"
GIVEN = 'data = "data"\nas_of = ""'
INDEX = """from claimbook.book import cards, lists
from claimbook.model.dataset import load_dataset
dataset = load_dataset(data).as_known_on(as_of)
lists.claim_list(dataset)"""
SOURCE = INDEX.replace("lists.claim_list(dataset)", "cards.source_cards(dataset, source_id)")
ONE_PER = {"table": "sources", "parameter": "source_id", "title": "title", "folder": "book/sources"}


def write_template(root: Path, name: str, code: str, rules: dict[str, object], given: str = GIVEN) -> Path:
    path = write_page(root / "book" / name, code, parameters=given)
    target = root / "book" / f"{name}.ipynb"
    path.rename(target)
    path.parent.rmdir()
    notebook = json.loads(target.read_text("utf-8"))
    notebook["metadata"]["claimbook"] = rules
    target.write_text(json.dumps(notebook), "utf-8")
    return target


def write_root(root: Path) -> Path:
    """A book of two templates, a start page and one a source, with the tiny dataset; no git anywhere."""
    notes = {"note": NOTE}
    write_tiny_dataset(
        root / "data",
        claims={f"gazette-00{n}": notes for n in (1, 2, 3)}
        | {"gazette-002": {**notes, "content_flag": "threat", "words": WORDS}},
        actors={"river-office": notes},
        sources={"gazette": notes},
    )
    shutil.copyfile(ROOT / "_config.yml", root / "_config.yml")
    write_template(root, "index", INDEX, {"slice": "whole"})
    given = GIVEN + '\nsource_id = ""'
    write_template(root, "source", SOURCE, {"slice": "source", "one_per": ONE_PER}, given)
    write_contents(root, {"file": "book/source"})
    return root
