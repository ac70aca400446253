"""What git says of a checkout: whether it is clean, which releases it has, what lay in a folder then."""

from __future__ import annotations

import io
import subprocess
import tarfile
from datetime import UTC, datetime
from pathlib import Path

from claimbook.errors import BuildError, shorten_value


class Checkout:
    """The work tree that a folder lies in. Raises BuildError where there is none, or no git."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run("rev-parse", "--is-inside-work-tree")

    def run(self, *arguments: str) -> bytes:
        """Return what a git command prints. Raises BuildError where it fails."""
        try:
            done = subprocess.run(["git", *arguments], cwd=self.folder, capture_output=True, check=False)
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
        """Return the time of a commit, in seconds since 1970."""
        return int(self.text("log", "-1", "--format=%ct", commit))

    def tree(self, commit: str, folder: Path) -> str:
        """Return git's id of a folder in a commit; "" where it was not there."""
        name = f"{commit}:./{folder.relative_to(self.folder).as_posix()}"
        try:
            return self.text("rev-parse", "--verify", "--quiet", name)
        except BuildError:
            return ""

    def unpack(self, commit: str, folder: Path, into: Path) -> None:
        """Write a folder of a commit into another."""
        relative = folder.relative_to(self.folder).as_posix()
        archive = self.run("archive", "--format=tar", f"{commit}:./{relative}")
        with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
            opened.extractall(into, filter="data")
