"""A version as an RO-Crate: what was made from what, by which program (the profile Process Run Crate 0.5), as JSON-LD.

The package `rocrate` (extra `archive`) makes it. It would name the moment at which it runs; here every time is that of
the tag's commit, and no id is drawn by lot, so that one version has one crate.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from claimbook.errors import BuildError
from claimbook.model.dataset import Dataset
from claimbook.release.deposit import Deposit

METADATA = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_BASE = "1.1"  # of RO-Crate, which that profile rests on
_TYPES = {
    ".csv": "text/csv", ".json": "application/json", ".md": "text/markdown", ".txt": "text/plain", ".cff": "text/yaml",
    ".sha256": "text/plain",
}  # fmt: skip
_FOLDERS = {
    "data/": ("The dataset", "A Data Package: what sources say, coded as claims."),
    "html/": ("The book", "Static pages, as they were published."),
    "source/": ("The source", "Templates, program and locked versions, as they stand under the tag."),
}
# Of the book and the source only what names all the rest; a crate that lists each page says no more.
_NAMED = ("html/inputs.json", "html/outputs.sha256", "source/uv.lock")


def describe_crate(dataset: Dataset, deposit: Deposit, sizes: Mapping[str, int]) -> str:
    """Return the crate's metadata; `sizes` are the archive's files, in bytes, by name.

    Raises BuildError where `rocrate` is not installed.
    """
    try:
        from rocrate.model.contextentity import ContextEntity
        from rocrate.rocrate import ROCrate
    except ImportError as cause:
        fix = "install the extra \"archive\": pip install 'claimbook[archive]'."
        raise BuildError("An RO-Crate needs the package rocrate.", fix=fix) from cause
    crate = ROCrate(version=_BASE)

    def note(name: str, /, **properties: Any) -> Any:
        return crate.add(ContextEntity(crate, name, properties=_known(properties)))

    folders = {name: _add_folder(crate, name, deposit) for name in _FOLDERS}
    for name in sorted(sizes):
        if "/" not in name or _is_named(name):
            crate.add_file(dest_path=name, properties=_describe_file(dataset, name, sizes[name]))
    profile = note(PROFILE, **{"@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"})
    program = note("#claimbook", **_program("claimbook", str(deposit.inputs.get("program", ""))))
    runtime = note("#python", **_program("Python", str(deposit.inputs.get("python", "")).rpartition(" ")[2]))
    program["softwareRequirements"] = runtime
    action = note(
        "#build",
        **{
            "@type": "CreateAction",
            "name": f"Building the book, version {deposit.version}",
            "description": "A build records no time of its own: the one given is that of the commit that was built.",
            "endTime": _moment(deposit.seconds),
        },
    )
    action["instrument"] = program
    action["object"] = [folders["data/"], folders["source/"]]
    action["result"] = folders["html/"]
    _describe_root(crate, deposit, note, profile, action)
    said = crate.metadata.generate()
    said["@graph"] = sorted(said["@graph"], key=lambda entity: entity["@id"])
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _describe_root(crate: Any, deposit: Deposit, note: Any, profile: Any, action: Any) -> None:
    root, work = crate.root_dataset, deposit.work
    root["name"] = work.title or deposit.name
    root["description"] = work.description or f"A dataset of coded claims, version {deposit.version}."
    root["version"] = deposit.version
    root["datePublished"] = deposit.day
    root["conformsTo"] = profile
    root["mentions"] = action
    root["identifier"] = [text for text in (work.doi and f"https://doi.org/{work.doi}", deposit.content) if text]
    if work.keywords:
        root["keywords"] = list(work.keywords)
    if work.authors:
        # A Data Package does not say whether a contributor is a person or a body.
        root["author"] = [
            note(f"#author-{number}", **{"@type": "Thing", "name": name}) for number, name in enumerate(work.authors, 1)
        ]
    if work.licence_url:
        root["license"] = note(work.licence_url, **{"@type": "CreativeWork", "name": work.licence})
    elif work.licence:
        root["license"] = work.licence


def _add_folder(crate: Any, name: str, deposit: Deposit) -> Any:
    title, description = _FOLDERS[name]
    ids = {"data/": deposit.content, "html/": f"claimbook build {deposit.build}"}
    given = {"name": title, "description": description, "identifier": ids.get(name, "")}
    return crate.add_dataset(dest_path=name, properties=_known(given))


def _is_named(name: str) -> bool:
    path = PurePosixPath(name)
    return name in _NAMED or (path.parts[0] == "data" and len(path.parts) == 2)


def _describe_file(dataset: Dataset, name: str, size: int) -> dict[str, Any]:
    path = PurePosixPath(name)
    tables = {table.path: table for table in dataset.descriptor.tables.values()}
    table = tables.get(path.name) if path.parts[0] == "data" else None
    given = {
        "name": table.title if table else path.name,
        "description": table.description if table else "",
        "contentSize": str(size),
        "encodingFormat": _TYPES.get(path.suffix, ""),
    }
    return _known(given)


def _program(name: str, version: str) -> dict[str, str]:
    return {"@type": "SoftwareApplication", "name": name, "version": version, "softwareVersion": version}


def _known(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value}


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
