"""The files that charts' frames name, beside the pages: pictures drawn from the specs, data that came with the outputs.

They are made in a process of its own while the pages are, as the charts' script is (`bundle`). A picture is called by
the digest of its spec, so that one that was drawn before is taken from the cache. What a frame looks like is said in
`framed`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimbook import paths
from claimbook.book.beside import Beside, digest_drawing, open_kept, register
from claimbook.book.cache import Cache
from claimbook.digests import digest_bytes, digest_values
from claimbook.model.embedded import SPEC_TYPE, digest_spec_text
from claimbook.paths import ATTACHED
from claimbook.paths import CHARTS as FOLDER

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_SPEC = re.compile(re.escape(f'<script type="{SPEC_TYPE}">') + "(.*?)</script>")
_NAME = re.compile(r"[0-9a-f]{16}\.csv")


class Attaching(Beside):
    """The making of the files; which pages name any is seen when it is done."""

    module = "claimbook.book.attached"
    made = "The charts' pictures"

    def arguments(self, app: Sphinx) -> list[str]:
        """Return where the executed pages lie, and where the site."""
        return [str(app.srcdir), str(app.outdir)]


def write_attached(stage: Path, site: Path, cache: Cache | None = None) -> int:
    """Write the files that the stage's executed pages name into the site; return how many pictures had to be drawn."""
    drawn = 0
    made = digest_drawing() if cache else ""
    for output in _outputs(stage):
        folder = site / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in output.get("metadata", {}).get(ATTACHED, {}).items():
            if _NAME.fullmatch(name):
                (folder / name).write_bytes(text.encode())
        html = _text(output["data"].get("text/html", ""))
        for spec in _SPEC.findall(html):
            name = digest_spec_text(spec)
            if f"{FOLDER}/{name}.svg" not in html or (folder / f"{name}.svg").exists():
                continue
            data, is_new = _draw(spec, cache, made)
            (folder / f"{name}.svg").write_bytes(data)
            drawn += is_new
            _write_parts(folder / name, data, html.count(f"{FOLDER}/{name}-"), cache, made)
    return drawn


def _outputs(stage: Path) -> Iterator[dict[str, Any]]:
    """Yield what the cells of the stage's pages show that has files, page after page."""
    pages = (path for path in stage.rglob("*.ipynb") if paths.BUILD not in path.relative_to(stage).parts)
    for path in sorted(pages):
        text = path.read_bytes()
        if FOLDER.encode() not in text:  # most pages of a book have no chart
            continue
        for cell in json.loads(text)["cells"]:
            yield from (output for output in cell.get("outputs", []) if "data" in output)


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def _draw(spec: str, cache: Cache | None, made: str) -> tuple[bytes, bool]:
    key = digest_values([spec, made])
    if cache and (kept := cache.get(key)) is not None:
        return kept, False
    from claimbook.charts.pictures import picture  # takes a second, and not all builds draw

    data = picture(spec).encode()
    if cache:
        cache.put(key, data)
    return data, True


def _write_parts(stem: Path, picture: bytes, count: int, cache: Cache | None, made: str) -> None:
    """Write the parts in which a picture is printed, so many: `STEM-1.svg` and so on."""
    if not count:
        return
    key = digest_values([digest_bytes(picture), str(count), made])
    kept = cache.get(key) if cache else None
    if kept is None:
        from claimbook.charts.parts import cut_picture

        kept = json.dumps(cut_picture(picture.decode(), count), ensure_ascii=False).encode()
        if cache:
            cache.put(key, kept)
    for number, part in enumerate(json.loads(kept), start=1):
        stem.with_name(f"{stem.name}-{number}.svg").write_bytes(part.encode())


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the making of the files."""
    return register(app, Attaching())


if __name__ == "__main__":
    write_attached(Path(sys.argv[1]), Path(sys.argv[2]), open_kept())
