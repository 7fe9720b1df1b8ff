"""Questions of every type with words that nobody chose, for tests of what comes back of them."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from question_types.asking import build
from security.naughty import STRINGS
from webapp.domain.question import Question

NAUGHTY = [
    "".join(sign for sign in text if sign.isprintable()).strip()[:200]
    for text in (
        *STRINGS.values(),
        *(
            "%50% خصم",
            "=٥",
            "~",
            "{=أ}",
            "أ -> ب",
            "a:b/c",
            "*نجمة*",
            "**",
            "[[فراغ]]",
            "كلمة|أخرى",
            "\\",
            "\\n",
            "&amp;",
        ),
        *("<b>x</b>", "</text>", "]]>", "-->", "--", "####", "// x", "::x::", "$CATEGORY: x", "A. x", "ANSWER: A"),
        *(
            "الجواب: أ",
            "1. س",
            "أ) ب",
            "“أ” «ب» 'ج'",
            "+ فكرة",
            "50% x",
            "أ :: ب",
            "أ = ب",
            "أ / ب",
            "x\u200fy",
            "مُدَرِّسَةٌ",
        ),
    )
]
# What a question file can hold: no signs that its reader refuses.
plain = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=20)
words = st.one_of(plain, st.sampled_from(NAUGHTY)).map(str.strip).filter(bool)
lines = st.lists(words, min_size=1, max_size=2).map("\n".join)
"""Words on one line or two, as prompts and reasons may be."""


def _several(draw: Callable[..., str], least: int, most: int) -> list[str]:
    """Different words."""
    return [f"{text} {place}" for place, text in enumerate(draw(st.lists(words, min_size=least, max_size=most)))]


def _gap(text: str) -> str:
    """Words that can stand in a gap or beside one."""
    return "".join(sign for sign in text if sign not in "[]|\\").strip() or "س"


def _fields(draw: Callable[..., str], kind: str) -> dict[str, object]:
    texts, why = _several(draw, 4, 6), {"why": draw(lines)}
    first, second, third, fourth, *_ = texts
    options = [{"text": text, "correct": place < 1 + (kind == "multiple"), **why} for place, text in enumerate(texts)]
    bank = {"bank": [_gap(fourth)]} if draw(st.booleans()) else {}
    fields: dict[str, dict[str, object]] = {
        "choice": {"options": options, "hints": [draw(words)], "points": 2},
        "multiple": {"options": options},
        "judgement": {"answer": "not-given", "why": {"not-given": draw(lines)}},
        "short": {"accept": [first, second], "refuse": [third], **why},
        "cloze": {"text": f"{_gap(first)} [[{_gap(second)}]] و [[{_gap(third)}]] .", **bank, **why},
        "order": {"items": texts, **why},
        "match": {"pairs": [{"left": text, "right": f"{text} ب"} for text in texts[:3]], "distractors": texts[3:]},
        "sort": {"groups": [{"name": first, "items": [second, third]}, {"name": fourth, "items": [draw(words)]}]},
        "evidence": {"evidence": ["وصل الوفد"], **why},
        "referent": {"anchor": "وغادرها", "referent": ["المدينة"], **why},
        "root": {"word": "المدينة", "root": "م د ن", "pattern": "فعيلة", **why},
        "open": {"rubric": [{"points": 1.5, "text": draw(words)}], "model": draw(lines), "words": 40},
        "poll": {"options": texts, "when": "before"},
    }
    return fields[kind]


@st.composite
def questions(draw: Callable[..., str], kinds: tuple[str, ...]) -> list[Question]:
    """A question of each of these types."""
    return [
        build(kind, id=f"q{place}", prompt=draw(lines), **_fields(draw, kind)) for place, kind in enumerate(kinds, 1)
    ]
