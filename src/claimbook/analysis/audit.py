"""What the program finds by itself: where figures and dates do not fit one another. It reports, it never corrects."""

from __future__ import annotations

import pandas as pd

from claimbook.analysis import audit_numerals, audit_sums, audit_tallies  # noqa: F401  rules are listed on import
from claimbook.analysis.audit_rules import RULES, Audited, title_of
from claimbook.analysis.memory import once
from claimbook.model.dataset import Dataset


@once
def audit(dataset: Dataset) -> pd.DataFrame:
    """Return rule, title, text, claim_ids for all that the rules find, in the order of the rules.

    `title` is the rule's name in words. What is found of the same claims in the same words is told once.
    """
    audited = Audited(dataset)
    rows = [
        (check.__name__, title_of(check), finding.text, finding.claim_ids)
        for check in RULES
        for finding in dict.fromkeys(check(audited))
    ]
    return pd.DataFrame(rows, columns=["rule", "title", "text", "claim_ids"])


def rule_texts() -> dict[str, str]:
    """Return the rules in words, by their titles, in the order in which they are applied."""
    return {title_of(check): " ".join((check.__doc__ or "").split()) for check in RULES}
