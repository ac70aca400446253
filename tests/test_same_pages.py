"""Every template of this book comes out the same from forked kernels, plain ones, and the cache."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitebook import make_site_of_nothing

from claimbook.book import build
from claimbook.book.build import build_book

ROOT = Path(__file__).resolve().parents[1]


def _executed(tmp_path: Path, name: str, tiny: Path, steps: list[str]) -> dict[str, bytes]:
    def report(step: str, done: int, total: int) -> None:
        steps.append(step)

    built = build_book(ROOT, tiny, out=tmp_path / name, cold=True, report=report)
    assert built.run == built.pages
    return {p.relative_to(built.executed).as_posix(): p.read_bytes() for p in built.executed.rglob("*.ipynb")}


def test_every_page_is_byte_for_byte_what_plain_papermill_gives(
    tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "make_site", make_site_of_nothing)
    told_forked: list[str] = []
    told_plain: list[str] = []
    forked = _executed(tmp_path, "forked", tiny, told_forked)
    monkeypatch.setattr("claimbook.book.pools.can_fork", lambda: False)
    monkeypatch.setattr("claimbook.book.build.can_fork", lambda: False)
    plain = _executed(tmp_path, "plain", tiny, told_plain)
    assert sorted(forked) == sorted(plain)
    assert [name for name in forked if forked[name] != plain[name]] == []
    assert "Executing notebooks" in told_forked
    assert "Executing notebooks, each in a kernel started anew" in told_plain
