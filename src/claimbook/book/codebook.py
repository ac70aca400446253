"""The codebook and the glossary, made from the descriptor: what a coder followed is what a reader sees."""

from __future__ import annotations

from claimbook.analysis.captions import capital
from claimbook.analysis.loose import NEAR
from claimbook.analysis.speakers import VOUCHES
from claimbook.analysis.tallies import ORIGIN_IS, TALLY_IS, TALLY_RULES
from claimbook.book.lists import Row, part, show_parts
from claimbook.book.render import Html, prose, render_template
from claimbook.model.checks import rule_texts
from claimbook.model.dataset import Dataset
from claimbook.model.order import name_key
from claimbook.model.vocabularies import Vocabulary

CONTENT_NOTE = (
    "This book records what sources say of events in which people may have been harmed or killed. It shows who says "
    "what, in summaries, numbers and short quotations. Slurs, threats and graphic words stand only on the card of "
    "their claim, behind a line that opens on request. It shows no pictures, and names no private person."
)


_OF_ITSELF = (
    ("name", "text", "", "What files of the dataset are called."),
    ("title", "text", "", "The title of dataset and book."),
    ("description", "text", "", "What the dataset is, in a sentence or two."),
    ("version", "text", "", "The version of the dataset. Citations name it."),
    (
        "created", "a day with time and zone (RFC 3339), 2025-03-10T00:00:00Z", "",
        "The day of this version, as citations and page heads give it: the last on which the data changed. It is "
        "stated here and taken from no clock; where it is left out, citations have no day.",
    ),
    (
        "contributors", "a list, each with title and role", "",
        "Who made the dataset. Those of the role author are its authors; where nobody has it, all are.",
    ),
    ("licenses", "a list, each with name, title and path", "", "Under which licence the dataset may be used."),
    ("keywords", "a list of texts", "", "Words by which the dataset is found."),
    ("id", "https://doi.org/10.…", "", "The dataset's DOI, where it has one; every citation then carries it."),
    ("stance_towards", "an id in actors", "", "Towards whom alignment in statements is coded; empty for nobody."),
    ("claimbook_schema", "a whole number", "yes", "Which schema of tables and columns the dataset follows."),
)  # fmt: skip


def what_it_says_of_itself() -> Html:
    """Return the properties of a descriptor that say what the dataset is, who made it, and when."""
    table = part(("Property", "Written as", "Required", "Meaning"), _OF_ITSELF, title="What a dataset says of itself")
    return show_parts([table], "properties of a dataset")


def tables_and_columns(dataset: Dataset) -> Html:
    """Return every table with its columns: what each means, how it is written, whether it must be filled in."""
    parts: list[Row] = []
    for table in dataset.descriptor.tables.values():
        rows = [
            (
                column.name,
                _written(column.kind, column.vocabulary, column.refers_to),
                "yes" if column.is_required else "",
                column.description,
            )
            for column in table.columns
        ]
        caption = f"Columns of {table.name}; the key is {' + '.join(table.key)}"
        parts.append(
            part(
                ("Column", "Written as", "Required", "Meaning"),
                rows,
                title=table.title,
                texts=[table.description],
                caption=caption,
            )
        )
    return show_parts(parts, "tables and columns")


_KINDS = {
    "id": "an id of its own", "text": "text", "list": "texts, separated by ;", "edtf": "a date (EDTF subset)",
    "quantity": "a quantity", "day": "a day", "integer": "a whole number", "number": "a decimal number",
    "url": "a web address", "language": "a BCP 47 tag", "country": "ISO 3166-1 alpha-3", "sha256": "a SHA-256",
    "duration": "an ISO 8601 duration",
}  # fmt: skip


def _written(kind: str, vocabulary: str, refers_to: str) -> str:
    if kind in ("term", "terms"):
        return f"{'a term' if kind == 'term' else 'terms'} of {vocabulary}"
    if kind in ("ref", "refs"):
        return f"{'an id' if kind == 'ref' else 'ids'} in {refers_to}"
    return _KINDS.get(kind, kind)


def vocabularies(dataset: Dataset) -> Html:
    """Return every code list with each term's definition and a borderline example."""
    parts = [_vocabulary(vocabulary) for vocabulary in dataset.descriptor.vocabularies.values() if vocabulary.terms]
    return show_parts(parts, "code lists")


def _vocabulary(vocabulary: Vocabulary) -> Row:
    rows = [(term.name, term.label, term.definition, term.example) for term in vocabulary.terms.values()]
    closed = "Closed: code depends on its terms." if vocabulary.is_closed else "Open: a dataset may add terms."
    used = f"Used in {', '.join(vocabulary.used_by)}." if vocabulary.used_by else ""
    return part(
        ("Term", "Label", "Definition", "Borderline example"), rows, title=vocabulary.title,
        texts=[f"{vocabulary.description} {closed} {used}".strip()],
    )  # fmt: skip


def rules() -> Html:
    """Return the rules that `claimbook check` applies, in words."""
    return show_parts([part(("Rule",), [(text,) for text in rule_texts()])], "rules")


# In alphabetical order: what a reader meets on many pages, and no code list holds.
OWN_WORDS = {
    "at second hand": "Known from what a third party says of somebody's words, or from a leak; drawn as a ring.",
    "card": "All that is coded of one claim, on the page of its source. Every mark and number leads to one.",
    "claim": "One statement that somebody makes in one source.",
    "claimant": "Whoever makes a claim. A source that passes it on is none.",
    "coded": "Put into the dataset in fixed columns and terms, from a source's text or from what was found of it; "
    "Method says how, and what is recorded of who or what read it.",
    "coder": "Whoever or whatever put a claim into the dataset; Method calls coders readers, too.",
    "lane": "The row of a timeline that belongs to one actor and all who speak in its name.",
    "loose": "Said of a tally that no source gives but as a round number: “more than 700”, “about 1,600”. It may be an "
    "exact number, said loosely. That one is taken to fit it if it is of the same series, had been given out by then, "
    "is allowed by the words, and is near: below the next round number of that kind (“more than 700”: 701 to 799), or "
    f"for “about”, “nearly” and “fewer than” at most {NEAR:.0%} away. A loose number that some exact one fits makes no "
    "step in the chart; among the tallies it is counted, like one that none fits.",
    "origin": f"{capital(ORIGIN_IS)}. Ten sources with one origin are one.",
    "panel": "One chart of figures that count the same.",
    "party": "Whoever takes a position on a question, or is said to have done something.",
    "rendering": "One source's way of giving a claim or a number of somebody else, in its own text.",
    "running tally": "A count that its origin goes on adding to: a later one holds the earlier.",
    "scope": "All that is coded of what a figure counts: what happened, to whom, by whom, where, when, how counted.",
    "source": "One document, as one outlet published it.",
    "tally": f"{capital(TALLY_IS)}. {TALLY_RULES}",
    "who vouches for a claim": f"{capital(VOUCHES)}.",
}


def glossary(dataset: Dataset) -> Html:
    """Return the words that the pages use, then every term of every code list by its label, each with its definition
    and in alphabetical order.
    """
    entries = {
        (term.label, vocabulary.title): term.definition
        for vocabulary in dataset.descriptor.vocabularies.values()
        for term in vocabulary.terms.values()
    }
    ordered = sorted(entries.items(), key=lambda item: (name_key(item[0][0]), item[0][1]))
    rows = [(label, title, definition) for (label, title), definition in ordered]
    return show_parts(
        [
            part(("Word", "What it means here"), OWN_WORDS.items(), title="The words of the pages"),
            part(("Term", "Code list", "Definition"), rows, title="The terms of the code lists"),
        ],
        "glossary",
    )


def about(text: str, section: str) -> Html:
    """Return one section of a dataset's `about.md` (from its `## ` heading to the next) as safe HTML; none: empty."""
    return render_template("about", f"about: {section}", text=prose(_cut_section(text, section)))


def content_note(text: str) -> Html:
    """Return what a reader should know before reading: the dataset's own section of that name, else what all hold."""
    own = _cut_section(text, "Content note")
    return render_template("note", "content note", text=prose(own if own.strip() else CONTENT_NOTE))


def _cut_section(text: str, section: str) -> str:
    lines: list[str] = []
    inside = False
    for line in text.splitlines():
        if line.startswith("## "):
            inside = line[3:].strip().casefold() == section.casefold()
        elif inside:
            lines.append(line)
    return "\n".join(lines)
