"""Answers to a question that asks yes or no: the answer in one word, and what explains it."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from webapp.arabic.keys.answer_words import AnswerWord, answer_words, root_forms
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.word_shapes import folded_words
from webapp.arabic.matching.framing_words import FRAMING
from webapp.arabic.normalize import canonical

Polarity = Literal["", "yes", "no"]
_ASKS = re.compile(r"(?:هل|أليس|ألم)\s")
_YES = folded_words("نعم أجل بلى ايوه أيوه")
_NO = folded_words("لا كلا لأ")
_DENIALS = folded_words("لم لن ليس ليست ما لا غير")
_NO_DENIAL = folded_words("أعرف أدري أعلم أظن أعتقد أذكر أتذكر جواب إجابة شك بأس مانع بد ريب")
"""Behind لا they make it something else than no."""


def polarity_of_key(prompt: str, wordings: Iterable[str]) -> Polarity:
    """Yes or no where the question asks that and the key names one of them alone."""
    if not _ASKS.match(canonical(prompt)):
        return ""
    alone = {words[0].folded for wording in wordings if len(words := answer_words(wording)) == 1}
    return "yes" if alone & _YES else "no" if alone & _NO else ""


def answers_polarity(words: Sequence[AnswerWord], key: Polarity, setting: KeySetting) -> bool | None:
    """Tell if an answer says the key's yes or no and explains it in words of the text; None where it is not told."""
    own = {"yes": _YES, "no": _NO}.get(key, frozenset[str]())
    if len(words) < 2 or words[0].folded not in own:
        return None
    rest = words[1:]
    if rest[0].stems & _NO_DENIAL or any(word.folded == "بل" for word in rest):
        return False
    known = FRAMING | setting.prompt | setting.quoted | setting.key | _DENIALS
    told = all(word.stems & known or root_forms(word.word) & setting.roots for word in rest)
    contrary = _NO if key == "yes" else _YES
    return True if told and not any(word.stems & contrary for word in rest) else None
