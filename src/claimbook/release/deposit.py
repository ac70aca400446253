"""What an archive of a version says of itself: to Zenodo (`.zenodo.json`), and to whoever opens it (`README.txt`).

Texts from a dataset and what is known of a build; no files. The same in linked data is in `crate`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claimbook.book.downloads import download_href
from claimbook.model.cite import book_entry, plain_text
from claimbook.model.credits import Credits, read_credits
from claimbook.model.dataset import Dataset

ZENODO, README = ".zenodo.json", "README.txt"
# As SPDX names licences, which Zenodo writes in small letters.
_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*-[0-9][A-Za-z0-9.+-]*|MIT|ISC|Unlicense")


@dataclass(frozen=True)
class Deposit:
    """A version to be deposited. `day` is that of its release, `seconds` the time of its tag's commit since 1970 (UTC).

    `content` is the Software Heritage id of its dataset's folder, `build` the id of its book, `outputs` the SHA-256 of
    the book's list of digests; `inputs` is what the book's `inputs.json` says.
    """

    work: Credits
    name: str
    version: str
    tag: str
    day: str
    seconds: int
    content: str
    build: str
    outputs: str
    inputs: Mapping[str, Any]
    licence: str = ""

    @property
    def zenodo(self) -> str:
        """The metadata as Zenodo reads them; what is not known is left out."""
        work = self.work
        paragraphs = [work.description, *_what(self), f"Content id of the dataset: {self.content}."]
        given = {
            "title": work.title or self.name,
            "upload_type": "dataset",
            "description": "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs if text),
            "creators": [{"name": name} for name in work.authors],
            "version": self.version,
            "publication_date": self.day,
            "access_right": "open" if self.licence else "",
            "license": self.licence.lower(),
            "keywords": list(work.keywords),
            "doi": work.doi,
        }
        known = {key: value for key, value in given.items() if value}
        return json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def describe_deposit(
    dataset: Dataset, said: Mapping[str, Any], inputs: Mapping[str, Any], seconds: int, tag: str
) -> Deposit:
    """Return what is known of a version: from its dataset, from what the list of versions says, from its build."""
    licences = dataset.descriptor.raw.get("licenses")
    first = licences[0] if isinstance(licences, list) and licences and isinstance(licences[0], dict) else {}
    licence = str(first.get("name", ""))
    return Deposit(
        work=read_credits(dataset.descriptor.raw),
        name=download_href(dataset).rpartition("/")[2].removesuffix(".zip"),
        version=said["version"],
        tag=tag,
        day=said["day"],
        seconds=seconds,
        content=inputs["content_ids"]["data"],
        build=said["build"],
        outputs=said["outputs"],
        inputs=inputs,
        licence=licence if _LICENCE.fullmatch(licence) else "",
    )


def _what(deposit: Deposit) -> list[str]:
    return [
        "A claim is one assertion by one claimant in one source: who says what, when, and on whose word. The dataset "
        "records what sources say; it does not say which of them is right.",
        f"Version {deposit.version}: the dataset (data), the book that was built from it (html), and what it was built "
        f"with (source).",
    ]


def write_readme(dataset: Dataset, deposit: Deposit) -> str:
    """Return the text of the README: what is in the archive, how it is cited, how it is checked without a network."""
    work = deposit.work
    cited = plain_text(book_entry(work, build=deposit.build[:10]))
    doi = f" https://doi.org/{work.doi}" if work.doi else ""
    return f"""{work.title or deposit.name}
Version {deposit.version}, {deposit.day}

{work.description}

data/                   the dataset, a Data Package (claims: {len(dataset.claims)}, sources: {len(dataset.sources)})
html/                   the book; open html/index.html, without a network
source/                 all that the book was built with, as it stands under the tag {deposit.tag}
CITATION.cff            how to cite it, where an author is named
.zenodo.json            the same for Zenodo
ro-crate-metadata.json  what was made from what, as an RO-Crate (Process Run Crate)

To cite: {cited} Dataset {deposit.content}.{doi}

To check it, without a network. The book, every file by its digest:

    cd html && sha256sum --check --quiet outputs.sha256
    sha256sum html/outputs.sha256

The second gives {deposit.outputs}.
That the dataset is the one that is cited, by git:

    git init --quiet check && cp -R data check/ && cd check && git add --force data && git write-tree --prefix=data/

gives what stands behind swh:1:dir: above. In source/, with what its uv.lock names installed, every page is built again
and compared by: claimbook verify ../html --rebuild
"""
