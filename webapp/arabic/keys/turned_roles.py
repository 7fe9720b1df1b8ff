"""Roles that an answer may turn: a noun that follows the key in the text opens the answer before it."""

from collections.abc import Sequence

from webapp.arabic import clitics
from webapp.arabic.keys.answer_words import AnswerWord
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.word_shapes import fold, looks_like_verb
from webapp.arabic.matching.framing_words import FRAMING, PREPOSITIONS


def turns_roles(words: Sequence[AnswerWord], key: Sequence[int], setting: KeySetting) -> bool:
    """Tell if the roles may be turned; ``key``: the places of its words."""
    first = words[: key[0]] if key else ()
    for index, word in enumerate(first):
        plain = word.stems & FRAMING or word.stems & setting.prompt or not word.stems & setting.quoted
        if plain or word.joint or looks_like_verb(word) or not _stands_alone(word, setting):
            continue
        if not (index and first[index - 1].stems & PREPOSITIONS) and _follows_key(word, setting):
            return True
    return False


def _follows_key(word: AnswerWord, setting: KeySetting) -> bool:
    for line in setting.sentences:
        keys = [at for at, other in enumerate(line) if other.stems & setting.key]
        places = [at for at, other in enumerate(line) if other.stems & word.stems]
        if keys and places and min(places) > max(keys):
            return True
    return False


def _stands_alone(word: AnswerWord, setting: KeySetting) -> bool:
    """Tell if no preposition is attached to a word of the sentence."""
    bare = clitics.without_article(word.word)
    return bool({word.folded, fold(bare or word.word)} & setting.quoted)
