"""A redaction that is decided is written down before anything is moved: who is stopped is followed by who ends it.

    .claimbook-redacting/.gitignore     git sees nothing of the folder, so that nothing of it is committed
                         lock           held by the redaction that runs
                         site           where the folder of all versions is, if there is one
                         data/          a copy of the dataset, in which the claims are redacted
                         journal.json   there once all is decided: each table that changes with its digests of before
                                        and after, and the generation that the site is to show

The folder lies in the book's root. Without the journal what is there is thrown away, with it what it says is done: the
tables one by one, each by a rename, then the site's pointer. Either can be done again by whoever comes next. What is
kept are the new tables; the old ones, which hold the words, are in no file of the journal.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from claimbook import paths
from claimbook.digests import digest_bytes
from claimbook.errors import BuildError
from claimbook.holding import held
from claimbook.release.store import CURRENT, WORKPLACE, clear, locked, show

FORMAT = 1
JOURNAL, LOCK, SITE, COPY, IGNORED = "journal.json", "lock", "site", "data", ".gitignore"
_AGAIN = "run claimbook redact again with its claims, as `git diff` of the table revisions names them."


@dataclass(frozen=True)
class Decided:
    """What is to be done: the dataset's folder and the site's, from the book's root where they lie in it ("" for no
    site); for each file of the dataset its SHA-256 of before ("" for none) and after; the site's generation.
    """

    data: str
    files: dict[str, tuple[str, str]]
    site: str = ""
    generation: str = ""


@contextmanager
def redacting(data: Path, site: Path | None) -> Iterator[Path]:
    """Yield a folder to redact a dataset in; it is gone afterwards, but where something stopped what was decided.

    Raises BuildError where it cannot be made, where something in it cannot be written, or where another redaction is
    being made.
    """
    root = paths.find_book(data)
    folder = root / paths.REDACTING
    try:
        folder.mkdir(exist_ok=True)
        with held(folder / LOCK, "Another redaction is being made in this book."):
            if (folder / JOURNAL).is_file():
                raise BuildError("A redaction was interrupted just now.", fix="run this again: it is ended first.")
            _empty(folder)
            (folder / IGNORED).write_text("*\n", "ascii")
            if site:
                (folder / SITE).write_text(_name(root, site), "utf-8")
            try:
                yield folder
            finally:
                if not (folder / JOURNAL).is_file():
                    _empty(folder)
    except OSError as cause:
        raise _stopped(folder, cause) from cause
    finally:
        with suppress(OSError):
            folder.rmdir()


def decide(folder: Path, data: Path, files: Mapping[str, str], site: Path | None, generation: str) -> None:
    """Write down what is to be done. From here on it will be, by this process or by the next one.

    `files` has the SHA-256 from which each was redacted. Raises BuildError where one is another by now.
    """
    for name, before in files.items():
        if _digest(data / name) != before:
            message = f"'{name}' of the dataset was changed while it was redacted."
            raise BuildError(message, fix="run this again; nothing has been changed.")
    root = folder.parent
    both = {name: (before, _digest(folder / COPY / name)) for name, before in files.items()}
    said = asdict(Decided(_name(root, data), both, _name(root, site) if site else "", generation))
    _settle()  # what the journal speaks of outlasts a power cut sooner than the journal
    beside = folder / f"{JOURNAL}.new"
    with beside.open("w", encoding="utf-8") as handle:
        handle.write(json.dumps({"claimbook_redacting": FORMAT, **said}, indent=1))
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(folder / JOURNAL)
    _settle()


def finish(folder: Path) -> list[str]:
    """Do what was decided, or what is left of it, and take the journal away; return the files of the dataset. Whoever
    calls holds the folder and the site.

    Raises BuildError where that cannot be: a file was changed by somebody else, the site is not what it was.
    """
    root, decided = folder.parent, _read(folder / JOURNAL)
    _move_tables(folder, root / decided.data, decided)
    problem = None
    if decided.site:
        site = root / decided.site
        try:
            show(site, decided.generation)
        except BuildError as error:  # no later run could do it either; the tables are in their places
            problem = BuildError(f"A redaction was interrupted: {error.message}", fix=_AGAIN)
        shutil.rmtree(site / WORKPLACE, ignore_errors=True)
    _settle()
    (folder / JOURNAL).unlink()
    _empty(folder)
    if problem:
        raise problem
    return list(decided.files)


def recover(root: Path) -> list[str]:
    """End what an interrupted redaction left in a book: do what it had decided, or take away what it was making.

    Return the files of the dataset that were redacted so. Raises BuildError where that cannot be, or where a redaction
    is being put in place just now.
    """
    folder = root / paths.REDACTING
    if not folder.is_dir() or folder.is_symlink():
        return []
    done: list[str] = []
    is_held = False
    try:
        with held(folder / LOCK, "A redaction is being put in place."):
            is_held = True
            if (folder / JOURNAL).is_file():
                with _site_locked(root / _read(folder / JOURNAL).site):
                    done = finish(folder)
            elif os.name != "nt":  # there, nobody can tell whether it is being made still; the next redaction clears up
                _undo(folder)
        folder.rmdir()
    except BuildError:
        if is_held or (folder / JOURNAL).is_file():
            raise
    except OSError as cause:
        if (folder / JOURNAL).is_file():
            raise _stopped(folder, cause) from cause
    return done


def _stopped(folder: Path, cause: OSError) -> BuildError:
    fix = "make the book's folder and the dataset's writable, on a disk with room, and run this again."
    what = "is decided and cannot be ended" if (folder / JOURNAL).is_file() else "cannot be made"
    return BuildError(f"A redaction {what}: {cause.strerror or cause}.", fix=fix)


@contextmanager
def _site_locked(site: Path) -> Iterator[None]:
    if (site / CURRENT).is_symlink():
        with locked(site):
            yield
    else:
        yield


def _move_tables(folder: Path, data: Path, decided: Decided) -> None:
    moves = [(folder / COPY / name, (data / name).resolve(), *both) for name, both in decided.files.items()]
    for (_, place, old, new), name in zip(moves, decided.files, strict=True):
        _beside(place).unlink(missing_ok=True)
        if _digest(place) not in (old, new):
            message = f"A redaction was interrupted, and '{name}' of the dataset was changed since."
            fix = f"put it back as it was (git checkout), or remove {paths.REDACTING} and run claimbook redact again."
            raise BuildError(message, fix=fix)
    left = [(staged, place, new) for staged, place, _, new in moves if _digest(place) != new]
    for staged, place, new in left:  # all lie there before the first is moved: a disk that is full changes nothing
        if _digest(staged) != new:
            message = f"A redaction was interrupted, and what it had made of '{place.name}' was changed since."
            raise BuildError(message, fix=f"remove {paths.REDACTING} and run claimbook redact again.")
        shutil.copyfile(staged, _beside(place))
        if place.exists():
            shutil.copymode(place, _beside(place))
    _settle()
    for _, place, _ in left:
        _beside(place).replace(place)


def _beside(place: Path) -> Path:
    return place.with_name(f".{place.name}.new")


def _read(path: Path) -> Decided:
    try:
        said = json.loads(path.read_text("utf-8"))
        if said.pop("claimbook_redacting") != FORMAT or not all(map(paths.stays_inside, said["files"])):
            raise ValueError
        files = {name: (str(old), str(new)) for name, (old, new) in said.pop("files").items()}
        return Decided(files=files, **said)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as cause:
        message = f"{paths.REDACTING}/{JOURNAL} is not as this program writes it."
        raise BuildError(message, fix=f"remove {paths.REDACTING} and run claimbook redact again.") from cause


def _undo(folder: Path) -> None:
    """Take away what a redaction had made before it was stopped; in a site that somebody holds it stays."""
    if (folder / SITE).is_file():
        site = folder.parent / (folder / SITE).read_text("utf-8")
        with suppress(BuildError):
            if site.is_dir():
                with locked(site):
                    shutil.rmtree(site / WORKPLACE, ignore_errors=True)
                    clear(site)
    _empty(folder)


def _empty(folder: Path) -> None:
    """Remove all but the lock, which is held; last what keeps git from seeing the rest."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name == IGNORED):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()


def _digest(path: Path) -> str:
    return digest_bytes(path.read_bytes()) if path.is_file() else ""


def _name(root: Path, folder: Path) -> str:
    return (folder.relative_to(root) if folder.is_relative_to(root) else folder).as_posix()


def _settle() -> None:
    """Wait until what was written lies on the disk, where the system can be asked for that."""
    if hasattr(os, "sync"):
        os.sync()
