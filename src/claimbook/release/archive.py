"""A released version as one ZIP to deposit: dataset, book, source, how to cite it, what made what; the same bytes.

Here belongs what is in it, and what is refused. How a ZIP is written is in `deposit_zip`, its metadata in `deposit` and
`crate`, what git says in `git`.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimbook import paths
from claimbook.errors import BuildError, shorten_value
from claimbook.model.dataset import Dataset, load_dataset
from claimbook.release import citation_file
from claimbook.release.crate import METADATA, describe_crate
from claimbook.release.deposit import README, ZENODO, Deposit, describe_deposit, write_readme
from claimbook.release.deposit_zip import Item, write_zip
from claimbook.release.git import Blob, Checkout
from claimbook.release.redactions import FILE as REDACTIONS
from claimbook.release.store import VERSIONS, State, read_state
from claimbook.release.verify import Verified, verify_build

Report = Callable[[str, int, int], None]
DATA, HTML, SOURCE = "data", "html", "source"
_LICENCE = re.compile(r"(?:LICEN[CS]E|COPYING|NOTICE)\b.*", re.IGNORECASE)
_LINK, _MODULE = "120000", "160000"


@dataclass(frozen=True)
class Archived:
    """What was written: the file, its SHA-256, how many files it holds."""

    path: Path
    digest: str
    files: int


def archive(root: Path, data: Path, site: Path, version: str, out: Path | None, report: Report) -> Archived:
    """Write the archive of a published version and return what was written; `out` is its file, by default in `_build`.

    Raises BuildError for a version that is not published, whose build is not intact, or whose tag holds another dataset
    than the book was made from, or words that were redacted since.
    """
    state = read_state(site)
    said = _find(state, version)
    report("Verifying the build", 0, 1)
    build = site / VERSIONS / version
    verified = _verify(build, said)
    checkout = Checkout(root)
    tag = f"v{version}"
    if tag not in checkout.tags():
        raise BuildError(f"There is no tag {tag} here.", fix="fetch it: git fetch --tags.")
    blobs = checkout.blobs(tag)
    _refuse_modules(blobs)
    folder = _inside(root, data)
    if f"swh:1:dir:{checkout.tree(tag, data)}" != verified.inputs["content_ids"]["data"]:
        message = f"The tag {tag} holds another dataset in '{shorten_value(folder)}' than the book was made from."
        raise BuildError(message, fix="name the dataset's folder with --data, or fetch the tag anew.")
    report("Reading the source", 0, 1)
    with tempfile.TemporaryDirectory(prefix="claimbook-archive-") as beside:
        checkout.unpack(tag, data, Path(beside))
        dataset = load_dataset(Path(beside))
    deposit = describe_deposit(dataset, said, verified.inputs, checkout.seconds(tag), tag)
    items = dict(_list_files(checkout, blobs, folder, build, verified))
    items.update(_describe(dataset, deposit, items))
    target = out or root / paths.BUILD / f"{deposit.name}-{version}.zip"
    digest = write_zip(target, items, deposit.seconds, lambda done: report("Writing the archive", done, len(items)))
    return Archived(target, digest, len(items))


def _inside(root: Path, data: Path) -> str:
    if not data.is_relative_to(root):
        message = f"The dataset '{shorten_value(data.name)}' lies outside of the book's folder, and so in no tag of it."
        raise BuildError(message, fix="name the dataset that was released, with --data.")
    return data.relative_to(root).as_posix()


def _find(state: State, version: str) -> dict[str, Any]:
    """Return what the list of versions says of one that is published."""
    said = [row for row in state.versions if row["version"] == version and version in state.stored]
    if not said:
        names = ", ".join(sorted(state.stored)) or "none"
        message = f"'{shorten_value(version)}' is no published version; there is: {names}."
        raise BuildError(message, fix="release it first: claimbook release X.Y.Z; or name the folder with --site.")
    return said[0]


def _verify(build: Path, said: dict[str, Any]) -> Verified:
    # A redacted build keeps the digests of what it was; the tag still has the words.
    if (build / REDACTIONS).is_file():
        message = f"In {said['version']} something was redacted; its tag and so its source still hold it."
        raise BuildError(message, fix="release the next version, without it, and archive that.")
    verified = verify_build(build)
    if verified.faults or verified.outputs != said["outputs"]:
        first = f" ({verified.faults[0]})" if verified.faults else ""
        message = f"The build of {said['version']} is not as it was published{first}."
        raise BuildError(message, fix="put back a copy that claimbook verify calls intact.")
    return verified


def _refuse_modules(blobs: list[Blob]) -> None:
    for blob in blobs:
        if blob.mode == _MODULE:
            message = f"'{shorten_value(blob.path)}' is another repository, whose files are not in this one."
            raise BuildError(message, fix="release without submodules: copy what the book needs.")


def _list_files(
    checkout: Checkout, blobs: list[Blob], folder: str, build: Path, verified: Verified
) -> Iterator[tuple[str, Item]]:
    """Yield each file of the tag and of the build, by its name in the archive."""
    contents = checkout.contents({blob.id for blob in blobs})
    for blob in blobs:
        item = Item(contents[blob.id], is_link=blob.mode == _LINK, is_program=blob.mode == "100755")
        yield f"{SOURCE}/{blob.path}", item
        if blob.path.startswith(f"{folder}/"):
            yield f"{DATA}/{blob.path.removeprefix(f'{folder}/')}", item
        if blob.path == citation_file.NAME or ("/" not in blob.path and _LICENCE.fullmatch(blob.path)):
            yield blob.path, item
    for name in (*verified.files, paths.OUTPUTS):
        yield f"{HTML}/{name}", Item(build / name)


def _describe(dataset: Dataset, deposit: Deposit, items: dict[str, Item]) -> dict[str, Item]:
    """Return the files that say what the others are."""
    texts = {README: write_readme(dataset, deposit), ZENODO: deposit.zenodo}
    said = {name: Item(text.encode("utf-8")) for name, text in texts.items()}
    sizes = {name: item.size for name, item in {**items, **said}.items()}
    return {**said, METADATA: Item(describe_crate(dataset, deposit, sizes).encode("utf-8"))}
