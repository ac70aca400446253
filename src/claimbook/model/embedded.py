"""Values as JSON inside a page's script element, or a script's file: nothing in them ends either. No HTML.

Imports little: a process that only looks for charts in pages asks here what they are called.
"""

from __future__ import annotations

import json
import re
from typing import Any

from claimbook.digests import digest_bytes

# The type of the script element that holds a chart.
SPEC_TYPE = "application/vnd.vegalite.v6+json"
# What could end a script element or open a comment in it, and what ends a line for older JavaScript or for Python's
# `splitlines`. All stand in JSON's texts only, and JSON reads the escapes back as the same text.
_SIGN = re.compile("[<>&\x85\u2028\u2029]")


def embed_json(value: Any, *, sort_keys: bool = False) -> str:
    """Return a value as JSON in one line that can stand in a script; raises ValueError for a number JSON has not."""
    text = json.dumps(value, sort_keys=sort_keys, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _SIGN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def digest_spec_text(text: str) -> str:
    """Return what a chart's picture is called: the digest of the spec's text as it stands in the page."""
    return digest_bytes(text.encode())[:16]
