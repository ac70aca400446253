"""The columns of a worksheet: which there are, of which table each is, and what its cells are.

What belongs here: what a coder is asked for. What does not: the rows (worksheet), how they are saved (the others).
"""

from __future__ import annotations

from functools import cache

from claimbook.model.descriptor import Column, read_column, read_schema

ACCEPT, YES, NO, DONE = "accept", "yes", "no", "done"
# To read: what was found, and what stands around it.
CONTEXT = ("found", "in_text", "sentence", "speaker", "verb", "dates")
PASSAGE = ("source_id", "start", "end", "text_part", "no_claim_reason")
CLAIM = (
    "claim_id", "claimant_id", "via", "remove", "voice", "words", "words_by", "words_language", "hedge", "asserted",
    "asserted_basis", "updates", "incident_id", "place_id", "summary", "evidence", "content_flag", "coder", "note",
)  # fmt: skip
# Cells of a figure, a statement, an attribution.
FIGURE = (
    "quantity", "quantity_words", "quantity_basis", "measure", "counted", "unit", "status", "status_basis", "group",
    "party_id", "by_id", "modality", "counting", "per", "period", "counted_to",
)  # fmt: skip
STATEMENT = ("act", "target_id", "alignment", "alignment_basis", "addressee_id")
ATTRIBUTION = ("deed", "object", "role", "accused_id", "against", "stance", "framing")
COLUMNS = (ACCEPT, *CONTEXT, *PASSAGE, *CLAIM, *FIGURE, *STATEMENT, *ATTRIBUTION)
# By table, what its rows are called, in the order of the columns.
PARTS = {
    "passages": ("passage", PASSAGE), "claims": ("claim", CLAIM), "figures": ("figure", FIGURE),
    "statements": ("statement", STATEMENT), "attributions": ("attribution", ATTRIBUTION),
}  # fmt: skip
_OWN = {
    ACCEPT: ("Accept", "term", "yes takes the row over, no leaves it. What was taken over is marked done."),
    "found": ("Found", "text", "What the row proposes: a figure, a quotation or a statement."),
    "in_text": ("In the text", "text", "What was found, as it stands in the text."),
    "sentence": ("Sentence", "text", "The sentence in which it stands, which is proposed as the passage."),
    "speaker": ("Speaker", "text", "The nearest speaker in the text."),
    "verb": ("Verb", "text", "The reporting verb by which the speaker was found."),
    "dates": ("Dates", "edtf", "The dates that stand near it, in the notation of dates."),
}


@cache
def describe_columns() -> dict[str, Column]:
    """Return what the cells of each column are. The tables' columns are those of the program's schema."""
    fields = {
        table: {field["name"]: field for field in spec["schema"]["fields"]}
        for table, spec in read_schema()["tables"].items()
    }
    found = {name: Column(name, kind, "string", title, said) for name, (title, kind, said) in _OWN.items()}
    for table, (_, names) in PARTS.items():
        found |= {name: read_column(fields[table][name]) for name in names}
    return {name: found[name] for name in COLUMNS}
