"""The outline of land, coasts and borders: cut to a window, unrolled over the 180th meridian, as the package has it."""

from __future__ import annotations

import hashlib
import json
import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook import paths
from claimbook.charts.outline import cut_outline, decode_outline, read_origin, read_outline
from claimbook.charts.outline.lines import Line, Window, clip_line, clip_ring, coarsen, simplify
from claimbook.charts.outline.topology import close_ring, join_arcs, unroll, without_seam
from claimbook.charts.outline.vendor import PACKAGE, make_outline, read_package, write_outline
from claimbook.errors import ClaimbookError

numbers = st.floats(-200, 200, allow_nan=False)
points = st.tuples(numbers, numbers)
lines = st.lists(points, min_size=2, max_size=30)
rings = st.lists(points, min_size=3, max_size=30).map(lambda found: [*found, found[0]])
windows = st.tuples(numbers, numbers, st.floats(0.1, 200), st.floats(0.1, 200)).map(
    lambda found: Window(found[0], found[1], found[0] + found[2], found[1] + found[3])
)
UNIT = Window(0, 0, 10, 10)


@given(rings, windows)
def test_a_ring_cut_at_a_window_lies_inside_of_it_and_is_closed(ring: Line, window: Window) -> None:
    cut = clip_ring(ring, window)
    assert all(window.holds(point) for point in cut)
    assert cut == [] or (cut[0] == cut[-1] and len(cut) >= 4)


@given(rings)
def test_a_ring_that_lies_inside_stays_as_it_is(ring: Line) -> None:
    kept = [point for place, point in enumerate(ring[:-1]) if point != ring[:-1][place - 1]]
    whole = [*kept, kept[0]] if len(kept) >= 3 else []
    assert clip_ring(ring, Window(-200, -200, 200, 200)) == whole


@given(lines, windows)
def test_a_line_cut_at_a_window_lies_inside_of_it(line: Line, window: Window) -> None:
    parts = list(clip_line(line, window))
    assert all(window.holds(point) for part in parts for point in part)
    assert all(len(part) >= 2 for part in parts)


@given(lines)
def test_a_line_that_lies_inside_stays_one_line(line: Line) -> None:
    kept = [point for place, point in enumerate(line) if not place or point != line[place - 1]]
    assert list(clip_line(line, Window(-200, -200, 200, 200))) == ([kept] if len(kept) > 1 else [])


def test_a_square_over_a_corner_is_cut_to_what_is_inside() -> None:
    square = [(5.0, 5.0), (15.0, 5.0), (15.0, 15.0), (5.0, 15.0), (5.0, 5.0)]
    assert set(clip_ring(square, UNIT)) == {(5, 5), (10, 5), (10, 10), (5, 10)}


def test_a_ring_around_the_window_is_the_window() -> None:
    ring = [(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0), (-5.0, -5.0)]
    assert set(clip_ring(ring, UNIT)) == {(0, 0), (10, 0), (10, 10), (0, 10)}


def test_a_line_that_leaves_and_comes_back_is_two_lines() -> None:
    line = [(1.0, 1.0), (1.0, 12.0), (5.0, 12.0), (5.0, 1.0)]
    assert list(clip_line(line, UNIT)) == [[(1, 1), (1, 10)], [(5, 10), (5, 1)]]


@given(lines, st.floats(0.1, 50))
def test_a_simpler_line_keeps_its_ends_and_stays_near(line: Line, tolerance: float) -> None:
    for simpler in (simplify(line, tolerance), coarsen(line, tolerance)):
        assert (simpler[0], simpler[-1]) == (line[0], line[-1])
        assert set(simpler) <= set(line)
    kept = simplify(line, tolerance)
    for x, y in line:
        assert min(_distance((x, y), start, end) for start, end in pairwise(kept)) <= tolerance * 1.0001


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    across, down = end[0] - start[0], end[1] - start[1]
    square = across**2 + down**2
    share = ((point[0] - start[0]) * across + (point[1] - start[1]) * down) / square if square else 0
    share = min(max(share, 0), 1)
    return float(((point[0] - start[0] - share * across) ** 2 + (point[1] - start[1] - share * down) ** 2) ** 0.5)


@given(lines)
def test_an_unrolled_line_never_leaps_and_stays_on_its_meridians(line: Line) -> None:
    unrolled = unroll(line)
    assert all(abs(x - before) <= 180.0001 for (before, _), (x, _) in pairwise(unrolled))
    assert all((x - was) % 360 == pytest.approx(0, abs=1e-6) or (x - was) % 360 == pytest.approx(360)
               for (x, _), (was, _) in zip(unrolled, line, strict=True))  # fmt: skip


def test_arcs_join_over_the_180th_meridian() -> None:
    arcs = [[(170.0, 0.0), (179.0, 1.0)], [(-170.0, 2.0), (-181.0, 1.0)]]
    assert join_arcs(arcs, [0, ~1]) == [(170, 0), (179, 1), (190, 2)]


def test_a_ring_around_a_pole_is_closed_over_the_pole() -> None:
    assert close_ring([(0, -70), (120, -75), (240, -70), (360, -70)])[-4:] == [
        (360, -70), (360, -90), (0, -90), (0, -70),
    ]  # fmt: skip


def test_a_cut_along_the_180th_meridian_is_no_coast() -> None:
    line = [(170.0, 60.0), (180.0, 65.0), (180.0, 68.0), (175.0, 70.0)]
    assert list(without_seam(line)) == [[(170, 60), (180, 65)], [(180, 68), (175, 70)]]
    assert list(without_seam(line[:2])) == [line[:2]]


# Two squares beside each other, with one arc between them, and an island with a lake.
TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "arcs": [
        [[0, 0], [0, 10], [10, 0]], [[10, 10], [0, -10]], [[10, 0], [-10, 0]], [[10, 10], [10, 0], [0, -10], [-10, 0]],
        [[30, 0], [0, 9], [9, 0], [0, -9], [-9, 0]], [[33, 3], [3, 0], [0, 3], [-3, 0], [0, -3]],
    ],
    "objects": {
        "countries": {"geometries": [{"arcs": [[0, 1, 2]]}, {"arcs": [[3, ~1]]}, {"arcs": [[[4], [5]]]}]},
        "land": {"geometries": [{"arcs": [[[0, 3, 2]], [[4], [5]]]}]},
    },
}  # fmt: skip


def test_an_outline_has_the_lines_between_countries_and_no_country() -> None:
    made = make_outline(TOPOLOGY)
    assert set(made["objects"]) == {"land", "borders"}
    outline = decode_outline(made)
    assert [[len(ring) for ring in rings] for rings in outline.land] == [[7], [5, 5]]
    assert [sorted(line) for line in outline.borders] == [[(10, 0), (10, 10)]]
    assert all(set(line) != {(10, 0), (10, 10)} for line in outline.coasts)


@pytest.mark.parametrize("middle", [-200.0, 10.0, 370.0])
def test_an_outline_is_cut_around_any_meridian_by_the_shorter_way(middle: float) -> None:
    outline = decode_outline(make_outline(TOPOLOGY))
    window = Window(-6, 1, 6, 5)
    cut = cut_outline(outline, window, middle)
    assert bool(cut.land) == (middle != -200.0)
    assert all(window.holds(point) for rings in cut.land for ring in rings for point in ring)
    assert all(window.holds(point) for line in (*cut.coasts, *cut.borders) for point in line)


@settings(max_examples=15)
@given(st.floats(-180, 180), st.floats(-89, 89), st.floats(0.5, 180), st.floats(0.5, 90))
def test_the_world_is_cut_to_any_window(middle: float, latitude: float, half: float, tall: float) -> None:
    window = Window(-half, max(latitude - tall, -90), half, min(latitude + tall, 90))
    cut = cut_outline(read_outline(), window, middle, finest=half / 50)
    assert all(ring[0] == ring[-1] for rings in cut.land for ring in rings)
    assert all(window.holds(point) for rings in cut.land for ring in rings for point in ring)
    assert all(window.holds(point) for line in (*cut.coasts, *cut.borders) for point in line)


def test_the_outline_is_the_one_that_was_made_from_the_package() -> None:
    origin = read_origin()
    assert {key: origin[key] for key in PACKAGE} == PACKAGE
    digest = hashlib.sha256((paths.OUTLINE / "outline.json").read_bytes()).hexdigest()
    assert digest == origin["outline_sha256"]
    assert "Permission to use, copy, modify" in (paths.OUTLINE / "LICENSE").read_text("utf-8")


def test_another_package_is_refused() -> None:
    with pytest.raises(ClaimbookError, match="SHA-256") as caught:
        read_package(b"another")
    assert "npm pack" in caught.value.fix


@pytest.mark.skipif("CLAIMBOOK_WORLD_ATLAS" not in os.environ, reason="names the package: see `make outline`")
def test_the_package_makes_the_same_outline(tmp_path: Path) -> None:
    write_outline(Path(os.environ["CLAIMBOOK_WORLD_ATLAS"]).read_bytes(), tmp_path)
    for name in ("outline.json", "origin.json", "LICENSE"):
        assert (tmp_path / name).read_bytes() == (paths.OUTLINE / name).read_bytes()


def test_the_outline_is_plain_topojson() -> None:
    topology = json.loads((paths.OUTLINE / "outline.json").read_text("utf-8"))
    assert topology["type"] == "Topology"
    assert {kind["type"] for kind in topology["objects"].values()} == {"MultiPolygon", "MultiLineString"}
    assert all(isinstance(number, int) for arc in topology["arcs"][:50] for step in arc for number in step)
