r"""Signs that a workbook's XML cannot hold, or a spreadsheet would read as another. Text to text, both ways.

Office writes such a sign as `_xHHHH_`, with its number, and a text that looks so already with its first line escaped:
`_x000D_` is `_x005F_x000D_` (ECMA-376, 22.4.2.4). A bare carriage return would come back as a line feed.
"""

from __future__ import annotations

import re

# Excel cuts longer cells without a word. It counts UTF-16 units, as all of Office does.
LONGEST = 32_767
_ILLEGAL = "[\x00-\x08\x0b-\x1f\ufffe\uffff]"
# The last "_" of what looks like an escape may itself be the first sign of one that is about to be made.
_TO_ESCAPE = re.compile(f"_(?=x[0-9A-Fa-f]{{4}}(?:_|{_ILLEGAL}))|{_ILLEGAL}")
# Half a surrogate pair is no sign; what names one stays as it is written.
_ESCAPED = re.compile("_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")


def escape(text: str) -> str:
    """Return a text as a workbook holds it."""
    return _TO_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescape(text: str) -> str:
    """Return the text that a workbook's text stands for."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def measure(text: str) -> int:
    """Return a text's length as a spreadsheet counts it."""
    return len(text) if text.isascii() else len(text) + sum(sign > "\uffff" for sign in text)
