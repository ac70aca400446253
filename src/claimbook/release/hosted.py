"""Every hosted version without the redacted claims: made beside the site, and looked through for what must be gone.

Each version is built twice with its own program, from its tag: as it is published, and redacted. What differs between
the two is what a redaction changes (`merging`). What readers see is not touched here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from claimbook import paths
from claimbook.digests import digest_bytes
from claimbook.errors import BuildError
from claimbook.manifests import parse_outputs
from claimbook.model.dataset import read_about
from claimbook.model.redacting import SUMMARY, Redaction, Tables
from claimbook.model.row_files import read_rows, redact_folder
from claimbook.release.again import build_again
from claimbook.release.between import write_between
from claimbook.release.git import Checkout
from claimbook.release.log_page import write_log
from claimbook.release.merging import Merge, digest_folder, merge_builds, write_merged
from claimbook.release.redactions import FILE, Redacted, make_record, parse_record
from claimbook.release.store import STORE, State
from claimbook.release.traces import Needles, find_in_bytes, find_needles

Report = Callable[[str, int, int], None]
_SHOWN = 5


@dataclass(frozen=True)
class Hosted:
    """A site and what is to be taken out of it. `place` is a folder of its file system, `leave` ids of rows that stay
    as they are, `day` that of today; `is_elsewhere` lets another environment than the release's do.
    """

    root: Path
    data: Path
    site: Path
    state: State
    place: Path
    redactions: tuple[Redaction, ...]
    leave: tuple[str, ...]
    day: str
    is_elsewhere: bool


@dataclass
class Made:
    """What was made: folders by their names in the store, the state that shows them, how many files of each version are
    others.
    """

    state: State
    builds: dict[str, Path] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)


def rewrite_site(hosted: Hosted, report: Report) -> Made:
    """Return every version and comparison that a redaction changes, made anew. Raises BuildError where one cannot be,
    or where something is found in it that was to be taken out.
    """
    made = Made(hosted.state)
    stored = dict(hosted.state.stored)
    folders: dict[str, Path] = {}
    needles: dict[str, Needles] = {}
    listed = [dict(row) for row in hosted.state.versions]
    for number, row in enumerate(listed):
        version = str(row["version"])
        report("Writing versions anew", number, len(listed))
        folder = hosted.site / STORE / stored[version]
        new, needles[version], changed = _rewrite_version(hosted, version, folder)
        folders[version] = new or folder
        if new:
            name = _name_in_store(hosted.site, version)
            made.builds[name], stored[version] = new, name
            made.files[version] = changed
            row["redactions"] = digest_bytes((new / FILE).read_bytes())
    report("Looking for what is to be gone", 0, 1)
    anywhere = {words: what for found in needles.values() for words, what in found.items()}
    for version, folder in folders.items():
        _refuse_traces(folder, needles[version] or anywhere, version)
    compared = _rewrite_comparisons(hosted, folders, needles, made) if made.builds else hosted.state.compared
    known = hosted.state.listed.get("redacted", {})
    redacted = {row.claim_id: {"version": row.release, "class": row.reason_class} for row in hosted.redactions}
    said = {**hosted.state.listed, "versions": listed, "redacted": {**known, **redacted}}
    made.state = State(stored, said, compared, write_log(said, sorted(compared)))
    _refuse_in_texts(made.state, anywhere)
    return made


def _rewrite_version(hosted: Hosted, version: str, folder: Path) -> tuple[Path | None, Needles, int]:
    """Return a version's new build (None where it has none of the claims), what must not be found in it, and how many
    files are others.
    """
    place = hosted.place / version
    root = place / "root"
    root.mkdir(parents=True)
    Checkout(hosted.root).unpack(f"v{version}", hosted.root, root)
    data = root / hosted.data.relative_to(hosted.root)
    before = read_rows(data)
    own = {row["claim_id"] for row in before["claims"] if row["summary"] != SUMMARY}
    there = [redaction for redaction in hosted.redactions if redaction.claim_id in own]
    record = parse_record((folder / FILE).read_bytes()) if (folder / FILE).is_file() else None
    earlier = record.redacted if record else ()
    done = {row.claim for row in earlier}
    todo = [redaction for redaction in there if redaction.claim_id not in done]
    if todo:
        inputs = folder / paths.INPUTS
        redact_folder(data, [redaction for redaction in there if redaction.claim_id in done])
        control = build_again(root, data, place / "control", inputs)
        redact_folder(data, there)
        merge = merge_builds(
            folder, control, build_again(root, data, place / "redacted", inputs), (paths.OUTPUTS, paths.INPUTS)
        )
        _refuse_strange(merge, version, is_elsewhere=hosted.is_elsewhere)
    else:
        redact_folder(data, there)
    after = read_rows(data)
    needles = find_needles(before, after, [row.claim_id for row in there], hosted.leave, read_about(data))
    if not todo:
        return None, needles, 0
    new = place / "new"
    write_merged(folder, merge, new)
    (new / FILE).unlink(missing_ok=True)
    _write_record(new, (*earlier, *_describe(before, todo, hosted.day)))
    return new, needles, len(merge.files)


def _describe(before: Tables, todo: list[Redaction], day: str) -> Iterator[Redacted]:
    said = {row["claim_id"]: row["asserted"] for row in before["claims"]}
    for row in todo:
        yield Redacted(row.claim_id, said[row.claim_id], row.reason_class, row.release, day)


def _write_record(folder: Path, redacted: tuple[Redacted, ...]) -> None:
    written = (folder / paths.OUTPUTS).read_bytes()
    outputs = parse_outputs(written.decode("utf-8"))
    if outputs is None:
        message = f"{paths.OUTPUTS} of a published version is not as a build writes it."
        raise BuildError(message, fix="put back the copy that was published.")
    files = {name: digest for name, digest in digest_folder(folder).items() if name != paths.OUTPUTS}
    (folder / FILE).write_bytes(make_record(outputs, digest_bytes(written), redacted, files).data())


def _rewrite_comparisons(
    hosted: Hosted, folders: Mapping[str, Path], needles: Mapping[str, Needles], made: Made
) -> dict[str, str]:
    """Return the comparisons of a site by name, those of versions that were written anew made anew."""
    compared = dict(hosted.state.compared)
    for name, stored in hosted.state.compared.items():
        sides = name.split("..")
        published = hosted.site / STORE / stored
        if any(version in made.files for version in sides):
            place = hosted.place / name
            old = [hosted.site / STORE / hosted.state.stored[version] for version in sides]
            write_between(old, sides, place / "control")
            write_between([folders[version] for version in sides], sides, place / "redacted")
            merge = merge_builds(published, place / "control", place / "redacted")
            _refuse_strange(merge, name, is_elsewhere=hosted.is_elsewhere)
            if merge.files:
                write_merged(published, merge, place / "new")
                compared[name] = _name_in_store(hosted.site, name)
                made.builds[compared[name]] = published = place / "new"
        _refuse_traces(published, {**needles[sides[0]], **needles[sides[1]]}, name)
    return compared


def _refuse_strange(merge: Merge, name: str, *, is_elsewhere: bool) -> None:
    if merge.strange and not is_elsewhere:
        shown = ", ".join(merge.strange[:_SHOWN]) + (", …" if len(merge.strange) > _SHOWN else "")
        message = f"{name}: {len(merge.strange)} files come out otherwise than they were published: {shown}."
        fix = "install what uv.lock at its tag says; or take them as they come out here, with --elsewhere."
        raise BuildError(message, fix=fix)


def _refuse_traces(folder: Path, needles: Needles, called: str) -> None:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        for data in (path.read_bytes(), name.encode("utf-8")):
            if what := find_in_bytes(data, name, needles):
                message = f"{called}: {what} can be found in {name} still."
                raise BuildError(message, fix="name the claim that says so too, or say with --leave that it stays.")


def _refuse_in_texts(state: State, needles: Needles) -> None:
    texts = {**state.log, "the list of versions": json.dumps(state.listed)}
    for name, text in texts.items():
        if what := find_in_bytes(text.encode("utf-8"), name, needles):
            message = f"{what} can be found in {name} still."
            raise BuildError(message, fix="give a reason that does not repeat it.")


def _name_in_store(site: Path, name: str) -> str:
    taken = {path.name for path in (site / STORE).iterdir()}
    return next(new for n in range(1, 1000) if (new := f"{name}-redacted-{n}") not in taken)
