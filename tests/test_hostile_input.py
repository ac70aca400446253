"""What `check` and the other readers refuse: values, paths, links and files that would do more than be read."""

from __future__ import annotations

import csv
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hostile import REFUSED_IDS, REFUSED_KINDS, REFUSED_TEXTS
from hostile_data import columns_of_kind, free_columns
from test_bad_input import LINE, check, lines_of, only_line
from tiny import read_package, write_descriptor, write_tiny_dataset

from claimbook.book.contents import read_config, read_contents
from claimbook.cli import main
from claimbook.errors import DatasetError, PageError
from claimbook.exchange.yaml_text import parse_yaml
from claimbook.manifests import write_manifests
from claimbook.model.plain import drop_turns, find_fault, find_formula
from claimbook.release.sides import read_side

ROOT = Path(__file__).resolve().parents[1]
SECRET = "root:x:0:0"
REVISION = {"revision_id": "first", "release": "0.1.0", "claim_id": "gazette-001", "action": "retract", "reason": "x"}
TEXTS = {(table, column): REFUSED_TEXTS for table, columns in free_columns().items() for column in columns}
KINDS = {place: values for kind, values in REFUSED_KINDS.items() for place in columns_of_kind(kind)}
IDS = dict.fromkeys(columns_of_kind("id"), REFUSED_IDS)
# Apart from the ids: what is an id of no row is refused here, and there as an id.
REFERENCES = {place: REFUSED_IDS for kind in ("ref", "refs") for place in columns_of_kind(kind)}


def spoil(folder: Path, cells: dict[tuple[str, str], tuple[str, ...]]) -> set[tuple[str, str, str]]:
    """Add to tables a row for each value, like their first row but for it; return where the values stand."""
    places = set()
    for (table, column), values in cells.items():
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
            columns = list(reader.fieldnames or ())
        first = rows[0] if rows else {**dict.fromkeys(columns, ""), **(REVISION if table == "revisions" else {})}
        places |= {(f"{table}.csv", str(len(rows) + 2 + place), column) for place in range(len(values))}
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, columns).writerows({**first, column: value} for value in values)
    return places


@pytest.mark.parametrize("cells", [TEXTS, KINDS, IDS, REFERENCES], ids=["texts", "kinds", "ids", "references"])
def test_each_hostile_cell_is_a_line_with_place_and_remedy(
    tmp_path: Path, cells: dict[tuple[str, str], tuple[str, ...]]
) -> None:
    folder = write_tiny_dataset(tmp_path / "data")
    places = spoil(folder, cells)
    result = check(folder)
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
    lines = result.stderr.splitlines()
    assert all(line.isprintable() and len(line) < 1000 for line in lines)
    told = [match for line in lines if (match := LINE.fullmatch(line))]
    assert places <= {(line["file"], line["row"], line["column"]) for line in told}
    assert len(places) > 100


def test_a_nul_is_refused_wherever_it_stands(tiny: Path) -> None:
    path = tiny / "sources.csv"
    path.write_bytes(path.read_bytes().replace(b"gazette,", b"gaz\0ette,", 1))
    assert "NUL" in only_line(tiny)["message"]


def test_a_cell_of_ten_megabytes_is_refused_in_little_memory(tiny: Path) -> None:
    path = tiny / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b"rejects", b"x" * 10_000_000))
    tracemalloc.start()
    try:
        line = only_line(tiny)
        assert tracemalloc.get_traced_memory()[1] < 80_000_000
    finally:
        tracemalloc.stop()
    assert "longer than 100000 characters" in line["message"]


@pytest.mark.parametrize("text", ["ordinary", "مكتب النهر", "a\u200db", "\u200fa\u200e", "~30", ">=12", "-3", "+12.5"])
def test_what_is_text_to_every_program_is_taken(text: str) -> None:
    assert find_fault(text) is None
    assert find_formula(text) is None


def test_words_are_quoted_without_the_signs_that_turn_them() -> None:
    assert drop_turns("a \u2067سوق\u2069 \u202eb\u202c") == "a سوق b"


PATHS = (
    "../../x", "..", "a/../../b", "/etc/passwd", "C:\\x", "C:x", "\\\\host\\x", "x\0y", "\x1b[31m.csv", "x\ny.csv", "",
    ".", "\u202ex.csv", 7, None, ["x.csv"],
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_table_lies_in_its_dataset(tiny: Path, path: Any) -> None:
    package = read_package(tiny)
    package["resources"][0]["path"] = path
    write_descriptor(tiny, package)
    assert "leaves the dataset" in only_line(tiny)["message"]
    # A build looks at the files before it reads them.
    result = CliRunner().invoke(main, ["build", "--data", str(tiny), "--out", str(tiny.parent / "html")])
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)


def add_column(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda package: package["resources"][0]["schema"]["fields"].append({"name": name, "type": "string"})


def add_term(name: str) -> Callable[[dict[str, Any]], object]:
    term = {"name": name, "label": "x", "definition": "x"}
    return lambda package: package["vocabularies"]["group"]["terms"].append(term)


DESCRIBED: dict[str, Callable[[dict[str, Any]], object]] = {
    **{f"a column {name!r}": add_column(name) for name in ("=cmd|' /C calc'!A0", "@x", "＝x", "x\ny", "x\u202ey")},
    **{
        f"a term {name!r}": add_term(name) for name in ("<script>", "a b", "a;b", "=x", "__proto__", "x\n", "../x", "é")
    },
    "a title": lambda package: package.update(title="x\x1b[31m"),
    "a name": lambda package: package.update({"x\u2066": 1}),
    "an author": lambda package: package.update(contributors=[{"title": "\u202ex"}]),
    "a label": lambda package: package["vocabularies"]["group"]["terms"][0].update(label="x\x00"),
}


@pytest.mark.parametrize("case", DESCRIBED)
def test_a_descriptor_that_is_no_plain_text_is_one_line(tiny: Path, case: str) -> None:
    package = read_package(tiny)
    DESCRIBED[case](package)
    write_descriptor(tiny, package)
    assert lines_of(tiny)[0]["file"] == "datapackage.json"


# ---- YAML, packed files, command lines ----

BOMB = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
YAML = {
    "a bomb": BOMB + "chapters: *i\n",
    "a list of itself": "chapters: &x [*x]\n",
    "an object": "chapters: !!python/object/apply:os.system ['touch ran']\n",
    "a module": "chapters: !!python/module:antigravity\n",
    "a name": "title: !!python/name:os.system\n",
    "deep nesting": "chapters: " + "[" * 5000,
    "deep mappings": "chapters: " + "{a: " * 5000,
}


@pytest.mark.parametrize("case", YAML)
def test_yaml_is_data_and_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("_config.yml", "_toc.yml"):
        (tmp_path / name).write_text(f"format: jb-book\nroot: book/index\n{YAML[case]}", "utf-8")
    for read in (read_config, read_contents):
        with pytest.raises(PageError):
            read(tmp_path)
    with suppress(DatasetError):  # a tag is no object there, and so no fault
        parse_yaml(YAML[case].encode(), "mapping.yml")
    assert not (tmp_path / "ran").exists()


def packed(path: Path, entries: dict[str, bytes], folder: Path) -> Path:
    """Write a download with more entries than a book writes."""
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
        for name, data in entries.items():
            info = zipfile.ZipInfo("x")
            info.filename = name
            if name == "about.md":
                info.external_attr = 0o120777 << 16
            archive.writestr(info, data)
    return path


@pytest.mark.parametrize(
    "name", ["../slipped", "/tmp/slipped", "a/../../slipped", "..", "C:slipped", "..\\slipped", "a/b"]
)
def test_nothing_slips_out_of_a_download(tiny: Path, tmp_path: Path, name: str) -> None:
    given = packed(tmp_path / "given.zip", {name: b"x"}, tiny)
    result = run(["diff", str(given), str(tiny), "--out", str(tmp_path / "diff")])
    assert result.exit_code == 2
    assert "cannot be read as a download" in result.stderr
    assert list(tmp_path.rglob("*slipped*")) == []
    assert not Path("/tmp/slipped").exists()


def test_a_link_in_a_download_is_a_file_like_any_other(tiny: Path, tmp_path: Path) -> None:
    (tiny / "about.md").unlink(missing_ok=True)
    given = packed(tmp_path / "given.zip", {"about.md": b"/etc/passwd"}, tiny)
    with read_side(str(given), tmp_path, None, tiny) as side:
        assert side.dataset.about == "/etc/passwd"
        assert not (side.source / "about.md").is_symlink()


def test_a_list_of_a_builds_files_leads_to_none_outside(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "secret").write_text(SECRET, "utf-8")
    write_manifests(site, b'{"claimbook_inputs": 1, "content_ids": {}, "files": {}, "parameters": {}, "python": "3"}\n')
    listed = site / "outputs.sha256"
    text = listed.read_text("utf-8")
    head, _, rest = text.partition("\n")
    names = sorted(["../secret", "/etc/passwd", "\x1b[31mx"])
    listed.write_text("\n".join([head, *(f"{'0' * 64}  {name}" for name in names), rest]), "utf-8")
    result = run(["verify", str(site)])
    assert result.exit_code == 1
    assert "\x1b" not in result.output
    assert SECRET not in result.output
    for name in ("../secret", "/etc/passwd"):
        assert f"missing: {name}" in result.output


def run(arguments: list[str]) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


CODE = "2031'); __import__('os').system('touch ran'); ('"
OPTIONS = [
    ["--as-of", CODE], ["--as-of", "../../x"], ["--as-of", "\x1b[31m"], ["--as-of", "<script>"], ["--only", CODE],
    ["--only", "../../etc/passwd"], ["--only", "source:../../x"], ["--only", "\x1b[31m"], ["--out", "/etc/passwd"],
    ["--out", "/"], ["--out", "data/../data"], ["--out", "book"], ["--cluster", CODE],
]  # fmt: skip


@pytest.mark.parametrize(
    "options", OPTIONS, ids=[" ".join(options)[:30].encode("unicode_escape") for options in OPTIONS]
)
def test_what_a_command_line_says_is_no_code(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.chdir(ROOT)
    result = run(["build", "--data", str(tiny), "--out", str(tmp_path / "html"), *options])
    assert result.exit_code == 2
    assert "Fix: " in result.stderr
    assert all(line.isprintable() for line in result.stderr.splitlines())
    assert not (ROOT / "ran").exists()
    assert not (tmp_path / "html").exists()
