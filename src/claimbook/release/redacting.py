"""Redact claims: in the dataset of the checkout, and in every hosted version. The order of the steps, what is refused.

The one permitted rewrite of what was published. All is made and looked through beside what readers see, and written
down in a `journal`; then the dataset's tables are put in place, and the site changes in one step. Whoever is stopped
before that has changed nothing; what was stopped in it is ended by the next command.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from claimbook import paths
from claimbook.digests import digest_files
from claimbook.errors import Problem
from claimbook.model.checks import check_dataset
from claimbook.model.credits import read_credits
from claimbook.model.dataset import read_about
from claimbook.model.redacting import Redaction, Tables, beside, list_redactions, name_revision
from claimbook.model.row_files import read_rows, redact_folder
from claimbook.release import journal
from claimbook.release.hosted import Hosted, Made, rewrite_site
from claimbook.release.refused import RefusedError
from claimbook.release.store import State, clear, locked, prepare, read_state, workplace
from claimbook.release.traces import find_in_rows, find_needles
from claimbook.release.versions import is_version, version_key

Report = Callable[[str, int, int], None]


class RedactionError(RefusedError):
    """What stands against a redaction, a line each."""

    done = "redacted"


@dataclass(frozen=True)
class Asked:
    """What is asked for: claims, of which class the reason is and the reason, in which version it is to stand ("" for
    the next), the ids of rows that stay as they are, and whether an environment other than the release's will do.
    """

    claims: tuple[str, ...]
    reason_class: str
    reason: str
    version: str = ""
    leave: tuple[str, ...] = ()
    is_elsewhere: bool = False


@dataclass(frozen=True)
class Done:
    """What was done: the version in which the redactions stand, the dataset's files that are others now, the versions
    that were written anew with how many files of each, and other claims on the same passages.
    """

    version: str
    files: list[str]
    versions: dict[str, int] = field(default_factory=dict)
    beside: list[str] = field(default_factory=list)


def redact(root: Path, data: Path, site: Path, asked: Asked, report: Report) -> Done:
    """Redact claims in the dataset and in every version of a site.

    Raises RedactionError with all that stands against it, BuildError where a version cannot be written anew; nothing
    has been changed then.
    """
    report("Looking at the dataset", 0, 1)
    check_dataset(data)
    before = read_rows(data)
    state = read_state(site)
    if state.stored and not data.is_relative_to(root):
        message = f"the dataset lies outside of the book, of which {paths.shown(site)} holds versions."
        fix = "name the dataset in the book's folder; or, for one of its own, a --site that holds no version."
        raise RedactionError([Problem("redact", 0, "--data", message, fix)])
    redactions = _complete(before, asked, _version(data, state, asked))
    with journal.redacting(data, site if state.stored else None) as working:
        copy = working / journal.COPY
        shutil.copytree(data, copy)
        was = digest_files(copy.rglob("*"), copy)
        written = redact_folder(copy, redactions)
        check_dataset(copy)
        _refuse_traces(before, read_rows(copy), asked, read_about(copy))
        files = {name: was.get(name, "") for name in written}
        made = Made(state)
        if not state.stored:
            _place(working, data, files)
        else:
            with locked(site), workplace(site) as place:
                clear(site)
                day = datetime.now(UTC).date().isoformat()
                hosted = Hosted(root, data, site, state, place, tuple(redactions), asked.leave, day, asked.is_elsewhere)
                made = rewrite_site(hosted, report)
                report("Publishing", 0, 1)
                generation = prepare(site, made.state, made.builds) if made.state != state else ""
                _place(working, data, files, site, generation)
    return Done(redactions[0].release, written, made.files, beside(before, asked.claims))


def _complete(before: Tables, asked: Asked, version: str) -> list[Redaction]:
    """Return the redactions that the dataset has now, and those that are asked for; raise what stands against them."""
    known = {redaction.claim_id: redaction for redaction in list_redactions(before)}
    claims = {row["claim_id"] for row in before["claims"]}
    problems = [
        Problem("claims", 0, "claim_id", f"there is no claim '{claim}'.", "write its id as its card has it.")
        for claim in asked.claims if claim not in claims
    ]  # fmt: skip
    if not asked.reason.strip():
        problems.append(Problem("redact", 0, "", "no reason is given.", "say in --reason why, without the words."))
    if problems:
        raise RedactionError(problems)
    for claim in asked.claims:
        if claim not in known:
            revision = name_revision(before, claim)
            known[claim] = Redaction(claim, version, asked.reason_class, " ".join(asked.reason.split()), revision)
    return list(known.values())


def _version(data: Path, state: State, asked: Asked) -> str:
    """Return the version in which a redaction is to stand: the one named, or the dataset's own where it is to come yet,
    or the next.
    """
    from claimbook.model.descriptor import read_descriptor

    released = [str(row["version"]) for row in state.versions]
    last = max(released, key=version_key, default="")
    if asked.version:
        if not is_version(asked.version) or (last and version_key(asked.version) <= version_key(last)):
            message = f"'{asked.version}' is no version after {last or 'none'}."
            raise RedactionError([Problem("redact", 0, "", message, "write three numbers: 0.2.0.")])
        return asked.version
    own = read_credits(read_descriptor(data).raw).version
    if is_version(own) and (not last or version_key(own) > version_key(last)):
        return own
    major, minor, patch = version_key(last or "0.0.0")
    return f"{major}.{minor}.{patch + 1}"


def _refuse_traces(before: Tables, after: Tables, asked: Asked, about: str) -> None:
    needles = find_needles(before, after, asked.claims, asked.leave, about)
    fix = "name that claim too, or mend it; or say with --leave that the row stays as it is."
    found = find_in_rows(after, needles, asked.leave, about)
    if found:
        raise RedactionError([Problem(place, 0, "", f"{what} can be found here too.", fix) for place, what in found])


def _place(working: Path, data: Path, files: dict[str, str], site: Path | None = None, generation: str = "") -> None:
    """Put the redacted files in their places, and lead readers to the site's new generation, if there is one. `files`
    has the digests from which they were redacted.
    """
    if files or generation:
        journal.decide(working, data, files, site if generation else None, generation)
        journal.finish(working)
