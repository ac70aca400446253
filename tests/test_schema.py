"""A walk over the schema of datasets: one case a field, a term, a key.

What belongs here: that `schema.json` is whole, hangs together and is a valid Frictionless schema.
What does not: reading a dataset, or checking one against the schema.
"""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any

import pytest
from frictionless import Schema

SCHEMA: dict[str, Any] = json.loads(
    (resources.files("claimbook") / "model" / "schema.json").read_text(encoding="utf-8")
)
TABLES: dict[str, Any] = SCHEMA["tables"]
VOCABULARIES: dict[str, Any] = SCHEMA["vocabularies"]
FIELDS = {f"{table}.{field['name']}": field for table, spec in TABLES.items() for field in spec["schema"]["fields"]}
# A list, so that a term that stands twice is seen twice.
TERMS = [(name, term) for name, vocabulary in VOCABULARIES.items() for term in vocabulary["terms"]]

PLAIN_KINDS = {
    "id", "text", "list", "edtf", "day", "quantity", "integer", "number", "url", "language", "country", "sha256",
    "duration",
}  # fmt: skip
CLOSED = {
    "voice", "remove", "stance", "alignment", "alignment_basis", "counting", "modality", "status", "status_basis",
    "asserted_basis", "object", "role", "quantity_basis", "custody", "seen_as", "coding_scope", "text_part",
    "precision", "dispute_kind", "revision_action", "reason_class",
}  # fmt: skip
OPEN = {
    "measure", "act", "actor_kind", "group", "division", "unit", "evidence", "framing", "discrepancy_kind",
    "source_kind", "content_flag",
}  # fmt: skip

# The book says these only in quotation marks, with their speaker.
UNSAID = re.compile(
    r"\b(admits?|confirms?|reveals?|insists?|alleges|so-called|regimes?|remnants?|slaughter\w*|massacres?|terrorists?"
    r"|outliers?|errors?|traps?|wrong)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"“[^”]*”")

every_table = pytest.mark.parametrize("table", TABLES)
every_field = pytest.mark.parametrize("column", FIELDS)
every_vocabulary = pytest.mark.parametrize("name", VOCABULARIES)
every_term = pytest.mark.parametrize(
    ("vocabulary", "term"), TERMS, ids=[f"{vocabulary}.{term['name']}" for vocabulary, term in TERMS]
)


def columns_of(vocabulary: str) -> list[str]:
    return [c for c, field in FIELDS.items() if field["claimbook"].get("vocabulary") == vocabulary]


def is_sentence(text: str) -> bool:
    return text == text.strip() and text[:1] in "“" + text[:1].upper() and text.endswith((".", "”."))


def test_the_schema_has_a_number() -> None:
    assert SCHEMA["claimbook_schema"] == 1


def test_a_dataset_needs_sources_actors_and_claims() -> None:
    assert {name for name, spec in TABLES.items() if spec["required"]} == {"sources", "actors", "claims"}


def test_no_column_is_named_twice() -> None:
    assert len(FIELDS) == sum(len(spec["schema"]["fields"]) for spec in TABLES.values())


@every_table
def test_a_table_says_what_one_row_is(table: str) -> None:
    spec = TABLES[table]
    assert spec["title"]
    assert spec["description"].startswith("One row ")
    assert is_sentence(spec["description"])


@every_table
def test_frictionless_accepts_the_table(table: str) -> None:
    descriptor = TABLES[table]["schema"]
    schema = Schema.from_descriptor(json.loads(json.dumps(descriptor)))
    assert schema.field_names == [field["name"] for field in descriptor["fields"]]
    assert schema.primary_key == descriptor["primaryKey"]
    assert len(schema.foreign_keys) == len(descriptor.get("foreignKeys", []))


@every_table
def test_frictionless_keeps_what_is_ours_in_a_field(table: str) -> None:
    descriptor = TABLES[table]["schema"]
    kept = Schema.from_descriptor(json.loads(json.dumps(descriptor))).to_descriptor()
    assert [f["claimbook"] for f in kept["fields"]] == [f["claimbook"] for f in descriptor["fields"]]


@every_table
def test_a_primary_key_is_of_required_columns(table: str) -> None:
    key = TABLES[table]["schema"]["primaryKey"]
    assert key
    for name in key:
        field = FIELDS[f"{table}.{name}"]
        assert field["constraints"]["required"]
        # One column of two or more may repeat; a key of one column never does.
        assert field["constraints"].get("unique", False) == (len(key) == 1)


@every_table
def test_foreign_keys_are_exactly_the_single_references(table: str) -> None:
    schema = TABLES[table]["schema"]
    keys = {key["fields"][0]: key["reference"] for key in schema.get("foreignKeys", [])}
    references = {f["name"]: f["claimbook"]["table"] for f in schema["fields"] if f["claimbook"]["kind"] == "ref"}
    assert {name: reference["resource"] or table for name, reference in keys.items()} == references
    for name, reference in keys.items():
        # Frictionless writes a table's reference to itself as "".
        assert (reference["resource"] == "") == (references[name] == table)
        assert reference["fields"] == TABLES[references[name]]["schema"]["primaryKey"]


@every_table
def test_only_an_empty_cell_is_missing(table: str) -> None:
    assert TABLES[table]["schema"]["missingValues"] == [""]


@every_field
def test_a_column_says_what_it_means(column: str) -> None:
    field = FIELDS[column]
    assert field["title"]
    assert is_sentence(field["description"])


@every_field
def test_a_column_is_of_a_known_kind(column: str) -> None:
    ours = FIELDS[column]["claimbook"]
    match ours["kind"]:
        case "ref" | "refs":
            assert set(ours) == {"kind", "table"}
            assert len(TABLES[ours["table"]]["schema"]["primaryKey"]) == 1
        case "term" | "terms":
            assert set(ours) == {"kind", "vocabulary"}
            assert ours["vocabulary"] in VOCABULARIES
        case _:
            assert set(ours) == {"kind"}
            assert ours["kind"] in PLAIN_KINDS


@every_field
def test_only_numbers_are_typed_as_numbers(column: str) -> None:
    field = FIELDS[column]
    kind = field["claimbook"]["kind"]
    assert field["type"] == (kind if kind in {"integer", "number"} else "string")


@every_field
def test_a_columns_name_shows_whether_it_is_an_id(column: str) -> None:
    kind = FIELDS[column]["claimbook"]["kind"]
    if kind == "id":
        assert column.endswith("_id")
    if kind in {"text", "list", "term", "terms"} and column != "places.gazetteer_id":
        assert not column.endswith(("_id", "_ids"))


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        ("claims.claim_id", "quay-0304-a", "Quay_0304"),
        ("discrepancies.claim_ids", "quay-1;quay-2; quay-3", "quay-1,quay-2"),
        ("sources.text_sha256", "0" * 64, "0" * 63),
        ("sources.accessed", "2031-05-08", "8 May 2031"),
        ("sources.language", "pt-BR", "Portuguese"),
        ("sources.url", "https://example.org/a?b=1", "example.org"),
        ("actors.country", "FRA", "France"),
        ("figures.per", "P1D", "a day"),
        ("figures.per", "PT12H", "PT"),
        ("figures.per", "P1M2DT3H", "P"),
        ("revisions.release", "1.2.0", "v1.2"),
    ],
)
def test_a_pattern_takes_the_good_and_refuses_the_bad(column: str, good: str, bad: str) -> None:
    table, name = column.split(".")
    descriptor = {"fields": [f for f in TABLES[table]["schema"]["fields"] if f["name"] == name]}
    field = Schema.from_descriptor(json.loads(json.dumps(descriptor))).get_field(name)
    read = field.create_cell_reader()
    assert read(good)[1] in (None, {})
    assert read(bad)[1]


def test_vocabularies_are_open_or_closed_as_the_model_says() -> None:
    assert {name for name, vocabulary in VOCABULARIES.items() if vocabulary["closed"]} == CLOSED
    assert {name for name, vocabulary in VOCABULARIES.items() if not vocabulary["closed"]} == OPEN


@every_vocabulary
def test_a_vocabulary_is_described_and_used(name: str) -> None:
    vocabulary = VOCABULARIES[name]
    assert vocabulary["title"]
    assert is_sentence(vocabulary["description"])
    assert vocabulary["used_by"] == columns_of(name) != []


@every_vocabulary
def test_only_the_list_of_groups_is_left_to_the_datasets(name: str) -> None:
    assert (VOCABULARIES[name]["terms"] == []) == (name == "group")


@every_vocabulary
def test_no_two_terms_share_a_name_or_a_label(name: str) -> None:
    terms = VOCABULARIES[name]["terms"]
    assert len({term["name"] for term in terms}) == len({term["label"] for term in terms}) == len(terms)


@every_term
def test_a_term_has_a_label_a_definition_and_an_example(vocabulary: str, term: dict[str, str]) -> None:
    assert list(term) == ["name", "label", "definition", "example"]
    assert re.fullmatch("[a-z][a-z0-9_]*", term["name"])
    assert 1 <= len(term["label"].split()) <= 4
    assert is_sentence(term["definition"])
    assert is_sentence(term["example"])


@every_term
def test_an_example_names_the_term_it_is_an_example_of(vocabulary: str, term: dict[str, str]) -> None:
    assert re.search(rf"\b{term['name']}\b", term["example"])
    assert len(term["example"].split()) <= 60


@every_term
def test_a_term_is_put_in_neutral_words(vocabulary: str, term: dict[str, str]) -> None:
    # A term's own name may stand in its example: that is how it is coded, not what the book says.
    for text in (term["label"], term["definition"], term["example"].replace(term["name"], "")):
        assert not UNSAID.search(QUOTED.sub("", text))


@pytest.mark.parametrize("column", [*TABLES, *FIELDS])
def test_the_columns_are_put_in_neutral_words(column: str) -> None:
    spec = TABLES.get(column) or FIELDS[column]
    assert not UNSAID.search(QUOTED.sub("", spec["title"] + " " + spec["description"]))


def test_quotation_marks_are_opened_and_closed() -> None:
    text = json.dumps(SCHEMA, ensure_ascii=False)
    assert text.count("“") == text.count("”") == len(QUOTED.findall(text))
