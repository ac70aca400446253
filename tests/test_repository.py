"""The repository keeps its promises: the lock, the environment, the templates, the commands, the licences."""

from __future__ import annotations

import ast
import csv
import json
import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from claimbook.model.voice import find_kept_words, leave_out_quotations

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = sorted((ROOT / "book").rglob("*.ipynb"))
MAX_LINES = 300
each_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "book").as_posix())


def _read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / name).read_text("utf-8"))


def _declared() -> dict[str, Requirement]:
    """Every direct dependency of pyproject.toml, of the program, its extras and its development."""
    listed = [*_required(), *_read_toml("pyproject.toml")["dependency-groups"]["dev"]]
    return {canonicalize_name(r.name): r for r in map(Requirement, listed)}


def _required() -> list[str]:
    """What the program needs, with all its extras."""
    project = _read_toml("pyproject.toml")["project"]
    return [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]


def test_what_an_extra_needs_is_what_the_tests_have() -> None:
    project = _read_toml("pyproject.toml")
    extras = {line for extra in project["project"]["optional-dependencies"].values() for line in extra}
    assert extras - set(project["dependency-groups"]["dev"]) == set()


def _environment() -> dict[str, Requirement]:
    """Every dependency of environment.yml, those of pip among them, without Python and pip themselves."""
    entries = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    pip = [line for entry in entries if isinstance(entry, dict) for line in entry["pip"]]
    listed = [entry for entry in entries if isinstance(entry, str)] + [
        line for line in pip if not line.startswith("-e")
    ]
    found = {canonicalize_name(r.name): r for r in map(Requirement, listed)}
    return {name: requirement for name, requirement in found.items() if name not in ("python", "pip")}


def test_the_lock_names_the_public_default_index_and_no_other_place() -> None:
    packages = _read_toml("uv.lock")["package"]
    registries = {package["source"].get("registry") for package in packages if package["name"] != "claimbook"}
    assert registries == {"https://pypi.org/simple"}
    files = [file for package in packages for file in [*package.get("wheels", []), package.get("sdist", {})] if file]
    assert {file["url"].split("/")[2] for file in files} == {"files.pythonhosted.org"}
    assert all(file["hash"].startswith("sha256:") for file in files)
    (own,) = [package for package in packages if package["name"] == "claimbook"]
    assert own["source"] == {"editable": "."}


def test_the_environment_file_names_what_the_project_does_by_the_same_specifiers() -> None:
    project = {name: str(requirement.specifier) for name, requirement in _declared().items()}
    assert {name: str(requirement.specifier) for name, requirement in _environment().items()} == project


def test_the_environment_file_takes_the_same_pythons() -> None:
    entries = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    (python,) = [Requirement(entry) for entry in entries if isinstance(entry, str) and entry.startswith("python ")]
    wanted = Requirement(f"python{_read_toml('pyproject.toml')['project']['requires-python']}")
    assert python.specifier == wanted.specifier


def test_the_lock_satisfies_every_specifier() -> None:
    versions: dict[str, list[Version]] = {}
    for package in _read_toml("uv.lock")["package"]:
        versions.setdefault(package["name"], []).append(Version(package.get("version", "0")))
    assert [name for name in _declared() if name not in versions] == []
    unmet = [
        (name, str(version))
        for name, requirement in _declared().items()
        for version in versions[name]
        if not requirement.specifier.contains(version, prereleases=True)
    ]
    assert unmet == []


def test_every_direct_dependency_is_explained() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    section = text[text.index("## Dependencies") :].casefold()
    assert [name for name in _declared() if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", section)] == []


def _cells(path: Path, kind: str) -> list[dict[str, Any]]:
    return [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == kind]


def _code(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


@each_template
def test_a_template_is_stored_without_outputs_and_with_its_language(path: Path) -> None:
    cells = _cells(path, "code")
    assert [cell for cell in cells if cell["outputs"] or cell["execution_count"] is not None] == []
    metadata = json.loads(path.read_text("utf-8"))["metadata"]
    assert metadata["kernelspec"]["name"] == "python3"
    assert metadata["language_info"]["name"] == "python"
    assert "version" not in metadata["language_info"]  # it would differ from machine to machine


@each_template
def test_a_template_asks_before_it_answers_and_its_cells_are_short(path: Path) -> None:
    first = json.loads(path.read_text("utf-8"))["cells"][0]
    assert first["cell_type"] == "markdown"
    assert _code(first).startswith("# ")
    lines = [len([line for line in _code(cell).splitlines() if line.strip()]) for cell in _cells(path, "code")]
    assert max(lines) <= 5


@each_template
def test_a_template_has_no_function_loop_colour_or_path(path: Path) -> None:
    forbidden = (
        ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.Try, ast.With,
        ast.comprehension,
    )  # fmt: skip
    for cell in _cells(path, "code"):
        for node in ast.walk(ast.parse(_code(cell))):
            assert not isinstance(node, forbidden)
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.search(r"#[0-9a-fA-F]{3,8}\b|^rgb|/|\\|\.csv$|\.json$", node.value)


@each_template
def test_a_template_has_one_cell_of_parameters_with_literals_and_a_comment_each(path: Path) -> None:
    (cell,) = [cell for cell in _cells(path, "code") if "parameters" in cell["metadata"].get("tags", [])]
    statements = ast.parse(_code(cell)).body
    assert all(isinstance(s, ast.Assign) and isinstance(s.value, ast.Constant) for s in statements)
    assert all("  # " in line for line in _code(cell).splitlines())
    names = [s.targets[0].id for s in statements if isinstance(s, ast.Assign) and isinstance(s.targets[0], ast.Name)]
    assert names[:2] == ["data", "as_of"]


@each_template
def test_the_cells_of_a_template_have_ids_of_their_own(path: Path) -> None:
    ids = [cell.get("id") for cell in json.loads(path.read_text("utf-8"))["cells"]]
    assert None not in ids
    assert len(set(ids)) == len(ids)


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def test_the_commands_of_the_readme_are_targets_of_the_makefile() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    named = re.findall(
        r"\bmake (?:[A-Z]+=\S+ )*([a-z-]+)\b", "\n".join(re.findall(r"`[^`\n]+`|^ {4}.*", text, re.MULTILINE))
    )
    assert {"book", "test"} <= set(named)
    assert set(named) <= _targets()


def test_ci_runs_the_command_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    lines = [line for line in script.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    assert lines[-1] == "make test"
    assert script.stat().st_mode & 0o111


FILES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").glob("*.py")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_is_short_and_says_what_belongs_in_it(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MAX_LINES
    assert not text.strip() or ast.get_docstring(ast.parse(text)) or path.name in ("__init__.py", "__main__.py")


def _runtime() -> list[Distribution]:
    """The program's dependencies, those of its extras, and theirs, as they are installed here."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement(line) for line in _required()]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        extras = requirement.extras or {""}
        if name in found or not _applies(requirement, {""}):
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue  # an extra that the lock leaves out
        children = map(Requirement, found[name].requires or [])
        waiting += [child for child in children if _applies(child, extras | {""})]
    return list(found.values())


def _applies(requirement: Requirement, extras: set[str]) -> bool:
    return requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in extras)


def _licences(package: Distribution) -> list[str]:
    """What a package says of its licences, one entry for each that it offers."""
    metadata = package.metadata
    classified = [
        line.rpartition(" :: ")[2] for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    expression = metadata.get("License-Expression") or ""
    named = (metadata.get("License") or "").strip().splitlines()[:1]
    return [*re.split(r"\s+OR\s+", expression), *classified, *named] if expression else [*classified, *named]


def test_no_dependency_of_the_program_is_under_the_gpl_alone() -> None:
    packages = _runtime()
    assert len(packages) > 40
    gpl = re.compile(r"(?<!L)\bA?GPL|(?<!Lesser )\bGeneral Public License|GNU Affero", re.IGNORECASE)
    offered = {
        package.name: [text for text in _licences(package) if text and text != "OSI Approved"] for package in packages
    }
    assert [name for name, texts in offered.items() if texts and all(gpl.search(text) for text in texts)] == []
    # One that says nothing in its metadata needs a look by hand.
    assert {name for name, texts in offered.items() if not texts} <= LOOKED_UP


LOOKED_UP: set[str] = set()  # packages without a licence in their metadata, whose repositories say one


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He admits it.", ["admits"]), ("The so-called Regime", ["so-called", "regime"]),
        ("It claims that", ["it claims"]), ("They say that", []),
        ("It says “terrorists” and ‘the regime’.", []), ("Claims of the office", []), ("’s error ‘error’", ["error"]),
        ("That he did it is known only from her.", ["that he did it is known"]), ("That he did it is said.", []),
    ],
)  # fmt: skip
def test_a_word_that_takes_a_side_is_found_outside_quotation_only(text: str, found: list[str]) -> None:
    assert find_kept_words(leave_out_quotations(text)) == found


@each_template
def test_the_books_own_voice_uses_no_word_that_takes_a_side(path: Path) -> None:
    prose = "\n".join("".join(cell["source"]) for cell in _cells(path, "markdown"))
    assert prose.strip()
    unquoted = re.sub(r"“[^”]*”|\"[^\"\n]*\"|`[^`\n]*`", " ", prose)
    assert find_kept_words(unquoted) == []


@pytest.mark.parametrize("path", sorted((ROOT / "src").rglob("templates/*.html")), ids=lambda path: path.name)
def test_a_page_template_uses_no_word_that_takes_a_side(path: Path) -> None:
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", path.read_text("utf-8"), flags=re.DOTALL)
    # What an element is labelled with is read out, so attributes count as words of the page.
    assert find_kept_words(leave_out_quotations(text)) == []


def test_what_the_dataset_says_of_itself_uses_no_word_that_takes_a_side() -> None:
    found = find_kept_words(leave_out_quotations((ROOT / "data" / "about.md").read_text("utf-8")))
    assert [words for words in found if not words.startswith("claim")] == []  # claims are a noun there


# What a dataset says in its coders' own words.
CODED_TEXT = {
    "claims": "summary", "discrepancies": "explanation", "positions": "label", "disputes": "question",
    "incidents": "title", "actors": "name", "attributions": "deed", "passages": "no_claim_reason",
}  # fmt: skip


@pytest.mark.parametrize("table", CODED_TEXT)
def test_coders_use_no_word_that_takes_a_side_but_in_quotation(table: str) -> None:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        texts = [row[CODED_TEXT[table]] for row in csv.DictReader(file)]
    assert any(texts)
    found = {text: words for text in texts if (words := find_kept_words(leave_out_quotations(text)))}
    assert found == {}
