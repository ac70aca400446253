"""Lifting a dataset of an older schema. There has been one schema so far: the step here is the tests' own.

In the schema "one" of these tests a claimant was called the speaker, and its column stood last; "two" is the program's.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from tiny import read_package, write_descriptor, write_tiny_dataset

from claimbook.cli import main
from claimbook.errors import BuildError, DatasetError
from claimbook.model import descriptor, migrations
from claimbook.model.dataset import load_dataset
from claimbook.model.migrations import Older, Step, Text, migrate_dataset
from claimbook.model.tables import write_table

SAYS = "speaker_id of claims is called claimant_id."
OWN = {"name": "desk", "type": "string", "title": "Desk"}


def rename(older: Older, old: str, new: str) -> Older:
    """Give a column of the claims another name, in the table and in the descriptor."""
    table = older.tables["claims"]
    names = [new if name == old else name for name in table.columns]
    for resource in older.package["resources"]:
        if resource["name"] == "claims":
            for spec in resource["schema"]["fields"]:
                spec["name"] = new if spec["name"] == old else spec["name"]
            for key in resource["schema"]["foreignKeys"]:
                key["fields"] = [new if key["fields"] in (old, [old]) else key["fields"]][0]
    return Older(older.package, {**older.tables, "claims": Text(names, table.rows)})


STEPS = {1: Step(SAYS, lambda older: rename(older, "speaker_id", "claimant_id"))}


def write_older(folder: Path) -> Path:
    """Write the tiny dataset as the older schema has it, with a column and a file of its own."""
    write_tiny_dataset(folder)
    package = read_package(folder)
    claims = next(resource for resource in package["resources"] if resource["name"] == "claims")
    claims["schema"]["fields"].append(OWN)
    frame = load_dataset(folder).claims
    columns = [spec["name"] for spec in claims["schema"]["fields"] if spec["name"] != "desk"]
    rows = [[*map(str, row), "north, desk"] for row in frame[columns].itertuples(index=False)]
    older = rename(Older(package, {"claims": Text([*columns, "desk"], rows)}), "claimant_id", "speaker_id")
    write_table(folder / "claims.csv", older.tables["claims"].columns, older.tables["claims"].rows)
    write_descriptor(folder, {**older.package, "claimbook_schema": 1})
    (folder / "letter.txt").write_text("mine", "utf-8")
    return folder


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset of schema 1, where the program reads 2."""
    folder = write_older(tmp_path / "data")
    monkeypatch.setattr(descriptor, "SCHEMA_NUMBER", 2)
    monkeypatch.setattr(migrations, "STEPS", STEPS)
    monkeypatch.setattr(migrate_dataset, "__defaults__", (STEPS,))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(command: str, folder: Path) -> Result:
    return CliRunner().invoke(main, [command, "--data", str(folder)])


def test_the_number_is_the_schemas_and_every_number_before_it_has_a_step() -> None:
    assert descriptor.read_schema()["claimbook_schema"] == descriptor.SCHEMA_NUMBER
    assert sorted(migrations.STEPS) == list(range(1, descriptor.SCHEMA_NUMBER))


def test_an_older_dataset_is_refused_with_the_command_that_lifts_it_and_read_after_it(older: Path) -> None:
    refused = run("check", older)
    assert refused.exit_code == 2
    assert "claimbook_schema is 1, this program reads 2. Fix: run `claimbook migrate`" in refused.stderr
    lifted = run("migrate", older)
    assert (lifted.exit_code, lifted.stderr) == (0, "")
    assert lifted.stdout.startswith(f"data: schema 1 to 2: {SAYS}\nThe dataset as it was: ")
    assert "data-schema-1" in lifted.stdout
    assert run("check", older).exit_code == 0


def test_nothing_is_lost_and_the_dataset_as_it_was_stays_beside(older: Path) -> None:
    before = contents(older)
    lifted = migrate_dataset(older)
    assert lifted.backup == older.with_name("data-schema-1")
    assert contents(lifted.backup) == before
    after = contents(older)
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} == {"claims.csv", "datapackage.json"}
    header, *rows = before["claims.csv"].decode().splitlines()
    assert after["claims.csv"].decode().splitlines() == [header.replace("speaker_id", "claimant_id"), *rows]
    assert set(load_dataset(older).claims["desk"]) == {"north, desk"}
    assert read_package(older)["claimbook_schema"] == 2
    assert sorted(path.name for path in older.parent.iterdir()) == ["data", "data-schema-1", "data-texts"]


def test_run_again_it_does_nothing(older: Path) -> None:
    migrate_dataset(older)
    before = contents(older.parent)
    assert migrate_dataset(older).done == []
    assert run("migrate", older).stdout.endswith("Nothing to do.\n")
    assert contents(older.parent) == before


def test_the_readers_codings_are_lifted_with_it_and_those_that_are_current_stay(older: Path) -> None:
    shutil.copytree(older, older / "readers" / "a")
    current = write_older(older.parent / "current")
    migrate_dataset(current)
    shutil.copytree(current, older / "readers" / "b")
    lifted = migrate_dataset(older)
    assert lifted.done == [f"data: schema 1 to 2: {SAYS}", f"data/readers/a: schema 1 to 2: {SAYS}"]
    for name in ("a", "b"):
        assert len(load_dataset(older / "readers" / name).claims) == 3


def test_a_readers_coding_is_not_lifted_alone_since_what_is_kept_would_be_one_more_reader(older: Path) -> None:
    shutil.copytree(older, older / "readers" / "a")
    with pytest.raises(BuildError) as caught:
        migrate_dataset(older / "readers" / "a")
    assert caught.value.fix == "lift 'data'; its readers' codings are lifted with it."


@pytest.mark.parametrize(
    ("number", "fix"),
    [(3, "install a newer claimbook"), (0, 'write "claimbook_schema": 2'), ("1", 'write "claimbook_schema": 2'),
     (True, 'write "claimbook_schema": 2'), (None, 'write "claimbook_schema": 2')],
)  # fmt: skip
def test_a_number_that_no_step_leads_from_is_refused_and_nothing_changed(older: Path, number: Any, fix: str) -> None:
    write_descriptor(older, {**read_package(older), "claimbook_schema": number})
    before = contents(older.parent)
    with pytest.raises(DatasetError) as caught:
        migrate_dataset(older)
    assert caught.value.problems[0].fix.startswith(fix)
    assert contents(older.parent) == before


def test_a_newer_coding_of_a_reader_is_named_by_its_place(older: Path) -> None:
    shutil.copytree(older, older / "readers" / "a")
    write_descriptor(older / "readers" / "a", {**read_package(older), "claimbook_schema": 9})
    with pytest.raises(DatasetError) as caught:
        migrate_dataset(older)
    assert str(caught.value.problems[0]).startswith("readers/a/datapackage.json: claimbook_schema is 9")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("claims.csv", b"claim_id,speaker_id\nonly-one\n"),
        ("claims.csv", b"claim_id\n\xff\n"),
        ("claims.csv", b""),
        ("figures.csv", b"figure_id;claim_id\n"),
        ("datapackage.json", b'{"claimbook_schema": 1, "resources": 7}'),
        ("datapackage.json", b'{"claimbook_schema": 1, "resources": []}'),
        ("datapackage.json", b'{"claimbook_schema": 1, "resources": [{"name": "claims", "path": "../claims.csv"}]}'),
    ],
)
def test_a_dataset_that_cannot_be_read_before_or_after_is_left_as_it_was(
    older: Path, name: str, content: bytes
) -> None:
    (older / name).write_bytes(content)
    before = contents(older.parent)
    result = run("migrate", older)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Fix: " in result.stderr
    assert contents(older.parent) == before


def test_a_place_where_the_old_one_would_be_kept_is_not_written_over(older: Path) -> None:
    older.with_name("data-schema-1").mkdir()
    with pytest.raises(BuildError, match="is there already"):
        migrate_dataset(older)
    assert read_package(older)["claimbook_schema"] == 1


def test_where_the_new_one_cannot_take_its_place_the_old_one_comes_back(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(older)
    move = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.parent.name.startswith(".migrating-"):
            raise PermissionError(13, "Permission denied")
        return move(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(BuildError, match="'data' cannot be lifted: Permission denied"):
        migrate_dataset(older)
    assert contents(older) == before
    assert sorted(path.name for path in older.parent.iterdir()) == ["data", "data-texts"]


def test_steps_follow_one_another(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptor, "SCHEMA_NUMBER", 3)
    steps = {
        1: Step("to talker", lambda given: rename(given, "speaker_id", "talker_id")),
        2: Step("to claimant", lambda given: rename(given, "talker_id", "claimant_id")),
    }
    lifted = migrate_dataset(older, steps)
    assert lifted.done == ["data: schema 1 to 2: to talker", "data: schema 2 to 3: to claimant"]
    assert len(load_dataset(older).claims) == 3


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_whatever_stands_in_a_table_is_written_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_table(folder / "claims.csv", ["one", "two"], rows)
        package = {"resources": [{"name": "claims", "path": "claims.csv"}], "claimbook_schema": 1}
        (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
        try:
            before = migrations._read(folder)
        except DatasetError:
            return  # a table that the program's reader refuses is refused here too
        migrations._write(folder, Older(package), before)
        assert migrations._read(folder).tables["claims"].rows == [list(row) for row in rows]
