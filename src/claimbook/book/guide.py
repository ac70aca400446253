"""The start page's guide: the pages that this book has, and the question each answers. Reads no data."""

from __future__ import annotations

from claimbook import paths
from claimbook.book.present import present_pages
from claimbook.book.render import Html, render_template

QUESTIONS = (
    ("book/figures", "Casualty claims by source", "Who gives which number, of whom, for which days?"),
    ("book/statements", "Statements by states", "What do states, organisations and others say in public, and when?"),
    ("book/disputes", "Attribution disputes", "Who is said to have done what, and who answers?"),
    (
        "book/how-sure",
        "How sure?",
        "How did figures travel, what can be compared, where do accounts differ, and who gets to speak?",
    ),
    ("book/sources", "Sources", "Which documents carry the claims? Every claim, in the order of its text."),
    (
        "book/incidents",
        "Incidents",
        "What are the claims about, and where is it? Figures, accusations and claims of each.",
    ),
    ("book/register", "Register of claims", "Which claim says what? All of them in one list, to search and to sort."),
)


def page_guide() -> Html:
    """Return links to the pages of `QUESTIONS` that the book's contents name: a page without data has been left out."""
    present = present_pages(paths.find_root())
    pages = [{"href": f"{name}.html", "title": t, "question": q} for name, t, q in QUESTIONS if name in present]
    return render_template("guide", "guide to the pages", pages=pages)
