"""Remarks on answers to a short question that are not right; they follow from the reason, and never name the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from webapp.arabic.counting import CountedNoun
from webapp.arabic.keys.answer_words import answer_words
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.matching.competing_answers import stems_of_lines
from webapp.arabic.matching.framing_words import GRAMMAR
from webapp.arabic.text_equality import comparable_words
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS

Reason = Literal[
    "right",
    "other",
    "number",
    "prompt",
    "part",
    "text",
    "another",
    "joined",
    "measure",
    "denied",
    "missing",
    "mixed",
    "changed",
    "open",
    "vowels",
    "unsure",
]
"""``number``: another number than the key's; ``prompt``: words of the question; ``part``: of a wording; ``text``: of
the text; ``another``: a refused wording; ``joined``: one, or another answer, beside the right one; ``measure``: the
key's number with other words; ``vowels``: vowel marks of another word; ``mixed``: some of the ideas among words
that are none of them."""
Side = Literal["", "before", "after"]
"""A place in the text beside another."""
UNSURE_WORDS = "لا يُعرف هل يتغير المعنى بهذه الكلمات: «{words}»."
UNSURE_ORDER = "لا يُعرف هل يقلب ترتيب الكلمات معنى الإجابة."
UNSURE_VOWELS = "لا يُعرف هل تجعلها هذه الحركات كلمة أخرى: «{word}»."
UNSURE_SPELLING = "كتابة الإجابة قريبة من المطلوب، ولا يشملها التساهل المسموح به في السؤال."
"""Why the program is not sure of an answer."""


def unsure_reason(answer: str, unknown: Sequence[str]) -> str:
    """The reason for a teacher: the ``unknown`` words as the answer spells them, or else its order."""
    spelt = [word for word in answer.split() if any(said.word in unknown for said in answer_words(word))]
    return UNSURE_WORDS.format(words=" ".join(spelt)) if spelt else UNSURE_ORDER


REMARKS: dict[Reason, str] = {
    "other": "ليست هذه هي الإجابة المطلوبة.",
    "number": "ليس هذا العدد المطلوب.",
    "prompt": "هذه كلمات السؤال نفسه، لا إجابته.",
    "part": "هذا جزء من الإجابة؛ يُرجى كتابتها كاملة.",
    "text": "هذا مما في النص، لكنه لا يجيب عن هذا السؤال.",
    "another": "هذه إجابة أخرى غير المطلوبة.",
    "joined": "في الإجابة شيئان أو أكثر؛ يُرجى كتابة المطلوب وحده.",
    "measure": "في الإجابة كلمة مع العدد تغيّر معناه؛ يُرجى مراجعة ما قبل العدد وما بعده.",
    "denied": "في الإجابة نفي يغيّر معناها؛ يُرجى كتابة المطلوب نفسه.",
    "missing": "في الإجابة بعض المطلوب لا كله.",
    "mixed": "في الإجابة بعض المطلوب، ومعه كلمات ليست منه أو فيها خطأ.",
    "changed": "في الإجابة كلمة تغيّر معناها، أو كلمة زائدة، أو خطأ في الكتابة؛ تكفي كلمات قليلة.",
    "open": "تتردد الإجابة بين شيئين؛ يُرجى اختيار واحد منهما.",
    "vowels": "ليست الحركات المكتوبة حركات الكلمة في النص، فقد تكون كلمة أخرى؛ يُرجى مراجعتها أو تركها بلا حركات.",
    "unsure": "في الإجابة كلمات لا يُعرف هل تغيّر معناها؛ تكفي كلمات قليلة.",
}
"""By the reason."""
LOOK = "يُرجى النظر في الموضع المظلل."
LOOKS: frozenset[Reason] = frozenset({"other", "number", "prompt", "part", "text", "another", "missing", "mixed"})
"""Reasons for which a look at the text helps."""
SAID_IDEAS = "في الإجابة بعض المطلوب («{said}»)، وبقي {left}"
LEFT_IDEAS = CountedNoun("أمر واحد", "أمران", "أمور", "أمرًا", "أمر")
SIDES: dict[Side, str] = {
    "": f"؛ {LOOK}",
    "before": "، وهو قبل ذلك في الموضع المظلل.",
    "after": "، وهو بعد ذلك في الموضع المظلل.",
}
"""Advice on the missing idea, by the side on which the text says it."""


def told_reason(reason: Reason, answer: str, wordings: Sequence[str], kinds: Mapping[Reason, frozenset[str]]) -> Reason:
    """The reason as the learner is told it; ``kinds``: reasons by the stems that all words of content belong to."""
    if reason not in ("other", "changed"):
        return reason
    said, keys = _numbers_in(answer), [_numbers_in(wording) for wording in wordings]
    numbers = bool(said) and bool(keys) and all(keys)
    if reason == "changed":
        return "measure" if numbers and any(key & said for key in keys) else reason
    if numbers and not any(key & said for key in keys):
        return "number"
    content = [word.stems for word in answer_words(answer) if not word.stems & GRAMMAR] or [stems_of_lines([answer])]
    told = (kind for kind, known in kinds.items() if all(stems & known for stems in content))
    return next(told, "measure" if numbers else "other")


def _numbers_in(text: str) -> set[str]:
    tokens = comparable_words(text, TOLERANCE_LEVELS)
    return {token.partition("#")[2] for token in tokens if "#" in token}


def remark_on(reason: Reason, lit: bool) -> str:
    """The remark on a wrong answer; ``lit``: a place in the text is lit for it."""
    return f"{REMARKS[reason]} {LOOK}" if lit and reason in LOOKS else REMARKS[reason]


def remark_on_ideas(said: Sequence[str], left: int, side: Side, lit: bool) -> str:
    """The remark on an answer that says some ideas: those it says, how many are left, and where to look for them."""
    what = SAID_IDEAS.format(said="» و«".join(said), left=LEFT_IDEAS.counted(left))
    return what + (SIDES[side] if lit else ".")


def side_of_missing(require: Sequence[Sequence[str]], ideas: Sequence[bool], setting: KeySetting) -> Side:
    """The side on which the text says the one missing idea: before all those that are said, or after them."""
    places = [_place_in_sentences(idea, setting) for idea in require]
    missing = [place for place, hit in zip(places, ideas, strict=True) if not hit]
    said = [place for place, hit in zip(places, ideas, strict=True) if hit and place is not None]
    if len(missing) != 1 or missing[0] is None or not said:
        return ""
    return "after" if missing[0] > max(said) else "before" if missing[0] < min(said) else ""


def _place_in_sentences(idea: Sequence[str], setting: KeySetting) -> int | None:
    stems = stems_of_lines(idea) - GRAMMAR
    words = (word for sentence in setting.sentences for word in sentence)
    return next((at for at, word in enumerate(words) if word.stems & stems), None)
