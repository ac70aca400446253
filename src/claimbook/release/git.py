"""What git says of a checkout: whether it is clean, which releases it has, what lay in a folder then."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from claimbook.errors import BuildError, shorten_value


def release_subject(version: str) -> str:
    """Return the subject of the commit that a release makes itself."""
    return f"Release {version}"


@dataclass(frozen=True)
class Blob:
    """A file of a commit: its mode and id as git has them, its path from the folder."""

    mode: str
    id: str
    path: str


class Checkout:
    """The work tree that a folder lies in; git is run with variables besides those of this process. Raises BuildError
    where there is no work tree, or no git.
    """

    def __init__(self, folder: Path, variables: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.variables = variables or {}
        self.run("rev-parse", "--is-inside-work-tree")

    def run(self, *arguments: str, given: bytes | None = None) -> bytes:
        """Return what a git command prints, if it is given something to read. Raises BuildError where it fails."""
        try:
            done = subprocess.run(
                ["git", *arguments], cwd=self.folder, env={**os.environ, **self.variables}, input=given,
                capture_output=True, check=False,
            )  # fmt: skip
        except OSError as cause:
            raise BuildError(f"git cannot be run: {cause.strerror}.", fix="install git.") from cause
        if done.returncode:
            said = " ".join(done.stderr.decode("utf-8", "replace").split()) or "it failed without a word"
            message = f"git {arguments[0]}: {shorten_value(said)}."
            raise BuildError(message, fix="release from a clone of the book's repository, with all its tags.")
        return done.stdout

    def text(self, *arguments: str) -> str:
        """Return what a git command prints, as text without its last line end."""
        return self.run(*arguments).decode("utf-8", "replace").strip()

    def changed(self) -> list[str]:
        """Return the files that differ from the last commit or are in none, but for those that are ignored."""
        lines = self.run("status", "--porcelain", "-z", "--untracked-files=all").decode("utf-8", "replace").split("\0")
        return [line[3:] for line in lines if line[2:3] == " "]

    def tags(self) -> list[str]:
        """Return the names of all tags."""
        return self.text("tag", "--list").split()

    def day(self, commit: str = "HEAD") -> str:
        """Return the day of a commit in UTC, as ISO writes it."""
        return datetime.fromtimestamp(self.seconds(commit), UTC).date().isoformat()

    def seconds(self, commit: str = "HEAD") -> int:
        """Return when a commit was made, in seconds since 1970 in UTC."""
        return int(self.text("log", "-1", "--format=%ct", commit))

    def blobs(self, commit: str) -> list[Blob]:
        """Return the files of a commit that lie in the folder."""
        listed = self.run("ls-tree", "-r", "-z", commit).decode("utf-8", "surrogateescape").split("\0")
        heads = [(line.partition("\t")[0].split(), line.partition("\t")[2]) for line in listed if line]
        return [Blob(mode, name, path) for (mode, _, name), path in heads]

    def contents(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of blobs by their ids, as they are in the repository: no line end is changed."""
        wanted = sorted(ids)
        told = io.BytesIO(self.run("cat-file", "--batch", given="".join(f"{name}\n" for name in wanted).encode()))
        found = {}
        for name in wanted:
            size = int(told.readline().split()[2])
            found[name] = told.read(size)
            told.read(1)
        return found

    def released(self, version: str) -> str:
        """Return the commit that a release of a version is made of: the last one, or what its own commit stands on."""
        return "HEAD^" if self.text("log", "-1", "--format=%s") == release_subject(version) else "HEAD"

    def text_of(self, commit: str, name: str) -> str:
        """Return a file of a commit as text, by its path from the folder; "" where it was not there."""
        if not self.text("ls-tree", commit, "--", name):
            return ""
        try:
            return self.run("show", f"{commit}:./{name}").decode("utf-8")
        except UnicodeDecodeError as cause:
            raise BuildError(f"{name} is not UTF-8.", fix="save it as UTF-8, and commit it.") from cause

    def is_changed_only_as(self, changed: str, name: str, text: str) -> bool:
        """Whether a changed file, as git names it, is that one of the folder, and has this text."""
        path = self.folder / name
        if changed != self.text("rev-parse", "--show-prefix") + name or not path.is_file() or path.is_symlink():
            return False
        return path.read_bytes() == text.encode("utf-8")

    def commit_file(self, name: str, text: str, subject: str) -> None:
        """Write a file whole, and commit it alone."""
        beside = self.folder / self.text("rev-parse", "--git-path", f"claimbook-{name}")
        beside.write_bytes(text.encode("utf-8"))
        shutil.move(beside, self.folder / name)
        self.run("add", "--", name)
        self.run("commit", "--quiet", "--message", subject, "--", name)

    def tree(self, commit: str, folder: Path) -> str:
        """Return git's id of a folder in a commit; "" where it was not there."""
        name = f"{commit}:./{folder.relative_to(self.folder).as_posix()}"
        try:
            return self.text("rev-parse", "--verify", "--quiet", name)
        except BuildError:
            return ""

    def unpack(self, commit: str, folder: Path, into: Path) -> None:
        """Write a folder of a commit, or all of it, into another."""
        relative = folder.relative_to(self.folder).as_posix().removeprefix(".")
        archive = self.run("archive", "--format=tar", f"{commit}:./{relative}")
        with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
            opened.extractall(into, filter="data")
