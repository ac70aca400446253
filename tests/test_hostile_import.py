"""What an import is told beside its rows (parameters, texts of a mapping, names of files) is text or refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hostile import HTML, MARKUP, SCRIPT
from test_import_mappings import documented
from ucdp_rows import make_rows, write_rows

from claimbook.cli import main

CODE = "2031'); __import__('os').system('touch ran'); ('"
PARAMETERS = (
    CODE, "$(touch ran)", "<script>window.ran=1</script>", "{{ 7*7 }}", "{best}", "{$released}", "{best|whole}",
    "!!python/object/apply:os.system ['touch ran']", "../../x", "=1+1", "@x", "\x1b[31m", "\u202ex", "\ufdd0", "x\ny",
)  # fmt: skip


def run_import(folder: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["import", *arguments, "--into", str(folder / "d")])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert all(line.isprintable() for line in result.output.splitlines())
    if result.exit_code == 2:
        assert " Fix: " in result.stderr
    return result


def descriptor(folder: Path) -> dict[str, object]:
    return json.loads((folder / "d" / "datapackage.json").read_text("utf-8"))  # type: ignore[no-any-return]


@pytest.mark.parametrize("value", PARAMETERS)
def test_a_parameter_is_text_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.chdir(tmp_path)
    file = write_rows(tmp_path / "events.csv", make_rows(3))
    result = run_import(
        tmp_path, str(file), "--mapping", "ucdp-ged", "--set", f"version={value}", "--set", "released=2034-06"
    )
    assert not (tmp_path / "ran").exists()
    if result.exit_code != 2:
        said = " ".join(value.split())
        assert said in (tmp_path / "d" / "sources.csv").read_text("utf-8").replace('""', '"')
        assert CliRunner().invoke(main, ["check", "--data", str(tmp_path / "d")]).exit_code == 0


@pytest.mark.parametrize("payload", [*HTML[:12], *SCRIPT, *MARKUP[:12]])
def test_a_text_of_a_mapping_is_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, payload: str) -> None:
    monkeypatch.chdir(tmp_path)
    title = payload.replace("§", "7")
    # In a mapping a brace is written twice: single ones name columns.
    written = json.dumps(title.replace("{", "{{").replace("}", "}}"), ensure_ascii=False)
    mapping = re.sub("^title: .*", lambda _: f"title: {written}\nabout: {written}", documented("yaml"), flags=re.M)
    (tmp_path / "m.yml").write_text(mapping, "utf-8")
    (tmp_path / "a.csv").write_text(documented("csv"), "utf-8")
    result = run_import(tmp_path, "a.csv", "--mapping", "m.yml")
    assert "2 accepted" in result.output
    assert descriptor(tmp_path)["title"] == title
    assert (tmp_path / "d" / "about.md").read_text("utf-8") == f"{title}\n"
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "name", ["\x1b[31m.csv", "<script>.csv", "\u202ex.csv", "x\ny.csv", "$(touch ran).csv", "=1+1"]
)
def test_the_name_of_a_file_is_shown_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("No\n1\n", "utf-8")
    for mapping in ("ucdp-ged", name):
        assert run_import(tmp_path, name, "--mapping", mapping).exit_code == 2
    assert not (tmp_path / "ran").exists()
