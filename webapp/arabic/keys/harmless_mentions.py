"""A refused wording that an answer names without offering it: another's owner, or what the key does something to.

«مريم زوجة حسان» names حسان as the owner of a noun, «الطالب سأل المعلم» the one who was asked: neither is the answer.
"""

from collections.abc import Sequence

from webapp.arabic.keys.answer_words import AnswerWord, root_forms
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.word_shapes import looks_like_verb, may_be_head
from webapp.arabic.matching.framing_words import TRANSPARENT_HEADS


def is_harmless(words: Sequence[AnswerWord], refused: frozenset[str], setting: KeySetting) -> bool:
    """Tell if every word of these refused stems is an owner, or an object of the key's verb."""
    places = [at for at, word in enumerate(words) if word.stems & refused]
    return bool(places) and all(_is_owner(words, at, setting) or _is_object(words, at, setting) for at in places)


def _is_owner(words: Sequence[AnswerWord], at: int, setting: KeySetting) -> bool:
    """Tell if the word stands in construct behind a noun that is not of the key, as an apposition of it."""
    if not at or words[at].joint:
        return False
    head = words[at - 1]
    plain = not head.stems & setting.asked and not head.stems & TRANSPARENT_HEADS and not head.number
    neighbours = [words[place] for place in (at - 2, at + 1) if 0 <= place < len(words)]
    beside_key = any(word.stems & setting.key for word in neighbours) and not head.joint
    return plain and beside_key and may_be_head(head) and not looks_like_verb(head)


def _is_object(words: Sequence[AnswerWord], at: int, setting: KeySetting) -> bool:
    """Tell if the key comes first, then a verb of the question, then this word, and the text has them in this order."""
    keys = [place for place in range(at) if words[place].stems & setting.key]
    verbs = [place for place in range(at) if root_forms(words[place].word) & setting.roots_of_prompt]
    if (
        not keys
        or not any(keys[0] < place for place in verbs)
        or any(word.joint for word in words[keys[0] + 1 : at + 1])
    ):
        return False
    return any(_follows(line, words[at].stems, setting.key) for line in setting.sentences)


def _follows(line: Sequence[AnswerWord], stems: frozenset[str], key: frozenset[str]) -> bool:
    keys = [at for at, word in enumerate(line) if word.stems & key]
    return bool(keys) and any(at > keys[0] for at, word in enumerate(line) if word.stems & stems)
