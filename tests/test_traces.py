"""Traces of what was taken out: found whatever escapes, packs or breaks the words, and not where they are others'."""

from __future__ import annotations

import gzip
import html
import io
import json
import zlib
from pathlib import Path
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import write_tiny_dataset

from claimbook.errors import BuildError
from claimbook.model.redacting import Redaction, Tables, redact_claims
from claimbook.model.row_files import read_rows
from claimbook.release.traces import as_words, find_in_bytes, find_in_rows, find_needles

SAID = "“Nobody – not één of them – left the мельница & the ‘old’ mill”"
NEEDLE = {as_words(SAID): "the words"}
REDACTION = Redaction("gazette-002", "0.2.0", "privacy", "A family asked for it.", "r1")


def packed(data: bytes) -> bytes:
    kept = io.BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", data)
    return kept.getvalue()


WAYS = {
    "plain": SAID.encode(),
    "in other case and on several lines": SAID.upper().replace(" ", "\n  ").encode(),
    "in HTML": html.escape(SAID).encode(),
    "in numbers of HTML": "".join(f"&#{ord(sign)};" for sign in SAID).encode(),
    "in JSON": json.dumps({"a": SAID}).encode(),
    "in HTML in JSON in JSON": json.dumps(json.dumps([html.escape(html.escape(SAID))])).encode(),
    "in an address": quote(SAID, safe="").encode(),
    "between elements": "<td>".join(SAID.split(" ")).encode(),
    "with elements in words": SAID.replace("old", "o<b>l</b>d").encode(),
    "in UTF-16": SAID.encode("utf-16"),
    "in a ZIP": packed(SAID.encode()),
    "in a ZIP in a ZIP": packed(packed(SAID.encode())),
    "with gzip": gzip.compress(SAID.encode()),
    "in an inventory": b"# Sphinx inventory version 2\n# a\n# b\n# c zlib\n" + zlib.compress(SAID.encode()),
    "in a stream of a binary file": b"\x89PNG\0\0" + zlib.compress(json.dumps(SAID).encode()) + b"\0",
}


@pytest.mark.parametrize("way", WAYS)
def test_words_are_found_whatever_they_are_written_in(way: str) -> None:
    assert find_in_bytes(WAYS[way], "file", NEEDLE) == "the words"


@pytest.mark.parametrize("text", ["", "Nobody left the mill", "nobody not een of them", "\\", "&", "%", "<", "\\ud800"])
def test_other_words_are_not_found(text: str) -> None:
    assert find_in_bytes(text.encode("utf-8", "replace"), "file", NEEDLE) == ""


@given(st.text(min_size=1), st.sampled_from(["", "<p>", "\\", "%", "&amp;", '"']), st.binary(max_size=20))
def test_any_text_is_found_beside_any_other(text: str, sign: str, data: bytes) -> None:
    words = as_words(text)
    if words.strip():
        lines = [b"x" + data.replace(b"\0", b""), sign.encode(), json.dumps(html.escape(text)).encode()]
        assert find_in_bytes(b"\n".join(lines), "f", {words: "it"})


def pdf(text: str) -> bytes:
    """A PDF of one page, its text in numbers and packed."""
    content = zlib.compress(f"BT /F1 12 Tf 72 720 Td <{text.encode('latin-1').hex()}> Tj ET".encode())
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]  # fmt: skip
    written, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return written + end % (table, len(written))


def test_words_are_found_in_a_pdf_and_one_that_cannot_be_read_is_refused() -> None:
    needle = {as_words("not one of them left"): "the words"}
    assert find_in_bytes(pdf("Nobody, not one of them, left the mill"), "a.pdf", needle) == "the words"
    assert find_in_bytes(pdf("Somebody left the mill"), "a.pdf", needle) == ""
    with pytest.raises(BuildError, match=r"a\.pdf cannot be looked into"):
        find_in_bytes(b"%PDF-1.4\n", "a.pdf", needle)


def test_an_archive_that_cannot_be_opened_is_refused() -> None:
    with pytest.raises(BuildError, match="cannot be looked into"):
        find_in_bytes(WAYS["in a ZIP"][:40], "downloads/a.zip", NEEDLE)


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    words = {"words": "dozens of them are missing still", "words_by": "rescue-league"}
    return read_rows(write_tiny_dataset(tmp_path / "data", claims={"gazette-002": words}))


def test_summary_words_runs_of_four_and_the_digest_are_looked_for(tables: Tables) -> None:
    found = find_needles(tables, redact_claims(tables, [REDACTION]), ["gazette-002"])
    for text in ("dozens of them are missing still", "Dozens of them are", "of them are missing", "are missing, still",
                 tables["claims"][1]["summary"], tables["passages"][2]["sha256"]):  # fmt: skip
        assert (as_words(text) in found) == (text != "are missing, still"), text


def test_what_another_claim_says_too_is_found_in_its_row_unless_it_may_stay(tables: Tables) -> None:
    other = {**tables["claims"][0], "hedge": "of them are missing"}
    both = {**tables, "claims": [other, *tables["claims"][1:]]}
    after = redact_claims(both, [REDACTION])
    needles = find_needles(both, after, ["gazette-002"])
    assert find_in_rows(after, needles) == [("claims, gazette-001", "4 of the words of gazette-002")]
    left = find_needles(both, after, ["gazette-002"], ["gazette-001"])
    assert find_in_rows(after, left, ["gazette-001"]) == []
    assert as_words("of them are missing") not in left
    assert as_words("dozens of them are") in left


def test_the_name_of_a_person_counts_and_a_description_does_not(tables: Tables) -> None:
    for kind, name, counts in (("official", "Ada Weir", True), ("private_person", "a relative, on the quay", False)):
        actors = [*tables["actors"], {**tables["actors"][0], "actor_id": "she", "name": name, "kind": kind}]
        claims = [
            {**row, "claimant_id": "she"} if row["claim_id"] == "gazette-002" else row for row in tables["claims"]
        ]
        given = {**tables, "actors": actors, "claims": claims}
        after = redact_claims(given, [REDACTION])
        assert (as_words(name) in find_needles(given, after, ["gazette-002"])) == counts
        # Where another row names her, she is no secret of this claim's.
        assert as_words(name) not in find_needles(given, after, ["gazette-002"], about=f"Ask {name}.")


def test_words_in_the_datasets_prose_are_found(tables: Tables) -> None:
    after = redact_claims(tables, [REDACTION])
    needles = find_needles(tables, after, ["gazette-002"])
    assert [place for place, _ in find_in_rows(after, needles, (), "It says: dozens of them are gone.")] == ["about.md"]
