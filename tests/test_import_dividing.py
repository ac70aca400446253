"""A collection is divided into sources none of which is too large, if its steps can do it, and no further."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from claimbook.cli import main
from claimbook.errors import DatasetError
from claimbook.exchange.dividing import Divided, Division
from claimbook.exchange.expressions import parse_template
from claimbook.exchange.mapping import make_mapping
from claimbook.exchange.yaml_text import parse_yaml
from claimbook.model.checks import check_dataset

DOCS = (Path(__file__).resolve().parents[1] / "docs" / "import.md").read_text("utf-8")
PLACES = {"port": 0, "year": 1, "month": 2}
STEPS = tuple((name, parse_template(f"{{{name}}}")) for name in PLACES)
ROWS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("12"), st.sampled_from("xyz")), max_size=40)


def _parts(rows: list[tuple[str, ...]], most: int) -> tuple[list[str], Division]:
    division = Division(STEPS, most, [lambda: rows])
    texts = {"port": "{port}", "year": "{port} {year}", "month": "{port} {year} {month}"}
    value = Divided(division, {name: parse_template(text) for name, text in texts.items()}).bind(PLACES, {})
    return [value(row) for row in rows], division


@given(ROWS, st.integers(1, 12))
def test_no_part_is_larger_than_it_may_be_unless_it_is_of_the_last_step(rows: list[tuple[str, ...]], most: int) -> None:
    parts, _ = _parts(rows, most)
    assert all(count <= most for part, count in Counter(parts).items() if len(part.split()) < 3)


@given(ROWS, st.integers(1, 12))
def test_what_fits_is_not_divided(rows: list[tuple[str, ...]], most: int) -> None:
    parts, _ = _parts(rows, most)
    counts = Counter(row[:step] for row in rows for step in (1, 2))
    for row, part in zip(rows, parts, strict=True):
        depth = len(part.split())
        assert part.split() == list(row[:depth])
        assert all(counts[row[:step]] > most for step in range(1, depth))


@given(ROWS, st.integers(1, 12))
def test_the_order_of_records_makes_no_other_parts(rows: list[tuple[str, ...]], most: int) -> None:
    assert _parts(rows, most)[0] == _parts(rows[::-1], most)[0][::-1]


def test_what_was_divided_is_told_step_by_step() -> None:
    rows = [("a", "1", "x")] * 3 + [("a", "2", "x"), ("b", "1", "x")]
    assert _parts(rows, 2)[1].tell() == [
        "port: 1 with more than 2 records, divided by year.",
        "year: 1 with more than 2 records, divided by month.",
        "month: 1 with more than 2 records, not divided further.",
    ]
    assert _parts(rows, 4)[1].tell() == []


def test_nothing_is_counted_where_nothing_is_divided() -> None:
    def refuse() -> list[tuple[str, ...]]:
        raise AssertionError

    assert Division(STEPS, 2, [refuse]).tell() == []


def _documented(language: str) -> str:
    return DOCS.split(f"```{language}\n")[1].split("```")[0]


DIVIDED = """divisions:
  harbours:
    most: 1
    steps:
      harbour: "{Harbour}"
      day: "{Day|day:dmy}"
"""


def test_a_mapping_of_ones_own_divides(tmp_path: Path) -> None:
    text = _documented("yaml").replace("ids:\n", f"{DIVIDED}ids:\n", 1)
    source = "{divided: harbours, cases: {harbour: {id: harbour}, day: {id: accident}}}"
    text = text.replace("source_id: {id: issue}", f"source_id: {source}").replace('title: "{Paper}, ', 'title: "{No} ')
    (tmp_path / "m.yml").write_text(text, "utf-8")
    (tmp_path / "ferries.csv").write_text(_documented("csv"), "utf-8")
    command = ["import", str(tmp_path / "ferries.csv"), "--mapping", str(tmp_path / "m.yml")]
    done = CliRunner().invoke(main, [*command, "--into", str(tmp_path / "d")])
    assert "harbour: 1 with more than 1 records, divided by day." in done.output
    sources = check_dataset(tmp_path / "d").sources["source_id"].tolist()
    # Two accidents at one harbour on two days; the one that is rejected counts: it was read.
    assert sources == ["harbour-saltmouth", "ferry-19"]


def test_cases_that_are_not_the_steps_are_refused() -> None:
    text = _documented("yaml").replace("ids:\n", f"{DIVIDED}ids:\n", 1)
    text = text.replace("language: en", "language: {divided: harbours, cases: {harbour: en}}")
    with pytest.raises(DatasetError) as caught:
        make_mapping(parse_yaml(text.encode(), "m.yml"))
    (problem,) = caught.value.problems
    assert "Fix: write a case for each step, in their order: harbour, day." in str(problem)
