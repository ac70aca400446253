"""Web annotations become passages to code, located in the text; those that cannot be are listed with the reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from claimbook.cli import main
from claimbook.exchange.selectors import Annotation, locate, read_annotation
from claimbook.model.checks import check_dataset
from claimbook.model.passages import Span
from claimbook.model.proofs import prove_dataset

TEXT = (
    "🌊 Weir broken.\nThe office says that 12 people died.\n"
    "The league says that\n12 people died twice over, it wrote.\n"
)


def annotation(exact: str = "", **more: Any) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = [{"type": "RangeSelector", "startOffset": 3}]
    if exact:
        selectors.append({"type": "TextQuoteSelector", "exact": exact, **more})
    return {
        "id": f"n{len(exact)}",
        "text": "=a comment",
        "target": [{"source": "https://x.example", "selector": selectors}],
    }


def run_annotations(tmp_path: Path, data: Any, *more: str) -> Result:
    folder = tmp_path / "texts"
    folder.mkdir(exist_ok=True)
    (folder / "herald.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.json").write_text(json.dumps(data), "utf-8")
    command = [
        "import", str(tmp_path / "a.json"), "--mapping", "web-annotation", "--text", str(folder / "herald.txt"),
        "--into", str(tmp_path / "d"), "--set", "source=herald", "--set", "title=The Herald, 4 May",
        "--set", "published=2031-05-04", *more,
    ]  # fmt: skip
    result = CliRunner().invoke(main, command)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_annotations_become_passages_that_the_text_proves(tmp_path: Path) -> None:
    listed = [
        annotation("The league says that 12 people died twice over, it wrote."),  # a browser shows the break as a space
        annotation("12 people died", prefix="office says that "),
        annotation("12 people died"),
        annotation("nobody died"),
        annotation(),
        annotation("that 12 people died."),
    ]
    result = run_annotations(tmp_path, {"rows": listed, "total": "6"})
    assert result.exit_code == 1, result.output
    assert "6 annotations read: 2 accepted, 4 rejected." in result.output
    dataset = check_dataset(tmp_path / "d")
    proof = prove_dataset(dataset, tmp_path / "texts")
    assert (proof.passages, proof.problems, proof.uncoded) == (2, [], [])
    passages = dataset.passages
    assert [TEXT[a:b] for a, b in zip(passages["start"], passages["end"], strict=True)][1].startswith("The league")
    assert passages["annotation_quote"].tolist() == [
        "that 12 people died.",
        "The league says that 12 people died twice over, it wrote.",
    ]
    assert dataset.claims.empty
    rejected = (tmp_path / "d" / "rejected.csv").read_text("utf-8")
    for said in ("nothing tells which is meant", "does not stand in the text", "selects no words", "overlaps"):
        assert said in rejected


def test_more_words_than_a_quotation_may_have_are_not_kept(tmp_path: Path) -> None:
    long = TEXT.split("\n", 1)[1].strip()
    result = run_annotations(tmp_path, [annotation(long)])
    assert result.exit_code == 0, result.output
    assert check_dataset(tmp_path / "d").passages["annotation_quote"].tolist() == [""]
    assert "league" not in (tmp_path / "d" / "passages.csv").read_text("utf-8")


def test_words_are_found_whatever_signs_were_typed_for_quotation_marks_and_dashes() -> None:
    text = "The office: “12 people died” – so far."
    assert locate(Annotation("x", "", '"12 people died" - so'), text) == Span(12, 33)


def test_a_place_without_words_is_taken_as_it_is() -> None:
    raw = {"target": {"selector": {"type": "TextPositionSelector", "start": "2", "end": "6"}}}
    assert locate(read_annotation(raw, 1), TEXT) == Span(2, 6)
    with pytest.raises(ValueError, match="the text at"):
        locate(Annotation("x", "", "", start=2, end=6000), TEXT)


def test_what_is_missing_is_asked_for(tmp_path: Path) -> None:
    assert run_annotations(tmp_path, {"no": "rows"}).exit_code == 2
    assert run_annotations(tmp_path, [], "--set", "colour=red").exit_code == 2
    (tmp_path / "a.json").write_text("[]")
    command = ["import", str(tmp_path / "a.json"), "--mapping", "web-annotation", "--into", str(tmp_path / "d")]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert "--set source=" in result.output


KEYS = st.sampled_from(["target", "selector", "type", "exact", "start", "end", "refinedBy", "body", "value", "id"])


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return inner | st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)


scalars = (
    st.none() | st.booleans() | st.sampled_from(["TextQuoteSelector", "TextPositionSelector", "1", "9", "x", "\ud800"])
)
json_values = nested(nested(nested(nested(scalars))))


@given(json_values)
def test_no_annotation_gives_a_traceback(raw: Any) -> None:
    try:
        found = read_annotation(raw, 1)
    except ValueError:
        return
    assert found.exact.strip() or found.end > found.start >= 0
