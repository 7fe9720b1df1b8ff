"""The preposition or conjunction that leads a wording: «بسبب الوباء» is answered by «الوباء» as well.

The lead may be left out or replaced by one of its sense («عند المسجد» for «قرب المسجد»). One of another sense
(«داخل المسجد», «رغم الوباء») makes another answer, unless the question has it itself.
"""

from collections.abc import Collection, Sequence

from webapp.arabic.keys.answer_words import AnswerWord
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.measures_beside import has_pair
from webapp.arabic.keys.word_shapes import fold, folded_words
from webapp.arabic.normalize import canonical

_WORDS_OF_SENSES = {
    "place": "في ب داخل ضمن إلى ل نحو لدى",
    "time": "في ب عند خلال أثناء",
    "near": "عند قرب بالقرب قريب قريبا قريبة بجانب بجوار جانب جنب جوار مقربة بقرب بمحاذاة",
    "front": "أمام قدام قبالة",
    "behind": "خلف وراء",
    "above": "فوق على أعلى",
    "below": "تحت أسفل",
    "from": "من عن",
    "to": "إلى ل نحو باتجاه حتى",
    "about": "عن حول بشأن بخصوص",
    "with": "مع برفقة بصحبة ب",
    "means": "ب على بواسطة عبر",
    "since": "منذ من مذ",
    "cause": "بسبب ل لأن لأنه لأنها لأنهم لأنهما لأني لأنني من جراء نتيجة بفضل إثر لوجود",
    "aim": "ل لكي كي حتى أجل لأجل عشان علشان",
    "through": "عبر خلال",
    "out": "خارج",
    "when": "إذا عندما لما حين حينما لو إن",
}
SENSES: dict[str, frozenset[str]] = {}
"""The senses of each lead, folded."""
for _sense, _text in _WORDS_OF_SENSES.items():
    for _word in map(fold, _text.split()):
        SENSES[_word] = SENSES.get(_word, frozenset()) | {_sense}
_PRESENTING = folded_words("أن أنه أنها أنهم هو هي هم إنه إنها إنهم كان كانت")
_ATTACHED = "بل"
_LIGHT_SENSES = frozenset({"place", "time", "to", "cause", "aim", "means"})
MOST_LEADS = 3
_SAID_FOR = {"في": frozenset({"above"})}
"""More senses of a lead in an answer, which it has not in a key: «في المقعد» for «على المقعد», not the other way."""
ANY = frozenset(_WORDS_OF_SENSES)
UNPLACED = ANY - {"near", "front", "behind", "above", "below", "out"}
"""The senses that may lead a wording that has no lead: those that say no other place than it does."""


def without_lead(wording: str) -> tuple[str, frozenset[str]]:
    """The wording without its leading words, and their senses; the wording itself where it has none."""
    words, senses = canonical(wording).split(), frozenset[str]()
    for _ in range(MOST_LEADS):
        lead = fold(words[0]) if len(words) > 1 else ""
        if lead not in SENSES and lead not in _PRESENTING:
            break
        senses |= SENSES.get(lead, ANY)
        del words[0]
    return " ".join(words), senses


def is_light(senses: Collection[str]) -> bool:
    """Tell if a lead only joins what it leads to the sentence (في، إلى، بسبب), and may be left out of an idea."""
    return bool(senses) and _LIGHT_SENSES.issuperset(senses)


def contradicts_lead(words: Sequence[AnswerWord], start: int, senses: frozenset[str], setting: KeySetting) -> bool:
    """Tell if an answer has a lead of another sense before the word at ``start`` than the wording has."""
    said, at = frozenset[str](), start
    if start and not senses and has_pair(words[start - 1], words[start], setting.pairs):
        return False
    senses = senses or UNPLACED
    while at and not words[at].joint and words[at - 1].folded in SENSES:
        at -= 1
        if words[at].folded in setting.prompt:
            return False
        said |= SENSES[words[at].folded] | _SAID_FOR.get(words[at].folded, frozenset())
    first = words[start].folded
    if not said and first[:1] in _ATTACHED and first not in setting.key:
        said = SENSES[first[0]]
    return bool(said) and not said & senses
