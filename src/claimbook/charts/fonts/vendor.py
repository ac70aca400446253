"""Take the fonts out of the packages that they come from: `python -m claimbook.charts.fonts.vendor FOLDER`.

What belongs here: which packages, which files, and the signs that these have. Nothing else of the program imports this,
and it alone needs fontTools. `make fonts` fetches the packages into the folder, and has it at hand. Files stay as they
are in their package.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from claimbook.errors import ClaimbookError

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Package:
    """A package on npm: its digest, its licence's file there and here, and which of its files are called what here."""

    name: str
    version: str
    sha256: str
    licence: str
    licence_file: str
    kept_as: str
    files: dict[str, str] = field(default_factory=dict)

    @property
    def archive(self) -> str:
        """Return the name of the file that `npm pack` writes."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


def _croscore(name: str, version: str, sha256: str, cuts: dict[str, str]) -> Package:
    files = {f"package/{cut}/{name}_{cut}.ttf": f"{name}-{here}.ttf" for cut, here in cuts.items()}
    package = f"@expo-google-fonts/{name.lower()}"
    return Package(package, version, sha256, "OFL-1.1", "package/LICENSE_FONT", f"LICENSE-{name}.txt", files)


PACKAGES = (
    _croscore("Arimo", "0.4.3", "5058cb6ac604e7cbb63354abc464f09c4b6e02089a3c896ee02fa38eba23ae34", {
        "400Regular": "Regular", "400Regular_Italic": "Italic", "700Bold": "Bold",
    }),
    _croscore("Tinos", "0.4.2", "5ebc8f9f3ee14e9425b1a14391c713f8228be49a9127a21f60b06c482f4a844a", {
        "400Regular": "Regular", "700Bold": "Bold",
    }),
    _croscore("Cousine", "0.4.3", "572f7f4282b3d972e21d4a976789c56d523b31b15bb972592083389f92151385", {
        "400Regular": "Regular",
    }),
    Package(
        "dejavu-fonts-ttf", "2.37.3", "b7013ac58f9225250619db82cfb72e99c37ca8195f2b5a06a9e6a95bc5e1c84a",
        "Bitstream-Vera", "package/LICENSE", "LICENSE-DejaVu.txt",
        {f"package/ttf/{name}.ttf": f"{name}.ttf" for name in ("DejaVuSans", "DejaVuSans-Bold")},
    ),
    Package(
        "@fontsource/noto-sans-sc", "5.3.0", "05a7abac78a6cac4bd1361e7b24c680ee820fcc2f22cf5cc92673f4cd12771c5",
        "OFL-1.1", "package/LICENSE", "LICENSE-NotoSansSC.txt",
        {"package/files/noto-sans-sc-chinese-simplified-400-normal.woff2": "NotoSansSC-Regular.woff2"},
    ),
)  # fmt: skip
# A sign is there where one of these groups has it in all its files: in whichever family and cut a text is set.
GROUPS = (
    ("Arimo-Regular.ttf", "Arimo-Italic.ttf", "Arimo-Bold.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("NotoSansSC-Regular.woff2",),
)


def take(packages: Path, folder: Path) -> None:
    """Write the fonts, their licences and where they come from into a folder."""
    written: dict[str, bytes] = {}
    files: dict[str, dict[str, str]] = {}
    for package in PACKAGES:
        found = read_package(package, (packages / package.archive).read_bytes())
        written |= found
        files |= {
            name: {"package": package.name, "path": path, "sha256": hashlib.sha256(found[name]).hexdigest()}
            for path, name in package.files.items()
        }
    signs = (set.intersection(*(_signs(written[name]) for name in group)) for group in GROUPS)
    origin: dict[str, Any] = {
        "registry": "npm",
        "packages": [
            {key: value for key, value in asdict(package).items() if key in ("name", "version", "sha256", "licence")}
            for package in PACKAGES
        ],
        "files": files,
        "covered": " ".join(runs(sorted(set().union(*signs)))),
    }
    written["origin.json"] = (json.dumps(origin, indent=2) + "\n").encode()
    for name, content in written.items():
        (folder / name).write_bytes(content)


def read_package(package: Package, content: bytes) -> dict[str, bytes]:
    """Return a package's fonts and licence by the names that they have here. Raises ClaimbookError for any other."""
    digest = hashlib.sha256(content).hexdigest()
    if digest != package.sha256:
        message = f"The package's SHA-256 is {digest}, not {package.sha256}."
        raise ClaimbookError(message, fix=f"fetch {package.name}@{package.version} with npm pack.")
    wanted = {**package.files, package.licence_file: package.kept_as}
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return {name: _read(archive, path) for path, name in wanted.items()}


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(name)
    assert member is not None
    return member.read()


def _signs(font: bytes) -> set[int]:
    from fontTools.ttLib import TTFont

    return set(TTFont(io.BytesIO(font)).getBestCmap())


def runs(codes: Iterable[int]) -> Iterator[str]:
    """Yield code points, which come in order, as runs: `20-7e`, `a0`."""
    first = last = -1
    for code in [*codes, None]:
        if code is not None and code == last + 1 and first >= 0:
            last = code
            continue
        if first >= 0:
            yield f"{first:x}" if first == last else f"{first:x}-{last:x}"
        if code is not None:
            first = last = code


if __name__ == "__main__":
    take(Path(sys.argv[1]), HERE)
