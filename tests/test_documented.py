"""Every command and every option is explained: in its help, and in README or docs. Walks the tree of commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from claimbook.cli import main

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES += sorted((ROOT / "book").rglob("*.md"))
# A command is documented where it is called by its whole name; an option in a paragraph that names its command too.
PARAGRAPHS = [paragraph for page in PAGES for paragraph in re.split(r"\n(?=#)", page.read_text("utf-8"))]


def _commands(group: click.Group, before: str = "claimbook") -> Iterator[tuple[str, click.Command]]:
    for name, command in sorted(group.commands.items()):
        yield f"{before} {name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before} {name}")


COMMANDS = dict(_commands(main))
OPTIONS = [
    (name, parameter)
    for name, command in COMMANDS.items()
    for parameter in command.params
    if isinstance(parameter, click.Option)
]


def _says(text: str, word: str) -> bool:
    """Whether a text has a word as a whole: `--out` is not said by `--outline`."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


def test_the_tree_of_commands_is_walked() -> None:
    assert {"claimbook check", "claimbook build", "claimbook reliability"} <= set(COMMANDS)
    assert ("claimbook build", "only") in {(name, option.name) for name, option in OPTIONS}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_explained_in_its_help_and_in_the_documentation(name: str) -> None:
    assert COMMANDS[name].help, f"`{name}` has no docstring."
    assert any(_says(text, name) for text in PARAGRAPHS), f"`{name}` stands in none of README, CONTRIBUTING, docs/."


@pytest.mark.parametrize(("name", "option"), OPTIONS, ids=[f"{name} --{option.name}" for name, option in OPTIONS])
def test_an_option_is_explained_in_its_help_and_in_the_documentation(name: str, option: click.Option) -> None:
    assert option.help, f"`{name} {option.opts[0]}` has no help."
    told = any(_says(text, name) and any(_says(text, written) for written in option.opts) for text in PARAGRAPHS)
    assert told, f"`{name}` with {option.opts[0]} stands in no section of README, CONTRIBUTING, docs/."


@pytest.mark.parametrize("name", COMMANDS)
def test_an_argument_is_named_in_its_help(name: str) -> None:
    command = COMMANDS[name]
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            written = parameter.metavar or (parameter.name or "").upper()
            assert _says(command.help or "", written), f"`{name}` says nothing of {written}."


def test_what_the_documentation_calls_is_there() -> None:
    """No command and no option that the pages call has been renamed or taken out."""
    called = re.compile(r"(?:\.venv/bin/|`)claimbook ([a-z][a-z-]*)((?:[ \t]+[^\s`|&]+)*)")
    for page in PAGES:
        for name, rest in called.findall(page.read_text("utf-8")):
            command = COMMANDS.get(f"claimbook {name}")
            assert command, f"{page.name} calls `claimbook {name}`, which is none."
            known = {written for parameter in command.params for written in parameter.opts} | {"--help", "-h"}
            written = {word.partition("=")[0] for word in rest.split() if word.startswith("--")}
            assert isinstance(command, click.Group) or written <= known, f"{page.name}: claimbook {name}{rest}"
