"""What other packages write into a page that HTML does not permit or not everybody can use, written anew.

What belongs here: elements that Sphinx's extensions write. What does not: the theme's templates, which are replaced by
those in `assets/templates`, and how an element looks.
"""

from __future__ import annotations

import html
from typing import Any

from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx


def open_fold(translator: Any, node: HideCodeCellNode) -> None:
    """Begin the fold around a cell's code.

    MyST-NB puts paragraphs into the summary, where none may stand, and a label on it that does not say what it shows.
    """
    classes = html.escape(" ".join(["hide", *node["classes"]]))
    shown, hidden = html.escape(node["prompt_show"]), html.escape(node["prompt_hide"])
    translator.body.append(
        f'<details class="{classes}">\n'
        f'<summary><span class="cb-folded">{shown}</span><span class="cb-unfolded">{hidden}</span></summary>\n'
    )


def close_fold(translator: Any, node: HideCodeCellNode) -> None:
    """End the fold."""
    translator.body.append("</details>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Take the place of MyST-NB's own way to write a fold."""
    app.add_node(HideCodeCellNode, override=True, html=(open_fold, close_fold))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
