"""Strings that break things: some of each class here, and the Big List of Naughty Strings where it lies beside us."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import ROOT

BIG_LIST = ROOT.parent / "shared" / "cases" / "blns" / "blns.json"

STRINGS = {
    "a script": "<script>alert(1)</script>",
    "a script that ends ours": "</script><script src=//elsewhere.example></script>",
    "an image that fails": "<img src=x onerror=alert(1)>",
    "an SVG": "<svg/onload=alert(1)>",
    "out of an attribute": '" onfocus=alert(1) autofocus x="',
    "out of a quoted attribute": "' onmouseover='alert(1)",
    "out of a field": "</textarea><b>x</b>",
    "out of a title": "</title><iframe src=javascript:alert(1)>",
    "a comment": "<!-- x --!> <![CDATA[ y ]]> -->",
    "an entity": "&lt;b&gt; &amp;amp; &#x27; &nbsp &;",
    "an address that runs": "javascript:alert(1)//x",
    "data as an address": "data:text/html;base64,PHNjcmlwdD4=",
    "a template": "{{ 7*7 }} {% print(config) %} ${7*7} #{7*7}",
    "percent formats": "%s %n %d %(name)s %%x %1$s",
    "brace formats": "{0} {x.__class__} {self} {{}}",
    "SQL": "'; DROP TABLE tries; --x",
    "SQL that is true": "x' OR '1'='1",
    "SQL wild cards": "100% _x_ \\% [a-z]",
    "a path": "../../../../etc/passwd",
    "a Windows path": "..\\..\\x\\con:nul",
    "a command": "$(touch x) `id` ; ls | x & y",
    "a formula": '=HYPERLINK("http://elsewhere.example","x")',
    "a formula with a plus": "+1+cmd|' /C calc'!A0",
    "a formula with a minus": "-2+3+x",
    "a formula with an at": "@SUM(1+1)*x",
    "a formula behind a tab": "\t=1+1 x",
    "a formula behind an apostrophe": "'=1+1 x",
    "quotes and commas": 'x","y";\'z\'',
    "lines": "x\r\ny\nz\rw",
    "a header": "x\r\nSet-Cookie: a=b",
    "NUL": "x\x00y",
    "controls": "x\x01\x07\x08\x0b\x1b[31m\x7f\x85y",
    "a direction override": "x\u202eyzgnp.exe",
    "direction isolates": "x\u2066y\u2067z\u2068w",
    "embeddings left open": "\u202a\u202b\u202d x",
    "direction marks": "\u200ex\u200f\u061cy",
    "nothing to see": "x\u200b\u200c\u200d\u2060\ufeff\u00ady",
    "line separators": "x\u2028y\u2029z",
    "a flood of marks": "ب" + "\u064b\u0650\u0651" * 300,
    "letters on letters": "x" + "\u0300\u0489" * 200,
    "emoji": "x 👩‍👩‍👧‍👦 🏳️‍🌈 🇵🇸 👍🏽",
    "beyond the basic plane": "x𝒳𠜎\U0010fffd",
    "no characters": "x\ufffe\uffff\ufdd0",
    "private ones": "x\ue000\uf8ff",
    "a tashkeel alone": "\u064b x",
    "tatweel": "ـــ" * 50 + "x",
    "presentation forms": "ﷺ ﷽ ﻻ ﺍﻟﻠﻪ x",
    "digits of all kinds": "x ١٢٣ ۱۲۳ 123 १२३",
    "one long word": "ا" * 5000,
    "many words": "كلمة " * 2000,
    "JSON": '{"x": [null, true, {"__proto__": 1}]}',
    "XML with an entity": '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
    "an object's name": "constructor __proto__ toString",
    "null": "null",
    "not a number": "NaN",
    "spaces": "  x\u00a0\u3000y  ",
}
HALVES = {"half a sign": "x\ud83d", "the other half": "\ude00x", "two halves in the wrong order": "\ude00\ud83dx"}
"""Only JSON can carry them: a form is UTF-8."""


def big_list(path: Path = BIG_LIST) -> list[str]:
    """The strings of the big list, without those that are empty."""
    return [string for string in json.loads(path.read_text(encoding="utf-8")) if string.strip()]
