"""The fonts that lie in the program: whole, from the packages that they say, and enough for a chart to be drawn."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook import paths
from claimbook.charts import fonts
from claimbook.charts.fonts import FACES, covered, face_rules, find_foreign, fontconfig, read_origin
from claimbook.charts.fonts.vendor import PACKAGES, Package, read_package, runs
from claimbook.charts.lettering import CONFIGURED
from claimbook.errors import ClaimbookError

NAMES = ["Gazette", "مكتب النهر", "Ελλάδα", "תל אביב", "Київ", "← ≥ \u2068x\u2069 ⊂"]
DRAW = f"""
import hashlib, json
from claimbook.charts.pictures import picture
rows = [{{"name": name, "value": 1}} for name in {NAMES!r}]
spec = {{"data": {{"values": rows}}, "mark": "bar", "encoding": {{
    "y": {{"field": "name", "type": "nominal"}}, "x": {{"field": "value", "type": "quantitative"}}}}}}
print(hashlib.sha256(picture(json.dumps(spec)).encode()).hexdigest())
"""


def test_each_font_is_the_one_that_its_package_has_and_its_licence_lies_beside_it() -> None:
    files = read_origin()["files"]
    assert {face.file for face in FACES} == set(files)
    assert {path.name for path in paths.FONTS.iterdir() if path.suffix in (".ttf", ".woff2")} == set(files)
    for name, said in files.items():
        assert hashlib.sha256((paths.FONTS / name).read_bytes()).hexdigest() == said["sha256"]
    for package in PACKAGES:
        licence = (paths.FONTS / package.kept_as).read_text("utf-8")
        assert ("SIL Open Font License" in licence) == (package.licence == "OFL-1.1")
        assert "Permission is hereby granted" in licence or "licensed under the SIL" in licence


def test_what_is_recorded_of_the_packages_is_what_they_are_taken_by() -> None:
    recorded = [(said["name"], said["version"], said["sha256"]) for said in read_origin()["packages"]]
    assert recorded == [(package.name, package.version, package.sha256) for package in PACKAGES]


def test_make_fetches_these_packages_and_no_others() -> None:
    said = (Path(__file__).resolve().parents[1] / "Makefile").read_text("utf-8")
    fetched = said.partition("\nFONTS := ")[2].partition("\nfonts:")[0]
    assert fetched.replace("\\", "").split() == [f"{package.name}@{package.version}" for package in PACKAGES]


@pytest.mark.parametrize(
    "text",
    ["ﬁne “quotes” – … ⊂ ∩ → ≥", "Łódź Ağrı Nguyễn", "Ελλάδα", "Київ Ѓорче", "مكتب النهر", "گزارش پنج ۵", "תל אביב",
     "ქართული", "Հայաստան", "不容许 是的", "かな カナ", "\u2068isolated\u2069 \ufe0e\n\t"],
)  # fmt: skip
def test_these_scripts_need_no_font_of_the_systems(text: str) -> None:
    assert find_foreign(text) == []


def test_a_sign_that_no_font_has_is_foreign_once_and_in_order() -> None:
    assert find_foreign("한국 हि 한") == sorted({"한", "국", "ह", "ि"})


@given(st.sets(st.integers(0, 0x10FFFF), max_size=40))
def test_code_points_written_as_runs_are_read_back(codes: set[int]) -> None:
    text = " ".join(runs(sorted(codes)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "read_origin", lambda: {"covered": text})
        assert covered.__wrapped__() == codes


def test_another_package_than_the_pinned_one_is_refused() -> None:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("package/LICENSE"))
    package = Package("@a/b", "1.2.3", "0" * 64, "OFL-1.1", "package/LICENSE", "LICENSE-B.txt")
    assert package.archive == "a-b-1.2.3.tgz"
    with pytest.raises(ClaimbookError, match=r"not 0{64}\. Fix: fetch @a/b@1\.2\.3 with npm pack\."):
        read_package(package, content.getvalue())
    good = Package("@a/b", "1.2.3", hashlib.sha256(content.getvalue()).hexdigest(), "", "package/LICENSE", "L")
    assert read_package(good, content.getvalue()) == {"L": b""}


def test_a_style_sheet_brings_every_face_by_an_address_that_may_have_any_letter(tmp_path: Path) -> None:
    rules = face_rules(tmp_path / 'a "folder" é')
    assert rules.count("@font-face") == len(FACES)
    assert rules.count("a%20%22folder%22%20%C3%A9/") == len(FACES)


def test_a_configuration_names_its_folders_as_text(tmp_path: Path) -> None:
    assert "<dir>/a &amp; b</dir>" in fontconfig(Path("/a & b"), tmp_path)


def test_a_picture_is_the_same_where_the_system_has_no_fonts(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    config = tmp_path / "fonts.conf"
    config.write_text(f"<?xml version='1.0'?><fontconfig><dir>{tmp_path / 'none'}</dir></fontconfig>")
    plain = {name: value for name, value in os.environ.items() if name != CONFIGURED}
    drawn = [
        subprocess.run(
            [sys.executable, "-c", DRAW + "import os; print(os.environ.get('FONTCONFIG_FILE', ''))"],
            env={**plain, **more}, capture_output=True, text=True, check=True,
        ).stdout.splitlines()
        for more in ({}, {CONFIGURED: str(config)})
    ]  # fmt: skip
    assert drawn[0][0] == drawn[1][0]
    assert [said for _, said in drawn] == ["", str(config)]  # what was set before is set again


def test_where_fonts_come_from_is_written_as_it_is_read() -> None:
    text = (paths.FONTS / "origin.json").read_text("utf-8")
    assert text == json.dumps(json.loads(text), indent=2) + "\n"
