"""Permalinks: where a claim, a source or an incident stands in the book. Addresses only, from the book's root."""

from __future__ import annotations

SOURCE_PAGES = "book/sources"
INCIDENT_PAGES = "book/incidents"


def source_href(source_id: str) -> str:
    """Return a source's page, relative to the book's root."""
    return f"{SOURCE_PAGES}/{source_id}.html"


def incident_href(incident_id: str) -> str:
    """Return an incident's page, relative to the book's root."""
    return f"{INCIDENT_PAGES}/{incident_id}.html"


def claim_href(source_id: str, claim_id: str) -> str:
    """Return a claim's permalink, relative to the book's root: its source's page, its own anchor."""
    return f"{source_href(source_id)}#{claim_id}"


def claim_docname(source_id: str) -> str:
    """Return the Sphinx document that holds a source's claims."""
    return f"{SOURCE_PAGES}/{source_id}"


def incident_place_href(place_id: str) -> str:
    """Return where the list of incidents names what is at a place, relative to the book's root."""
    return f"{INCIDENT_PAGES}.html#{place_anchor(place_id)}"


def place_anchor(place_id: str) -> str:
    """Return the anchor of a place in the list of incidents."""
    return f"at-{place_id}"
