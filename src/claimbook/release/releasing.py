"""Release a version: refuse what must not be released, build it, publish it in one step, name it in git.

The order of the steps, and what is refused. How a site changes is `store`'s, what may not be edited `frozen`'s.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from claimbook import paths
from claimbook.book.build import build_book
from claimbook.contentids import directory_id
from claimbook.errors import BuildError, ClaimbookError, DatasetError, Problem
from claimbook.model.checks import check_dataset
from claimbook.model.credits import read_credits
from claimbook.model.dataset import Dataset, load_dataset
from claimbook.model.revised import redacted_claims
from claimbook.model.row_files import read_redactions, redact_folder
from claimbook.release import citation_file
from claimbook.release.between import write_between
from claimbook.release.frozen import find_edited
from claimbook.release.git import Checkout, release_subject
from claimbook.release.log_page import write_log
from claimbook.release.refused import RefusedError
from claimbook.release.store import FORMAT, VERSIONS, State, locked, publish, read_state, workplace
from claimbook.release.verify import Verified, verify_build
from claimbook.release.versions import is_version, version_key

Report = Callable[[str, int, int], None]
CHANGES = "CHANGELOG.md"
_SHOWN = 5


class ReleaseError(RefusedError):
    """What stands against a release, a line each."""

    done = "released"


@dataclass(frozen=True)
class Released:
    """A version that was published: its folder, its build, and the tag that names it in git.

    `committed` says whether the tagged commit is the release's own, which renews CITATION.cff.
    """

    version: str
    folder: Path
    verified: Verified
    tag: str
    committed: bool = False


def release(root: Path, data: Path, site: Path, version: str, report: Report) -> Released:
    """Publish the book of a clean checkout as a version, and tag its commit.

    Raises ReleaseError with all that stands against it; then nothing was written. CITATION.cff is renewed and committed
    before the tag, and the tag comes before the publishing step: a release that was killed after either is taken up
    again by the same command.
    """
    checkout = Checkout(root)
    report("Looking at what is to be released", 0, 1)
    state = read_state(site)
    problems = [*_judge_number(checkout, state, version)]
    dataset = _check(data, problems)
    citation = _renew_citation(checkout, data, dataset, version, problems)
    problems += _judge_tree(checkout, citation)
    before = _last(checkout.tags(), version)
    if dataset:
        problems += _judge_descriptor(dataset, version)
        problems += _judge_data(checkout, data, dataset, before, version)
        problems += _judge_redactions(state, dataset)
    if problems or dataset is None:
        raise ReleaseError(problems)
    with locked(site), workplace(site) as place:
        built = build_book(root, data, out=place / paths.HTML, cold=True, report=report)
        verified = verify_build(built.html)
        committed = _commit_citation(checkout, citation, version)
        tag = _tag(checkout, version, verified)
        said = _describe(dataset, version, verified, checkout.day(checkout.released(version)))
        listed = {
            "claimbook_versions": FORMAT,
            "title": dataset.descriptor.title,
            "latest": version,
            "revised": _revised(dataset),
            "redacted": state.listed.get("redacted", {}),
            "versions": [*state.versions, said],
        }
        report("Comparing with the version before", 0, 1)
        added = _compare(site, state, version, built.html, place)
        compared = {**state.compared, **{name: name for name in added}}
        report("Publishing", 0, 1)
        shown = State({**state.stored, version: version}, listed, compared, write_log(listed, sorted(compared)))
        publish(site, shown, {version: built.html, **added})
    return Released(version, site / VERSIONS / version, verified, tag, committed)


def _compare(site: Path, state: State, version: str, build: Path, place: Path) -> dict[str, Path]:
    """Return the comparison with the latest version, made beside the build, by its name; none for a first version."""
    before = str(state.listed.get("latest", ""))
    if not before:
        return {}
    name = f"{before}..{version}"
    write_between([site / VERSIONS / before, build], [before, version], place / name)
    return {name: place / name}


def _judge_number(checkout: Checkout, state: State, version: str) -> Iterator[Problem]:
    if not is_version(version):
        yield Problem("release", 0, "", f"'{version}' is no version.", "write three numbers: 0.2.0.")
        return
    head = checkout.text("rev-parse", "HEAD")
    tag = f"v{version}"
    tags = checkout.tags()
    if version in state.stored:
        yield Problem("release", 0, "", f"{version} is published already.", "take the next number; none is used twice.")
    elif tag in tags and checkout.text("rev-list", "-n", "1", tag) != head:
        yield Problem(
            "release", 0, "", f"the tag {tag} names another commit.", "take the next number, or check it out."
        )
    later = [name for name in [*state.stored, *_released(tags)] if version_key(name) > version_key(version)]
    if later:
        last = max(later, key=version_key)
        yield Problem("release", 0, "", f"{last} was released before.", f"take a number after {last}.")


def _renew_citation(
    checkout: Checkout, data: Path, dataset: Dataset | None, version: str, problems: list[Problem]
) -> str:
    """Return the CITATION.cff of the version, as it is to be committed; "" for none."""
    if dataset is None:
        return ""
    work = replace(read_credits(dataset.descriptor.raw), version=version)
    day = checkout.day(checkout.released(version))
    try:
        before = checkout.text_of("HEAD", citation_file.NAME)
        return citation_file.renew_citation(before, work, day, directory_id(data))
    except BuildError as error:
        problems.append(Problem(citation_file.NAME, 0, "", error.message, error.fix))
        return ""


def _commit_citation(checkout: Checkout, text: str, version: str) -> bool:
    """Commit the version's CITATION.cff where it is another than the last; whether that is the release's commit now."""
    is_new = text not in ("", checkout.text_of("HEAD", citation_file.NAME))
    if is_new and f"v{version}" not in checkout.tags():  # a tag that somebody set names the commit as it is
        checkout.commit_file(citation_file.NAME, text, release_subject(version))
    return checkout.released(version) != "HEAD"


def _judge_tree(checkout: Checkout, citation: str) -> Iterator[Problem]:
    named = checkout.changed()
    # What a release that was killed had written already.
    changed = [name for name in named if not checkout.is_changed_only_as(name, citation_file.NAME, citation)]
    for name in changed[:_SHOWN]:
        yield Problem(name, 0, "", "it is not committed.", "commit it, or take it away.")
    if len(changed) > _SHOWN:
        more = f"{len(changed) - _SHOWN} more files are not committed."
        yield Problem("release", 0, "", more, "commit them; git status lists them.")


def _check(data: Path, problems: list[Problem]) -> Dataset | None:
    try:
        return check_dataset(data)
    except DatasetError as error:
        problems += error.problems
        return None


def _judge_descriptor(dataset: Dataset, version: str) -> Iterator[Problem]:
    given = read_credits(dataset.descriptor.raw).version
    if given != version:
        said = f"its version is '{given}'." if given else "it states no version."
        yield Problem(paths.DESCRIPTOR, 0, "version", said, f"write {version}: citations have it.")


def _judge_data(checkout: Checkout, data: Path, dataset: Dataset, before: str, version: str) -> Iterator[Problem]:
    tag = f"v{before}"
    if before and checkout.tree(tag, data) == checkout.tree("HEAD", data):
        return
    if not _has_entry(checkout.folder / CHANGES, version):
        fix = f"write a section [{version}] that says what changed in the data, and why."
        yield Problem(CHANGES, 0, "", f"the data changed, and nothing is said of {version}.", fix)
    if before:
        with tempfile.TemporaryDirectory(prefix="claimbook-release-") as beside:
            checkout.unpack(tag, data, Path(beside))
            try:
                # What a redaction takes out of other claims, as that they update this one, is no edit of them.
                redact_folder(Path(beside), read_redactions(data))
                old = load_dataset(Path(beside))
            except ClaimbookError as error:
                fix = "lift it: claimbook migrate; or release from a program that reads it."
                yield Problem(tag, 0, "", f"its dataset cannot be read: {error.message}", fix)
                return
            yield from find_edited(old, dataset, before)


def _judge_redactions(state: State, dataset: Dataset) -> Iterator[Problem]:
    """Yield a problem for each claim that is redacted here and was not in what is published."""
    file = dataset.descriptor.tables["revisions"].path if "revisions" in dataset.descriptor.tables else "revisions"
    known = state.listed.get("redacted", {})
    for claim in sorted(redacted_claims(dataset) - set(known)) if state.stored else ():
        message = f"'{claim}' is redacted here, and not in what is published."
        yield Problem(file, 0, "claim_id", message, f"run claimbook redact {claim}.")


def _has_entry(path: Path, version: str) -> bool:
    """Whether a changelog has a section of a version with anything in it."""
    text = path.read_text("utf-8") if path.is_file() else ""
    _, heading, rest = text.partition(f"\n## [{version}]")
    section = rest.partition("\n")[2].partition("\n## ")[0]
    return bool(heading and re.search(r"^[-*] \S", section, re.MULTILINE))


def _released(tags: Iterable[str]) -> list[str]:
    return [tag[1:] for tag in tags if tag.startswith("v") and is_version(tag[1:])]


def _last(tags: Iterable[str], version: str) -> str:
    """Return the release before a version; "" where there is none."""
    return max((name for name in _released(tags) if name != version), key=version_key, default="")


def _tag(checkout: Checkout, version: str, verified: Verified) -> str:
    tag = f"v{version}"
    if tag not in checkout.tags():
        said = f"{version}\n\nBuild {verified.build}\noutputs.sha256 {verified.outputs}\n"
        checkout.run("tag", "--annotate", "--message", said, tag)
    return tag


def _describe(dataset: Dataset, version: str, verified: Verified, day: str) -> dict[str, Any]:
    return {
        "version": version,
        "day": day,
        "build": verified.build,
        "outputs": verified.outputs,
        "content_ids": verified.inputs["content_ids"],
        "claims": len(dataset.claims),
    }


def _revised(dataset: Dataset) -> dict[str, list[dict[str, str]]]:
    """Return what became of released claims, by claim: in which version, what, by which claim, why, where it stands."""
    sources = dict(zip(dataset.claims["claim_id"], dataset.claims["source_id"], strict=True))
    found: dict[str, list[dict[str, str]]] = {}
    for row in dataset.revisions.itertuples():
        said = {"version": row.release, "action": row.action, "by": row.by_claim_id, "reason": row.reason}
        if row.by_claim_id:
            said["source"] = sources[row.by_claim_id]
        found.setdefault(row.claim_id, []).append(said)
    return found
