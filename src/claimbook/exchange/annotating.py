"""Web annotations (W3C, as Hypothes.is exports them) as passages to code, located in the text they are about.

An annotation marks a place; what is said there, a coder codes. Of its words no more are kept than a quotation may
have, and its comment goes into a column that is not published. No claim is made of an annotation.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimbook import paths
from claimbook.errors import DatasetError, NotationError, PassageError, Problem, shorten_value
from claimbook.exchange.importing import Imported, refuse_taken, staged
from claimbook.exchange.records import RECORD, read_json
from claimbook.exchange.rejected import REASON, REJECTED, ROW, guard_row
from claimbook.exchange.selectors import list_annotations, locate, read_annotation
from claimbook.model.checks import check_dataset
from claimbook.model.dates import parse_date
from claimbook.model.descriptor import make_descriptor, read_schema
from claimbook.model.passages import Span, digest_text, normalise_text
from claimbook.model.tables import write_table
from claimbook.model.wording import MAX_WORDS

TO_CODE = "to code: marked by an annotation"
_SETTINGS = {
    "source": "the source's id, such as herald-2031-05-04",
    "title": "the source's title",
    "published": "the day on which the source came out, such as 2031-05-04",
    "kind": "the kind of source, such as news_report",
    "language": "the language of the text, such as en",
}
_DEFAULTS = {"kind": "news_report", "language": "en"}
_OWN = ("annotation_ids", "annotation_quote", "annotation_note")


@dataclass
class Annotated(Imported):
    """The accounts of an import of annotations; several of one place are one passage."""

    passages: int = 0


@dataclass(frozen=True)
class _Placed:
    span: Span
    ids: tuple[str, ...]
    notes: tuple[str, ...]


def import_annotations(
    file: Path, text: Path | None, into: Path, given: Mapping[str, str], encoding: str = ""
) -> Annotated:
    """Write a new dataset with one source and a passage for each place that is annotated; return the accounts.

    Raises DatasetError where the annotations, the text, the settings or the folder will not do.
    """
    refuse_taken(into)
    settings = _settle(given)
    body = _read_text(text)
    name = shorten_value(file.name)
    if not file.is_file():
        raise DatasetError([Problem(name, 0, "", "there is no such file.", "name the file of annotations.")])
    listed = list_annotations(read_json(file, name, encoding), name)
    accounts = Annotated("JSON", read=len(listed))
    placed, rejected = _place(listed, body)
    accounts.rejected, accounts.accepted = len(rejected), len(listed) - len(rejected)
    accounts.passages = len(placed)
    with staged(into) as stage:
        _write(stage, settings, body, placed)
        if rejected:
            rows = [guard_row([str(n), reason, json.dumps(raw, ensure_ascii=True)]) for n, reason, raw in rejected]
            write_table(stage / REJECTED, [ROW, REASON, RECORD], rows)
        check_dataset(stage)
    return accounts


def _settle(given: Mapping[str, str]) -> dict[str, str]:
    problems = []
    for name in sorted(set(given) - set(_SETTINGS)):
        message = f"there is no parameter '{shorten_value(name)}'."
        problems.append(Problem("web-annotation", 0, "", message, f"set one of: {', '.join(_SETTINGS)}."))
    settled = {**_DEFAULTS, **given}
    for name, says in _SETTINGS.items():
        if not settled.get(name, "").strip():
            message = f"the parameter '{name}' is not said."
            problems.append(Problem("web-annotation", 0, "", message, f"say it with --set {name}=…: {says}"))
    if settled.get("published"):
        try:
            parse_date(settled["published"])
        except NotationError as error:
            problems.append(Problem("web-annotation", 0, "published", error.message, error.fix))
    if problems:
        raise DatasetError(problems)
    return {name: " ".join(text.split()) for name, text in settled.items()}


def _read_text(path: Path | None) -> str:
    if path is None:
        message = "annotations need the text that they are about."
        raise DatasetError([Problem("--text", 0, "", message, "name it: --text herald.txt")])
    name = shorten_value(path.name)
    try:
        if not path.is_file():
            raise DatasetError([Problem(name, 0, "", "there is no such file.", "name the text with --text.")])
        return normalise_text(path.read_bytes())
    except (PassageError, OSError) as cause:
        fix = "save the text as UTF-8, in a file that can be read."
        raise DatasetError([Problem(name, 0, "", shorten_value(str(cause)), fix)]) from cause


Rejected = tuple[int, str, Any]


def _place(listed: list[Any], body: str) -> tuple[list[_Placed], list[Rejected]]:
    """Return the places that are annotated, in the order of the text, and what could not be placed, with why."""
    at: dict[Span, list[tuple[int, str, str]]] = defaultdict(list)
    rejected: list[Rejected] = []
    for number, raw in enumerate(listed, 1):
        try:
            annotation = read_annotation(raw, number)
            at[locate(annotation, body)].append((number, annotation.id, annotation.note))
        except ValueError as cause:
            rejected.append((number, f"{cause}.", raw))
    placed: list[_Placed] = []
    for span in sorted(at, key=lambda s: (s.start, s.end)):
        if placed and placed[-1].span.overlaps(span):
            before = placed[-1].span
            reason = f"its passage {span.start}..{span.end} overlaps {before.start}..{before.end}."
            rejected += [(number, reason, listed[number - 1]) for number, _, _ in at[span]]
        else:
            ids = tuple(name for _, name, _ in at[span])
            placed.append(_Placed(span, ids, tuple(note for _, _, note in at[span] if note)))
    return placed, sorted(rejected, key=lambda row: row[0])


def _write(stage: Path, settings: Mapping[str, str], body: str, placed: list[_Placed]) -> None:
    package = make_descriptor(name=settings["source"], title=settings["title"])
    for resource in package["resources"]:
        if resource["name"] == "passages":
            own = [{"name": n, "type": "string", "title": n, "claimbook": {"published": False}} for n in _OWN]
            resource["schema"] = {**resource["schema"], "fields": [*resource["schema"]["fields"], *own]}
    (stage / paths.DESCRIPTOR).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")
    source = {
        "source_id": settings["source"], "title": settings["title"], "kind": settings["kind"],
        "published": settings["published"], "language": settings["language"], "seen_as": "full_text",
        "coding_scope": "passage", "text_sha256": digest_text(body),
    }  # fmt: skip
    rows = {"sources": [source], "passages": list(_passages(settings["source"], body, placed))}
    for name, spec in read_schema()["tables"].items():
        columns = [f["name"] for f in spec["schema"]["fields"]] + (list(_OWN) if name == "passages" else [])
        write_table(stage / f"{name}.csv", columns, [[row.get(c, "") for c in columns] for row in rows.get(name, [])])


def _passages(source: str, body: str, placed: list[_Placed]) -> Iterator[dict[str, str]]:
    for number, one in enumerate(placed, 1):
        words = body[one.span.start : one.span.end]
        is_short = len(words.split()) <= MAX_WORDS
        yield {
            "passage_id": f"{source[:54]}-p{number:04d}", "source_id": source, "start": str(one.span.start),
            "end": str(one.span.end), "sha256": digest_text(words), "text_part": "body",
            "no_claim_reason": TO_CODE, "annotation_ids": _plain("; ".join(one.ids)),
            "annotation_quote": _plain(words) if is_short else "", "annotation_note": _plain(" / ".join(one.notes)),
        }  # fmt: skip


def _plain(text: str) -> str:
    """Return a text in one line that no spreadsheet runs."""
    line = "".join(sign for sign in " ".join(text.split()) if sign.isprintable() or sign in "\u200c\u200d").strip()
    return f"“{line}”" if line[:1] in ("=", "+", "-", "@") else line
