"""What of a dataset is given to everybody: valid still, described in whole, without notes and flagged words."""

from __future__ import annotations

from pathlib import Path

from tiny import read_package, write_descriptor, write_tiny_dataset

from claimbook.model.checks import check_dataset
from claimbook.model.dataset import Dataset, load_dataset
from claimbook.model.descriptor import make_descriptor, read_schema
from claimbook.model.published import LEFT_OUT, NOTES, WORDS, is_flagged, publish_dataset
from claimbook.model.saved import save_dataset
from claimbook.model.slices import trim_package

NOTE = "zznote"
FLAGGED = {"content_flag": "threat", "words": "zzflagged", "words_by": "rescue-league", "words_language": "en"}


def write(folder: Path) -> Path:
    notes = {"note": NOTE}
    return write_tiny_dataset(
        folder,
        claims={"gazette-001": notes, "gazette-002": {**notes, **FLAGGED}},
        actors={"river-office": notes},
        sources={"gazette": notes},
    )


def saved(dataset: Dataset, folder: Path) -> str:
    save_dataset(dataset, folder)
    return "".join(path.read_text("utf-8") for path in sorted(folder.iterdir()))


def test_no_note_and_no_flagged_word_is_left_and_the_rest_is_as_it_was(tmp_path: Path) -> None:
    before = load_dataset(write(tmp_path / "data"))
    assert all(sign in saved(before, tmp_path / "before") for sign in (NOTE, "zzflagged"))
    after = publish_dataset(before)
    text = saved(after, tmp_path / "after")
    assert (NOTE in text, "zzflagged" in text) == (False, False)
    for name, frame in before.frames.items():
        changed = [column for column in frame if not frame[column].equals(after.frames[name][column])]
        blanked = {"claims": {NOTES, *WORDS}, "figures": {NOTES, "quantity_words"}}
        assert set(changed) <= blanked.get(name, {NOTES})
    assert after.claims["content_flag"].tolist() == before.claims["content_flag"].tolist()


def test_of_flagged_words_around_a_number_a_mark_stays_and_the_number_too(tmp_path: Path) -> None:
    figures = {"gazette-001-f1": {"quantity_words": "zzaround 12"}}
    folder = write_tiny_dataset(tmp_path / "data", claims={"gazette-001": {"content_flag": "graphic"}}, figures=figures)
    dataset = load_dataset(folder)
    assert is_flagged(dataset).sum() == 1
    after = publish_dataset(dataset).figures.set_index("figure_id")
    assert after.loc["gazette-001-f1", ["quantity_words", "quantity"]].tolist() == [LEFT_OUT, ">=12"]
    assert after.loc["gazette-002-f1", "quantity_words"] == "dozens missing"
    save_dataset(publish_dataset(dataset), tmp_path / "after")
    assert len(check_dataset(tmp_path / "after").figures) == len(dataset.figures)


def test_words_that_nobody_flagged_stay(tmp_path: Path) -> None:
    dataset = load_dataset(write_tiny_dataset(tmp_path / "data"))
    assert publish_dataset(dataset).claims["words"].tolist() == dataset.claims["words"].tolist()
    assert "dozens missing" in dataset.claims["words"].tolist()


def test_what_is_left_passes_every_check(tmp_path: Path) -> None:
    save_dataset(publish_dataset(load_dataset(write(tmp_path / "data"))), tmp_path / "after")
    assert len(check_dataset(tmp_path / "after").claims) == 3


def test_every_column_that_the_schema_calls_for_coders_only_is_a_note() -> None:
    columns = [
        (field["name"], field["description"])
        for table in read_schema()["tables"].values()
        for field in table["schema"]["fields"]
    ]
    assert {name for name, text in columns if "Never published" in text or "For coders" in text} == {NOTES}


def test_a_dataset_s_own_column_is_given_out_unless_the_dataset_says_otherwise(tmp_path: Path) -> None:
    folder = write(tmp_path / "data")
    package = read_package(folder)
    claims = next(resource for resource in package["resources"] if resource["name"] == "claims")
    own = [{"name": "zzopen"}, {"name": "zzclosed", "claimbook": {"published": False}}]
    claims["schema"]["fields"] += own
    write_descriptor(folder, package)
    lines = (folder / "claims.csv").read_text("utf-8").splitlines()
    rows = [lines[0] + ",zzopen,zzclosed", *(f"{line},seen,unseen" for line in lines[1:])]
    (folder / "claims.csv").write_text("\n".join(rows) + "\n", "utf-8")
    text = saved(publish_dataset(load_dataset(folder)), tmp_path / "after")
    assert text.count(",seen,\n") == 3
    assert "unseen" not in text


def test_a_descriptor_without_texts_gets_those_that_the_program_knows(tmp_path: Path) -> None:
    folder = write(tmp_path / "data")
    whole = read_package(folder)
    write_descriptor(folder, trim_package(whole))
    save_dataset(publish_dataset(load_dataset(folder)), tmp_path / "after")
    described = read_package(tmp_path / "after")
    assert described["resources"] == make_descriptor(name="any", title="any")["resources"]
    assert {k: v["terms"] for k, v in described["vocabularies"].items()} == {
        k: v["terms"] for k, v in whole["vocabularies"].items()
    }


def test_what_a_resource_says_of_another_file_is_left_out(tmp_path: Path) -> None:
    folder = write(tmp_path / "data")
    package = read_package(folder)
    for resource in package["resources"]:
        resource |= {"encoding": "latin-1", "dialect": {"delimiter": ";"}, "hash": "0", "bytes": 1}
    write_descriptor(folder, package)
    save_dataset(publish_dataset(load_dataset(folder)), tmp_path / "after")
    for resource in read_package(tmp_path / "after")["resources"]:
        assert {"dialect", "hash", "bytes"}.isdisjoint(resource)
        assert (resource["encoding"], resource["path"]) == ("utf-8", f"{resource['name']}.csv")
