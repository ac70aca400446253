"""What a page of the book may load and run: its Content Security Policy, for every page and for the server.

Scripts, styles, pictures and data come from the book itself only; nothing inline is run, and no text is made into code.
A page says so itself, since a book is also read from a folder and from servers that nobody can configure; a server can
say it too (`_headers`), along with what a page cannot say of itself.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# The name that several static hosts read; others are told the same lines in SECURITY.md.
HEADERS_FILE = "_headers"
# `data:` pictures are the theme's signs, and empty icons; a drawing saved as PNG is painted from one.
DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
# A page cannot say of itself who may frame it.
_BY_SERVER = {"frame-ancestors": "'self'"}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def write_policy(directives: dict[str, str]) -> str:
    """Return directives as one line, as the header and the page have it."""
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def policy_element() -> str:
    """Return the element that a page begins with: what stands before it is under no policy."""
    content = html.escape(write_policy(DIRECTIVES), quote=True).replace("&#x27;", "'")
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


def headers_file() -> str:
    """Return the file that says the same, and what a page cannot say, to a server that reads it."""
    policy = write_policy({**DIRECTIVES, **_BY_SERVER})
    lines = [f"  {name}: {value}" for name, value in {"Content-Security-Policy": policy, **_HEADERS}.items()]
    return "\n".join(["/*", *lines, ""])


def add_policy(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Let a page's template write the element."""
    context["claimbook_policy"] = policy_element()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the policy for every page."""
    app.connect("html-page-context", add_policy)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
