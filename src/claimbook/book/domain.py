"""The Sphinx domain of claims: what `{claim}` links to, and what objects.inv says.

Here belongs only what makes a claim known to Sphinx by its id. The claims' anchors are written by the claim
cards, and which page a claim is on is decided by the build, which writes it to `claims.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

logger = logging.getLogger(__name__)

CLAIMS_FIRST = 0  # Sphinx's number for "before full-text matches"


class ClaimPlace(NamedTuple):
    """Where a claim is shown: the page, and the claim's title in plain text."""

    docname: str
    title: str


class ClaimRole(XRefRole):
    """``{claim}`some-claim-id` ``: a link to the claim, under its title or the text given."""

    def process_link(
        self, env: BuildEnvironment, refnode: Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        """Mark the reference as one to a claim."""
        # The role is registered without the domain's prefix, so the reference has to be told whose it is.
        refnode["refdomain"] = ClaimDomain.name
        refnode["reftype"] = "claim"
        return super().process_link(env, refnode, has_explicit_title, title, target)


class ClaimDomain(Domain):
    """Claims as objects of the book, each at its own anchor."""

    name = "claim"
    label = "Claim"
    object_types = {"claim": ObjType("claim", "claim")}
    roles = {"claim": ClaimRole(warn_dangling=True, innernodeclass=nodes.inline)}
    initial_data = {"claims": {}}
    dangling_warnings = {"claim": "no claim has the id %(target)r. Fix: use an id from the table of claims."}
    data_version = 1

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:
        """Call a result of the search "claim", not "Claim claim"."""
        return type.lname

    @property
    def claims(self) -> dict[str, ClaimPlace]:
        """Claim id → where it is shown."""
        claims: dict[str, ClaimPlace] = self.data["claims"]
        return claims

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel reader holds; every reader was given the same claims."""
        self.claims.update(otherdata["claims"])

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Return the link to a claim, or None where there is no such claim."""
        place = self.claims.get(target)
        if place is None:
            return None
        if not node.get("refexplicit"):
            contnode = nodes.inline(place.title, place.title, classes=["xref", "claim"])
        return make_refnode(builder, fromdocname, place.docname, target, contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, Element]]:
        """Return the link to a claim for a reference that does not say what it refers to."""
        found = self.resolve_xref(env, fromdocname, builder, "claim", target, node, contnode)
        return [] if found is None else [("claim:claim", found)]

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield every claim, for objects.inv and the search; a claim comes before the pages that show it."""
        for claim_id, place in sorted(self.claims.items()):
            yield claim_id, place.title, "claim", place.docname, claim_id, CLAIMS_FIRST


def read_claims(path: Path) -> dict[str, ClaimPlace]:
    """Read `claims.json`: claim id → page and title. A missing file holds no claims.

    Raises ExtensionError where the file is not of the form `{"claim-id": {"docname": …, "title": …}}`.
    """
    if not path.is_file():
        return {}
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {claim_id: read_place(row) for claim_id, row in sorted(rows.items())}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ExtensionError(
            f'{path.name} does not say where the claims are. Fix: write {{"claim-id": {{"docname": …, "title": …}}}}.',
            error,
            modname=__name__,
        ) from error


def read_place(row: dict[str, Any]) -> ClaimPlace:
    """Read one claim's page and title, both text; raises TypeError or KeyError where one is not there."""
    docname, title = row["docname"], row["title"]
    if not (isinstance(docname, str) and isinstance(title, str)):
        raise TypeError("page and title are text")
    # One line each: a line break in a title would end its entry in objects.inv.
    return ClaimPlace(docname, " ".join(title.split()))


def claims_of(env: BuildEnvironment) -> dict[str, ClaimPlace]:
    """Return the claims a book holds: claim id → where it is shown."""
    claims: dict[str, ClaimPlace] = env.get_domain(ClaimDomain.name).data["claims"]
    return claims


def load_claims(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Give the domain its claims before any page is read, so that parallel readers inherit them."""
    claims = read_claims(Path(app.srcdir) / app.config.claimbook_claims)
    env.get_domain(ClaimDomain.name).data["claims"] = claims


def check_pages(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of a claim on a page that is not in the book: its permalink would lead nowhere."""
    for claim_id, place in sorted(claims_of(env).items()):
        if place.docname not in env.found_docs:
            logger.warning(
                "claim %r is said to be on the page %r, which is not in this book. "
                "Fix: put the page in the table of contents.",
                claim_id,
                place.docname,
                type="claimbook",
                subtype="page",
            )


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the domain, its role and its configuration."""
    app.add_config_value("claimbook_claims", "claims.json", "env", types=[str])
    app.add_domain(ClaimDomain)
    app.add_role("claim", ClaimRole(warn_dangling=True, innernodeclass=nodes.inline))
    app.connect("env-before-read-docs", load_claims)
    app.connect("env-check-consistency", check_pages)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
