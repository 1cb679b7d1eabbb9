"""A hundred names that break pages, tables, pictures or sentences where these take names for anything but text."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MARKUP = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "</ScRiPt ><svg/onload=alert(1)>",
    "<!--<script>",
    "--><b>x",
    "<![CDATA[ x ]]>",
    "]]>",
    "<iframe srcdoc='<script>parent.broken=1</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>*{display:none}</style>",
    "</style><b>",
    "</title><b>",
    "</textarea><b>",
    "<plaintext>",
    "<base href=//example.invalid>",
    "<meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href=//example.invalid>",
    "<form action=//example.invalid><input name=q>",
    "<object data=x>",
    "<embed src=x>",
    "<math><mi>x",
    "<template><b>",
    "<b",
    "b>",
    '"><b>x</b>',
    "'><b>x</b>",
    '"onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "`onclick=alert(1)",
    "&lt;b&gt;&amp;",
    "&#60;script&#62;",
    "&notanentity;",
    "&",
]
_CODE = [
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//example.invalid/x.png",
    "https://example.invalid/?q=1#x",
    "{{ 7*7 }} ${7*7} {n} {name}",
    "{% raw %}",
    "{# x #}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{links}",
    "%s %d %(name)s",
    "$& $1 $`",
    "\\u003cb\\u003e",
    "\\",
    "\\'; alert(1); //",
    '"',
    "'",
    '","id":"x"',
    "null",
    "undefined",
    "NaN",
    "true",
    "0",
    "-1",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "_none",
    "_rest",
    "Robert'); DROP TABLE organisations;--",
    "x' OR 1=1 --",
    "MATCH (n) DETACH DELETE n //",
    "`n`) RETURN 1 //",
    "body{background:url(//example.invalid)}",
    "expression(alert(1))",
    "@import url(//example.invalid)",
    "../../etc/passwd",
    "CON.html",
]
_CELLS = [
    "=1+1",
    '=HYPERLINK("http://example.invalid";"x")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "a;b,c",
    "one\ttab",
    "two\nlines",
    "two\r\nlines",
]
_SIGNS = [
    "\u202eesreveR\u202c \u200f\u2067x",
    "\u2066\u2067\u2068open isolates",
    "close\u2069\u2069\u202c isolates",
    "\u061cmark",
    "שלום עולם",
    "مرحبا (x) ١٢٣",
    "\u2028line\u2029end",
    "NUL\x00inside\x1b[31m",
    "zero\u200bwidth\u2060and\ufeffmore",
    "\u200b",
    "\u00a0 \u3000",
    "soft\u00adhyphen",
    "👩‍🔬 Émojis & Çie 🏭",
    "👨‍👩‍👧‍👦🏳️‍🌈🇫🇷",
    "Z" + "\u0301\u0336" * 300 + "algo",
    "é as e\u0301",
    "\ufffd \ufffe \U0010ffff",
    "a" * 10_000,
]

HOSTILE: Final = [*_MARKUP, *_CODE, *_CELLS, *_SIGNS]

_UNSEEN = "\u115f\u1160\u2800\u3164\uffa0"


def as_shown(name: str, most: int = 120) -> str:
    """Describe how the page must write a name: all that can be read, on one line, and nothing that turns the line."""
    clean, piled = "", 0
    for sign in name[: 8 * most]:
        category = unicodedata.category(sign)
        turns = sign in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        piled = piled + 1 if category.startswith("M") else 0
        if piled <= 8:
            clean += " " if turns or category in {"Cc", "Zl", "Zp"} else sign
    clean = re.sub(r"[\s\ufeff]+", " ", clean).strip()
    if all(unicodedata.category(sign)[0] in "CZM" or sign in _UNSEEN for sign in clean):
        return "–"
    return clean if len(clean) <= most and len(name) <= 8 * most else clean[:most].rstrip() + "…"
