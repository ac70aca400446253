"""What is imported can be planned as a book by conflict, and what an import holds in memory does not grow with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from claimbook.book.cards import source_cards
from claimbook.book.pages import plan_pages
from claimbook.exchange.delimited import Reading
from claimbook.exchange.importing import import_file
from claimbook.exchange.mapping import read_mapping
from claimbook.model.checks import check_dataset
from claimbook.model.slices import Slicer
from tests.events_on_pages import PAGE, compare, read_events, read_raw
from tests.ucdp_rows import make_rows, write_rows

ROOT = Path(__file__).resolve().parents[1]
GIVEN = {"version": "9.1", "released": "2034-06"}


def test_a_book_has_a_page_for_each_conflict_and_each_source(tmp_path: Path) -> None:
    rows = list(make_rows(40))
    file = write_rows(tmp_path / "events.csv", rows)
    import_file(file, read_mapping("ucdp-ged"), tmp_path / "data", GIVEN, Reading(), lambda count: None)
    pages = {page.docname for page in plan_pages(ROOT, check_dataset(tmp_path / "data")).pages}
    conflicts = {f"ucdp-conflict-{float(row['conflict_new_id']):.0f}" for row in rows}
    assert len(conflicts) > 1
    assert {f"book/incidents/{name}" for name in conflicts} <= pages
    assert {f"book/sources/{name}" for name in conflicts} <= pages


@pytest.mark.parametrize("most", [300, 2], ids=["a card each", "most in a line"])
def test_the_pages_show_the_numbers_of_each_event_and_their_sums_are_those_of_pandas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("claimbook.book.cards.MOST_CARDS", most)
    file = write_rows(tmp_path / "events.csv", make_rows(60, out_of_order=4))
    done = import_file(file, read_mapping("ucdp-ged"), tmp_path / "data", GIVEN, Reading(), lambda count: None)
    assert (done.read, done.accepted, done.rejected) == (60, 56, 4)
    dataset = check_dataset(tmp_path / "data")
    slicer = Slicer(dataset)
    conflicts = [key for key in dataset.sources["source_id"] if key.startswith(PAGE)]
    pages = [read_events(source_cards(slicer.cut("source", key), key).html, key) for key in conflicts]
    assert len(compare(pages, read_raw(file))) == len(conflicts) > 1
    assert any("cb-lines" in source_cards(slicer.cut("source", key), key).html for key in conflicts) == (most == 2)


def test_batches_make_the_same_dataset_whatever_their_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_rows(tmp_path / "events.csv", make_rows(50, out_of_order=3))
    for size in (7, 1000):
        monkeypatch.setattr("claimbook.exchange.importing.BATCH", size)
        import_file(file, read_mapping("ucdp-ged"), tmp_path / str(size), GIVEN, Reading(), lambda count: None)
    for path in sorted((tmp_path / "7").iterdir()):
        assert path.read_bytes() == (tmp_path / "1000" / path.name).read_bytes()


PEAK = """
import json, resource, sys
from pathlib import Path
from claimbook.exchange import importing
from claimbook.exchange.delimited import Reading
from claimbook.exchange.mapping import read_mapping

importing.BATCH = 500
given = json.loads(sys.argv[3])
importing.import_file(Path(sys.argv[1]), read_mapping("ucdp-ged"), Path(sys.argv[2]), given, Reading(), lambda n: None)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems count memory in other units")
def test_a_file_ten_times_as_long_takes_hardly_more_memory(tmp_path: Path) -> None:
    peaks = []
    for count in (1000, 10_000):
        file = write_rows(tmp_path / f"{count}.csv", make_rows(count))
        command = [sys.executable, "-c", PEAK, str(file), str(tmp_path / str(count)), json.dumps(GIVEN)]
        peaks.append(int(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout))
    # 9,000 rows more are 4 MB of file and 40 MB as frames; ids and places are a few.
    assert peaks[1] - peaks[0] < 24 * 1024
