"""What is named as one side of a comparison: a dataset, a build, a released version. Found and read, not compared.

A build holds its dataset as a download, so two copies of published books can be compared without their checkouts.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from claimbook import paths
from claimbook.book.downloads import FOLDER
from claimbook.contentids import directory_id
from claimbook.errors import BuildError, ClaimbookError, shorten_value
from claimbook.manifests import parse_outputs, read_inputs
from claimbook.model.credits import read_credits
from claimbook.model.dataset import Dataset, load_dataset
from claimbook.model.published import publish_dataset
from claimbook.release.git import Checkout
from claimbook.release.store import VERSIONS
from claimbook.release.verify import build_places
from claimbook.release.versions import is_version

# What a download may unpack to: a dataset of 400,000 claims has 200 MB.
MOST_BYTES = 2_000_000_000


@dataclass(frozen=True)
class Side:
    """One of two states: its dataset as it is published, the build that shows it (None for a dataset alone).

    `given` is what was named, `version` what the dataset calls itself, `build` the id of the build, "" where there is
    none, `content_id` that of the dataset's folder, `source` the folder that was read.
    """

    given: str
    dataset: Dataset
    version: str
    content_id: str
    source: Path
    site: Path | None = None
    build: str = ""


@contextmanager
def read_side(named: str, site: Path, root: Path | None, data: Path) -> Iterator[Side]:
    """Yield what a name stands for: the folder of a dataset or of a build, a download, or a version.

    A version is looked for in the folder of all versions, and then among the tags of the checkout.

    Raises BuildError where it is none of these, DatasetError where its dataset cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="claimbook-diff-") as beside:
        path = Path(named)
        if is_version(named):
            path = site / VERSIONS / named
            if not path.is_dir():
                yield _tagged(named, root, data, Path(beside))
                return
        if path.is_file():
            yield _side(named, _unpack(path, Path(beside)))
        elif (path / paths.DESCRIPTOR).is_file():
            yield _side(named, path)
        else:
            yield _built(named, path, Path(beside))


def _side(named: str, folder: Path) -> Side:
    dataset = load_dataset(folder.resolve())
    version = read_credits(dataset.descriptor.raw).version
    return Side(named, publish_dataset(dataset), version, directory_id(folder), folder)


def _tagged(version: str, root: Path | None, data: Path, beside: Path) -> Side:
    try:
        if root is None:
            raise BuildError("there is no checkout here.", fix="")
        Checkout(root).unpack(f"v{version}", data, beside)
    except ClaimbookError as cause:
        message = f"There is no version {version}: neither in the folder of all versions nor as the tag v{version}."
        raise BuildError(message, fix="name one that was released, with --site where its build lies.") from cause
    return _side(version, beside)


def _built(named: str, folder: Path, beside: Path) -> Side:
    for place in build_places(folder):
        if packed := sorted((place / FOLDER).glob("*.zip")):
            side = _side(named, _unpack(packed[0], beside))
            inputs, outputs = place / paths.INPUTS, place / paths.OUTPUTS
            known = (read_inputs(inputs.read_bytes()) if inputs.is_file() else None) or {}
            listed = parse_outputs(outputs.read_text("utf-8")) if outputs.is_file() else None
            content_id = str(known.get("content_ids", {}).get("data", side.content_id))
            return replace(side, site=place, build=listed.build if listed else "", content_id=content_id)
    message = f"'{shorten_value(named)}' is no dataset, no build and no version."
    raise BuildError(message, fix="name a folder with datapackage.json, the folder of a book, or X.Y.Z.")


def _unpack(path: Path, into: Path) -> Path:
    """Unpack a download: files of its own folder only, none of them large beyond reason."""
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if paths.DESCRIPTOR not in names or any("/" in name or not paths.stays_inside(name) for name in names):
                raise BadZipFile("it holds no dataset")
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise BadZipFile("it is larger than a dataset can be")
            for entry in entries:
                (into / entry.filename).write_bytes(archive.read(entry))
    except (BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as cause:
        message = f"'{shorten_value(str(path))}' cannot be read as a download: {shorten_value(str(cause))}."
        raise BuildError(message, fix="name the ZIP that a book offers, as it was downloaded.") from cause
    return into


def describe_side(side: Side) -> dict[str, str]:
    """Return what is said of a side beside what differs, as JSON data: no path of a machine."""
    known = {
        "version": side.version,
        "build": side.build,
        "content_id": side.content_id,
        "title": side.dataset.descriptor.title,
    }
    return {name: text for name, text in known.items() if text}
