"""The benchmark's runs: what is measured of a command, what counts as failed, and that all are given the same work."""

from __future__ import annotations

import ast
import json
import os
import re
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement

from benchmarks import contenders, machine, pages, sites, watch
from benchmarks.invented import KINDS, claims_of, source_id, source_title, write_sources
from benchmarks.measure import RunFailedError, Usage, measure, read_own_clock
from benchmarks.parts import CheckPart, ExecutePart, SitePart
from claimbook.model.checks import check_dataset

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 2**20
needs_proc = pytest.mark.skipif(not watch.has_proc(), reason="memory of many processes is read from /proc")


def python(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


def measured(code: str, timeout: float = 60.0) -> Usage:
    return measure(python(code), timeout=timeout)


@needs_proc
def test_memory_is_that_of_the_whole_tree_and_shared_pages_count_once() -> None:
    # A child of a child holds 60 MB; three more share it.
    code = """
import os, time
def fork(work):
    child = os.fork()
    if not child:
        work(); os._exit(0)
    return child
def hold():
    kept = b'x' * (60 << 20)
    children = [fork(lambda: time.sleep(5)) for _ in range(3)]
    for child in children: os.waitpid(child, 0)
os.waitpid(fork(hold), 0)
"""
    usage = measured(code)
    assert 60 * MEGABYTE < usage.peak < 120 * MEGABYTE
    assert usage.left == 0


def test_the_work_of_children_counts_as_cpu_time() -> None:
    work = "import time\nwhile time.process_time() < 0.3: pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {work!r}], check=True)"
    assert measured(code).cpu >= 0.3


def test_a_command_that_fails_is_no_number_and_says_why() -> None:
    with pytest.raises(RunFailedError, match=r"exit status 3: .*the river rose"):
        measured("import sys; sys.stderr.write('the river rose'); sys.exit(3)")
    with pytest.raises(RunFailedError, match="no-such-command"):
        measure(["no-such-command"], timeout=5)


def test_a_command_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    child = tmp_path / "child"
    with pytest.raises(RunFailedError, match="ended after 1 s"):
        measure(["sh", "-c", f"sleep 60 & echo $! > '{child}'; wait"], timeout=1.0)
    assert not runs(int(child.read_text("utf-8")))


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@needs_proc
def test_a_process_left_behind_is_counted_and_ended(tmp_path: Path) -> None:
    child = tmp_path / "child"
    code = f"""
import subprocess, sys
process = subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(60)'], start_new_session=True)
open({str(child)!r}, 'w').write(str(process.pid))
"""
    assert measured(code).left == 1
    assert not runs(int(child.read_text("utf-8")))


def test_a_command_with_a_clock_of_its_own_is_taken_at_its_word_in_its_last_line() -> None:
    usage = Usage(9.0, 8.0, 700)
    said = 'chatter\n{"wall": 1.5, "cpu": 0.5, "peak_rss": 900, "baseline_rss": 300}\n'
    assert read_own_clock(usage, said) == Usage(1.5, 0.5, 900, start=300)
    assert read_own_clock(usage, '{"wall": 1, "cpu": 2}') == Usage(1.0, 2.0, 700)
    for silence in ("", "chatter", '{"wall": 1}', "[1]"):
        with pytest.raises(RunFailedError, match="did not say"):
            read_own_clock(usage, silence)


def test_the_invented_dataset_is_a_valid_one(tmp_path: Path) -> None:
    dataset = check_dataset(write_sources(tmp_path / "data", 3))
    assert list(dataset.sources["source_id"]) == [source_id(number) for number in (1, 2, 3)]
    assert len(dataset.claims) == sum(map(claims_of, (1, 2, 3)))
    assert not dataset.figures.empty
    assert {claims_of(number) for number in range(1, KINDS + 1)} <= set(range(15, 41))


def test_a_source_is_like_others_of_its_kind_but_for_its_number(tmp_path: Path) -> None:
    tables = sorted(write_sources(tmp_path / "data", KINDS + 2).glob("*.csv"))
    for number in (1, 2):
        for table in tables:
            text = table.read_text("utf-8")
            one, other = (
                [line for line in text.splitlines() if source_id(n) in line] for n in (number, number + KINDS)
            )
            renamed = [line.replace(source_id(number), source_id(number + KINDS)) for line in one]
            assert [line.replace(source_title(number), source_title(number + KINDS)) for line in renamed] == other


@pytest.fixture(scope="module")
def workload(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "sources"
    pages.prepare_workload(folder, "sources", 3)
    return folder


def test_a_stage_holds_the_pages_asked_for_their_slices_and_no_result(workload: Path, tmp_path: Path) -> None:
    work = pages.stage_work(workload, tmp_path / "run", 2)
    assert [todo.docname for todo in work.pages] == [f"book/sources/{source_id(number)}" for number in (1, 2)]
    for todo in work.pages:
        assert (work.folder / todo.parameters["data"] / "datapackage.json").is_file()
        code = [cell.source for cell in nbformat.read(work.ready(todo), as_version=4).cells]
        assert any(f'source_id = "{todo.parameters["source_id"]}"' in source for source in code)
        assert not work.target(todo).exists()


def test_the_program_is_given_the_parameters_that_the_others_are_given(workload: Path) -> None:
    for todo in contenders.read_work(workload).pages:
        own = todo.page["parameters"]
        part = f"slices/{todo.page['slice_kind']}/{todo.page['slice_key']}"
        assert todo.parameters == {"data": part, "as_of": "", **own}
        assert (workload / todo.page["template"]).read_bytes() == (ROOT / "book" / "source.ipynb").read_bytes()


def executed(path: Path, html: str) -> None:
    cell = nbformat.v4.new_code_cell("x", outputs=[nbformat.v4.new_output("display_data", data={"text/html": html})])
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)


def test_a_contender_with_other_outputs_than_papermill_is_found_out(workload: Path, tmp_path: Path) -> None:
    work = pages.stage_work(workload, tmp_path / "run", 3)
    for place, todo in enumerate(work.pages):
        executed(tmp_path / pages.REFERENCE / f"{todo.docname}.ipynb", "<p id=altair-viz-12ab>one</p>")
        if place:
            executed(work.target(todo), f"<p id=altair-viz-34cd>{'one' if place == 1 else 'two'}</p>")
    missing, _, other = work.pages
    assert pages.find_differing(tmp_path, work.folder, work) == [missing.docname, other.docname]


def test_a_page_stands_for_another_of_its_kind_under_its_ids(tmp_path: Path) -> None:
    executed(tmp_path / "executed" / f"{source_id(2)}.ipynb", f"<p id={source_id(2)}-001>{source_title(2)}</p>")
    sites.clone_page(tmp_path / "executed", tmp_path / "clone.ipynb", KINDS + 2)
    text = (tmp_path / "clone.ipynb").read_text("utf-8")
    assert f"<p id={source_id(KINDS + 2)}-001>{source_title(KINDS + 2)}</p>" in text
    assert source_id(2) not in text


def test_a_site_without_one_of_its_pages_is_found_out(tmp_path: Path) -> None:
    for name in sites.site_names(6)[:-1]:
        (tmp_path / f"{name}.html").touch()
    assert sites.missing_pages(tmp_path, 6) == [source_id(4)]


def test_the_notebook_of_analysis_has_twelve_code_cells_and_three_charts_and_no_output() -> None:
    notebook = nbformat.read(pages.CHARTS, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) == 12
    assert sum("alt.Chart(" in cell.source for cell in code) == 3
    assert [cell for cell in code if cell.outputs or cell.execution_count is not None] == []


def test_a_contender_pays_for_its_own_imports_only() -> None:
    tree = ast.parse(Path(contenders.__file__).read_text("utf-8"))
    imported = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {
        name.partition(".")[0]
        for node in imported
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [item.name for item in node.names])
    }
    assert "json" in names
    assert names <= set(sys.stdlib_module_names)


def test_the_parts_have_the_cases_that_are_asked_for(tmp_path: Path) -> None:
    execute = ExecutePart(tmp_path, [40, 1])
    assert [(case.work, case.size) for case in execute.cases()] == [
        ("charts", 1), ("sources", 1), ("charts", 40), ("sources", 40),
    ]  # fmt: skip
    site = {case.size: names for case, names in SitePart(tmp_path, [50, 1000], [50]).cases().items()}
    assert site == {50: ["this", "jupyter-book"], 1000: ["this"]}
    assert [case.size for case in CheckPart(tmp_path, [100, 10]).cases()] == [10, 100]


def test_ploomber_engine_runs_on_the_versions_that_the_lock_names() -> None:
    text = (ROOT / "benchmarks" / "ploomber.txt").read_text("utf-8")
    assert "://" not in text
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    locked: dict[str, set[str]] = {}
    for package in lock:
        locked.setdefault(package["name"], set()).add(package.get("version", ""))
    pinned = [Requirement(line.rstrip(" \\")) for line in text.splitlines() if re.match(r"[a-z]", line)]
    assert {"ploomber-engine", "pandas", "altair"} <= {requirement.name for requirement in pinned}
    for requirement in pinned:
        (pin,) = requirement.specifier
        assert pin.operator == "=="
        assert requirement.name not in locked or pin.version in locked[requirement.name]
    assert text.count("--hash=sha256:") >= len(pinned)


def test_the_digest_of_what_is_measured_changes_with_the_program_and_not_with_the_words(tmp_path: Path) -> None:
    names = [f"{name}.py" for name in (*machine.MEASURING, "words")]
    for name in ["src/claimbook/cli.py", "uv.lock", *(f"benchmarks/{name}" for name in names)]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", "utf-8")
    before = machine.digest_inputs(tmp_path)
    (tmp_path / "benchmarks" / "words.py").write_text("2", "utf-8")
    assert machine.digest_inputs(tmp_path) == before
    for name in ("src/claimbook/cli.py", "uv.lock", "benchmarks/contenders.py"):
        (tmp_path / name).write_text("2", "utf-8")
        assert machine.digest_inputs(tmp_path) != before
        before = machine.digest_inputs(tmp_path)


def test_the_machine_is_described_without_a_name_of_host_or_user() -> None:
    told = machine.describe_machine()
    assert set(told) == {"processor", "cores", "memory", "system", "python"}
    assert str(ROOT) not in json.dumps({**told, **machine.read_versions()})
