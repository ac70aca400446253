"""Takes out of a style sheet what no page of the book can match.

What belongs here: telling which classes the pages have, and which rules ask for another. What does not: which style
sheets are trimmed (site). The theme brings a whole framework, of which a book shows a third.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

import tinycss2

CLASSES = re.compile(r'\bclass="([^"]*)"')
# A script may give an element any class that it names.
NAMES = re.compile(r"[A-Za-z_][\w-]*")
# What holds rules of its own.
NESTING = frozenset({"media", "supports", "layer", "container"})


def classes_of_page(text: str) -> set[str]:
    """Return the classes that the elements of a page have."""
    return {name for names in set(CLASSES.findall(text)) for name in unescape(names).split()}


def names_in_script(text: str) -> set[str]:
    """Return every word of a script that may be a class."""
    return set(NAMES.findall(text))


def keep_used_rules(sheet: str, used: Iterable[str]) -> str:
    """Return a style sheet without the rules all of whose selectors ask for a class that is not `used`.

    What cannot be read as a rule stays as it is.
    """
    return _serialize(tinycss2.parse_stylesheet(sheet), frozenset(used))


def _serialize(nodes: Iterable[Any], used: frozenset[str]) -> str:
    return "".join(_keep(node, used) for node in nodes)


def _keep(node: Any, used: frozenset[str]) -> str:
    if node.type == "qualified-rule" and not _may_match(node.prelude, used):
        return ""
    if node.type == "at-rule" and node.content is not None and node.lower_at_keyword in NESTING:
        inner = _serialize(tinycss2.parse_rule_list(node.content), used)
        return f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}{{{inner}}}" if inner.strip() else ""
    return str(node.serialize())


def _may_match(prelude: Iterable[Any], used: frozenset[str]) -> bool:
    """Whether one selector asks for no class but used ones.

    What stands in brackets (`:not(.a)`, `[href]`) is not looked at: it may match without the class.
    """
    asks_for_unused = follows_dot = False
    for token in prelude:
        if token == ",":
            if not asks_for_unused:
                return True
            asks_for_unused = False
        elif follows_dot and token.type == "ident" and token.value not in used:
            asks_for_unused = True
        follows_dot = token == "."
    return not asks_for_unused
